//! Listing the tree in the order of paths.

use std::io;
use std::path::Path;

use wavecast_engine::port::Listed;
use wavecast_wire::object::ObjectKey;

use crate::{disk, read};

/// Objects whose path begins with `prefix`, behind `after`, in path order.
///
/// What is no object's name (a file on its way, anything put there by hand) is passed over.
pub(crate) fn list(
    root: &Path,
    prefix: &str,
    after: Option<&str>,
    limit: usize,
) -> io::Result<Vec<Listed>> {
    let mut walk = Walk {
        root,
        prefix,
        after: after.unwrap_or_default(),
        limit,
        found: Vec::new(),
    };
    walk.descend("")?;
    Ok(walk.found)
}

struct Walk<'a> {
    root: &'a Path,
    prefix: &'a str,
    after: &'a str,
    limit: usize,
    found: Vec<Listed>,
}

impl Walk<'_> {
    /// Visits a folder; `at` is empty or ends with a slash.
    fn descend(&mut self, at: &str) -> io::Result<()> {
        for path in self.names(at)? {
            if self.found.len() >= self.limit {
                break;
            }
            if path.ends_with('/') {
                self.descend(&path)?;
            } else if path.as_str() > self.after
                && let Some(key) = ObjectKey::parse(&path)
                // Deleted a moment ago: no longer there.
                && let Some(size) = read::size(&self.root.join(&path))?
            {
                self.found.push(Listed { key, size });
            }
        }
        Ok(())
    }

    /// Paths in a folder that may lead to something, in order. A folder's path ends with a slash, so
    /// that it stands where its content stands: `a-b/…` before `a/…`, as the characters order them.
    fn names(&self, at: &str) -> io::Result<Vec<String>> {
        let entries = match std::fs::read_dir(self.root.join(at)) {
            Ok(entries) => entries,
            Err(error) if disk::is_missing(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = entry.file_type()?;
            let path = if kind.is_dir() {
                format!("{at}{name}/")
            } else if kind.is_file() {
                format!("{at}{name}")
            } else {
                continue;
            };
            if self.may_lead(&path) {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        Ok(paths)
    }

    fn may_lead(&self, path: &str) -> bool {
        let common = path.len().min(self.prefix.len());
        let in_prefix = path.as_bytes()[..common] == self.prefix.as_bytes()[..common];
        if !path.ends_with('/') {
            return in_prefix && path.len() >= self.prefix.len() && path > self.after;
        }
        in_prefix && (path > self.after || self.after.starts_with(path))
    }
}
