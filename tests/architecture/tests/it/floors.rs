//! Imports point down: a crate uses what is below it, never what is above or beside it.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, Metadata};

use crate::tree::{metadata, name};

/// The floors of `docs/ARCHITECTURE.md`.
const FLOORS: [(&str, u8); 18] = [
    ("wavecast-wire", 0),
    ("wavecast-domain", 1),
    ("wavecast-device", 1),
    ("wavecast-schema", 1),
    ("wavecast-engine", 2),
    ("wavecast-agent", 2),
    ("wavecast-embedded", 3),
    ("wavecast-aws", 3),
    ("wavecast-edge", 3),
    ("wavecast-api", 3),
    ("wavecast-identity", 3),
    ("wavecast-client", 3),
    ("wavecast-cli", 4),
    ("wavecast-runtime", 4),
    ("wavecast-control", 5),
    ("wavecast-publisher", 5),
    ("wavecast-keys", 5),
    ("wavecast-scheduler", 5),
];

/// One of our crates using another.
struct Use {
    from: String,
    to: String,
    kind: DependencyKind,
}

fn uses(metadata: &Metadata) -> Vec<Use> {
    let ours = |name: &str| {
        metadata
            .workspace_packages()
            .iter()
            .any(|package| package.name == name)
    };
    let mut uses = Vec::new();
    for package in metadata.workspace_packages() {
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| ours(&dependency.name))
        {
            let (from, to) = (package.name.to_string(), dependency.name.clone());
            uses.push(Use {
                from,
                to,
                kind: dependency.kind,
            });
        }
    }
    uses
}

/// What is wrong with a use, if anything is.
fn complaint(floors: &BTreeMap<&str, u8>, used: &Use) -> Option<String> {
    let floor = |name: &str| floors.get(name).copied();
    let Use { from, to, kind } = used;
    let Some(below) = floor(to) else {
        return Some(format!(
            "{from} uses {to}, which is on no floor: nothing builds on tests"
        ));
    };
    // Crates of tests stand outside the house and look at all of it.
    let above = floor(from)?;
    let fits = match kind {
        // A crate may be tested together with a neighbour, or with itself under other features.
        DependencyKind::Development => below <= above,
        _ => below < above,
    };
    let rule = "floors are in docs/ARCHITECTURE.md; put what both need on a lower one";
    (!fits).then(|| format!("{from} (floor {above}) uses {to} (floor {below}), {kind}: {rule}"))
}

#[test]
fn imports_point_down() {
    let metadata = metadata();
    let floors = BTreeMap::from(FLOORS);
    let uses = uses(&metadata);
    assert!(uses.len() > 10, "the house uses itself: {}", uses.len());
    let complaints: Vec<_> = uses
        .iter()
        .filter_map(|used| complaint(&floors, used))
        .collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn every_crate_has_its_floor() {
    let metadata = metadata();
    let floors = BTreeMap::from(FLOORS);
    let mut housed = 0;
    for package in metadata.workspace_packages() {
        let path = name(package.manifest_path.as_std_path());
        if path.starts_with("tests/") {
            continue;
        }
        assert!(
            floors.contains_key(package.name.as_str()),
            "{path}: give it a floor here and in docs/ARCHITECTURE.md"
        );
        housed += 1;
    }
    assert_eq!(housed, floors.len(), "a floor names a crate that is gone");
}

#[test]
fn up_and_sideways_are_both_caught() {
    let floors = BTreeMap::from(FLOORS);
    let found = |from: &str, to: &str, kind| {
        let used = Use {
            from: from.into(),
            to: to.into(),
            kind,
        };
        complaint(&floors, &used).is_some()
    };
    use DependencyKind::{Build, Development, Normal};
    assert!(found("wavecast-wire", "wavecast-engine", Normal), "up");
    assert!(found("wavecast-edge", "wavecast-api", Normal), "sideways");
    assert!(
        found("wavecast-edge", "wavecast-api", Build),
        "sideways, at build time"
    );
    assert!(
        found("wavecast-domain", "wavecast-engine", Development),
        "up, in tests"
    );
    assert!(
        found("wavecast-cli", "wavecast-scenarios", Normal),
        "out of the house"
    );
    assert!(!found("wavecast-client", "wavecast-api", Development));
    assert!(!found("wavecast-api", "wavecast-engine", Normal));
    assert!(!found("wavecast-scenarios", "wavecast-cli", Normal));
}

#[test]
fn the_table_in_the_documents_is_this_one() {
    let text = std::fs::read_to_string(crate::tree::top().join("docs/ARCHITECTURE.md"))
        .expect("docs/ARCHITECTURE.md");
    for (crate_name, floor) in FLOORS {
        let name = crate_name.trim_start_matches("wavecast-");
        let row = |folder| format!("| {floor} | `{folder}/{name}` |");
        assert!(
            ["shared", "functions"]
                .into_iter()
                .any(|folder| text.contains(&row(folder))),
            "docs/ARCHITECTURE.md has no row {}",
            row("shared")
        );
    }
}
