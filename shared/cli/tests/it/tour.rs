//! The tour, whole, on a small fleet; and the second start.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use super::ran::{Server, WAVECAST, agent, command};

/// Reads what a start says until a line begins so; then it is ended by `end`.
fn tour(home: &Path, until: &str, end: impl FnOnce(Server)) -> Vec<String> {
    agent();
    let mut dev = command(WAVECAST);
    dev.args(["dev", "--tour", "--tour-devices", "200"]);
    dev.args(["--api", "127.0.0.1:0", "--edge", "127.0.0.1:0"]);
    dev.current_dir(home)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let mut child = dev.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let server = Server(child);
    let mut said = Vec::new();
    for line in lines {
        let line = line.unwrap();
        let last = line.trim_start().starts_with(until);
        said.push(line);
        if last {
            end(server);
            return said;
        }
    }
    panic!("it ended early: {}", said.join("\n"));
}

/// The last line of a start.
const UP: &str = "Stop with ctrl-c";

fn stop(server: Server) {
    assert_eq!(server.stop(), 0);
}

#[test]
fn an_interrupted_tour_goes_on_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    tour(home.path(), "$ wavecast pause", drop);
    let said = tour(home.path(), UP, stop).join("\n");
    assert!(
        said.contains("The interrupted tour left 1.1.0 moving"),
        "{said}"
    );
    assert!(
        said.contains("✓ acme/site serves 1.1.0 to everybody"),
        "{said}"
    );
}

#[test]
fn every_claim_holds_and_a_second_start_skips_it() {
    let home = tempfile::tempdir().unwrap();
    let said = tour(home.path(), UP, stop);
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
    let again = tour(home.path(), UP, stop).join("\n");
    assert!(again.contains("has seen the tour"), "{again}");
    assert!(!again.contains('✓'), "{again}");
}
