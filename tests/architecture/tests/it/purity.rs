//! The pure crates, with all that they are built with, have no I/O, no clock, no async runtime
//! and no randomness of their own. Their `clippy.toml` bans say why.

use std::collections::BTreeSet;
use std::fs;

use cargo_metadata::Metadata;

use crate::tree::{built_with, metadata, nodes, top};

const PURE: [&str; 3] = ["wavecast-wire", "wavecast-domain", "wavecast-device"];

/// Packages that bring what a pure crate must not have. A last `*` stands for any ending.
const IMPURE: [&str; 39] = [
    "anyhow",
    "async-*",
    "axum*",
    "chrono",
    "clap",
    "console",
    "crossbeam*",
    "dirs*",
    "fastrand",
    "futures*",
    "getrandom",
    "h2",
    "hyper*",
    "indicatif",
    "jiff",
    "log",
    "mio",
    "native-tls",
    "nix",
    "object_store",
    "parking_lot*",
    "rand",
    "rand_chacha",
    "rayon*",
    "redb",
    "reqwest",
    "ring",
    "rustix",
    "rustls*",
    "signal-hook*",
    "smol",
    "socket2",
    "tempfile",
    "time",
    "tokio*",
    "tower*",
    "tracing*",
    "uuid",
    "wavecast-engine",
];

fn is_impure(name: &str) -> bool {
    IMPURE.iter().any(|rule| match rule.strip_suffix('*') {
        Some(begin) => name.starts_with(begin),
        None => name == *rule,
    })
}

/// The chain of packages to each one that a crate is built with, itself first.
fn reached(metadata: &Metadata, start: &str) -> Vec<Vec<String>> {
    let nodes = nodes(metadata);
    let root = metadata
        .packages
        .iter()
        .find(|package| package.name == start)
        .expect("a package");
    let mut seen = BTreeSet::from([&root.id]);
    let mut open = vec![(&root.id, vec![start.to_owned()])];
    let mut chains = Vec::new();
    while let Some((id, chain)) = open.pop() {
        for next in built_with(nodes[id]).filter(|next| seen.insert(next)) {
            let mut longer = chain.clone();
            longer.push(metadata[next].name.to_string());
            open.push((next, longer));
        }
        chains.push(chain);
    }
    chains
}

#[test]
fn pure_crates_reach_nothing_impure() {
    let metadata = metadata();
    for start in PURE {
        let chains = reached(&metadata, start);
        assert!(
            chains.len() > 10,
            "{start} is built with more than {}",
            chains.len()
        );
        for chain in chains {
            let last = chain.last().expect("itself at least");
            assert!(
                !is_impure(last),
                "{start} is pure, but reaches {last}: {}",
                chain.join(" > ")
            );
        }
    }
}

#[test]
fn the_walk_would_find_a_runtime() {
    let chains = reached(&metadata(), "wavecast-engine");
    let runtime = chains
        .iter()
        .find(|chain| chain.last().is_some_and(|last| last == "tokio"));
    assert!(runtime.is_some(), "the engine runs on tokio");
    assert!(is_impure("tokio") && is_impure("tokio-util") && is_impure("getrandom"));
    assert!(!is_impure("timezone") && !is_impure("serde"));
}

#[test]
fn each_ban_says_why() {
    for name in PURE {
        let folder = top()
            .join("shared")
            .join(name.trim_start_matches("wavecast-"));
        let bans = fs::read_to_string(folder.join("clippy.toml")).expect("its own clippy.toml");
        for path in [
            "std::time::SystemTime",
            "std::env::var",
            "std::fs::read",
            "std::net::TcpStream",
            "std::thread::spawn",
            "std::collections::HashMap",
        ] {
            let ban = bans
                .lines()
                .find(|line| line.contains(&format!("\"{path}\"")));
            let ban = ban.unwrap_or_else(|| panic!("{name} doesn't ban {path}"));
            assert!(ban.contains("reason = \""), "{name} doesn't say why: {ban}");
        }
    }
}

#[test]
fn what_runs_on_microcontrollers_has_no_std() {
    for place in ["shared/wire", "shared/device"] {
        let text = fs::read_to_string(top().join(place).join("src/lib.rs")).expect("a library");
        // Its own tests may use what they like; the library may not.
        let says = ["#![no_std]", "#![cfg_attr(not(test), no_std)]"];
        let found = text.lines().any(|line| says.contains(&line));
        assert!(found, "{place} must be no_std");
    }
}
