//! The edge lives without the control side.

use super::ran::Server;
use super::stack::Stack;

fn shipped() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist", "--activate", "now"]).code(0);
    stack
}

/// Serves the stack's edge alone, and lets the project's devices read there.
fn edge_alone(stack: &mut Stack) -> Server {
    let data = stack.data();
    let arguments = [
        "edge",
        "--data",
        data.to_str().unwrap(),
        "--edge",
        "127.0.0.1:0",
    ];
    let (server, at) = Server::start(&arguments, stack.home.path());
    stack.edge = at["edge"].as_str().unwrap().to_owned();
    let path = stack.project().join("wavecast-device.json");
    let mut device: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    device["base_url"] = stack.edge.clone().into();
    std::fs::write(path, device.to_string()).unwrap();
    server
}

#[test]
fn devices_update_while_the_control_side_is_stopped() {
    let mut stack = shipped();
    stack.server.take().unwrap().stop();
    let _edge = edge_alone(&mut stack);
    stack.run(&["status"]).code(6);
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>one</p>")
    );
    stack
        .run(&["verify", &format!("{}/acme/shop/stable", stack.edge)])
        .code(0);
}

#[test]
fn the_edge_needs_no_lock_and_shows_what_is_published_meanwhile() {
    let mut stack = shipped();
    let _edge = edge_alone(&mut stack);
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["ship", "dist", "--to", "100%", "--activate", "now"])
        .code(0);
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>two</p>")
    );
}

#[test]
fn an_edge_without_a_tree_says_so() {
    let stack = Stack::start();
    stack
        .run(&["edge", "--data", "nowhere", "--edge", "127.0.0.1:0"])
        .code(10)
        .says("nowhere");
}
