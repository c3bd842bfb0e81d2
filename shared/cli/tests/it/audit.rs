//! `wavecast audit`: listed, followed, exported, verified.

use std::fs;
use std::time::Duration;

use wavecast_domain::event::Event;

use super::stack::Stack;

#[test]
fn a_trail_is_exported_and_what_is_done_to_it_is_seen() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    for n in 0..4 {
        let name = format!("channel-{n}");
        stack.run(&["channel", "create", &name]).code(0);
    }
    let whole = stack.json(&["audit", "verify"]);
    let export = ["audit", "export", "--out", "trail.ndjson"];
    stack.run(&export).code(0);
    let again = stack.run(&export).code(1);
    assert!(again.stderr.contains("can't be written"), "{again:?}");
    let text = fs::read_to_string(stack.project().join("trail.ndjson")).unwrap();
    let all: Vec<&str> = text.lines().collect();
    assert_eq!(all.len() as u64, whole["events"].as_u64().unwrap());
    assert_eq!(stack.run(&["audit", "export"]).code(0).stdout, text);

    let digest = whole["digest"].as_str().unwrap();
    let verify = |file: &str| stack.run(&["audit", "verify", file, "--digest", digest]);
    let told = verify("trail.ndjson").code(0).stdout;
    assert!(told.contains("is whole"), "{told}");
    let rewritten = all[1].replace("channel.create", "channel.delete");
    stack.write("empty.ndjson", "");
    let ran = verify("empty.ndjson").code(1);
    assert!(ran.stderr.contains("ends with no event"), "{ran:?}");
    for (broken, rule) in [
        (
            [&all[..2], &all[3..]].concat(),
            "after revision 3 comes revision 5",
        ),
        (all[..all.len() - 1].to_vec(), "not with"),
        (
            [&all[..1], &[&rewritten[..]], &all[2..]].concat(),
            "revision 3 was changed",
        ),
    ] {
        stack.write("broken.ndjson", broken.join("\n") + "\n");
        let ran = verify("broken.ndjson").code(1);
        assert!(ran.stderr.contains(rule), "{rule}: {ran:?}");
    }
    let own = stack.json(&["audit", "verify", "--organization"]);
    assert_eq!(own["revision"], own["events"]);
    stack.run(&["audit", "verify", "nowhere.ndjson"]).code(1);
}

#[test]
fn the_last_events_are_shown_in_order() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.run(&["channel", "create", "beta"]).code(0);
    stack.run(&["channel", "create", "gamma"]).code(0);
    let shown = stack.run(&["audit", "tail", "-n", "2"]).code(0).stdout;
    let about = |line: &str| line.split("  ").nth(3).unwrap().to_owned();
    let about: Vec<String> = shown.lines().map(about).collect();
    assert_eq!(about, ["channel beta", "channel gamma"], "{shown}");
    let own = stack
        .run(&["audit", "tail", "--organization"])
        .code(0)
        .stdout;
    assert!(own.contains("app.create"), "{own}");
}

/// The same events, one changed, and all that follows it rewritten so that the chain is whole.
fn rewritten(lines: &[&str]) -> String {
    let (mut text, mut previous) = (String::new(), None);
    for line in lines {
        let mut event: Event = serde_json::from_str(line).unwrap();
        if previous.is_none() {
            event.request = "nobody asked".to_owned();
        } else {
            event.previous = previous;
        }
        previous = Some(event.digest().unwrap());
        text += &(event.line().unwrap() + "\n");
    }
    text
}

#[test]
fn a_trail_is_held_against_what_was_signed_of_it() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.run(&["channel", "create", "beta"]).code(0);
    // The server's own tick signs; a minute later, if it came between what was done before this.
    let signed = || {
        let whole = stack.json(&["audit", "verify"]);
        (whole["signed"] == whole["revision"]).then_some(whole)
    };
    let whole = (0..240).find_map(|_| {
        std::thread::sleep(Duration::from_millis(500));
        signed()
    });
    let whole = whole.expect("signed within a few ticks");
    let key = whole["key"].as_str().unwrap();
    let shown = stack.run(&["audit", "heads"]).code(0).stdout;
    assert!(
        shown.contains(key) && shown.contains("acme/shop"),
        "{shown}"
    );
    stack.run(&["audit", "verify", "--key", key]).code(0);
    let other = "0".repeat(64);
    stack
        .run(&["audit", "verify", "--key", &other])
        .code(1)
        .says("is signed by key");
    for export in ["heads", "export"] {
        let file = format!("{export}.ndjson");
        stack.run(&["audit", export, "--out", &file]).code(0);
    }
    let text = fs::read_to_string(stack.project().join("export.ndjson")).unwrap();
    let all: Vec<&str> = text.lines().collect();
    stack.write("forged.ndjson", rewritten(&all));
    let verify = |file: &str, against: &[&str]| {
        stack.run(&[&["audit", "verify", file][..], against].concat())
    };
    let against = ["--heads", "heads.ndjson", "--key", key];
    let told = verify("export.ndjson", &against).code(0).stdout;
    assert!(told.contains("signed up to revision"), "{told}");
    // A key alone has nothing to be held against.
    verify("export.ndjson", &["--key", key])
        .code(2)
        .says("say --heads as well");
    let none = ["--heads", "none.ndjson", "--key", key];
    stack.write("none.ndjson", "");
    verify("export.ndjson", &none)
        .code(1)
        .says("nothing is signed");
    // By itself what was rewritten is whole.
    verify("forged.ndjson", &[]).code(0);
    verify("forged.ndjson", &against)
        .code(1)
        .says("it was rewritten");
    let cut = all[..all.len() - 1].join("\n");
    stack.write("cut.ndjson", cut + "\n");
    verify("cut.ndjson", &against)
        .code(1)
        .says("isn't there any more");
}

#[test]
fn who_signed_in_and_which_keys_signed_is_shown_and_verified() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    // The server's own tick makes the chain, a while after.
    let tail = || {
        let shown = stack.run(&["audit", "tail", "--access", "-n", "200"]);
        let shown = shown.code(0).stdout;
        (shown.contains("sign-in") && shown.contains("publication 1")).then_some(shown)
    };
    let shown = (0..120).find_map(|_| {
        std::thread::sleep(Duration::from_millis(500));
        tail()
    });
    let shown = shown.expect("seen within a few ticks");
    for part in [
        "bootstrap",
        "from this machine",
        "key use",
        "root 1 of acme/shop/",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let whole = stack.json(&["audit", "verify", "--access"]);
    assert_eq!(whole["events"], whole["revision"]);
    let export = ["audit", "export", "--access", "--out", "access.ndjson"];
    stack.run(&export).code(0);
    let verify = ["audit", "verify", "access.ndjson", "--access"];
    stack.run(&verify).code(0);
    let text = fs::read_to_string(stack.project().join("access.ndjson")).unwrap();
    stack.write(
        "access.ndjson",
        text.replacen("this machine", "192.0.2.1", 1),
    );
    stack.run(&verify).code(1).says("was changed");
    stack
        .run(&["audit", "tail", "--access", "--organization"])
        .code(2);
}
