//! Rules, groups, pins, floors, variants and dry runs, from the command line to a device.

use super::explain::bare;
use super::ran::Ran;
use super::stack::{Stack, shipped};

/// Ships a version of the project in a rule, to all of it.
fn ship_in(stack: &Stack, rule: &str, version: &str) {
    stack.write("dist/index.html", format!("<p>{version}</p>"));
    let flags = ["--to", "100%", "--activate", "now", "--rule", rule];
    let ship = ["ship", "dist", "--version", version];
    stack.run(&[&ship[..], &flags].concat()).code(0);
}

fn edit_device(stack: &Stack, id: &str, attributes: &[(&str, &str)]) {
    let mut config = vec!["device", "config", "--id", id];
    let attributes: Vec<String> = attributes
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    for attribute in &attributes {
        config.extend(["--attribute", attribute]);
    }
    stack.run(&config).code(0);
}

fn runs(stack: &Stack, device: &str) -> Option<String> {
    stack.device(device, &["run", "--once"]).code(0);
    stack.runs(device, "index.html")
}

#[test]
fn a_rule_gives_its_audience_a_release_of_its_own() {
    let stack = shipped(&["1.0.0"]);
    stack
        .run(&[
            "dimension",
            "set",
            "model",
            "--values",
            "lamp-1,lamp-2,strip-1",
        ])
        .code(0);
    let groups = ["--of", "model", "--group", "lamps=lamp-*"];
    stack
        .run(&[&["dimension", "set", "kind"][..], &groups].concat())
        .code(0);
    stack
        .run(&["rule", "create", "lamps", "--audience", "kind=lamps"])
        .code(0);
    ship_in(&stack, "lamps", "2.0.0");
    edit_device(&stack, "lamp-a", &[("model", "lamp-2")]);
    assert_eq!(runs(&stack, "lamp").as_deref(), Some("<p>2.0.0</p>"));
    edit_device(&stack, "strip-a", &[("model", "strip-1")]);
    assert_eq!(runs(&stack, "strip").as_deref(), Some("<p>1.0.0</p>"));
    stack
        .run(&["dimension", "delete", "kind"])
        .code(3)
        .says("in use as it is: release");
    stack
        .run(&["rule", "create", "one", "--audience", "model=lamp-1"])
        .code(3)
        .says("--before lamps");
    let listed = stack.run(&["rule", "list"]).code(0);
    assert!(listed.stdout.contains("kind: lamps"), "{listed:?}");
    stack.run(&["rollback", "--rule", "lamps"]).code(0);
    stack.run(&["rule", "delete", "lamps"]).code(0);
}

#[test]
fn a_group_and_a_pin_reach_one_device_and_explain_says_the_same_everywhere() {
    let stack = shipped(&["1.0.0", "2.0.0"]);
    let ids: Vec<String> = (0..300).map(|number| format!("lamp-{number:04}")).collect();
    stack.write("ids.txt", ids.join("\n"));
    stack.run(&["group", "set", "hall", "ids.txt"]).code(0);
    stack
        .run(&["rule", "create", "hall", "--group", "hall"])
        .code(0);
    ship_in(&stack, "hall", "3.0.0");
    let pin = [
        "pin",
        "lamp-0007",
        "1.0.0",
        "--until",
        "7d",
        "--reason",
        "reproduces the flicker",
    ];
    let pinned = stack.run(&pin).code(0).stdout;
    assert!(pinned.contains("to 1.0.0 until"), "{pinned}");
    stack.write("none.txt", "\n\n");
    stack
        .run(&["group", "set", "none", "none.txt"])
        .code(2)
        .says("a group has at least one device");
    let status = stack.run(&["status"]).code(0);
    assert!(
        status.stdout.contains("reproduces the flicker"),
        "{status:?}"
    );
    for (id, version) in [
        ("lamp-0007", "1.0.0"),
        ("lamp-0008", "3.0.0"),
        ("other-1", "2.0.0"),
    ] {
        edit_device(&stack, id, &[]);
        assert_eq!(runs(&stack, id), Some(format!("<p>{version}</p>")), "{id}");
        explains_alike(&stack, id);
    }
    stack.run(&["unpin", "lamp-0007"]).code(0);
    edit_device(&stack, "lamp-0007", &[]);
    assert_eq!(runs(&stack, "lamp-0007").as_deref(), Some("<p>3.0.0</p>"));
    stack
        .run(&["group", "delete", "hall"])
        .code(3)
        .says("rule hall");
    stack
        .run(&["unpin", "lamp-0007"])
        .code(4)
        .says("a pin of device lamp-0007");
}

fn explains_alike(stack: &Stack, id: &str) {
    let edge = format!("{}/acme/shop/stable", stack.edge);
    let saved = stack.data().join("edge/acme/shop/stable/latest.ndjson");
    let ask = ["explain", "--device", id];
    let ledger = bare(stack.json(&ask));
    assert_eq!(ledger["choice"]["kind"], "config", "{ledger}");
    assert_eq!(
        stack.json(&[&ask[..], &["--from-edge", &edge]].concat()),
        ledger
    );
    let offline = ["--offline", saved.to_str().unwrap()];
    assert_eq!(stack.json(&[&ask[..], &offline].concat()), ledger);
}

#[test]
fn a_sleeper_passes_the_floor_and_everybody_goes_back_to_what_shipped() {
    let stack = shipped(&["1.0.0"]);
    edit_device(&stack, "lamp-a", &[]);
    assert_eq!(runs(&stack, "lamp").as_deref(), Some("<p>1.0.0</p>"));
    stack.write("dist/index.html", "<p>2.0.0</p>");
    let ship = ["ship", "dist", "--to", "100%", "--activate", "now"];
    stack
        .run(&[&ship[..], &["--version", "2.0.0", "--floor"]].concat())
        .code(0);
    stack.write("dist/index.html", "<p>3.0.0</p>");
    stack
        .run(&[&ship[..], &["--version", "3.0.0"]].concat())
        .code(0);
    let status = stack.run(&["status"]).code(0);
    assert!(
        status
            .stdout
            .contains("devices below 2.0.0 install it first"),
        "{status:?}"
    );
    let ran = stack.device("lamp", &["run", "--once"]).code(0);
    let told = format!("{}{}", ran.stdout, ran.stderr);
    let confirmed = |version: &str| {
        told.find(&format!("confirmed    {version}"))
            .expect(version)
    };
    assert!(confirmed("2.0.0") < confirmed("3.0.0"), "{told}");
    assert_eq!(
        stack.runs("lamp", "index.html").as_deref(),
        Some("<p>3.0.0</p>")
    );
    stack.run(&["rollback", "--embedded"]).code(0);
    stack.device("lamp", &["run", "--once"]).code(0);
    assert_eq!(stack.runs("lamp", "index.html"), None);
}

#[test]
fn a_dry_run_says_whom_it_would_move_and_changes_nothing() {
    let stack = shipped(&["1.0.0"]);
    stack.write("dist/index.html", "<p>1.1.0</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0", "--to", "10%"])
        .code(0);
    let mut lines: Vec<String> = (0..200).map(|number| format!("lamp-{number:04}")).collect();
    lines.push(r#"{"id":"lamp-x","attributes":{"os":"ios"}}"#.to_owned());
    stack.write("fleet.txt", lines.join("\n"));
    let dry = stack.json(&["ramp", "60%", "--dry-run", "--devices-file", "fleet.txt"]);
    let uniform = &dry["previews"][0]["uniform"];
    assert_eq!(uniform["asked"], 10_000);
    let moved = uniform["moved"].as_u64().unwrap();
    assert!((4700..5300).contains(&moved), "{uniform}");
    let counted = &dry["devices"][0];
    assert_eq!(counted["asked"], 201);
    // What it says of a list is what explain says of each of its devices, before and after.
    let of = |id: &str| stack.json(&["explain", "--device", id])["choice"]["release"].clone();
    let before: Vec<_> = (0..20)
        .map(|number| of(&format!("lamp-{number:04}")))
        .collect();
    stack.write("few.txt", lines[..20].join("\n"));
    for wrong in ["a\n{\"id\":\"\"}", &format!("a\n{}", "x".repeat(129))] {
        stack.write("wrong.txt", wrong);
        stack
            .run(&["ramp", "60%", "--dry-run", "--devices-file", "wrong.txt"])
            .code(2)
            .says("wrong.txt line 2: a device id must have 1 to 128 bytes");
    }
    let few = stack.json(&["ramp", "60%", "--dry-run", "--devices-file", "few.txt"]);
    stack.run(&["ramp", "60%"]).code(0);
    let after: Vec<_> = (0..20)
        .map(|number| of(&format!("lamp-{number:04}")))
        .collect();
    let moved = before
        .iter()
        .zip(&after)
        .filter(|(was, is)| was != is)
        .count();
    assert_eq!(few["devices"][0]["moved"], moved);
    for verb in [
        &["rule", "create", "ios", "--audience", "os=ios"][..],
        &["group", "set", "testers", "--device", "a"],
        &["dimension", "set", "hall"],
        &["pin", "a", "1.0.0", "--until", "1d", "--reason", "x"],
        &["pause"],
        &["rollback", "--embedded"],
    ] {
        let state = (
            stack.json(&["channel", "show"]),
            stack.json(&["app", "show"]),
        );
        stack.run(&[verb, &["--dry-run"]].concat()).code(0);
        let after = (
            stack.json(&["channel", "show"]),
            stack.json(&["app", "show"]),
        );
        assert_eq!(state, after, "{verb:?}");
    }
}

#[test]
fn an_audience_is_edited_and_its_devices_move() {
    let stack = shipped(&["1.0.0"]);
    stack
        .run(&["rule", "create", "phones", "--audience", "os=ios"])
        .code(0);
    ship_in(&stack, "phones", "2.0.0");
    edit_device(&stack, "lamp-a", &[("os", "ios")]);
    assert_eq!(runs(&stack, "lamp").as_deref(), Some("<p>2.0.0</p>"));
    let edit = ["rule", "edit", "phones", "--audience", "os=android"];
    let dry = stack.json(&[&edit[..], &["--dry-run"]].concat());
    let cohorts = dry["previews"][0]["uniform"]["cohorts"].as_array().unwrap();
    let moves = |os: &str, from: &str, to: &str| {
        let is_it = |one: &&serde_json::Value| one["attributes"]["os"] == os;
        let cohort = cohorts.iter().find(is_it).unwrap();
        assert_eq!(
            (&cohort["from"]["version"], &cohort["to"]["version"]),
            (&from.into(), &to.into())
        );
    };
    moves("ios", "2.0.0", "1.0.0");
    moves("android", "1.0.0", "2.0.0");
    assert_eq!(runs(&stack, "lamp").as_deref(), Some("<p>2.0.0</p>"));
    let create = ["rule", "create", "new", "--audience", "app_version=>=2"];
    for (verb, words) in [
        (&create[..], "rule new shares devices with phones"),
        (&edit, "decides for them: app_version: >=2; os: android"),
    ] {
        let ran = stack.run(verb).code(0);
        assert!(ran.stdout.contains(words), "{ran:?}");
    }
    assert_eq!(runs(&stack, "lamp").as_deref(), Some("<p>1.0.0</p>"));
    stack
        .run(&["rule", "edit", "phones"])
        .code(3)
        .says("`everyone`");
}

#[test]
fn what_is_wrong_is_refused_with_its_way_out() {
    let stack = shipped(&["1.0.0"]);
    let refused: [(&[&str], i32, &str); 10] = [
        (
            &["rule", "create", "ios", "--audience", "shoe=42"],
            3,
            "isn't declared",
        ),
        (&["rule", "create", "all"], 3, "say whom it is for"),
        (
            &["rule", "create", "old", "--audience", "app_version=>=2,<1"],
            3,
            "no version lies within",
        ),
        (
            &["rule", "create", "old", "--audience", "app_version"],
            2,
            "a condition is written",
        ),
        (
            &["group", "set", "x", "--device", "unknown"],
            2,
            "placeholder",
        ),
        (
            &["pin", "a", "1.0.0", "--until", "soon", "--reason", "x"],
            2,
            "an end is written",
        ),
        (
            &["pin", "a", "9.9.9", "--until", "1d", "--reason", "x"],
            4,
            "no release of 9.9.9",
        ),
        (&["ramp", "20%", "--rule", "nobody"], 3, "no release moves"),
        (
            &["config", "set", "price=1.5"],
            2,
            "price: no published JSON holds 1.5: numbers are integers",
        ),
        (
            &["config", "set", r#"theme={"color":"dark"}"#],
            3,
            "config.theme: theme must be flat: no arrays and no objects",
        ),
    ];
    for (arguments, code, words) in refused {
        let ran: Ran = stack.run(arguments);
        ran.code(code).says(words);
    }
}
