//! What a crash leaves in the tree: files that were on their way.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// No write takes as long as this.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// Folders of the tree stand at most this deep.
const DEPTH: usize = 3;

/// Removes old files whose names say that they were on their way: the store's `…#1`, and the copies
/// of `promote`. No object's name has such a form, so the edge never served them.
pub(crate) fn remove_litter(root: &Path) -> io::Result<()> {
    sweep(root, DEPTH)
}

fn sweep(folder: &Path, depth: usize) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if depth > 0 {
                sweep(&entry.path(), depth - 1)?;
            }
        } else if kind.is_file() && is_litter(&entry.file_name().to_string_lossy()) {
            let modified = entry.metadata()?.modified()?;
            let age = SystemTime::now()
                .duration_since(modified)
                .unwrap_or_default();
            if age > AGE {
                std::fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

fn is_litter(name: &str) -> bool {
    let counted = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    let staged = name.rsplit_once('#').is_some_and(|(_, rest)| counted(rest));
    let copied = name
        .strip_suffix(".new")
        .and_then(|name| name.split_once('-'))
        .is_some_and(|(pid, count)| counted(pid) && counted(count));
    staged || copied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_files_on_their_way_go() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("acme/lamp/stable");
        std::fs::create_dir_all(&folder).unwrap();
        let old = SystemTime::now() - AGE - Duration::from_secs(60);
        for name in ["latest.ndjson", "latest.ndjson#1", "12-3.new", "notes.new"] {
            let file = std::fs::File::create(folder.join(name)).unwrap();
            file.set_modified(old).unwrap();
        }
        std::fs::write(folder.join("timestamp.json#2"), "young").unwrap();
        remove_litter(dir.path()).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["latest.ndjson", "notes.new", "timestamp.json#2"]);
    }
}
