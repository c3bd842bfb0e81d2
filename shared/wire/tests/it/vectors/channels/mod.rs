//! Whole channels: what a device has, what the edge serves, and what comes of it.

mod accepted;
mod rejected;
mod roots;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wavecast_wire::envelope::{message, seal};
use wavecast_wire::table::{Asker, Attributes, Lists};
use wavecast_wire::time::Timestamp;

use super::choice::describe;
use super::{run, same, settle};
use crate::channel::{Device, ISSUED, Publication, Signers, join, scope, verify};
use crate::keys::Pair;

const DESCRIPTION: &str = "What a device trusts (`root`, the highest `seq` it accepted), the time, what the edge \
    serves by path, and the outcome: `accepted` with root, seq and the device's choice, or `rejected` with the \
    rule (shape, signature, scope, version, hash, expired, offline, newer). A path that is missing answers 404.";

/// A scene under construction.
struct Scene {
    name: &'static str,
    trusted: Vec<u8>,
    seq: u64,
    now: Timestamp,
    edge: BTreeMap<String, Vec<u8>>,
}

impl Scene {
    /// A device that trusts root 1 of these signers, and an edge that serves that root.
    fn new(name: &'static str, signers: &Signers) -> Self {
        let trusted = signers.sign(&signers.root(1));
        let edge = BTreeMap::from([(format!("{}/1.root.json", scope()), trusted.clone())]);
        Self {
            name,
            trusted,
            seq: 0,
            now: ISSUED.plus(3600),
            edge,
        }
    }

    fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// The device has accepted this `seq` before.
    fn after(mut self, seq: u64) -> Self {
        self.seq = seq;
        self
    }

    fn root(mut self, version: u64, bytes: &[u8]) -> Self {
        self.edge
            .insert(format!("{}/{version}.root.json", scope()), bytes.to_vec());
        self
    }

    fn latest(mut self, bytes: Vec<u8>) -> Self {
        self.edge
            .insert(format!("{}/latest.ndjson", scope()), bytes);
        self
    }

    fn publish(self, publication: &Publication, signers: &Signers) -> Self {
        self.latest(join(&publication.lines(signers)))
    }

    fn accepted(self, root: u64, seq: u64) -> Value {
        self.chosen(
            root,
            seq,
            json!({"choice": "config", "release": "01A", "target": "release-01A.json"}),
        )
    }

    fn chosen(self, root: u64, seq: u64, choice: Value) -> Value {
        self.case(json!({"outcome": "accepted", "root": root, "seq": seq, "choice": choice}))
    }

    fn rejected(self, rule: &str) -> Value {
        self.case(json!({"outcome": "rejected", "rule": rule}))
    }

    fn case(self, expected: Value) -> Value {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let edge: BTreeMap<_, _> = self
            .edge
            .into_iter()
            .map(|(path, bytes)| (path, text(bytes)))
            .collect();
        json!({
            "name": self.name,
            "scope": scope(),
            "trusted": {"root": text(self.trusted), "seq": self.seq},
            "now": self.now,
            "device": {"id": "device-1", "attributes": {"os": "linux"}, "active": null},
            "edge": edge,
            "expected": expected,
        })
    }
}

/// A body with one change, signed as before.
fn changed(body: &Value, pairs: &[Pair], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut body = body.clone();
    change(&mut body);
    let bytes = message(&body).unwrap();
    let signatures: Vec<_> = pairs.iter().map(|pair| pair.signature(&bytes)).collect();
    seal(&body, &signatures).unwrap()
}

fn outcome(case: &Value) -> Result<Value, String> {
    let bytes = |value: &Value| value.as_str().unwrap().as_bytes().to_vec();
    let trusted = &case["trusted"];
    let device = Device {
        root: bytes(&trusted["root"]),
        seq: trusted["seq"].as_u64().unwrap(),
        now: case["now"].as_str().unwrap().parse().unwrap(),
    };
    let edge = case["edge"].as_object().unwrap().iter();
    let edge = edge
        .map(|(path, text)| (path.clone(), bytes(text)))
        .collect();
    let verified = match verify(&device, &edge) {
        Ok(verified) => verified,
        Err(rule) => return Ok(json!({"outcome": "rejected", "rule": rule})),
    };
    let attributes: Attributes =
        serde_json::from_value(case["device"]["attributes"].clone()).unwrap();
    let id = case["device"]["id"].as_str().unwrap();
    let asker = Asker {
        id,
        attributes: &attributes,
        active: None,
    };
    let table = verified
        .targets
        .wavecast
        .ok_or("accepted without a table")?;
    let choice = describe(&table.choose(&asker, &Lists::new()));
    let (root, seq) = (verified.root, verified.timestamp.version);
    Ok(json!({"outcome": "accepted", "root": root, "seq": seq, "choice": choice}))
}

#[test]
fn channels() {
    let files = [
        ("accepted", accepted::cases()),
        ("roots", roots::cases()),
        ("rejected", rejected::cases()),
    ];
    for (name, cases) in files {
        let name = format!("channels/{name}.json");
        settle(&name, DESCRIPTION, &cases);
        run(&name, |case| same(outcome(case)?, case["expected"].clone()));
    }
}
