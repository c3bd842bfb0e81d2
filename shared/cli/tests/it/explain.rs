//! The same answer from the ledger, from the edge, and from a saved poll.

use std::collections::BTreeSet;

use serde_json::Value;

use super::stack::{Stack, shipped};

/// Every kind of row: a pin, a list in place and one of its own, a held release, ramps, variants by
/// version, a floor, and layers of configuration and experiments.
fn furnished() -> Stack {
    let stack = shipped(&["1.0.0"]);
    let run = |arguments: &[&str]| drop(stack.run(arguments).code(0));
    let ship = |version: &str, flags: &[&str]| {
        stack.write("dist/index.html", format!("<p>{version}</p>"));
        run(&[&["ship", "dist", "--version", version], flags].concat());
    };
    let many: Vec<String> = (0..150)
        .map(|number| format!("listed-{number:03}"))
        .collect();
    stack.write("many.txt", many.join("\n"));
    // One salt for all releases: the same devices are early in every run of this test.
    run(&["app", "set", "--salt", "rings"]);
    run(&["group", "set", "many", "many.txt"]);
    run(&[
        "group", "set", "few", "--device", "lamp-001", "--device", "lamp-004",
    ]);
    for (rule, flags) in [
        ("few", ["--group", "few"]),
        ("many", ["--group", "many"]),
        ("old", ["--audience", "app_version=<2"]),
        ("ios", ["--audience", "os=ios"]),
    ] {
        run(&[&["rule", "create", rule][..], &flags].concat());
    }
    ship("2.0.0", &["--to", "100%", "--floor"]);
    ship("2.1.0", &["--rule", "few", "--to", "100%"]);
    ship("2.2.0", &["--rule", "many", "--to", "40%"]);
    ship("2.3.0", &["--rule", "old", "--to", "60%"]);
    run(&["pause", "--rule", "old"]);
    ship(
        "2.4.0",
        &[
            "--rule",
            "ios",
            "--to",
            "30%",
            "--requires",
            "app_version=>=1.5",
        ],
    );
    ship("3.0.0", &["--to", "50%"]);
    run(&["pin", "lamp-002", "1.0.0", "--until", "1d", "--reason", "x"]);
    run(&["config", "set", "theme=dark"]);
    run(&["config", "set", "theme=light", "--rule", "ios"]);
    run(&["experiment", "holdout", "10%"]);
    let variants = ["--variant", "off:50%", "--variant", "on:50%:button=big"];
    run(&[
        &["experiment", "create", "button", "--reserve", "80%"][..],
        &variants,
    ]
    .concat());
    stack
}

/// What devices say of themselves: nothing, much, and what no table expects.
fn sayings() -> Vec<Vec<String>> {
    let long = format!("os={}", "i".repeat(10_000));
    [
        vec![],
        vec!["os=ios", "app_version=1.0"],
        vec!["os=ios", "app_version=2.5"],
        vec!["os=android", "app_version=1.9-rc.1"],
        vec!["app_version=not a version"],
        vec!["os="],
        vec![long.as_str(), "app_version=1.0"],
        vec!["package_version=1.0.0"],
    ]
    .map(|says| says.into_iter().map(str::to_owned).collect())
    .to_vec()
}

fn asked(stack: &Stack, id: &str, says: &[String], active: Option<&str>, from: &[&str]) -> Value {
    let mut ask = vec!["explain", "--device", id];
    for one in says {
        ask.extend(["--attribute", one.as_str()]);
    }
    ask.extend(active.iter().flat_map(|active| ["--active", active]));
    ask.extend(from);
    stack.json(&ask)
}

#[test]
fn three_sources_give_one_answer_for_every_device() {
    let stack = furnished();
    let edge = format!("{}/acme/shop/stable", stack.edge);
    let published = stack.data().join("edge/acme/shop/stable/latest.ndjson");
    let paused = stack.releases();
    let paused = paused.iter().find(|release| release["status"] == "paused");
    let paused = paused.expect("a paused release")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let ids =
        ["lamp", "listed", "ü-lamp"].map(|begin| (0..8).map(move |n| format!("{begin}-{n:03}")));
    let (mut answers, mut count) = (BTreeSet::new(), 0);
    for (place, id) in ids.into_iter().flatten().enumerate() {
        for (turn, says) in sayings()
            .iter()
            .enumerate()
            .filter(|(turn, _)| (turn + place) % 3 == 0)
        {
            let active = (turn % 2 == 1).then_some(paused.as_str());
            let of = |from: &[&str]| asked(&stack, &id, says, active, from);
            let ledger = of(&[]);
            assert_eq!(of(&["--from-edge", &edge]), ledger, "{id} {says:?}");
            let saved = ["--offline", published.to_str().unwrap()];
            assert_eq!(of(&saved), ledger, "{id} {says:?}");
            answers.insert(ledger["choice"]["release"].to_string());
            count += 1;
        }
    }
    assert!(count >= 60, "{count} devices were asked about");
    assert_eq!(answers.len(), 7, "every release is somebody's: {answers:?}");
}
