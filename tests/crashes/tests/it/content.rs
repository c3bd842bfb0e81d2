//! What a publication says, without its numbers: the old state of a scene, or the new one.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wavecast_device::Verified;
use wavecast_engine::testing::look::Look;
use wavecast_wire::tuf::{Poll, Targets, TimestampBody};

/// All that devices can tell two publications by, but for versions and signatures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Content {
    /// The table and the interval: what our own client goes by.
    pub said: String,
    /// The rest of the four files.
    pub rest: String,
}

impl Content {
    pub fn of(timestamp: &TimestampBody, targets: &Targets) -> Self {
        let extra = timestamp.wavecast.as_ref().expect("ours");
        let rest = json!({
            "root": extra.root,
            "issued": extra.issued,
            "expires": [timestamp.expires, targets.expires],
            "targets": targets.targets,
        });
        let table = targets.wavecast.as_ref().expect("ours");
        Self {
            said: said(&json!(table), extra.poll),
            rest: rest.to_string(),
        }
    }

    pub fn of_look(look: &Look) -> Self {
        Self::of(&look.timestamp, &look.targets)
    }

    /// What a device goes by.
    pub fn said_to(verified: &Verified) -> String {
        said(&json!(verified.table()), verified.poll())
    }

    /// With every id and hash that wasn't known before made the same: asked for again, they differ.
    pub fn masked(&self, known: &Known) -> Self {
        Self {
            said: known.mask(&self.said),
            rest: known.mask(&self.rest),
        }
    }
}

fn said(table: &Value, poll: Poll) -> String {
    json!({ "table": table, "poll": poll }).to_string()
}

/// The ids and hashes of the time before.
#[derive(Clone, Debug, Default)]
pub struct Known {
    words: BTreeSet<String>,
    all: bool,
}

impl Known {
    /// Nothing is masked.
    pub fn everything() -> Self {
        Self {
            all: true,
            ..Self::default()
        }
    }

    pub fn note(&mut self, text: &str) {
        let ids = words(text).filter(|word| is_id(word));
        self.words.extend(ids.map(str::to_owned));
    }

    /// The text, with what isn't known masked.
    pub fn mask(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        let known = |word: &str| self.all || self.words.contains(word);
        for word in words(text).filter(|&word| is_id(word) && !known(word)) {
            let at = rest.find(word).expect("in order");
            masked += &rest[..at];
            masked += if word.len() == 26 { "(id)" } else { "(hash)" };
            rest = &rest[at + word.len()..];
        }
        masked + rest
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    parts.filter(|word| !word.is_empty())
}

/// Whether a word is made of a seed: an id, or the hash of something that holds one.
fn is_id(word: &str) -> bool {
    let hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    let base32 = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    match word.len() {
        26 => word.bytes().all(base32),
        // A hash; a person's id; or a device's place in a list under a fresh salt.
        64 | 24 | 16 => word.bytes().all(hex),
        _ => false,
    }
}

#[test]
fn what_was_not_known_is_masked() {
    let (old, new) = ("01M7YT0KP02SJJ0S44PGFH78YH", "01M7YT0MN87374ZJA5KTMAGGT5");
    let mut known = Known::default();
    known.note(&format!("{{\"release\":\"{old}\"}}"));
    let text = format!("release-{old}.json release-{new}.json {}", "0a".repeat(32));
    assert_eq!(
        known.mask(&text),
        format!("release-{old}.json release-(id).json (hash)")
    );
}
