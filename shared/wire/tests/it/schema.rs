//! Real files are valid under the published schemas, and broken ones are not.

use serde_json::{Value, json};
use wavecast_wire::SCHEMAS;
use wavecast_wire::table::DeviceList;
use wavecast_wire::tuf::{PackageKeys, Role};

use crate::channel::{Publication, Signers};
use crate::keys::Pair;
use crate::sample::{bundle, config, firmware};
use crate::vectors;

pub fn errors(name: &str, file: &Value) -> Vec<String> {
    let (_, schema) = SCHEMAS.iter().find(|(known, _)| *known == name).unwrap();
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator
        .iter_errors(file)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn valid(name: &str, bytes: &[u8]) -> Value {
    let file = serde_json::from_slice(bytes).unwrap();
    assert_eq!(errors(name, &file), Vec::<String>::new(), "{name}: {file}");
    file
}

/// Each change breaks a file that was valid.
fn refuses(name: &str, bytes: &[u8], changes: &[(&str, Value)]) {
    let file = valid(name, bytes);
    for (pointer, value) in changes {
        let mut broken = file.clone();
        *broken
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer} in {file}")) = value.clone();
        assert_ne!(
            errors(name, &broken),
            Vec::<String>::new(),
            "{name} {pointer} = {value} is valid"
        );
    }
}

#[test]
fn every_schema_is_one() {
    for (name, schema) in SCHEMAS {
        let schema: Value = serde_json::from_str(schema).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$id"], format!("urn:wavecast:wire:{name}"));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema");
    assert_eq!(
        std::fs::read_dir(folder).unwrap().count(),
        SCHEMAS.len(),
        "a schema isn't exported"
    );
}

#[test]
fn metadata() {
    let mixed = Signers::plain().with(Role::Timestamp, 1, &[Pair::p256(33)]);
    let [timestamp, snapshot, targets] = Publication::new(7, 1).lines(&mixed);
    let mut root = mixed.root(1);
    let package_key = Pair::ed25519(21).public();
    root.wavecast.as_mut().unwrap().package_keys = Some(PackageKeys {
        threshold: 1,
        keys: [(package_key.id(), package_key)].into(),
    });
    refuses(
        "root",
        &mixed.sign(&root),
        &[
            ("/signed/_type", json!("targets")),
            ("/signed/version", json!(0)),
            ("/signed/expires", json!("2026-13-01T00:00:00Z")),
            ("/signed/roles/root/threshold", json!(0)),
            ("/signed/roles/root/keyids", json!([])),
            (
                "/signed/roles/root",
                json!({"keyids": ["00"], "threshold": 1, "terminating": true}),
            ),
            ("/signed/keys", json!({"00": {}})),
            ("/signed/x-wavecast/scope", json!("acme/lamp")),
            ("/signed/x-wavecast/package_keys", json!({})),
            ("/signatures/0/sig", json!("XY")),
        ],
    );
    refuses(
        "timestamp",
        &timestamp,
        &[
            ("/signed/meta", json!({})),
            ("/signed/meta/snapshot.json/hashes", json!({"sha512": "00"})),
            ("/signed/x-wavecast/poll", json!(3600)),
            ("/signed/x-wavecast/issued", json!(0)),
            ("/signed/x-wavecast", json!(null)),
        ],
    );
    refuses(
        "snapshot",
        &snapshot,
        &[
            ("/signed/meta/targets.json/version", json!(1.5)),
            ("/signed", json!([])),
        ],
    );
    refuses(
        "targets",
        &targets,
        &[
            (
                "/signed/targets",
                json!({"a/b": {"length": 1, "hashes": {"sha256": "0".repeat(64)}}}),
            ),
            ("/signed/x-wavecast/buckets", json!(100)),
            ("/signed/x-wavecast/v", json!(2)),
            ("/signed/x-wavecast/rows/0", json!({"release": "01A"})),
            (
                "/signed/x-wavecast/rows/0",
                json!({"release": "01A", "config": "a.json", "geo": 1}),
            ),
            (
                "/signed/x-wavecast/rows/0",
                json!({"release": "01A", "config": "a.json", "embedded": true}),
            ),
            (
                "/signed/x-wavecast/rows/0",
                json!({"release": "01A", "ranges": [[0, 1, "a.json"]]}),
            ),
            (
                "/signed/x-wavecast/rows/0",
                json!({"release": "01A", "salt": "s", "ranges": [[0, 10000, "a.json"]]}),
            ),
            (
                "/signed/x-wavecast/rows/0",
                json!({"release": "01A", "config": "a.json", "when": {"v": "^1"}}),
            ),
        ],
    );
}

#[test]
fn targets_of_every_row_kind() {
    let mut publication = Publication::new(7, 1);
    publication.table = json!({
        "v": 1, "scope": "acme/lamp/stable", "buckets": 10000, "withdrawn": ["01Z"],
        "rows": [
            {"release": "01K", "devices": ["3f9c2b7ad1e04c6d"], "salt": "a1", "config": "release-01K.json"},
            {"release": "01L", "devices": "devices-01L.json", "salt": "a2", "config": null},
            {"release": "01J", "when": {"os": ["ios"], "app_version": ">=1.4.0,<3"}, "salt": "01J",
             "ranges": [[0, 1249, "release-01J-a.json"], [1250, 2499, "release-01J-b.json"]]},
            {"release": "01G", "hold": true, "salt": "01G", "ranges": [[0, 999, "release-01G.json"]]},
            {"release": "01N", "nearby": {"km": 5}, "skip": true},
            {"release": "01E", "embedded": true},
        ],
        "properties": [{"layer": "base", "rows": [{"release": "01M", "config": "properties-01M.json"}]}],
        "moved": "acme/lamp/beta",
    });
    valid("targets", &publication.lines(&Signers::plain())[2]);
}

#[test]
fn release_configs() {
    refuses(
        "release-config",
        &config().write().unwrap(),
        &[
            ("/v", json!(2)),
            ("/manifest/sha256", json!("")),
            ("/manifest/version", json!("v2")),
            ("/policy/activate", json!("soon")),
            ("/policy/window", json!("24:00-01:00")),
            ("/config/properties/limit", json!(0.5)),
            ("/config/properties/limit", json!([1])),
            ("/package/index/file_path", json!("../a")),
            ("/package/index/file_path", json!("a//b")),
            ("/package/index/file_path", json!("a./b")),
            ("/package/index/checksum", json!("")),
            ("/package/important", json!(null)),
            ("/notes/en", json!("a\nb")),
        ],
    );
}

#[test]
fn manifests() {
    for manifest in [firmware(), bundle()] {
        let envelope = manifest.seal(&[]).unwrap();
        refuses(
            "package-envelope",
            &envelope,
            &[
                ("/payloadType", json!("text/plain")),
                ("/payload", json!("YQ")),
                ("/signatures", json!({})),
            ],
        );
        refuses(
            "package-manifest",
            &wavecast_wire::json::canonical(&manifest).unwrap(),
            &[
                ("/kind", json!("rom")),
                ("/name", json!("lamp-2")),
                ("/version", json!("01")),
                ("/rollback_index", json!(-1)),
                ("/requires", json!({"os": "~1"})),
                ("/variants", json!([])),
                ("/variants/0/files", json!([])),
                ("/variants/0/files/0/path", json!("/a")),
                ("/variants/0/files/0/size", json!(17_179_869_185_u64)),
                (
                    "/variants/0/files/0/role",
                    json!(if manifest.kind == firmware().kind {
                        "lazy"
                    } else {
                        "image"
                    }),
                ),
            ],
        );
    }
}

#[test]
fn lists_and_properties() {
    let list = DeviceList::new(vec!["3f9c2b7ad1e04c6d".into()])
        .write()
        .unwrap();
    refuses(
        "device-list",
        &list,
        &[
            ("/v", json!(2)),
            ("/devices/0", json!("3F9C")),
            ("/devices", json!("x")),
        ],
    );
    refuses(
        "properties",
        br#"{"a":1,"b":"x","c":null,"d":true}"#,
        &[("/a", json!(1.5)), ("/b", json!({})), ("/c", json!([]))],
    );
}

#[test]
fn vectors_hold_real_files() {
    for name in ["channels/accepted.json", "channels/roots.json"] {
        let newer = |case: &Value| case["name"].as_str().unwrap().starts_with("a table");
        for case in vectors::cases(name).iter().filter(|case| !newer(case)) {
            let edge = case["edge"].as_object().unwrap();
            let latest = edge["acme/lamp/stable/latest.ndjson"].as_str().unwrap();
            for (line, role) in latest.lines().zip(["timestamp", "snapshot", "targets"]) {
                valid(role, line.as_bytes());
            }
            valid(
                "root",
                edge["acme/lamp/stable/1.root.json"]
                    .as_str()
                    .unwrap()
                    .as_bytes(),
            );
        }
    }
}
