//! What is not to be trusted is refused: by `verify`, and by a device.

use std::path::PathBuf;

use super::stack::Stack;

fn shipped() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist", "--activate", "now"]).code(0);
    stack
}

fn tree(stack: &Stack, path: &str) -> PathBuf {
    stack.data().join("edge/acme/shop").join(path)
}

fn place(stack: &Stack) -> String {
    format!("{}/acme/shop/stable", stack.edge)
}

#[test]
fn a_whole_channel_is_verified() {
    let stack = shipped();
    stack.run(&["keys", "rotate"]).code(0);
    let report = stack.json(&["verify", &place(&stack)]);
    assert_eq!(report["scope"], "acme/shop/stable");
    assert_eq!(report["root"], 2);
    assert_eq!(report["root_is_provisioned"], true);
    assert_eq!(
        (&report["targets"], &report["files"]),
        (&2.into(), &1.into())
    );
    assert_eq!(report["problems"], serde_json::json!([]));
}

#[test]
fn a_missing_file_and_a_changed_one_are_found() {
    let stack = shipped();
    let files = tree(&stack, "files");
    let file = std::fs::read_dir(&files)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let report = stack.run(&["verify", &place(&stack), "--json"]).code(9);
    assert!(report.stdout.contains("is missing"), "{report:?}");
    std::fs::write(&file, vec![b'x'; bytes.len()]).unwrap();
    let report = stack.run(&["verify", &place(&stack), "--json"]).code(9);
    assert!(report.stdout.contains("SHA-256"), "{report:?}");
}

#[test]
fn a_root_that_only_older_devices_read_is_checked_too() {
    let stack = shipped();
    stack.run(&["keys", "rotate"]).code(0);
    stack.run(&["keys", "rotate"]).code(0);
    stack.run(&["device", "config"]).code(0);
    stack.run(&["verify", &stack.edge]).code(0);
    for n in [1, 2] {
        let path = tree(&stack, &format!("stable/{n}.root.json"));
        let whole = std::fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        std::fs::write(&path, damaged).unwrap();
        stack.run(&["verify", &stack.edge]).code(9);
        std::fs::remove_file(&path).unwrap();
        stack.run(&["verify", &stack.edge]).code(9);
        std::fs::write(&path, whole).unwrap();
    }
    stack.run(&["verify", &stack.edge]).code(0);
}

#[test]
fn a_foreign_channels_poll_is_refused() {
    let mut stack = shipped();
    stack.run(&["channel", "create", "beta"]).code(0);
    stack.server.take().unwrap().stop();
    std::fs::copy(
        tree(&stack, "beta/latest.ndjson"),
        tree(&stack, "stable/latest.ndjson"),
    )
    .unwrap();
    stack.serve_edge();
    stack.run(&["verify", &place(&stack)]).code(9);
    stack.device("lamp", &["run", "--once"]).code(5);
    assert_eq!(stack.runs("lamp", "index.html"), None);
}

#[test]
fn a_lower_poll_is_refused_by_a_device_that_saw_a_higher_one() {
    let mut stack = shipped();
    let older = std::fs::read(tree(&stack, "stable/latest.ndjson")).unwrap();
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["ship", "dist", "--to", "100%", "--activate", "now"])
        .code(0);
    stack.device("lamp", &["run", "--once"]).code(0);
    stack.server.take().unwrap().stop();
    std::fs::write(tree(&stack, "stable/latest.ndjson"), older).unwrap();
    stack.serve_edge();
    stack.device("lamp", &["run", "--once"]).code(5);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>two</p>")
    );
}

#[test]
fn a_poll_that_was_cut_short_is_refused() {
    let mut stack = shipped();
    stack.server.take().unwrap().stop();
    let path = tree(&stack, "stable/latest.ndjson");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    stack.serve_edge();
    stack
        .run(&["verify", &place(&stack)])
        .code(9)
        .says("cut short");
}
