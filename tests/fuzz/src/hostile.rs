//! An edge that lies: what it may answer in place of the truth, and who may make it.

use std::collections::BTreeMap;

use arbitrary::Arbitrary;
use wavecast_device::agent::Answer;
use wavecast_wire::hash::Sha256;
use wavecast_wire::latest::{Lines, join};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Role, Snapshot, TimestampBody, TimestampExtra};

use crate::forge::{Forge, sign};

/// Every object of the edge after each publication, the newest last.
pub type History = Vec<BTreeMap<String, Vec<u8>>>;

/// One lie.
#[derive(Arbitrary, Clone, Debug)]
pub enum Lie {
    /// Nothing comes.
    Silence,
    /// A status, with or without the true body.
    Status {
        status: u16,
        body: bool,
        retry_after: Option<u32>,
    },
    /// 304, whatever was asked.
    NotModified,
    /// The object as it once was.
    Old(u8),
    /// Another object, of any time.
    Other(u8, u16),
    /// Three lines of three publications.
    Mixed(u8, u8, u8),
    /// The truth with some bytes changed, cut, or longer.
    Damaged {
        at: u16,
        with: u8,
        cut: Option<u16>,
        more: u16,
    },
    /// Anything at all.
    Raw(Vec<u8>),
    /// A publication that whoever stole the keys of timestamp and snapshot can sign.
    Stolen(Theft),
}

/// What a thief says.
#[derive(Arbitrary, Clone, Debug)]
pub struct Theft {
    seq: u64,
    snapshot: u64,
    targets: u64,
    of: u8,
    issued: i64,
    expires: i64,
    root: u64,
}

/// An answer to a request for `path`; `None` is silence.
#[must_use]
pub fn answer(lie: &Lie, path: &str, history: &History, forge: &Forge) -> Option<Answer> {
    let truth = history.last()?.get(path).cloned().unwrap_or_default();
    let at = |number: u8| &history[usize::from(number) % history.len()];
    Some(match lie {
        Lie::Silence => return None,
        Lie::Status {
            status,
            body,
            retry_after,
        } => Answer {
            status: *status,
            body: if *body { truth } else { Vec::new() },
            retry_after: *retry_after,
            etag: Some("\"e\"".into()),
        },
        Lie::NotModified => Answer {
            status: 304,
            ..Answer::default()
        },
        Lie::Old(number) => found(at(*number).get(path).cloned().unwrap_or_default()),
        Lie::Other(number, which) => {
            let objects = at(*number);
            let other = objects.values().nth(usize::from(*which) % objects.len());
            found(other.cloned().unwrap_or_default())
        }
        Lie::Mixed(timestamp, snapshot, targets) => {
            let line = |number: u8, place: usize| {
                let latest = at(number).get(&format!("{}/latest.ndjson", forge.scope));
                let line = latest.and_then(|file| file.split(|byte| *byte == b'\n').nth(place));
                line.unwrap_or_default().to_vec()
            };
            let lines = [line(*timestamp, 0), line(*snapshot, 1), line(*targets, 2)];
            found(joined(&lines))
        }
        Lie::Damaged {
            at,
            with,
            cut,
            more,
        } => {
            let mut body = truth;
            if let Some(cut) = cut {
                body.truncate(usize::from(*cut));
            }
            let place = usize::from(*at) % body.len().max(1);
            body.iter_mut()
                .skip(place)
                .take(1)
                .for_each(|byte| *byte ^= with);
            body.extend(std::iter::repeat_n(*with, usize::from(*more)));
            found(body)
        }
        Lie::Raw(body) => found(body.clone()),
        Lie::Stolen(theft) => found(theft.publication(history, forge)),
    })
}

/// The truth.
#[must_use]
pub fn honest(path: &str, if_none_match: Option<&str>, history: &History) -> Answer {
    let Some(body) = history.last().and_then(|objects| objects.get(path)) else {
        return Answer {
            status: 404,
            ..Answer::default()
        };
    };
    let etag = format!("\"{}\"", Sha256::of(body));
    if if_none_match == Some(&etag) {
        return Answer {
            status: 304,
            etag: Some(etag),
            ..Answer::default()
        };
    }
    Answer {
        status: 200,
        etag: Some(etag),
        body: body.clone(),
        retry_after: None,
    }
}

fn found(body: Vec<u8>) -> Answer {
    Answer {
        status: 200,
        etag: Some("\"lie\"".into()),
        body,
        retry_after: None,
    }
}

fn joined(lines: &[Vec<u8>; 3]) -> Vec<u8> {
    join(Lines {
        timestamp: &lines[0],
        snapshot: &lines[1],
        targets: &lines[2],
    })
}

impl Theft {
    /// Targets that once were, under a snapshot and a timestamp of the thief's making.
    fn publication(&self, history: &History, forge: &Forge) -> Vec<u8> {
        let small = |number: u64| number & ((1 << 53) - 1);
        let objects = &history[usize::from(self.of) % history.len()];
        let latest = &objects[&format!("{}/latest.ndjson", forge.scope)];
        let targets = latest
            .split(|byte| *byte == b'\n')
            .nth(2)
            .unwrap_or_default()
            .to_vec();
        let expires = Timestamp(self.expires);
        let meta = MetaFile::of(small(self.targets), &targets);
        let snapshot = Snapshot::new(forge.scope.clone(), small(self.snapshot), expires, meta);
        let snapshot = sign(&snapshot, &[&forge.keys[&Role::Snapshot]]);
        let extra = TimestampExtra {
            v: 1,
            scope: forge.scope.clone(),
            crit: Vec::new(),
            issued: Timestamp(self.issued),
            root: small(self.root),
            poll: forge.poll,
        };
        let meta = MetaFile::of(small(self.snapshot), &snapshot);
        let timestamp = TimestampBody::new(small(self.seq), expires, meta, extra);
        let timestamp = sign(&timestamp, &[&forge.keys[&Role::Timestamp]]);
        joined(&[timestamp, snapshot, targets])
    }
}
