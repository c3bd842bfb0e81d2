//! Channels that a client must accept.

use serde_json::{Value, json};
use wavecast_wire::tuf::Role;

use super::Scene;
use crate::channel::{ISSUED, Publication, Signers, join};
use crate::keys::Pair;

pub fn cases() -> Vec<Value> {
    [framing(), keys(), tables()].concat()
}

fn framing() -> Vec<Value> {
    let signers = Signers::plain();
    let first = Publication::new(7, 1);
    let [timestamp, snapshot, targets] = first.lines(&signers);
    let mut later = first.timestamp_body(&snapshot);
    later.version = 8;
    let renewed = join(&[signers.sign(&later), snapshot.clone(), targets.clone()]);
    let with_line = [join(&first.lines(&signers)), b"{\"proof\":1}\n".to_vec()].concat();
    let spaced = String::from_utf8(timestamp)
        .unwrap()
        .replacen("{\"signatures\":", "{ \"signatures\" : ", 1)
        .replacen(",\"spec", " , \"spec", 1);
    let spaced = join(&[spaced.into_bytes(), snapshot, targets]);
    let end = first.expires;
    let scene = |name| Scene::new(name, &signers);
    vec![
        scene("one root, one publication")
            .publish(&first, &signers)
            .accepted(1, 7),
        scene("a renewed timestamp over an older snapshot")
            .latest(renewed)
            .accepted(1, 8),
        scene("a fourth line that nothing names")
            .latest(with_line)
            .accepted(1, 7),
        scene("white space in a foreign timestamp")
            .latest(spaced)
            .accepted(1, 7),
        scene("the last second")
            .at(end.plus(-1))
            .publish(&first, &signers)
            .accepted(1, 7),
        scene("before it was issued")
            .at(ISSUED.plus(-60))
            .publish(&first, &signers)
            .accepted(1, 7),
        scene("the same seq again")
            .after(7)
            .publish(&first, &signers)
            .accepted(1, 7),
    ]
}

fn keys() -> Vec<Value> {
    let first = Publication::new(7, 1);
    let p256 = Role::ALL
        .into_iter()
        .zip(31..)
        .fold(Signers::plain(), |signers, (role, seed)| {
            signers.with(role, 1, &[Pair::p256(seed)])
        });
    let three = [Pair::ed25519(41), Pair::p256(42), Pair::ed25519(43)];
    let two = Signers::plain().with(Role::Targets, 2, &three);
    vec![
        Scene::new("P-256 keys in every role", &p256)
            .publish(&first, &p256)
            .accepted(1, 7),
        Scene::new("two of three targets keys, of two kinds", &two)
            .publish(&first, &two)
            .accepted(1, 7),
    ]
}

fn tables() -> Vec<Value> {
    let signers = Signers::plain();
    let with = |change: fn(&mut Value)| {
        let mut publication = Publication::new(7, 1);
        change(&mut publication.table);
        publication
    };
    let ramp = with(|table| {
        table["rows"] = json!([
            {"release": "01B", "when": {"os": ["ios"]}, "config": "release-01B.json"},
            {"release": "01A", "salt": "s1", "ranges": [[8351, 8351, "release-01A.json"]]},
        ]);
    });
    let empty = with(|table| table["rows"] = json!([]));
    let higher = with(|table| table["v"] = json!(2));
    let needy = with(|table| table["crit"] = json!(["x"]));
    let (keep, hold) = (json!({"choice": "keep"}), json!({"choice": "hold"}));
    let scene = |name, publication| Scene::new(name, &signers).publish(publication, &signers);
    vec![
        scene("a ramp", &ramp).accepted(1, 7),
        scene("no rows", &empty).chosen(1, 7, keep),
        scene("a table of a higher version", &higher).chosen(1, 7, hold.clone()),
        scene("a table with an unknown crit", &needy).chosen(1, 7, hold),
    ]
}
