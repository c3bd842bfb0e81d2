//! Load on a server by wrk, in turns.

use std::process::{Command, Stdio};

use crate::process::Running;

/// Seconds of one turn, and how many connections ask at a time.
const TURN: (u32, u32) = (2, 16);

/// Requests of one turn.
#[derive(Clone, Copy)]
pub struct Turn {
    /// Per second of processor time of the server.
    pub per_cpu: f64,
    /// Per second.
    pub rate: f64,
}

/// One turn of load on a page, with headers such as `accept: */*`.
pub fn turn(running: &Running, url: &str, headers: &[String]) -> Turn {
    let (turn, told) = any_turn(running, url, headers);
    assert!(!told.contains("Non-2xx"), "{url}: {told}");
    turn
}

/// One turn of load on a page that is refused each time.
pub fn refused_turn(running: &Running, url: &str, headers: &[String]) -> Turn {
    let (turn, told) = any_turn(running, url, headers);
    assert!(told.contains("Non-2xx"), "{url}: {told}");
    turn
}

/// The turn, and what the asking program said.
fn any_turn(running: &Running, url: &str, headers: &[String]) -> (Turn, String) {
    let (seconds, connections) = TURN;
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s")]);
    for header in headers {
        wrk.args(["-H", header]);
    }
    let before = running.cpu();
    let output = wrk.arg(url).output().expect("wrk");
    let cpu = running.cpu() - before;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let requests = text
        .lines()
        .find_map(|line| line.trim().split_once(" requests in "));
    let requests = requests.and_then(|(count, _)| count.parse::<f64>().ok());
    let requests = requests.unwrap_or_else(|| panic!("wrk said: {text}"));
    let turn = Turn {
        per_cpu: requests / cpu,
        rate: requests / f64::from(seconds),
    };
    (turn, text)
}

/// Whether a program is there; says how to get it.
pub fn found(program: &str, what: &str) -> Option<()> {
    let there = Command::new(program)
        .arg("-v")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if there.is_err() {
        println!(
            "\n{what} wasn't measured: {program} is missing; get it with: sudo apt-get install -y nginx-light wrk"
        );
    }
    there.ok().map(drop)
}
