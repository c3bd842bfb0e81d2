//! Trusted bytes on disk, each file replaced whole.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

/// A folder of files that were verified before they were written.
pub struct Store {
    dir: PathBuf,
}

impl Store {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// The bytes of a role's metadata; `None` when there are none.
    pub fn read(&self, role: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.path(role);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// Keeps these bytes of a role, or forgets it.
    pub fn keep(&self, role: &str, bytes: Option<&[u8]>) -> anyhow::Result<()> {
        let path = self.path(role);
        match bytes {
            Some(bytes) => replace(&path, bytes),
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    Err(error).with_context(|| path.display().to_string())
                }
                _ => Ok(()),
            },
        }
    }

    fn path(&self, role: &str) -> PathBuf {
        self.dir.join(format!("{}.json", quote(role, "")))
    }
}

/// Writes a file beside its place first, so that a crash leaves the old one or the new one.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(bytes)?;
        file.persist(path)?;
        Ok::<_, std::io::Error>(())
    };
    write().with_context(|| path.display().to_string())
}

/// A name as one part of a URL or as a file's name: `%XX` for all but letters, digits, `-._~` and
/// what stands in `safe`.
pub fn quote(name: &str, safe: &str) -> String {
    let quoted = name.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ if safe.as_bytes().contains(&byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    quoted.collect()
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn no_name_leaves_its_folder() {
        for (name, quoted) in [
            ("../role", "..%2Frole"),
            ("/role", "%2Frole"),
            ("?", "%3F"),
            ("#é", "%23%C3%A9"),
        ] {
            assert_eq!(quote(name, ""), quoted);
        }
        assert_eq!(quote("a b/c.d", "/"), "a%20b/c.d");
    }
}
