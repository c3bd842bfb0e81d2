//! What an answer must know of an object beside its bytes, remembered between answers.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use serde_json::Value;
use wavecast_wire::hash::Sha256;

use crate::generations::Generations;
use crate::tag::Tag;
use crate::tree::Stamp;

/// Files whose facts are remembered; one weighs about 150 bytes.
const REMEMBERED: usize = 16_384;

/// The facts of one state of one object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Facts {
    /// The entity tag of the content.
    pub(crate) tag: Tag,
    /// The poll interval that mutable bytes announce; 0, hence the shortest cache time, elsewhere
    /// and where it can't be read.
    pub(crate) poll_seconds: u32,
}

impl Facts {
    /// The facts of metadata, from its bytes.
    pub(crate) fn of(bytes: &[u8], mutable: bool) -> Self {
        let poll_seconds = if mutable {
            poll_seconds(bytes).unwrap_or(0)
        } else {
            0
        };
        Self {
            tag: Tag::of(Sha256::of(bytes)),
            poll_seconds,
        }
    }
}

/// The interval in the timestamp, which is the first line of either mutable object.
fn poll_seconds(bytes: &[u8]) -> Option<u32> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let timestamp: Value = serde_json::from_slice(line).ok()?;
    timestamp
        .pointer("/signed/x-wavecast/poll/seconds")?
        .as_u64()?
        .try_into()
        .ok()
}

/// Facts by stamp, so that an unchanged poll is answered without reading the file.
pub(crate) struct Memory(Mutex<Generations<Stamp, Facts>>);

impl Default for Memory {
    fn default() -> Self {
        Self(Mutex::new(Generations::new(REMEMBERED)))
    }
}

impl Memory {
    /// What is remembered of a file in this state.
    pub(crate) fn recall(&self, stamp: &Stamp) -> Option<Facts> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(stamp, |_| 1)
    }

    /// Remembers, if by `now` the stamp can be told from any later one.
    pub(crate) fn note(&self, stamp: Stamp, facts: Facts, now: SystemTime) {
        if stamp.is_settled(now) {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(stamp, facts, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_poll_interval_is_read_from_the_first_line() {
        let line =
            r#"{"signatures":[],"signed":{"x-wavecast":{"poll":{"jitter":5000,"seconds":3600}}}}"#;
        let latest = format!("{line}\n{{}}\n{{}}\n");
        assert_eq!(Facts::of(line.as_bytes(), true).poll_seconds, 3600);
        assert_eq!(Facts::of(latest.as_bytes(), true).poll_seconds, 3600);
        assert_eq!(Facts::of(latest.as_bytes(), false).poll_seconds, 0);
    }

    #[test]
    fn only_a_file_that_has_aged_is_remembered() {
        let file = tempfile::tempfile().unwrap();
        let stamp = Stamp::of(&file).unwrap();
        let (memory, facts) = (Memory::default(), Facts::of(b"{}", true));
        let written = SystemTime::now();
        for soon in [0, 1, 2] {
            memory.note(stamp, facts, written + Duration::from_secs(soon));
            assert_eq!(
                memory.recall(&stamp),
                None,
                "{soon} s later it may be replaced unseen"
            );
        }
        memory.note(stamp, facts, written - Duration::from_secs(3600));
        assert_eq!(memory.recall(&stamp), None, "from the future");
        memory.note(stamp, facts, written + Duration::from_secs(4));
        assert_eq!(memory.recall(&stamp), Some(facts));
    }

    #[test]
    fn an_unreadable_interval_means_the_shortest_cache_time() {
        let deep = "[".repeat(100_000);
        for bytes in [
            "",
            "\n",
            "{",
            "null",
            r#"{"signed":{"x-wavecast":{"poll":{"seconds":-1}}}}"#,
            r#"{"signed":{"x-wavecast":{"poll":{"seconds":99999999999}}}}"#,
            &deep,
        ] {
            assert_eq!(Facts::of(bytes.as_bytes(), true).poll_seconds, 0);
        }
    }
}
