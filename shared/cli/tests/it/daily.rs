//! The daily path.

use super::stack::{Stack, shipped, stands};

#[test]
fn another_directory_is_shipped_with_two_commands_and_runs_under_the_agent() {
    let stack = Stack::start();
    stack.write("dist/index.html", "<h1>hello</h1>");
    stack.write("dist/img/logo.svg", "<svg/>");
    let init = stack
        .run(&["init", "--app", "acme/shop", "--kind", "bundle"])
        .code(0);
    assert!(
        init.stdout.contains("created application acme/shop"),
        "{init:?}"
    );
    assert!(
        init.stdout.contains("wrote wavecast-device.json"),
        "{init:?}"
    );
    let shipped = stack.json(&["ship", "dist", "--activate", "now", "--wait"]);
    assert_eq!(shipped["release"]["share"], "100%");
    assert_eq!(shipped["release"]["status"], "concluded");
    assert_eq!(shipped["publications"][0]["state"], "published");

    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<h1>hello</h1>")
    );
    assert_eq!(
        stack.runs("lamp", "img/logo.svg").as_deref(),
        Some("<svg/>")
    );
}

#[test]
fn init_again_creates_nothing_and_keeps_the_files() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    let before = std::fs::read_to_string(stack.project().join("wavecast.toml")).unwrap();
    let again = stack.json(&["init"]);
    assert_eq!(again["created"], serde_json::json!([]));
    assert_eq!(again["files"], serde_json::json!([]));
    assert_eq!(
        std::fs::read_to_string(stack.project().join("wavecast.toml")).unwrap(),
        before
    );
    stack
        .run(&["init", "--kind", "firmware"])
        .code(7)
        .says("its packages are bundles");
}

#[test]
fn a_later_release_begins_with_the_first_step_and_is_ramped() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0"])
        .code(0)
        .says("moves: at most 5% of everyone in stable, from 1.0.0 to 1.1.0");
    assert_eq!(stack.release("1.1.0"), stands("active", "5%"));
    stack.run(&["ramp", "50%"]).code(0).says("at most 45%");
    assert_eq!(stack.release("1.1.0").1, "50%");
    stack.run(&["pause"]).code(0);
    assert_eq!(stack.release("1.1.0").0, "paused");
    stack.run(&["resume"]).code(0);
    stack.run(&["ramp", "100%", "--keep-open"]).code(0);
    assert_eq!(stack.release("1.1.0").0, "active");
    let open = stack.json(&["release", "show", "1.1.0"]);
    let id = open["id"].as_str().unwrap();
    stack.run(&["release", "conclude", id]).code(0);
    assert_eq!(stack.release("1.1.0").0, "concluded");
}

#[test]
fn a_rollback_brings_devices_back() {
    let stack = shipped(&["1.0.0", "1.1.0"]);
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>1.1.0</p>")
    );
    stack
        .run(&["rollback", "--wait"])
        .code(0)
        .says("from 1.1.0 to 1.0.0");
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>1.0.0</p>")
    );
}

#[test]
fn a_rollback_reaches_a_named_release() {
    let stack = shipped(&["1.0.0", "1.1.0", "1.2.0"]);
    stack
        .run(&["release", "create", "1.0.0", "--package", "shop"])
        .code(0);
    stack
        .run(&["rollback", "--to", "1.0.0"])
        .code(0)
        .says("from 1.2.0 to 1.0.0");
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>1.0.0</p>")
    );
    stack
        .run(&["rollback", "--to", "9.9.9"])
        .code(4)
        .says("no release of 9.9.9");
}

#[test]
fn a_paused_release_reaches_no_new_device() {
    let stack = shipped(&["1.0.0"]);
    stack.device("old", &["run", "--once"]).code(0);
    stack.write("dist/index.html", "<p>1.1.0</p>");
    stack
        .run(&[
            "ship",
            "dist",
            "--version",
            "1.1.0",
            "--to",
            "99.99%",
            "--keep-open",
            "--activate",
            "now",
        ])
        .code(0);
    stack.run(&["pause"]).code(0);
    stack.device("old", &["run", "--once"]).code(0);
    stack.device("new", &["run", "--once"]).code(0);
    for device in ["old", "new"] {
        assert_eq!(
            stack.runs(device, "index.html").as_deref(),
            Some("<p>1.0.0</p>"),
            "{device}"
        );
    }
}

#[test]
fn a_fix_takes_the_place_of_what_moves() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>broken</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0", "--to", "10%"])
        .code(0);
    stack.write("dist/index.html", "<p>fixed</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.1"])
        .code(3)
        .says("--replace");
    stack
        .run(&["ship", "dist", "--version", "1.1.1", "--replace"])
        .code(0);
    assert_eq!(stack.release("1.1.1"), stands("active", "10%"));
    assert_eq!(stack.release("1.1.0").0, "superseded");
}

#[test]
fn what_one_channel_concluded_is_promoted_to_another() {
    let stack = Stack::start();
    stack
        .run(&[
            "init",
            "--app",
            "acme/shop",
            "--kind",
            "bundle",
            "--channel",
            "beta",
        ])
        .code(0);
    stack.write("dist/index.html", "<p>beta</p>");
    stack.run(&["ship", "dist"]).code(0);
    stack.run(&["channel", "create", "stable"]).code(0);
    stack.run(&["promote", "beta", "stable"]).code(0);
    assert_eq!(stack.release("1.0.0"), stands("concluded", "100%"));
}
