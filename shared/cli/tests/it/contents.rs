//! What is shipped: files, variants, roles; and what a dry run says of it.

use super::stack::{Stack, shipped};

#[test]
fn a_dry_run_changes_nothing() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>two</p>");
    let told = stack.json(&["ship", "dist", "--version", "2.0.0", "--dry-run"]);
    assert_eq!(
        (
            &told["upload"]["version"],
            &told["upload"]["files"],
            &told["dry_run"],
        ),
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
fn an_empty_file_is_counted_too() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.write("dist/empty.txt", "");
    stack
        .run(&["ship", "dist", "--version", "1.0.0"])
        .code(0)
        .says("2 files, 10 bytes; the server lacked 2 files, 10 bytes");
}

#[test]
fn a_second_version_uploads_only_what_changed() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>other</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0"])
        .code(0)
        .says("2 files, 23 bytes; the server lacked 1 file, 12 bytes");
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
