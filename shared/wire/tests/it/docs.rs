//! The examples of `docs/wire.md` are what the page says they are.

use serde_json::{Value, json};
use wavecast_wire::bucket::{bucket, list_hash};
use wavecast_wire::json::{canonical, read};
use wavecast_wire::key::PublicKey;
use wavecast_wire::latest::Lines;
use wavecast_wire::table::Table;

use crate::channel::{self, Device, ISSUED};
use crate::schema::errors;

const PAGE: &str = include_str!("../../../../docs/wire.md");

/// The fenced blocks of one kind, by what follows the backticks.
fn blocks(info: &str) -> Vec<&'static str> {
    let opening = format!("```{info}\n");
    PAGE.split(&opening)
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .collect()
}

fn block(info: &str) -> &'static str {
    let [block] = blocks(info)[..] else {
        panic!("not one block of {info}")
    };
    block
}

#[test]
fn files_are_valid_under_their_schemas() {
    let described = [
        "root",
        "timestamp",
        "snapshot",
        "targets",
        "device-list",
        "package-envelope",
        "package-manifest",
        "release-config",
        "properties",
    ];
    for name in described {
        let file: Value = read(block(&format!("json {name}")).as_bytes(), 1 << 20).unwrap();
        assert_eq!(errors(name, &file), Vec::<String>::new(), "{name}");
    }
    let mut targets: Value = serde_json::from_str(block("json targets")).unwrap();
    targets["signed"]["x-wavecast"] = serde_json::from_str(block("json table")).unwrap();
    assert_eq!(errors("targets", &targets), Vec::<String>::new());
}

#[test]
fn the_metadata_is_a_channel_that_verifies() {
    let root = block("json root").as_bytes().to_vec();
    let [timestamp, snapshot, targets] =
        ["timestamp", "snapshot", "targets"].map(|role| block(&format!("json {role}")).as_bytes());
    let latest = wavecast_wire::latest::join(Lines {
        timestamp,
        snapshot,
        targets,
    });
    let edge = [("acme/lamp/stable/latest.ndjson".into(), latest)].into();
    let device = Device {
        root,
        seq: 0,
        now: ISSUED,
    };
    let verified = channel::verify(&device, &edge).map(|verified| verified.timestamp.version);
    assert_eq!(verified, Ok(7));
}

#[test]
fn the_table_is_understood() {
    let table: Table = read(block("json table").as_bytes(), 1 << 20).unwrap();
    assert_eq!(table.check(), Ok(()));
}

#[test]
fn the_worked_numbers_are_right() {
    let key: PublicKey = serde_json::from_str(blocks("json")[0]).unwrap();
    assert!(PAGE.contains(&format!("`{}`", key.id())));
    let salt = "01JD8W3K6T2Q9XZ5V7B4N1M0CR";
    for id in ["3f9c2b7ad1e04c6d8b5a90713e2f4d6c", "gerät-ü", ""] {
        let (bucket, list_hash) = (bucket(salt, id), list_hash(salt, id));
        assert!(
            PAGE.contains(&format!("| {bucket} | `{list_hash}` |")),
            "{id}"
        );
    }
    let example = canonical(&json!({"b": [2, 1], "a": "x/é\n"})).unwrap();
    assert!(PAGE.contains(&format!(
        "```text\n{}\n```",
        String::from_utf8(example).unwrap()
    )));
}
