//! From the staging place to the edge.

use std::io::{self, Write as _};
use std::path::Path;

use wavecast_engine::port::PortError;
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::object::ObjectKey;

use super::staging::{Staging, not_staged};
use crate::disk::{Halt, Reach, Temp};
use crate::{disk, read};

impl Staging {
    /// Puts a file at the edge unless something stands there, by a second name for the same bytes
    /// where the disk allows, else by a copy.
    ///
    /// The hash is taken anew each time: since the upload was complete, the machine may have been
    /// restored from a backup or its disk may have rotted, and the edge is for ever.
    pub(super) fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        check_target(to, sha256)?;
        let staged = self.file(space, sha256)?;
        let edge = self.home.edge();
        let target = edge.join(to.path());
        let failed = |error| self.lost("promoting a file", &error);
        if let Some(found) = read::size(&target).map_err(failed)? {
            return self.check_present(to, &target, found, size);
        }
        let from = from.map(|from| edge.join(from.path()));
        let sources = [
            Some((&staged, true)),
            from.as_ref().map(|path| (path, false)),
        ];
        for (source, is_staged) in sources.into_iter().flatten() {
            match read::hash(source).map_err(failed)? {
                None => {}
                Some(found) if found == (sha256, size) => {
                    self.folders.make(&target).map_err(failed)?;
                    return place(&self.home.temp(), source, &target, sha256)
                        .map_err(|halt| self.halted("promoting a file", halt));
                }
                Some((found, _)) if found == sha256 => return Err(wrong_size(sha256, size)),
                Some(_) if is_staged => return Err(self.damaged(space, sha256)),
                Some(_) => return Err(rotten(source)),
            }
        }
        Err(not_staged(sha256))
    }

    /// What already stands at the edge was verified when it was put there; only its size is looked at.
    fn check_present(
        &self,
        to: &ObjectKey,
        target: &Path,
        found: u64,
        size: u64,
    ) -> Result<(), PortError> {
        if found != size {
            return Err(PortError::Refused(format!(
                "{}: has {found} bytes at the edge, must have {size}",
                to.path()
            )));
        }
        // Whoever put it there may have died before its name was durable.
        disk::sync_parent(target).map_err(|error| self.lost("promoting a file", &error))
    }
}

/// Refuses a target that isn't named after this hash.
fn check_target(to: &ObjectKey, sha256: Sha256) -> Result<(), PortError> {
    match to {
        ObjectKey::File(_, _, named) | ObjectKey::Target(_, _, named, _) if *named == sha256 => {
            Ok(())
        }
        _ => Err(PortError::Refused(format!(
            "{}: must be named after {sha256}",
            to.path()
        ))),
    }
}

/// A file system that allows no more names for one file gets a copy.
fn place(temp: &Path, source: &Path, target: &Path, sha256: Sha256) -> Result<(), Halt> {
    match disk::link(source, target) {
        Err(Halt::Before(error)) if error.kind() == io::ErrorKind::TooManyLinks => {
            copy(temp, source, target, sha256)
        }
        linked => linked.map(|_| ()),
    }
}

fn copy(temp: &Path, source: &Path, target: &Path, sha256: Sha256) -> Result<(), Halt> {
    let mut temp = Temp::new(temp, Reach::Public)?;
    let mut hasher = Hasher::default();
    read::stream(&mut std::fs::File::open(source)?, |chunk| {
        hasher.update(chunk);
        temp.file().write_all(chunk)
    })?;
    if hasher.finish() != sha256 {
        return Err(io::Error::other("the file changed while it was copied").into());
    }
    temp.place(target).map(|_| ())
}

fn wrong_size(sha256: Sha256, size: u64) -> PortError {
    PortError::Refused(format!(
        "file {sha256}: must have {size} bytes, as was said of it"
    ))
}

fn rotten(path: &Path) -> PortError {
    PortError::Refused(format!(
        "{}: is damaged on the disk; upload that file again",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_bytes_or_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let (source, target) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&source, vec![7; 3 * read::BUFFER + 1]).unwrap();
        assert!(copy(dir.path(), &source, &target, Sha256([0; 32])).is_err());
        assert!(!target.exists());
        let (sha256, _) = read::hash(&source).unwrap().unwrap();
        copy(dir.path(), &source, &target, sha256).unwrap();
        assert_eq!(read::hash(&target).unwrap(), read::hash(&source).unwrap());
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            2,
            "a temporary file was left"
        );
    }
}
