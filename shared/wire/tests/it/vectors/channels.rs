//! Whole channels: what a device has, what the edge serves, and what comes of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wavecast_wire::envelope::{message, seal};
use wavecast_wire::key::Signature;
use wavecast_wire::table::{Asker, Attributes, Lists};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Role};

use super::choice::describe;
use super::{run, same, settle};
use crate::channel::{Device, ISSUED, Publication, Signers, join, scope, sign_by, verify};
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

    fn root(mut self, version: u64, bytes: Vec<u8>) -> Self {
        self.edge
            .insert(format!("{}/{version}.root.json", scope()), bytes);
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

    fn accepted(self, root: u64, seq: u64, choice: Value) -> Value {
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

fn config() -> Value {
    json!({"choice": "config", "release": "01A", "target": "release-01A.json"})
}

/// A body with one change, signed as before.
fn changed(body: &Value, pairs: &[Pair], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut body = body.clone();
    change(&mut body);
    let bytes = message(&body).unwrap();
    let signatures: Vec<_> = pairs.iter().map(|pair| pair.signature(&bytes)).collect();
    seal(&body, &signatures).unwrap()
}

fn accepted() -> Vec<Value> {
    let signers = Signers::plain();
    let first = Publication::new(7, 1);
    let renewed = {
        let [_, snapshot, targets] = first.lines(&signers);
        let mut later = first.timestamp_body(&snapshot);
        later.version = 8;
        join(&[signers.sign(&later), snapshot, targets])
    };
    let with_line = [join(&first.lines(&signers)), b"{\"proof\":1}\n".to_vec()].concat();
    let spaced = {
        let [timestamp, snapshot, targets] = first
            .lines(&signers)
            .map(|line| String::from_utf8(line).unwrap());
        let spaced = timestamp
            .replacen("{\"signatures\":", "{ \"signatures\" : ", 1)
            .replacen(",\"spec", " , \"spec", 1);
        join(&[spaced, snapshot, targets].map(String::into_bytes))
    };
    let p256 = Role::ALL
        .into_iter()
        .zip(31..)
        .fold(Signers::plain(), |signers, (role, seed)| {
            signers.with(role, 1, &[Pair::p256(seed)])
        });
    let two = Signers::plain().with(
        Role::Targets,
        2,
        &[Pair::ed25519(41), Pair::p256(42), Pair::ed25519(43)],
    );
    let mut ramp = first.clone();
    ramp.table["rows"] = json!([
        {"release": "01B", "when": {"os": ["ios"]}, "config": "release-01B.json"},
        {"release": "01A", "salt": "s1", "ranges": [[8351, 8351, "release-01A.json"]]},
    ]);
    let mut empty = first.clone();
    empty.table["rows"] = json!([]);
    let newer = |change: fn(&mut Value)| {
        let mut publication = first.clone();
        change(&mut publication.table);
        publication
    };
    let hold = json!({"choice": "hold"});
    let scene = |name| Scene::new(name, &signers);
    vec![
        scene("one root, one publication")
            .publish(&first, &signers)
            .accepted(1, 7, config()),
        scene("a ramp")
            .publish(&ramp, &signers)
            .accepted(1, 7, config()),
        scene("no rows")
            .publish(&empty, &signers)
            .accepted(1, 7, json!({"choice": "keep"})),
        scene("a renewed timestamp over an older snapshot")
            .latest(renewed)
            .accepted(1, 8, config()),
        scene("a fourth line that nothing names")
            .latest(with_line)
            .accepted(1, 7, config()),
        scene("white space in a foreign timestamp")
            .latest(spaced)
            .accepted(1, 7, config()),
        Scene::new("P-256 keys in every role", &p256)
            .publish(&first, &p256)
            .accepted(1, 7, config()),
        Scene::new("two of three targets keys, of two kinds", &two)
            .publish(&first, &two)
            .accepted(1, 7, config()),
        scene("a table of a higher version")
            .publish(&newer(|t| t["v"] = json!(2)), &signers)
            .accepted(1, 7, hold.clone()),
        scene("a table with an unknown crit")
            .publish(&newer(|t| t["crit"] = json!(["x"])), &signers)
            .accepted(1, 7, hold),
        at(scene("the last second"), ISSUED.plus(14 * 86_400 - 1))
            .publish(&first, &signers)
            .accepted(1, 7, config()),
        seen(scene("the same seq again"), 7)
            .publish(&first, &signers)
            .accepted(1, 7, config()),
    ]
}

fn at(mut scene: Scene, now: Timestamp) -> Scene {
    scene.now = now;
    scene
}

fn seen(mut scene: Scene, seq: u64) -> Scene {
    scene.seq = seq;
    scene
}

fn roots() -> Vec<Value> {
    let old = Signers::plain();
    let new = old.clone().with(Role::Root, 1, &[Pair::ed25519(11)]).with(
        Role::Timestamp,
        1,
        &[Pair::ed25519(12)],
    );
    let both = [old.0[&Role::Root].1.clone(), new.0[&Role::Root].1.clone()].concat();
    let second = sign_by(&new.root(2), &both);
    let third = new.sign(&new.root(3));
    let publication = Publication::new(7, 3);
    let scene = |name| Scene::new(name, &old);
    let root_body = |version| serde_json::to_value(old.root(version)).unwrap();
    let pairs = &old.0[&Role::Root].1;
    let future = changed(&root_body(2), pairs, |root| {
        root["keys"]["future"] =
            json!({"keytype": "ml-dsa", "scheme": "ml-dsa-65", "keyval": {"blob": [1]}});
        root["roles"]["timestamp"]["keyids"]
            .as_array_mut()
            .unwrap()
            .push("future".into());
    });
    // One public key under two ids: two signatures, one signer.
    let doubled = changed(&root_body(2), pairs, |root| {
        let id = root["roles"]["timestamp"]["keyids"][0]
            .as_str()
            .unwrap()
            .to_string();
        root["keys"]["again"] = root["keys"][&id].clone();
        root["roles"]["timestamp"] = json!({"keyids": [id, "again"], "threshold": 2});
    });
    let twice_signed = {
        let [_, snapshot, targets] = Publication::new(7, 2).lines(&old);
        let body = Publication::new(7, 2).timestamp_body(&snapshot);
        let bytes = message(&body).unwrap();
        let pair = &old.0[&Role::Timestamp].1[0];
        let again = Signature {
            keyid: "again".into(),
            ..pair.signature(&bytes)
        };
        join(&[
            seal(&body, &[pair.signature(&bytes), again]).unwrap(),
            snapshot,
            targets,
        ])
    };
    let drop_role = changed(&root_body(2), pairs, |root| {
        drop(root["roles"].as_object_mut().unwrap().remove("snapshot"))
    });
    let zero = changed(&root_body(2), pairs, |root| {
        root["roles"]["targets"]["threshold"] = json!(0)
    });
    let repeated = changed(&root_body(2), pairs, |root| {
        let id = root["roles"]["targets"]["keyids"][0].clone();
        root["roles"]["targets"]["keyids"] = json!([id, id]);
    });
    let mut lapsed = old.root(2);
    lapsed.expires = ISSUED;
    let rotated = |name| scene(name).root(2, second.clone()).root(3, third.clone());
    vec![
        rotated("two rotations")
            .publish(&publication, &new)
            .accepted(3, 7, config()),
        rotated("old keys sign no more")
            .publish(&publication, &old)
            .rejected("signature"),
        seen(
            rotated("a fast-forward, and its recovery by new timestamp keys"),
            0,
        )
        .publish(&publication, &new)
        .accepted(3, 7, config()),
        scene("a rotation that the old root didn't sign")
            .root(2, new.sign(&new.root(2)))
            .publish(&publication, &new)
            .rejected("signature"),
        scene("a rotation that the new root didn't sign")
            .root(2, old.sign(&new.root(2)))
            .publish(&publication, &new)
            .rejected("signature"),
        scene("another version than its name")
            .root(2, sign_by(&new.root(3), &both))
            .publish(&publication, &new)
            .rejected("version"),
        scene("a gap in the chain: the walk ends before it")
            .root(3, third.clone())
            .publish(&publication, &new)
            .rejected("signature"),
        scene("the newest root has expired")
            .root(2, old.sign(&lapsed))
            .publish(&publication, &old)
            .rejected("expired"),
        scene("an expired root on the way")
            .root(2, old.sign(&lapsed))
            .root(3, old.sign(&old.root(3)))
            .publish(&publication, &old)
            .accepted(3, 7, config()),
        scene("a key of an unknown type")
            .root(2, future)
            .publish(&Publication::new(7, 2), &old)
            .accepted(2, 7, config()),
        scene("one public key under two ids is one signer")
            .root(2, doubled)
            .latest(twice_signed)
            .rejected("signature"),
        scene("a role is missing")
            .root(2, drop_role)
            .publish(&publication, &old)
            .rejected("shape"),
        scene("a threshold of 0")
            .root(2, zero)
            .publish(&publication, &old)
            .rejected("shape"),
        scene("a key id twice in a role")
            .root(2, repeated)
            .publish(&publication, &old)
            .rejected("shape"),
    ]
}

fn rejected() -> Vec<Value> {
    let signers = Signers::plain();
    let first = Publication::new(7, 1);
    let lines = first.lines(&signers);
    let [timestamp, snapshot, targets] = lines.clone();
    let scene = |name| Scene::new(name, &signers);
    let with = |timestamp: &[u8], snapshot: &[u8], targets: &[u8]| {
        join(&[timestamp.to_vec(), snapshot.to_vec(), targets.to_vec()])
    };
    let body = serde_json::to_value(first.timestamp_body(&snapshot)).unwrap();
    let stamp = |change: fn(&mut Value)| {
        with(
            &changed(&body, &signers.0[&Role::Timestamp].1, change),
            &snapshot,
            &targets,
        )
    };
    let text = String::from_utf8(join(&lines)).unwrap();
    let replaced = |from: &str, to: &str| {
        assert!(text.contains(from));
        text.replacen(from, to, 1).into_bytes()
    };
    let mut cut = join(&lines);
    cut.pop();
    let mut offline = first.clone();
    offline.crit = vec!["offline".into()];
    let mut unknown = first.clone();
    unknown.crit = vec!["proof".into()];
    let other = Publication::new(6, 1).lines(&signers);
    let mixed = {
        let mut body = first.timestamp_body(&other[1]);
        body.meta
            .insert("snapshot.json".into(), MetaFile::of(7, &other[1]));
        with(&signers.sign(&body), &other[1], &other[2])
    };
    let twice = {
        let outer: Value = serde_json::from_slice(&timestamp).unwrap();
        let signature = &outer["signatures"][0];
        let twice = json!({"signatures": [signature, signature], "signed": outer["signed"]});
        with(
            &wavecast_wire::json::file(&twice).unwrap(),
            &snapshot,
            &targets,
        )
    };
    vec![
        scene("the last line feed is missing")
            .latest(cut)
            .rejected("shape"),
        scene("two lines")
            .latest([&timestamp[..], b"\n", &snapshot, b"\n"].concat())
            .rejected("shape"),
        scene("an empty file").latest(Vec::new()).rejected("shape"),
        scene("another page with status 200")
            .latest(b"<html>\n</html>\n\n".to_vec())
            .rejected("shape"),
        scene("a changed byte in the timestamp")
            .latest(replaced("\"seconds\":3600", "\"seconds\":3601"))
            .rejected("signature"),
        scene("a changed byte in the targets")
            .latest(replaced("\"rows\":[", "\"rows\":[ "))
            .rejected("hash"),
        scene("a duplicate key")
            .latest(replaced(
                "\"seconds\":3600",
                "\"seconds\":3600,\"seconds\":3600",
            ))
            .rejected("shape"),
        scene("a fraction")
            .latest(replaced("\"seconds\":3600", "\"seconds\":3600.0"))
            .rejected("shape"),
        scene("one signature twice").latest(twice).rejected("shape"),
        scene("no signature")
            .latest(with(
                &sign_by(&first.timestamp_body(&snapshot), &[]),
                &snapshot,
                &targets,
            ))
            .rejected("signature"),
        scene("signed by another role's key")
            .latest(with(
                &sign_by(
                    &first.timestamp_body(&snapshot),
                    &signers.0[&Role::Snapshot].1,
                ),
                &snapshot,
                &targets,
            ))
            .rejected("signature"),
        scene("snapshot and timestamp swapped")
            .latest(with(&snapshot, &timestamp, &targets))
            .rejected("shape"),
        scene("another channel")
            .latest(stamp(|t| {
                t["x-wavecast"]["scope"] = json!("acme/lamp/beta")
            }))
            .rejected("scope"),
        scene("no scope")
            .latest(stamp(|t| {
                drop(t.as_object_mut().unwrap().remove("x-wavecast"))
            }))
            .rejected("shape"),
        scene("another type")
            .latest(stamp(|t| t["_type"] = json!("snapshot")))
            .rejected("shape"),
        scene("TUF 2")
            .latest(stamp(|t| t["spec_version"] = json!("2.0.0")))
            .rejected("shape"),
        scene("version 0")
            .latest(stamp(|t| t["version"] = json!(0)))
            .rejected("shape"),
        scene("no such day")
            .latest(stamp(|t| t["expires"] = json!("2026-02-30T00:00:00Z")))
            .rejected("shape"),
        scene("no snapshot named")
            .latest(stamp(|t| t["meta"] = json!({})))
            .rejected("shape"),
        scene("a snapshot of another version")
            .latest(mixed)
            .rejected("version"),
        scene("a snapshot of another hash")
            .latest(with(&timestamp, &other[1], &other[2]))
            .rejected("version"),
        seen(scene("a lower seq"), 8)
            .publish(&first, &signers)
            .rejected("version"),
        at(scene("the second it expires"), ISSUED.plus(14 * 86_400))
            .publish(&first, &signers)
            .rejected("expired"),
        scene("an offline bundle's timestamp from the network")
            .publish(&offline, &signers)
            .rejected("offline"),
        scene("a timestamp with an unknown crit")
            .publish(&unknown, &signers)
            .rejected("newer"),
    ]
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
    let asker = Asker {
        id: case["device"]["id"].as_str().unwrap(),
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
    for (name, cases) in [
        ("channels/accepted.json", accepted()),
        ("channels/roots.json", roots()),
        ("channels/rejected.json", rejected()),
    ] {
        settle(name, DESCRIPTION, &cases);
        run(name, |case| same(outcome(case)?, case["expected"].clone()));
    }
}
