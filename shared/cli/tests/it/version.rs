//! The version that a package gets when nobody says it, on real repositories.

use std::process::Command;

use super::stack::Stack;

fn git(stack: &Stack, arguments: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(stack.project())
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@localhost",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .status()
        .unwrap();
    assert!(done.success(), "git {arguments:?}");
}

fn project() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack
}

fn version(stack: &Stack) -> String {
    stack.json(&["ship", "dist", "--dry-run"])["upload"]["version"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn the_order_is_flag_package_json_tag_commits_channel() {
    let stack = project();
    assert_eq!(version(&stack), "1.0.0", "the first");
    stack.run(&["ship", "dist", "--version", "1.4.2"]).code(0);
    assert_eq!(version(&stack), "1.4.3", "after the channel's newest");
    git(&stack, &["init", "--quiet"]);
    git(
        &stack,
        &["commit", "--quiet", "--allow-empty", "--message", "one"],
    );
    assert_eq!(
        version(&stack),
        "1.4.3",
        "a repository without a tag says nothing"
    );
    git(&stack, &["tag", "v1.5.0"]);
    assert_eq!(version(&stack), "1.5.0", "the tag at HEAD");
    git(
        &stack,
        &["commit", "--quiet", "--allow-empty", "--message", "two"],
    );
    git(
        &stack,
        &["commit", "--quiet", "--allow-empty", "--message", "three"],
    );
    assert_eq!(version(&stack), "1.5.0.2", "the commits since");
    stack.write("package.json", r#"{"version": "1.6.0"}"#);
    assert_eq!(version(&stack), "1.6.0", "package.json");
    let said = stack.json(&["ship", "dist", "--dry-run", "--version", "1.7.0"]);
    assert_eq!(said["upload"]["version"], "1.7.0", "the flag");
}

#[test]
fn a_version_that_exists_with_other_content_is_refused_and_with_the_same_is_a_success() {
    let stack = project();
    stack.write("package.json", r#"{"version": "1.0.0"}"#);
    stack.run(&["package", "create", "dist"]).code(0);
    stack.run(&["package", "create", "dist"]).code(0);
    stack.write("dist/index.html", "<p>other</p>");
    let refused = stack.run(&["ship", "dist"]).code(7).says("package.json");
    assert!(refused.stderr.contains("--version"), "{refused:?}");
    assert!(stack.releases().is_empty());
}

#[test]
fn a_version_below_what_the_audience_runs_is_refused_unless_downgrade_is_allowed() {
    let stack = project();
    stack.run(&["ship", "dist", "--version", "2.0.0"]).code(0);
    stack.write("dist/index.html", "<p>older</p>");
    stack
        .run(&["ship", "dist", "--version", "1.9.0"])
        .code(3)
        .says("hint:");
    stack
        .run(&["ship", "dist", "--version", "1.9.0", "--downgrade"])
        .code(0);
}
