//! The daily path.

use super::stack::{Stack, stands};

fn shipped(versions: &[&str]) -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    for version in versions {
        stack.write("dist/index.html", format!("<p>{version}</p>"));
        stack.write("dist/app.js", "let shared;");
        stack
            .run(&[
                "ship",
                "dist",
                "--version",
                version,
                "--to",
                "100%",
                "--activate",
                "now",
            ])
            .code(0);
    }
    stack
}

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

#[test]
fn a_dry_run_changes_nothing() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>two</p>");
    let told = stack.json(&["ship", "dist", "--version", "2.0.0", "--dry-run"]);
    assert_eq!(
        (&told["version"], &told["files"], &told["dry_run"]),
        (&"2.0.0".into(), &2.into(), &true.into())
    );
    assert_eq!(
        stack.json(&["package", "list"]).as_array().unwrap().len(),
        1
    );
    stack
        .run(&["ship", "dist", "--version", "2.0.0", "--to", "5%"])
        .code(0);
    let before = stack.releases();
    for verb in [vec!["ramp", "50%"], vec!["pause"], vec!["rollback"]] {
        let mut verb = verb;
        verb.push("--dry-run");
        assert_eq!(stack.json(&verb)["dry_run"], true, "{verb:?}");
    }
    assert_eq!(stack.releases(), before);
}

#[test]
fn a_second_version_uploads_only_what_changed() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>other</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0"])
        .code(0)
        .says("2 files, 23 bytes; the server lacked 1 files, 12 bytes");
}

#[test]
fn firmware_is_a_file_or_a_directory_of_images() {
    let stack = Stack::start();
    stack.init("acme/lamp", "firmware");
    stack.write("lamp.bin", [0, 159, 146, 150]);
    stack
        .run(&[
            "ship",
            "lamp.bin",
            "--device-type",
            "lamp-2",
            "--requires",
            "app_version=>=1.2",
            "--activate",
            "now",
        ])
        .code(0);
    let package = stack.json(&["package", "show", "1.0.0"]);
    assert_eq!(package["requires"]["app_version"], ">=1.2");
    assert_eq!(
        package["content"]["variants"][0]["when"]["device_type"][0],
        "lamp-2"
    );
    assert_eq!(package["content"]["variants"][0]["images"][0]["length"], 4);
    stack.device("other", &["run", "--once"]).code(0);
    assert_eq!(stack.runs("other", "lamp.bin"), None);
    let attributes = [
        "--attribute",
        "device_type=lamp-2",
        "--attribute",
        "app_version=1.4",
    ];
    stack
        .run(&[&["device", "config"][..], &attributes[..]].concat())
        .code(0);
    stack.device("fitting", &["run", "--once"]).code(0);
    let image = stack.home.path().join("fitting/current/lamp.bin");
    assert_eq!(std::fs::read(image).unwrap(), [0, 159, 146, 150]);
}

#[test]
fn a_project_file_says_variants_roles_and_requirements() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    let mut project = std::fs::read_to_string(stack.project().join("wavecast.toml")).unwrap();
    project = format!(
        "path = \"dist\"\nlazy = [\"img/**\"]\nexclude = [\"*.map\"]\n{project}\n[requires]\napp_version = \">=2\"\n\n[[variants]]\npath = \"ios\"\nwhen.os = [\"ios\"]\n\n[[variants]]\npath = \"web\"\n"
    );
    stack.write("wavecast.toml", project);
    for file in [
        "ios/index.html",
        "ios/img/a.png",
        "web/index.html",
        "web/app.js",
        "web/app.js.map",
    ] {
        stack.write(&format!("dist/{file}"), file);
    }
    stack.run(&["ship"]).code(0);
    let package = stack.json(&["package", "show", "1.0.0"]);
    assert_eq!(package["requires"]["app_version"], ">=2");
    assert_eq!(package["content"]["files"], 4);
    assert_eq!(package["content"]["variants"].as_array().unwrap().len(), 2);
    assert_eq!(package["content"]["variants"][0]["when"]["os"][0], "ios");
}
