//! Our rules of trust against sigstore-tuf, an independent implementation with its own JSON, its own
//! state machine and its own cryptography. Both get the same chain of roots and the same files, each
//! well-formed at first, then changed anywhere and signed again: both accept, or both refuse.
//!
//! Where they are meant to differ stands in `wavecast_fuzz::differences`, rule by rule with its
//! place in the specification. Any other disagreement ends the run.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use sigstore_tuf::{Error, TrustedMetadataSet};
use wavecast_device::trust::{Clock, Source, TrustError, TrustedState};
use wavecast_fuzz::differences::Disagreement;
use wavecast_fuzz::documents::{Document, NOW, Pin, RootDocument};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

#[derive(Arbitrary, Debug)]
struct Case {
    plain: bool,
    root: RootDocument,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
enum Step {
    Root(RootDocument),
    Publication(Box<Publication>),
    Later(u32),
}

#[derive(Arbitrary, Debug)]
struct Publication {
    timestamp: Document,
    snapshot: (Pin, Document),
    targets: (Pin, Document),
    issued: i16,
}

struct Pair {
    ours: TrustedState,
    theirs: TrustedMetadataSet,
    plain: bool,
    now: i64,
    root: Value,
    keys: [Vec<u8>; 4],
    forgot: bool,
}

fuzz_target!(|case: Case| {
    let Some(bytes) = case.root.bytes(1, &[], case.plain) else {
        return;
    };
    let scope = "acme/lamp/stable".parse().expect("a scope");
    let ours = if case.plain {
        TrustedState::stock(&bytes)
    } else {
        TrustedState::provision(scope, &bytes)
    };
    let theirs = TrustedMetadataSet::from_root(&bytes);
    let signed = body(&bytes);
    let same = agree(
        &Disagreement {
            role: Role::Root,
            bytes: &bytes,
            root: &signed,
            pin: None,
            plain: case.plain,
            now: NOW,
            ours: ours.as_ref().err(),
            forgot: false,
        },
        theirs.as_ref().err(),
    );
    let (Ok(ours), Ok(theirs), true) = (ours, theirs, same) else {
        return;
    };
    let keys = [0, 1, 2, 3].map(|role| case.root.keys(role));
    let mut pair = Pair {
        ours,
        theirs,
        plain: case.plain,
        now: NOW,
        root: signed,
        keys,
        forgot: false,
    };
    for step in case.steps.iter().take(6) {
        let went = match step {
            Step::Root(root) => pair.root(root),
            Step::Publication(publication) => pair.publication(publication).is_some(),
            Step::Later(seconds) => {
                pair.now += i64::from(seconds % (400 * 86_400));
                true
            }
        };
        if !went {
            return;
        }
    }
});

fn body(bytes: &[u8]) -> Value {
    serde_json::from_slice::<Value>(bytes).unwrap_or_default()["signed"].take()
}

/// Whether both said the same. A disagreement that no rule explains is a finding.
fn agree(asked: &Disagreement<'_>, theirs: Option<&Error>) -> bool {
    if asked.ours.is_some() == theirs.is_some() {
        return true;
    }
    let text = String::from_utf8_lossy(asked.bytes);
    let explained = asked.explained();
    assert!(
        explained.is_some(),
        "ours {:?}, theirs {theirs:?}, pin {:?}:\n{text}",
        asked.ours,
        asked.pin
    );
    false
}

impl Pair {
    fn clock(&self) -> Clock {
        Clock {
            now: Timestamp(self.now),
            build: Timestamp(0),
        }
    }

    fn their_now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.now).expect("a near time")
    }

    fn compare(
        &self,
        role: Role,
        bytes: &[u8],
        pin: Option<&Value>,
        ours: Option<&TrustError>,
        theirs: Option<&Error>,
    ) -> bool {
        let (root, plain, now, forgot) = (&self.root, self.plain, self.now, self.forgot);
        agree(
            &Disagreement {
                role,
                bytes,
                root,
                pin,
                plain,
                now,
                ours,
                forgot,
            },
            theirs,
        )
    }

    /// Whether both go on, from the same state.
    fn root(&mut self, root: &RootDocument) -> bool {
        let present = self.theirs.root().version;
        let version = root.document.version(present);
        let Some(bytes) = root.bytes(version, &self.keys[0], self.plain) else {
            return true;
        };
        let ours = self.ours.update_root(&bytes);
        let theirs = self.theirs.update_root(&bytes);
        if !self.compare(
            Role::Root,
            &bytes,
            None,
            ours.as_ref().err(),
            theirs.as_ref().err(),
        ) {
            return false;
        }
        if ours.is_ok() {
            self.root = body(&bytes);
            self.keys = [0, 1, 2, 3].map(|role| root.keys(role));
            self.settle();
        }
        true
    }

    /// They forget everything at a new root and leave it to their cache to bring back; we keep what
    /// it still vouches for. So they are given what we kept, at a time when nothing had expired.
    fn settle(&mut self) {
        self.ours.settle_roots().expect("whole bytes");
        let long_ago = jiff::Timestamp::UNIX_EPOCH;
        let kept = |role| self.ours.stored(Source::Network, role);
        let theirs = &mut self.theirs;
        let timestamp = kept(Role::Timestamp).map(|bytes| theirs.update_timestamp(bytes, long_ago));
        let snapshot = kept(Role::Snapshot).map(|bytes| theirs.update_snapshot(bytes, long_ago));
        let lost = |result: Option<Result<(), Error>>| !matches!(result, Some(Ok(())));
        self.forgot |= lost(timestamp) || lost(snapshot);
    }

    fn publication(&mut self, publication: &Publication) -> Option<()> {
        let Publication {
            timestamp,
            snapshot,
            targets,
            issued,
        } = publication;
        let seq = self
            .theirs
            .timestamp()
            .map_or(0, |timestamp| timestamp.version);
        let ours = |extension: Value| (!self.plain).then_some(extension);
        let version = targets.1.version(seq);
        let table = json!({"buckets": 10_000, "rows": []});
        let file = targets.1.bytes(
            "targets",
            version,
            json!({"targets": {}}),
            ours(table),
            &self.keys[3],
        )?;
        let targets_pin = targets.0.of(version, &file);
        let version = snapshot.1.version(seq);
        let meta = json!({"meta": {"targets.json": targets_pin}});
        let above = snapshot
            .1
            .bytes("snapshot", version, meta, ours(json!({})), &self.keys[2])?;
        let pin = snapshot.0.of(version, &above);
        let meta = json!({"meta": {"snapshot.json": pin}});
        let issued = Timestamp(NOW + i64::from(*issued)).to_string();
        let poll = json!({"issued": issued, "root": 1, "poll": {"seconds": 600, "jitter": 0}});
        let top = timestamp.bytes(
            "timestamp",
            timestamp.version(seq),
            meta,
            ours(poll),
            &self.keys[1],
        )?;

        self.timestamp(&top)?;
        let pin = &body(&top)["meta"]["snapshot.json"];
        let (clock, now) = (self.clock(), self.their_now());
        let ours = self.ours.update_snapshot(Source::Network, &above, clock);
        let theirs = self.theirs.update_snapshot(&above, now);
        self.compare(
            Role::Snapshot,
            &above,
            Some(pin),
            ours.as_ref().err(),
            theirs.as_ref().err(),
        )
        .then_some(())?;
        let pin = &body(&above)["meta"]["targets.json"];
        let ours = self.ours.update_targets(Source::Network, &file, clock);
        let theirs = self.theirs.update_targets(&file, now).map(drop);
        self.compare(
            Role::Targets,
            &file,
            Some(pin),
            ours.as_ref().err(),
            theirs.as_ref().err(),
        )
        .then_some(())
    }

    fn timestamp(&mut self, bytes: &[u8]) -> Option<()> {
        let (clock, now) = (self.clock(), self.their_now());
        let ours = self.ours.update_timestamp(Source::Network, bytes, clock);
        let mut theirs = self.theirs.check_root_expired(now);
        theirs = theirs.and_then(|()| self.theirs.update_timestamp(bytes, now));
        if matches!(theirs, Err(Error::EqualVersion { .. })) {
            // The one that is there stays, if it is still good.
            theirs = self.theirs.check_timestamp_expired(now);
        }
        self.compare(
            Role::Timestamp,
            bytes,
            None,
            ours.as_ref().err(),
            theirs.as_ref().err(),
        )
        .then_some(())
    }
}
