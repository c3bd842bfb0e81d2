//! The same answer from the ledger, from the edge, and from a saved poll.

use std::collections::BTreeSet;

use serde_json::{Value, json};

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
    let (mut answers, mut seen, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (place, id) in ids.into_iter().flatten().enumerate() {
        for (turn, says) in sayings()
            .iter()
            .enumerate()
            .filter(|(turn, _)| (turn + place) % 3 == 0)
        {
            let active = (turn % 2 == 1).then_some(paused.as_str());
            let of = |from: &[&str]| asked(&stack, &id, says, active, from);
            let ledger = bare(of(&[]));
            assert_eq!(of(&["--from-edge", &edge]), ledger, "{id} {says:?}");
            let saved = ["--offline", published.to_str().unwrap()];
            assert_eq!(of(&saved), ledger, "{id} {says:?}");
            answers.insert(ledger["choice"]["release"].to_string());
            seen.insert(value(&ledger, "theme").to_string());
            assert_eq!(ledger["layers"][0]["layer"], "config");
            assert_eq!(ledger["missing"], json!([]));
            count += 1;
        }
    }
    assert!(count >= 60, "{count} devices were asked about");
    assert_eq!(answers.len(), 7, "every release is somebody's: {answers:?}");
    assert_eq!(seen.len(), 2, "both themes are somebody's: {seen:?}");
}

/// Without what only the ledger knows: whose rows are, and who sets values.
pub fn bare(mut told: Value) -> Value {
    match &mut told {
        Value::Object(fields) => {
            fields.retain(|name, _| !matches!(name.as_str(), "owner" | "set_by"));
            fields
                .values_mut()
                .for_each(|value| *value = bare(value.take()));
        }
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| *value = bare(value.take())),
        _ => {}
    }
    told
}

/// One value that a device ends up with, as it was explained.
fn value(told: &Value, name: &str) -> Value {
    let values = told["values"].as_array().expect("values");
    let mut named = values.iter().filter(|value| value["name"] == name);
    named.next().cloned().unwrap_or_default()["value"].take()
}

/// Half of the devices are held out; of the others half are in an experiment.
fn configured() -> Stack {
    let stack = shipped(&["1.0.0"]);
    let run = |arguments: &[&str]| drop(stack.run(arguments).code(0));
    stack.write(
        "schema.json",
        r#"{"properties": {"page": {"type": "integer", "default": 20}}}"#,
    );
    run(&["rule", "create", "ios", "--audience", "os=ios"]);
    run(&["config", "schema", "schema.json"]);
    run(&["config", "set", "theme=dark"]);
    run(&["config", "set", "theme=light", "--rule", "ios"]);
    run(&["experiment", "holdout", "50%"]);
    let variants = ["--variant", "off:50%", "--variant", "on:50%:button=big"];
    let create = ["experiment", "create", "button", "--reserve", "50%"];
    run(&[&create[..], &variants].concat());
    stack
}

#[test]
fn explain_says_which_values_a_device_ends_up_with_and_who_sets_them() {
    let stack = configured();
    let told = asked(&stack, "a", &["os=ios".to_owned()], None, &[]);
    assert_eq!(told["package_version"], "1.0.0");
    let config = &told["layers"][0];
    assert_eq!(config["rows"][0]["owner"]["rule"], "ios");
    assert_eq!(config["choice"]["kind"], "config");
    let values: Vec<_> = told["values"].as_array().unwrap().iter().collect();
    let of = |name: &str| {
        let mut named = values.iter().filter(|one| one["name"] == name);
        (*named.next().expect(name)).clone()
    };
    let theme = of("theme");
    assert_eq!(
        (&theme["value"], &theme["layer"], &theme["set_by"]),
        (&json!("light"), &json!("config"), &json!("rule ios"))
    );
    assert_eq!(
        theme["over"],
        json!([{"value": "dark"}]),
        "the release config's"
    );
    assert_eq!(of("page")["set_by"], "the schema's default");
    let other = asked(&stack, "a", &["os=android".to_owned()], None, &[]);
    assert_eq!(value(&other, "theme"), "dark");
    let shown = stack.run(&["explain", "--device", "a", "--attribute", "os=ios"]);
    let shown = shown.code(0).stdout;
    for line in [
        "its app sees, on 1.0.0:",
        "theme     \"light\"  layer config  rule ios              \"dark\" (the release config)",
        "config  0",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

#[test]
fn explain_tells_a_variant_the_hold_out_and_whom_no_layer_reaches_apart() {
    let stack = configured();
    let (mut held, mut tried, mut outside) = (None, None, None);
    for number in 0..200 {
        let id = format!("device-{number}");
        let told = asked(&stack, &id, &[], None, &[]);
        let layer = told["layers"][1].clone();
        assert_eq!(layer["layer"], "button");
        let row = layer["rows"].as_array().unwrap().last().unwrap().clone();
        match (row["matched"].as_bool(), &row["owner"]["held_out"]) {
            (Some(true), Value::Bool(true)) => held = Some(told),
            (Some(true), _) => tried = Some((row, told)),
            _ => outside = Some((id, layer, told)),
        }
        if held.is_some() && tried.is_some() && outside.is_some() {
            break;
        }
    }
    let held = held.expect("a device that is held out");
    assert_eq!(value(&held, "button"), Value::Null);
    let (row, tried) = tried.expect("a device in the experiment");
    assert_eq!(row["owner"]["experiment"], "button");
    let variant = row["owner"]["variant"].as_str().expect("a variant");
    let is_on = value(&tried, "button") == "big";
    assert_eq!(variant, if is_on { "on" } else { "off" });
    let (id, layer, told) = outside.expect("a device that nothing reaches");
    assert_eq!(layer["choice"]["kind"], "keep");
    assert_eq!(value(&told, "button"), Value::Null);
    let shown = stack.run(&["explain", "--device", &id]).code(0).stdout;
    assert!(shown.contains("no row reaches it in: button"), "{shown}");
}

#[test]
fn a_saved_poll_says_what_it_lacks() {
    let stack = configured();
    let published = stack.data().join("edge/acme/shop/stable/latest.ndjson");
    let bytes = std::fs::read_to_string(published).unwrap();
    stack.write("saved/latest.ndjson", bytes);
    let ask = [
        "explain",
        "--device",
        "a",
        "--offline",
        "saved/latest.ndjson",
    ];
    let told = stack.json(&ask);
    assert!(told["missing"].as_array().unwrap().len() >= 2, "{told}");
    assert_eq!(told["values"], json!([]));
    assert_eq!(told["layers"][0]["choice"]["kind"], "config");
    let shown = stack.run(&ask).code(0).stdout;
    assert!(shown.contains("what it says isn't known"), "{shown}");
}

#[test]
fn what_no_device_is_is_refused_whatever_is_asked() {
    let stack = shipped(&["1.0.0"]);
    let edge = format!("{}/acme/shop/stable", stack.edge);
    let saved = stack.data().join("edge/acme/shop/stable/latest.ndjson");
    let (long, longest) = ("x".repeat(128) + "y", "x".repeat(127) + "y");
    for from in [
        vec![],
        vec!["--from-edge", &edge],
        vec!["--offline", saved.to_str().unwrap()],
    ] {
        let ask = |arguments: &[&str]| stack.run(&[&["explain"][..], arguments, &from].concat());
        for id in ["", &long] {
            ask(&["--device", id]).code(2).says("1 to 128 bytes");
        }
        // No agent takes such an id, so there is nothing to explain.
        ask(&["--device", "0000-0000"]).code(2).says("placeholder");
        let twice = [
            "--device",
            "a",
            "--attribute",
            "os=a",
            "--attribute",
            "os=b",
        ];
        ask(&twice).code(2).says("one value of each dimension");
        ask(&["--device", &longest]).code(0);
    }
}

#[test]
fn a_channel_without_values_has_no_layers() {
    let stack = shipped(&["1.0.0"]);
    let shown = stack.run(&["explain", "--device", "a"]).code(0).stdout;
    assert!(shown.contains("no layer of values"), "{shown}");
    assert!(shown.contains("its app sees no values on 1.0.0"), "{shown}");
}
