//! Polls that a client must refuse.

use serde_json::{Value, json};
use wavecast_wire::json::file;
use wavecast_wire::tuf::{MetaFile, Role};

use super::{Scene, changed};
use crate::channel::{Publication, Signers, join, sign_by};

pub fn cases() -> Vec<Value> {
    let poll = Poll::new();
    [
        poll.framing(),
        poll.json(),
        poll.signatures(),
        poll.bodies(),
        poll.links(),
        poll.freshness(),
    ]
    .concat()
}

/// A good poll, to be spoilt.
struct Poll {
    signers: Signers,
    publication: Publication,
    lines: [Vec<u8>; 3],
}

impl Poll {
    fn new() -> Self {
        let (signers, publication) = (Signers::plain(), Publication::new(7, 1));
        let lines = publication.lines(&signers);
        Self {
            signers,
            publication,
            lines,
        }
    }

    fn case(&self, name: &'static str, latest: Vec<u8>, rule: &str) -> Value {
        Scene::new(name, &self.signers)
            .latest(latest)
            .rejected(rule)
    }

    fn with_timestamp(&self, timestamp: Vec<u8>) -> Vec<u8> {
        let [_, snapshot, targets] = self.lines.clone();
        join(&[timestamp, snapshot, targets])
    }

    fn replaced(&self, from: &str, to: &str) -> Vec<u8> {
        let text = String::from_utf8(join(&self.lines)).unwrap();
        assert!(text.contains(from));
        text.replacen(from, to, 1).into_bytes()
    }

    fn framing(&self) -> Vec<Value> {
        let [timestamp, snapshot, targets] = self.lines.clone();
        let mut cut = join(&self.lines);
        cut.pop();
        let two = [&timestamp[..], b"\n", &snapshot, b"\n"].concat();
        let swapped = join(&[snapshot, timestamp, targets]);
        vec![
            self.case("the last line feed is missing", cut, "shape"),
            self.case("two lines", two, "shape"),
            self.case("an empty file", Vec::new(), "shape"),
            self.case(
                "another page with status 200",
                b"<html>\n</html>\n\n".to_vec(),
                "shape",
            ),
            self.case("snapshot and timestamp swapped", swapped, "shape"),
        ]
    }

    fn json(&self) -> Vec<Value> {
        let seconds = "\"seconds\":3600";
        let duplicate = self.replaced(seconds, "\"seconds\":3600,\"seconds\":3600");
        let fraction = self.replaced(seconds, "\"seconds\":3600.0");
        let huge = self.replaced(seconds, "\"seconds\":9007199254740992");
        vec![
            self.case("a duplicate key", duplicate, "shape"),
            self.case("a fraction", fraction, "shape"),
            self.case("an integer of 2^53", huge, "shape"),
        ]
    }

    fn signatures(&self) -> Vec<Value> {
        let body = self.publication.timestamp_body(&self.lines[1]);
        let altered = self.replaced("\"seconds\":3600", "\"seconds\":3601");
        let unsigned = self.with_timestamp(sign_by(&body, &[]));
        let other_role = self.with_timestamp(sign_by(&body, &self.signers.0[&Role::Snapshot].1));
        let outer: Value = serde_json::from_slice(&self.lines[0]).unwrap();
        let one = &outer["signatures"][0];
        let twice = file(&json!({"signatures": [one, one], "signed": outer["signed"]})).unwrap();
        vec![
            self.case("a changed number", altered, "signature"),
            self.case("no signature", unsigned, "signature"),
            self.case("signed by another role's key", other_role, "signature"),
            self.case("one signature twice", self.with_timestamp(twice), "shape"),
        ]
    }

    fn bodies(&self) -> Vec<Value> {
        let body = serde_json::to_value(self.publication.timestamp_body(&self.lines[1])).unwrap();
        let pairs = &self.signers.0[&Role::Timestamp].1;
        let case = |name, rule, change: fn(&mut Value)| {
            self.case(
                name,
                self.with_timestamp(changed(&body, pairs, change)),
                rule,
            )
        };
        vec![
            case("another channel", "scope", |t| {
                t["x-wavecast"]["scope"] = json!("acme/lamp/beta")
            }),
            case("no scope", "shape", |t| {
                t.as_object_mut().unwrap().remove("x-wavecast");
            }),
            case("another type", "shape", |t| t["_type"] = json!("snapshot")),
            case("TUF 2", "shape", |t| t["spec_version"] = json!("2.0.0")),
            case("version 0", "shape", |t| t["version"] = json!(0)),
            case("no such day", "shape", |t| {
                t["expires"] = json!("2026-02-30T00:00:00Z")
            }),
            case("no snapshot named", "shape", |t| t["meta"] = json!({})),
            case("an unknown crit", "newer", |t| {
                t["x-wavecast"]["crit"] = json!(["proof"])
            }),
            case("a higher v", "newer", |t| t["x-wavecast"]["v"] = json!(2)),
            case(
                "an offline bundle's timestamp from the network",
                "offline",
                |t| {
                    t["x-wavecast"]["crit"] = json!(["offline"]);
                },
            ),
        ]
    }

    fn links(&self) -> Vec<Value> {
        let [timestamp, ..] = self.lines.clone();
        let [_, older_snapshot, older_targets] = Publication::new(6, 1).lines(&self.signers);
        let mut body = self.publication.timestamp_body(&older_snapshot);
        body.meta
            .insert("snapshot.json".into(), MetaFile::of(7, &older_snapshot));
        let claimed = self.signers.sign(&body);
        let older = join(&[timestamp, older_snapshot.clone(), older_targets.clone()]);
        let claimed = join(&[claimed, older_snapshot, older_targets]);
        let altered = self.replaced("\"rows\":[", "\"rows\":[ ");
        vec![
            self.case("an older snapshot than the timestamp names", older, "hash"),
            self.case("the right hash under another version", claimed, "version"),
            self.case(
                "white space in the targets, which no signature covers",
                altered,
                "hash",
            ),
        ]
    }

    fn freshness(&self) -> Vec<Value> {
        let end = self.publication.expires;
        let scene = |name| Scene::new(name, &self.signers).latest(join(&self.lines));
        vec![
            scene("a lower seq").after(8).rejected("version"),
            scene("the second it expires").at(end).rejected("expired"),
        ]
    }
}
