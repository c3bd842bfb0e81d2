//! Canonical JSON, versions, ranges, paths, and the rule about lower versions.

use std::cmp::Ordering;

use serde_json::Value;
use wavecast_wire::hash::{Sha256, from_hex};
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Manifest, Variant, check_path};
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::{Downgrade, Move};
use wavecast_wire::version::{Range, Version};
use wavecast_wire::{json, limit};

use super::{run, same, text};

#[test]
fn canonical() {
    run("canonical.json", |case| {
        let bytes = match case["input_hex"].as_str() {
            Some(hex) => from_hex(hex).unwrap(),
            None => text(case, "input").as_bytes().to_vec(),
        };
        let value = json::read::<Value>(&bytes, limit::CONFIG_BYTES);
        let canonical = value
            .ok()
            .map(|value| String::from_utf8(json::canonical(&value).unwrap()).unwrap());
        same(canonical.as_deref(), case["canonical"].as_str())?;
        let scan = json::scan(&bytes, limit::CONFIG_BYTES);
        let is_canonical = scan.is_ok_and(|scan| scan.canonical);
        same(
            is_canonical,
            canonical.is_some_and(|canonical| canonical.as_bytes() == bytes),
        )
    });
}

#[test]
fn versions() {
    run("versions.json", |case| {
        if let Some(invalid) = case["invalid"].as_str() {
            return same(invalid.parse::<Version>().is_ok(), false);
        }
        let read = |member| {
            text(case, member)
                .parse::<Version>()
                .map_err(|error| error.to_string())
        };
        let wanted = match text(case, "order") {
            "less" => Ordering::Less,
            "equal" => Ordering::Equal,
            "greater" => Ordering::Greater,
            other => return Err(format!("no such order {other}")),
        };
        same(read("left")?.cmp(&read("right")?), wanted)?;
        same(read("right")?.cmp(&read("left")?), wanted.reverse())
    });
}

#[test]
fn ranges() {
    run("ranges.json", |case| {
        if let Some(invalid) = case["invalid"].as_str() {
            return same(invalid.parse::<Range>().is_ok(), false);
        }
        let range: Range = text(case, "range")
            .parse()
            .map_err(|error| format!("{error}"))?;
        for (member, wanted) in [("within", true), ("outside", false)] {
            for version in case[member].as_array().unwrap() {
                let version: Version = version.as_str().unwrap().parse().unwrap();
                same(
                    (version.as_str(), range.contains(&version)),
                    (version.as_str(), wanted),
                )?;
            }
        }
        same(Some(range.is_empty()), case["empty"].as_bool())
    });
}

#[test]
fn paths() {
    run("paths.json", |case| {
        let ok = match case["path"].as_str() {
            Some(path) => check_path(path).is_ok(),
            None => {
                let paths = case["paths"].as_array().unwrap();
                listing(paths.iter().map(|path| path.as_str().unwrap()))
                    .check()
                    .is_ok()
            }
        };
        same(Some(ok), case["ok"].as_bool())
    });
}

/// A bundle that lists these paths in this order.
fn listing<'a>(paths: impl Iterator<Item = &'a str>) -> Manifest {
    let file = |path: &str| FileEntry {
        path: path.into(),
        role: FileRole::Lazy,
        sha256: Sha256::of(path.as_bytes()),
        size: 1,
        content_type: "text/plain".into(),
        target: None,
    };
    Manifest {
        v: 1,
        crit: Vec::new(),
        org: "acme".parse().unwrap(),
        app: "site".parse().unwrap(),
        name: "site".parse().unwrap(),
        version: "1".parse().unwrap(),
        kind: Kind::Bundle,
        requires: Default::default(),
        rollback_index: 0,
        variants: vec![Variant {
            when: Default::default(),
            files: paths.map(file).collect(),
        }],
    }
}

#[test]
fn downgrade() {
    run("downgrade.json", |case| {
        let release = |value: &Value| value.as_str().map(|id| id.parse::<ReleaseId>().unwrap());
        let version = |member: &str| {
            case[member]
                .as_str()
                .map(|text| text.parse::<Version>().unwrap())
        };
        let index = |member: &str| u32::try_from(case[member].as_u64().unwrap()).unwrap();
        let running = release(&case["running"]);
        let withdrawn: Vec<_> = case["withdrawn"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(release)
            .collect();
        let verdict = Move {
            running: running.as_ref(),
            running_version: version("running_version").as_ref(),
            running_fits: case["running_fits"].as_bool().unwrap(),
            confirmed_index: index("confirmed_index"),
            chosen_version: &version("chosen_version").unwrap(),
            chosen_index: index("chosen_index"),
            downgrade: case["downgrade"].as_bool().unwrap(),
            withdrawn: &withdrawn,
        }
        .check();
        let word = match verdict {
            Ok(()) => "go",
            Err(Downgrade::Index { .. }) => "index",
            Err(Downgrade::Version) => "version",
        };
        same(word, text(case, "expected"))
    });
}
