//! The tour, whole, on a small fleet; and the second start.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::ran::{Server, WAVECAST, agent, command};

/// Reads what a start says until it is up for good, and ends it.
fn tour(home: &std::path::Path) -> Vec<String> {
    agent();
    let mut dev = command(WAVECAST);
    dev.args([
        "dev",
        "--tour",
        "--tour-devices",
        "200",
        "--api",
        "127.0.0.1:0",
        "--edge",
        "127.0.0.1:0",
    ]);
    let mut child: Child = dev
        .current_dir(home)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let server = Server(child);
    let mut said = Vec::new();
    for line in lines {
        let line = line.unwrap();
        let end = line.starts_with("Stop with ctrl-c");
        said.push(line);
        if end {
            assert_eq!(server.stop(), 0);
            return said;
        }
    }
    panic!("it ended early: {}", said.join("\n"));
}

#[test]
fn every_claim_holds_and_a_second_start_skips_it() {
    let home = tempfile::tempdir().unwrap();
    let said = tour(home.path());
    let text = said.join("\n");
    for claim in [
        "lamps run a release, verified byte for byte",
        "the wave landed: 1% means",
        "the wave landed: 10% means",
        "and none installed it",
        "the wave landed: 50% means",
        "the wave landed: 100% means",
        "went back to what they ran",
        "exactly those who may have got the broken one",
        "the fleet is healthy",
        "the device runs the release, and confirmed it",
        "acme/site serves 1.1.0 to everybody",
    ] {
        let line = said.iter().find(|line| line.contains(claim));
        assert!(
            line.is_some_and(|line| line.contains('✓')),
            "{claim:?} is not in:\n{text}"
        );
    }
    assert!(text.contains("ship ./dist"), "{text}");
    let again = tour(home.path()).join("\n");
    assert!(again.contains("has seen the tour"), "{again}");
    assert!(!again.contains('✓'), "{again}");
}
