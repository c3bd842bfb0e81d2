//! Package keys: whoever publishes, devices install only what a threshold of them signed.

use super::stack::Stack;

/// A stack whose channel has run an unsigned package, and two package keys.
fn with_keys() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "one");
    ship(&stack, &["--version", "1.0.0"]);
    for key in ["a.key", "b.key"] {
        let made = stack.json(&["keys", "make", key]);
        assert_eq!(made["public_file"], format!("{key}.pub"));
    }
    stack.run(&["keys", "make", "a.key"]).code(7).says("exists");
    stack
}

fn ship(stack: &Stack, more: &[&str]) {
    let ship = ["ship", "dist", "--to", "100%", "--activate", "now"];
    stack.run(&[&ship[..], more].concat()).code(0);
}

#[track_caller]
fn runs(stack: &Stack, expected: &str) {
    stack.device("lamp", &["run", "--once"]);
    let found = stack.runs("lamp", "index.html");
    assert_eq!(found.as_deref(), Some(expected));
}

#[test]
fn a_device_refuses_what_its_package_keys_did_not_sign() {
    let stack = with_keys();
    runs(&stack, "one");
    stack.run(&["keys", "packages", "a.key.pub"]).code(0);

    stack.write("dist/index.html", "unsigned");
    ship(&stack, &["--version", "1.1.0"]);
    runs(&stack, "one");
    stack.write("dist/index.html", "foreign");
    ship(&stack, &["--version", "1.2.0", "--sign-key", "b.key"]);
    runs(&stack, "one");
    stack.write("dist/index.html", "signed");
    ship(&stack, &["--version", "1.3.0", "--sign-key", "a.key"]);
    runs(&stack, "signed");
    let shown = stack.run(&["package", "show", "1.3.0"]).code(0).stdout;
    assert!(shown.contains("signed    by "), "{shown}");
}

#[test]
fn a_threshold_of_two_needs_two() {
    let stack = with_keys();
    runs(&stack, "one");
    let both = ["keys", "packages", "a.key.pub", "b.key.pub"];
    let three = [&both[..], &["--threshold", "3"]].concat();
    stack.run(&three).code(3).says("package_keys.threshold");
    let two = [&both[..], &["--threshold", "2"]].concat();
    stack.run(&two).code(0);

    stack.write("dist/index.html", "half");
    ship(&stack, &["--version", "1.1.0", "--sign-key", "a.key"]);
    runs(&stack, "one");
    stack.write("dist/index.html", "whole");
    let keys = ["--sign-key", "a.key", "--sign-key", "b.key"];
    ship(&stack, &[&["--version", "1.2.0"], &keys[..]].concat());
    runs(&stack, "whole");
}

#[test]
fn an_unsigned_version_is_not_signed_later() {
    let stack = with_keys();
    let again = ["package", "create", "dist", "--version", "1.0.0"];
    stack.run(&again).code(0);
    let signed = [&again[..], &["--sign-key", "a.key"]].concat();
    stack.run(&signed).code(7).says("without these signatures");
}
