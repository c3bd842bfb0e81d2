//! What a device ends up with: rows, layers, and the values that its app sees.

use serde_json::{Value, json};
use wavecast_wire::table::{Asker, Attributes, Choice, Known, Outcome, Table};

/// A table, and the files that it names.
struct World {
    table: Table,
    files: Vec<(&'static str, Value)>,
}

fn config(version: &str, properties: &Value) -> Value {
    json!({
        "v": 1, "release": "A", "attempt": 1,
        "manifest": {
            "target": "package-lamp.json", "name": "lamp", "version": version,
            "sha256": "0".repeat(64), "size": 1, "variant": 0,
        },
        "policy": {"activate": "idle", "confirm_seconds": 600},
        "notes": {}, "version": "1",
        "config": {
            "version": "A", "boot_timeout": 4000, "release_config_timeout": 2000,
            "properties": properties,
        },
        "package": {
            "version": version, "name": "lamp", "index": null, "important": [], "lazy": [],
            "properties": {},
        },
        "resources": [],
    })
}

/// A release for everybody, a configuration that tells those on 2.0 something else, and above it an
/// experiment for who says ios.
fn world() -> World {
    let table = json!({
        "v": 1, "scope": "acme/lamp/stable", "buckets": 10000,
        "rows": [{"release": "A", "config": "a.json"}],
        "properties": [
            {"layer": "config", "rows": [
                {"release": "V", "when": {"package_version": "=2.0"}, "config": "two.json"},
                {"release": "V", "config": "all.json"},
            ]},
            {"layer": "look", "rows": [
                {"release": "X", "when": {"os": ["ios"]}, "config": "red.json"},
                {"release": "X", "hold": true, "config": "red.json"},
            ]},
        ],
    });
    World {
        table: serde_json::from_value(table).unwrap(),
        files: vec![
            ("a.json", config("2.0", &json!({"page": 1, "own": true}))),
            ("two.json", json!({"page": 2})),
            ("all.json", json!({"page": 3})),
            ("red.json", json!({"page": null, "button": "red"})),
        ],
    }
}

impl World {
    /// Asked until there is an outcome; what is missing is said to be.
    fn ask(&self, attributes: &[(&str, &str)]) -> Outcome {
        let attributes: Attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let asker = Asker {
            id: "lamp-1",
            attributes: &attributes,
            active: None,
        };
        let mut known = Known::default();
        for _ in 0..100 {
            let need = match self.table.outcome(&asker, &known) {
                Ok(outcome) => return outcome,
                Err(need) => need,
            };
            let mut files = self.files.iter();
            match files.find(|(name, _)| *name == need.target.as_str()) {
                Some((_, file)) => {
                    let bytes = serde_json::to_vec(file).unwrap();
                    known.learn(&need, &bytes).unwrap();
                }
                None => known.lack(&need),
            }
        }
        panic!("it asks for ever");
    }
}

/// A value with all that was said of it, nearest first.
fn said(outcome: &Outcome, name: &str) -> Vec<(Option<String>, Value)> {
    let mut seen = outcome.values.iter();
    let found = seen.find(|seen| seen.name == name);
    let said = found.map(|seen| seen.said.clone()).unwrap_or_default();
    said.into_iter()
        .map(|said| (said.layer.map(Into::into), said.value))
        .collect()
}

#[test]
fn the_nearest_word_is_seen_and_what_lies_beneath_is_told() {
    let outcome = world().ask(&[("os", "ios")]);
    assert_eq!(
        said(&outcome, "page"),
        [
            (Some("look".into()), Value::Null),
            (Some("config".into()), json!(2)),
            (None, json!(1)),
        ],
        "null replaces too; the layers are asked as the release will run"
    );
    assert_eq!(said(&outcome, "own"), [(None, json!(true))]);
    assert_eq!(outcome.package_version.as_deref(), Some("2.0"));
    let other = world().ask(&[("os", "android"), ("package_version", "1.0")]);
    assert_eq!(said(&other, "button"), []);
    assert_eq!(other.layers[1].explanation.choice, Choice::Keep);
    assert!(
        other.layers[1]
            .explanation
            .rows
            .iter()
            .all(|row| !row.matched)
    );
    assert_eq!(said(&other, "page")[0], (Some("config".into()), json!(2)));
}

#[test]
fn without_a_release_the_layers_are_asked_as_the_device_says() {
    let mut world = world();
    world.table.rows.clear();
    let outcome = world.ask(&[("package_version", "2.0")]);
    assert_eq!(outcome.explanation.choice, Choice::Keep);
    assert_eq!(said(&outcome, "page"), [(Some("config".into()), json!(2))]);
    let outcome = world.ask(&[]);
    assert_eq!(outcome.package_version, None);
    assert_eq!(said(&outcome, "page"), [(Some("config".into()), json!(3))]);
}

#[test]
fn what_is_not_to_be_had_is_named_and_the_rest_is_told() {
    let mut world = world();
    world.files.retain(|(name, _)| *name == "red.json");
    let outcome = world.ask(&[("os", "ios")]);
    let missing: Vec<&str> = outcome.missing.iter().map(|name| name.as_str()).collect();
    assert_eq!(missing, ["a.json", "all.json"]);
    assert_eq!(said(&outcome, "page"), [(Some("look".into()), Value::Null)]);
}

#[test]
fn what_ends_or_holds_a_table_goes_for_its_layers() {
    let mut world = world();
    world.table.retired = true;
    let outcome = world.ask(&[]);
    for layer in &outcome.layers {
        assert_eq!(layer.explanation.choice, Choice::Retired);
    }
    assert_eq!(outcome.values, []);
}

#[test]
fn a_list_of_a_layer_is_asked_for_once() {
    let mut world = world();
    let listed = json!({"layer": "config", "rows": [
        {"release": "V", "salt": "s", "devices": "list.json", "config": "two.json"},
        {"release": "V", "config": "all.json"},
    ]});
    world.table.properties[0] = serde_json::from_value(listed).unwrap();
    let missing = world.ask(&[]);
    assert!(matches!(
        missing.layers[0].explanation.choice,
        Choice::NeedsList(_)
    ));
    assert_eq!(missing.missing.len(), 1);
    let list = json!({"v": 1, "devices": []});
    world.files.push(("list.json", list));
    let outcome = world.ask(&[]);
    assert_eq!(said(&outcome, "page")[0], (Some("config".into()), json!(3)));
    assert_eq!(outcome.missing, []);
}

#[test]
fn a_file_that_is_something_else_is_not_learned() {
    let world = world();
    let attributes = Attributes::new();
    let asker = Asker {
        id: "lamp-1",
        attributes: &attributes,
        active: None,
    };
    let mut known = Known::default();
    let need = world.table.outcome(&asker, &known).unwrap_err();
    assert_eq!(need.target.as_str(), "a.json");
    for wrong in [&b"{}"[..], b"", br#"{"v":2}"#, b"\xff"] {
        assert!(known.learn(&need, wrong).is_err());
    }
    assert_eq!(world.table.outcome(&asker, &known), Err(need));
}
