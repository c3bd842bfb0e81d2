//! Secrets, by the binary against a running server; values come from stdin or a file and are never seen.

use std::io::Write as _;
use std::process::Stdio;

use super::ran::{Ran, WAVECAST, command};
use super::stack::Stack;

const VALUE: &str = "correct horse battery staple";

fn stack() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack
}

/// Runs wavecast with something on stdin.
fn piped(stack: &Stack, arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut child = command(WAVECAST)
        .args(arguments)
        .env("WAVECAST_URL", &stack.api)
        .env("WAVECAST_TOKEN_FILE", &stack.token_file)
        .current_dir(stack.project())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // What is refused may end before all is read.
    pipe.write_all(stdin).ok();
    drop(pipe);
    child.wait_with_output().unwrap().into()
}

#[test]
fn a_secret_is_set_listed_used_checked_and_removed() {
    let stack = stack();
    let line = format!("{VALUE}\n");
    let set = ["secret", "set", "hook", "--remind-in", "90d"];
    let told = piped(&stack, &set, line.as_bytes()).code(0).stdout;
    assert_eq!(told, "version 1 of secret hook is set\n");
    stack.write("value", [0, 0xff, 0, b'\n']);
    let set = ["secret", "set", "hook", "--from-file", "value", "--exact"];
    let note = ["--note", "of the new vendor"];
    stack.run(&[&set[..], &note].concat()).code(0);
    let listed = stack.json(&["secret", "list"]);
    assert_eq!(
        (&listed[0]["name"], &listed[0]["version"]),
        (&"hook".into(), &2.into())
    );
    let shown = stack.run(&["secret", "list"]).code(0).stdout;
    assert!(
        shown.contains("hook") && !shown.contains("(due)"),
        "{shown}"
    );
    let history = stack.run(&["secret", "history", "hook"]).code(0).stdout;
    assert!(
        history.contains("of the new vendor") && history.contains("in use"),
        "{history}"
    );
    let checked = stack.run(&["secret", "check", "hook"]).code(0).stdout;
    assert_eq!(checked, "version 2 of secret hook opens\n");
    stack.run(&["secret", "use", "hook", "1"]).code(0);
    let checked = stack.json(&["secret", "check", "hook"]);
    assert_eq!(
        (&checked["opens"], &checked["version"]),
        (&true.into(), &1.into())
    );
    stack
        .run(&["secret", "use", "hook", "9"])
        .code(3)
        .says("no version 9");
    stack.run(&["secret", "remove", "hook"]).code(0);
    stack
        .run(&["secret", "check", "hook"])
        .code(4)
        .says("secret list");
    let gone = stack.run(&["secret", "list", "--removed"]).code(0).stdout;
    assert!(gone.contains("removed"), "{gone}");
    let trail = stack.run(&["audit", "list"]).code(0).stdout;
    assert!(
        trail.contains("secret.remove") && !trail.contains("horse"),
        "{trail}"
    );
}

/// The data directory holds it nowhere in the clear, and what is printed doesn't either.
#[test]
fn a_value_is_never_seen() {
    let stack = stack();
    for flag in ["--json", "--dry-run", "--quiet"] {
        let set = ["secret", "set", "hook", flag];
        let ran = piped(&stack, &set, VALUE.as_bytes()).code(0);
        for text in [&ran.stdout, &ran.stderr] {
            assert!(!text.contains("horse"), "{text}");
        }
    }
    let ledger = std::fs::read(stack.data().join("ledger.redb")).unwrap();
    let found = ledger.windows(5).any(|some| some == b"horse");
    assert!(!found, "the ledger has it in the clear");
    // A value as an argument would stand in the shell's history.
    stack.run(&["secret", "set", "hook", VALUE]).code(2);
}

#[test]
fn a_value_that_is_empty_or_too_long_is_refused_here() {
    let stack = stack();
    for (value, word) in [
        (vec![], "the value is empty"),
        (b"\n".to_vec(), "the value is empty"),
        (vec![b'x'; 8193], "longer than 8192 bytes"),
        (vec![b'x'; 1 << 20], "longer than 8192 bytes"),
    ] {
        piped(&stack, &["secret", "set", "hook"], &value)
            .code(2)
            .says(word);
    }
    let most = [vec![b'x'; 8192], b"\n".to_vec()].concat();
    piped(&stack, &["secret", "set", "hook"], &most).code(0);
    let missing = ["secret", "set", "hook", "--from-file", "nowhere"];
    stack.run(&missing).code(4).says("nowhere");
    let wrong = ["secret", "set", "hook", "--remind-in", "soon"];
    piped(&stack, &wrong, b"x").code(2).says("is written 90d");
}

/// Without its key no value opens; whoever puts it back has those again that were set under it.
#[test]
fn a_lost_key_is_noticed_by_a_check() {
    let stack = stack();
    piped(&stack, &["secret", "set", "hook"], b"x").code(0);
    let key = stack.data().join("keys/secrets");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let checked = stack.run(&["secret", "check", "hook"]).code(1);
    checked.says("doesn't open").says("backup");
    // A new key opens nothing of the old one's.
    piped(&stack, &["secret", "set", "other"], b"y").code(0);
    stack.run(&["secret", "check", "other"]).code(0);
    stack
        .run(&["secret", "check", "hook"])
        .code(1)
        .says("by another key");
    std::fs::write(&key, kept).unwrap();
    stack.run(&["secret", "check", "hook"]).code(0);
    stack.run(&["secret", "check", "other"]).code(1);
}
