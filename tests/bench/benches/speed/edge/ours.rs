//! Our edge, as `wavecast edge` and `wavecast serve` run it: on threads of its own.

use std::path::Path;
use std::process::Command;

use wavecast_edge::{Edge, Limits, serve_on};

use super::{Server, THREADS};
use crate::process::{Running, free_port};

/// The word by which this program serves an edge: a port and the root of its tree follow.
pub const EDGE: &str = "serve-edge";

/// Starts the edge of a data directory as a process of its own.
pub fn start(home: &Path, latest: &str) -> Server {
    let port = free_port();
    let own = std::env::current_exe().expect("this program");
    let mut command = Command::new(own);
    command
        .args([EDGE, &port.to_string()])
        .arg(home.join("edge"));
    Server {
        name: "wavecast edge",
        running: Running::start(&mut command),
        port,
        path: latest.to_owned(),
    }
}

/// Serves a tree until it is killed.
pub fn serve(port: &str, root: &str) {
    let port: u16 = port.parse().expect("a port");
    let listener = std::net::TcpListener::bind(("127.0.0.1", port)).expect("a port");
    let edge = Edge::open(root).expect("an edge");
    let served = serve_on(
        THREADS,
        &listener,
        &edge,
        Limits::default(),
        std::future::pending,
    );
    served.expect("a server");
}
