//! Small objects that are asked for again and again, answered from memory.
//!
//! A fleet asks for one file, and it is the same file nearly every time. So its bytes are kept with
//! the stamp of the file that they were read from, and each answer asks the system one question:
//! whether the file under that path still has that stamp. If it has any other, the answer is made
//! from the file as if nothing were kept.
//!
//! Invariant: an answer from memory is the one that reading the file at that moment would give.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;

use crate::generations::Generations;
use crate::object::Card;
use crate::tree::Stamp;

/// Bytes of content that are kept.
const KEPT: usize = 32 << 20;

/// The content of one small file.
pub(crate) struct Hot {
    /// Where the file is.
    file: PathBuf,
    stamp: Stamp,
    /// What an answer says of it.
    pub(crate) card: Card,
    /// All of it.
    pub(crate) bytes: Bytes,
}

/// Small contents by the path that asks for them.
pub(crate) struct HotObjects(Mutex<Generations<String, Arc<Hot>>>);

impl Default for HotObjects {
    fn default() -> Self {
        Self(Mutex::new(Generations::new(KEPT)))
    }
}

impl HotObjects {
    /// The content under a path, if it is kept and its file is what it was. One system call, on a
    /// file whose name is in the system's memory: not worth another thread.
    pub(crate) fn recall(&self, path: &str) -> Option<Arc<Hot>> {
        let hot = self.kept(path)?;
        let present = Stamp::at(&hot.file);
        present
            .is_some_and(|stamp| stamp == hot.stamp)
            .then_some(hot)
    }

    fn kept(&self, path: &str) -> Option<Arc<Hot>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(path, |hot| hot.bytes.len())
    }

    /// Keeps a content that was read from a file with this stamp, if by `now` the stamp can be told
    /// from any later one.
    pub(crate) fn note(
        &self,
        path: String,
        (file, stamp): (PathBuf, Stamp),
        (card, bytes): (Card, Bytes),
        now: SystemTime,
    ) {
        if !stamp.is_settled(now) {
            return;
        }
        let weight = bytes.len();
        let hot = Arc::new(Hot {
            file,
            stamp,
            card,
            bytes,
        });
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(path, hot, weight);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use wavecast_wire::object::ObjectKey;

    use super::*;
    use crate::facts::Facts;

    const NAME: &str = "/acme/lamp/stable/latest.ndjson";

    /// Keeps what lies at `file`, seen so many seconds from now.
    fn keep(hot: &HotObjects, file: &Path, seconds: u64) {
        let bytes = fs::read(file).unwrap();
        let key = ObjectKey::parse(NAME).unwrap();
        let card = Card::of(&key, Facts::of(&bytes, true), bytes.len() as u64);
        let stamp = Stamp::at(file).unwrap();
        let seen = SystemTime::now() + Duration::from_secs(seconds);
        let place = (file.to_path_buf(), stamp);
        hot.note(NAME.to_owned(), place, (card, bytes.into()), seen);
    }

    fn recalled(hot: &HotObjects) -> Option<Bytes> {
        hot.recall(NAME).map(|hot| hot.bytes.clone())
    }

    #[test]
    fn only_what_the_file_still_is_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let (file, next) = (folder.path().join("file"), folder.path().join("next"));
        fs::write(&file, "one").unwrap();
        let hot = HotObjects::default();
        assert_eq!(recalled(&hot), None, "nothing was kept");
        keep(&hot, &file, 10);
        assert_eq!(recalled(&hot).as_deref(), Some(&b"one"[..]));
        // As a publisher does it: another file takes the name.
        fs::write(&next, "two").unwrap();
        fs::rename(&next, &file).unwrap();
        assert_eq!(recalled(&hot), None, "another file has the name");
        keep(&hot, &file, 10);
        assert_eq!(recalled(&hot).as_deref(), Some(&b"two"[..]));
        // Its bytes elsewhere are not the object any more.
        fs::rename(&file, &next).unwrap();
        assert_eq!(recalled(&hot), None, "the file is gone");
        std::os::unix::fs::symlink(&next, &file).unwrap();
        assert_eq!(recalled(&hot), None, "a link is no object");
    }

    #[test]
    fn a_file_that_has_not_aged_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "one").unwrap();
        let hot = HotObjects::default();
        keep(&hot, &file, 0);
        assert_eq!(
            recalled(&hot),
            None,
            "it may be replaced under the same stamp"
        );
    }
}
