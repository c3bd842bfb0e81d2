//! Release configs, properties and device lists: written, read back, refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wavecast_wire::config::{
    ConfigError, ReleaseConfig, overlay, read_properties, write_properties,
};
use wavecast_wire::json::canonical;
use wavecast_wire::limit;
use wavecast_wire::table::DeviceList;

use crate::sample::config;

#[test]
fn configs_read_what_they_write() {
    assert_eq!(
        ReleaseConfig::read(&config().write().unwrap()),
        Ok(config())
    );
}

#[test]
fn configs_that_break_a_rule_are_refused() {
    type Break = fn(&mut ReleaseConfig);
    let cases: &[(&str, Break)] = &[
        ("config.version", |c| c.config.version = "01B".into()),
        ("package.name", |c| c.package.name = "other".into()),
        ("package.version", |c| c.package.version = "2.0".into()),
        ("policy.window", |c| {
            c.policy.window = Some("24:00-01:00".into())
        }),
        ("policy.window", |c| {
            c.policy.window = Some("01:00-01:00".into())
        }),
        ("policy.window", |c| {
            c.policy.window = Some("1:00-02:00".into())
        }),
        ("policy.store_url", |c| {
            c.policy.store_url = Some("https://a b".into())
        }),
        ("notes have 4098 bytes", |c| {
            drop(c.notes.insert("en".into(), "x".repeat(4078)))
        }),
        ("notes must stand under language tags", |c| {
            drop(c.notes.insert("e n".into(), String::new()))
        }),
        ("notes.en", |c| {
            drop(c.notes.insert("en".into(), "e\u{301}".into()))
        }),
        ("config.properties.a b", |c| {
            drop(c.config.properties.insert("a b".into(), json!(1)))
        }),
        ("config.properties.x must have integers", |c| {
            drop(c.config.properties.insert("x".into(), json!(0.5)))
        }),
        ("config.properties.x must be flat", |c| {
            drop(c.config.properties.insert("x".into(), json!([])))
        }),
        ("package.properties.x", |c| {
            drop(c.package.properties.insert("x".into(), json!("a\nb")))
        }),
        ("package.index.file_path", |c| {
            c.package.index.as_mut().unwrap().file_path = "/a".into()
        }),
        ("resources.checksum", |c| {
            c.resources[0].checksum = String::new()
        }),
        ("package.lazy.url", |c| {
            c.package.lazy[0].url = String::new()
        }),
        ("at most 256 files", |c| {
            c.resources = vec![c.resources[0].clone(); 254]
        }),
    ];
    for (wanted, change) in cases {
        let mut broken = config();
        change(&mut broken);
        let written = broken.write().unwrap_err().to_string();
        assert!(
            written.contains(wanted),
            "wanted {wanted:?}, got {written:?}"
        );
        let bytes = serde_json::to_vec(&broken).unwrap();
        assert!(ReleaseConfig::read(&bytes).is_err(), "{wanted:?} is read");
    }
}

#[test]
fn a_newer_config_is_told_from_a_broken_one() {
    let read_with = |change: fn(&mut Value)| {
        let mut value = serde_json::to_value(config()).unwrap();
        change(&mut value);
        ReleaseConfig::read(&canonical(&value).unwrap())
    };
    assert!(matches!(
        read_with(|c| c["v"] = json!(2)),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| *c = json!({"v": 2, "another": "shape"})),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| c["crit"] = json!(["delta"])),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| c["policy"]["activate"] = json!("soon")),
        Err(ConfigError::Json(_))
    ));
    assert_eq!(read_with(|c| c["hint"] = json!("ignored")), Ok(config()));
}

#[test]
fn properties_are_flat_and_overlaid_by_key() {
    let base = BTreeMap::from([("a".into(), json!(1)), ("b".into(), json!("x"))]);
    assert_eq!(
        read_properties(&write_properties(&base).unwrap()),
        Ok(base.clone())
    );
    let layers = [
        BTreeMap::from([("b".into(), json!(null))]),
        BTreeMap::from([("c".into(), json!(true))]),
    ];
    let seen = overlay(&base, &layers);
    assert_eq!(
        serde_json::to_value(seen).unwrap(),
        json!({"a": 1, "b": null, "c": true})
    );
    for text in [
        "[]",
        "{\"a\":{}}",
        "{\"a\":1.5}",
        "{\"a\":[1]}",
        "{\"\":1}",
        "{\"a\":1,\"a\":2}",
        "null",
    ] {
        assert!(read_properties(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn device_lists_are_sorted_and_bounded() {
    let hash = |number: u64| format!("{number:016x}");
    let list = DeviceList::new(vec![hash(3), hash(1), hash(3)]);
    assert_eq!(list.devices, [hash(1), hash(3)]);
    let bytes = list.write().unwrap();
    assert_eq!(
        bytes,
        br#"{"devices":["0000000000000001","0000000000000003"],"v":1}"#
    );
    assert_eq!(DeviceList::read(&bytes), Ok(list));
    let full = DeviceList::new((0..100_000).map(hash).collect());
    assert!(full.write().unwrap().len() <= limit::DEVICE_LIST_BYTES);
    assert!(
        DeviceList::new((0..100_001).map(hash).collect())
            .write()
            .is_err()
    );
    for text in [
        r#"{"devices":["0000000000000003","0000000000000001"],"v":1}"#,
        r#"{"devices":["0000000000000001","0000000000000001"],"v":1}"#,
        r#"{"devices":["000000000000000G"],"v":1}"#,
        r#"{"devices":[],"v":2}"#,
        r#"{"devices":[]}"#,
    ] {
        assert!(DeviceList::read(text.as_bytes()).is_err(), "{text}");
    }
}
