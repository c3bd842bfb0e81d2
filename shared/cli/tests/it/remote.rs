//! Remote configuration and experiments, from the command line to what an app sees.

use super::stack::{Stack, shipped};

/// What the app on a device sees.
fn sees(stack: &Stack, device: &str) -> serde_json::Value {
    stack.device(device, &["run", "--once"]).code(0);
    let file = stack.home.path().join(device).join("properties.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn values_reach_an_app_without_a_package() {
    let stack = shipped(&["1.0.0"]);
    let schema = r#"{"properties": {"theme": {"enum": ["dark", "light"], "default": "light"}, "page": {"type": "integer", "default": 20}}}"#;
    stack.write("schema.json", schema);
    stack.run(&["config", "schema", "schema.json"]).code(0);
    stack
        .run(&["config", "set", "theme=dark", "--reason", "it is night"])
        .code(0);
    assert_eq!(
        sees(&stack, "lamp"),
        serde_json::json!({"theme": "dark", "page": 20})
    );
    stack
        .run(&["config", "set", "theme=blue"])
        .code(3)
        .says("is not one of");
    stack.run(&["config", "set", "page=30"]).code(0);
    assert_eq!(sees(&stack, "lamp")["page"], 30);
    let history = stack.json(&["config", "history"]);
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!(history[1]["reason"], "it is night");
    let from = history[1]["id"].as_str().unwrap();
    let listed = stack.run(&["config", "history"]).code(0).stdout;
    let shown = listed.lines().skip(1);
    for (line, version) in shown.zip(history.as_array().unwrap()) {
        assert!(
            line.starts_with(version["id"].as_str().unwrap()),
            "{listed}"
        );
    }
    let diff = stack.run(&["config", "diff", from]).code(0);
    assert!(diff.stdout.contains("page"), "{diff:?}");
    stack.run(&["config", "rollback"]).code(0);
    assert_eq!(sees(&stack, "lamp")["page"], 20);
    stack
        .run(&["config", "set", "page=90", "--to", "50%"])
        .code(0);
    stack
        .run(&["config", "ramp", "40%"])
        .code(3)
        .says("only grows");
    stack.run(&["config", "ramp", "100%"]).code(0);
    assert_eq!(sees(&stack, "lamp")["page"], 90);
}

#[test]
fn an_experiment_gives_a_device_one_variant_until_one_is_chosen() {
    let stack = shipped(&["1.0.0"]);
    stack.run(&["config", "set", "button=plain"]).code(0);
    let create = ["experiment", "create", "button", "--reserve", "100%"];
    let variants = [
        "--variant",
        "big:50%:button=big",
        "--variant",
        "red:50%:button=red",
    ];
    stack.run(&[&create[..], &variants].concat()).code(0);
    let button = sees(&stack, "lamp")["button"].clone();
    assert!(button == "big" || button == "red", "{button}");
    assert_eq!(sees(&stack, "lamp")["button"], button, "it keeps it");
    stack
        .run(&["experiment", "conclude", "button", "red"])
        .code(0);
    assert_eq!(sees(&stack, "lamp")["button"], "red");
    stack.run(&["experiment", "holdout", "100%"]).code(0);
    stack.run(&[&create[..], &variants].concat()).code(0);
    assert_eq!(sees(&stack, "lamp")["button"], "red", "held out");
    stack.run(&["experiment", "stop", "button"]).code(0);
    let listed = stack.run(&["experiment", "list"]).code(0);
    assert!(listed.stdout.contains("no experiment runs"), "{listed:?}");
}

#[test]
fn a_change_of_values_shows_the_configuration_that_it_left() {
    let stack = shipped(&["1.0.0"]);
    for ask in ["show", "history"] {
        let none = stack.run(&["config", ask]).code(0);
        assert!(none.stdout.contains("nothing was set yet"), "{none:?}");
    }
    let shown = stack.run(&["config", "set", "page=30"]).code(0).stdout;
    assert!(shown.contains("page      30     everyone"), "{shown}");
    assert!(shown.contains("published; "), "{shown}");
    let left = stack.json(&["config", "set", "page=40", "--to", "50%"]);
    assert_eq!(left["config"], stack.json(&["config", "show"]));
    assert_eq!(left["config"]["placed"][0]["share"], "50%");
    assert!(left["publications"][0]["seq"].is_u64(), "{left}");
    let left = stack.json(&["config", "rollback"]);
    assert_eq!(left["config"]["history"][0]["values"]["page"], 30);
}

#[test]
fn values_that_say_nothing_or_two_things_are_refused_with_the_way_out() {
    let stack = shipped(&["1.0.0"]);
    stack.run(&["config", "set", "page=30"]).code(0);
    for (said, code, words) in [
        (vec![], 3, "nothing is set and nothing taken away"),
        (
            vec!["page=1", "--unset", "page"],
            3,
            "config.page: page is set and taken away at once",
        ),
        (vec!["=1"], 2, "a property is written name=value"),
        (
            vec!["page=9007199254740993"],
            2,
            "page: no published JSON holds 9007199254740993",
        ),
        (
            vec!["page=-9007199254740992"],
            2,
            "page: no published JSON holds -9007199254740992",
        ),
        (
            vec!["page=18446744073709551615"],
            2,
            "page: no published JSON holds",
        ),
        (
            vec!["api_key=1"],
            3,
            "property api_key looks like a secret (api_key)",
        ),
    ] {
        let refused = stack.run(&[&["config", "set"][..], &said].concat());
        refused.code(code).says(words);
    }
    assert_eq!(
        stack.json(&["config", "history"]).as_array().unwrap().len(),
        1
    );
    for bound in ["9007199254740991", "-9007199254740991"] {
        let say = format!("page={bound}");
        stack.run(&["config", "set", &say]).code(0);
        assert_eq!(sees(&stack, "lamp")["page"].to_string(), bound);
    }
}

#[test]
fn an_experiments_verbs_show_it_as_it_stands_then() {
    let stack = shipped(&["1.0.0"]);
    let create = [
        "experiment",
        "create",
        "button",
        "--reserve",
        "50%",
        "--to",
        "20%",
    ];
    let variants = ["--variant", "plain:50%", "--variant", "big:50%:button=big"];
    let create = [&create[..], &variants].concat();
    let made = stack.run(&create).code(0).stdout;
    for line in [
        "experiment button of everyone in layer button: reserves 50%, reaches 20% of that",
        "plain       50%      5%  what there is without it",
        "big         50%      5%  button=\"big\"",
        "published; ",
    ] {
        assert!(made.contains(line), "{line}\n{made}");
    }
    let shown = stack.run(&["experiment", "show", "button"]).code(0).stdout;
    assert!(made.starts_with(&shown), "{made}\n{shown}");
    let found = stack.json(&["experiment", "show", "button"]);
    assert_eq!(found, stack.json(&["experiment", "list"])["running"][0]);
    for (verb, field, value) in [
        (&["ramp", "button", "100%"][..], "share", "100%".into()),
        (&["pause", "button"], "held", true.into()),
        (&["resume", "button"], "held", serde_json::json!(false)),
    ] {
        let left = stack.json(&[&["experiment"][..], verb].concat());
        assert_eq!(left["experiment"][field], value, "{verb:?}");
        assert_eq!(
            left["experiment"],
            stack.json(&["experiment", "show", "button"])
        );
        assert!(left["publications"][0]["seq"].is_u64(), "{left}");
    }
    stack.run(&["experiment", "stop", "button"]).code(0);
    stack
        .run(&["experiment", "show", "button"])
        .code(4)
        .says("no experiment button runs in stable");
    let left = stack.json(&create);
    assert_eq!(left["experiment"]["variants"][1]["reaches"], "5%");
}

#[test]
fn an_experiment_gives_a_device_one_package_until_one_is_chosen() {
    let stack = shipped(&["1.0.0"]);
    for version in ["2.0.0", "2.1.0"] {
        stack.write("dist/index.html", format!("<p>{version}</p>"));
        let create = ["package", "create", "dist", "--version", version];
        stack.run(&create).code(0);
    }
    let create = ["experiment", "create", "menu", "--reserve", "100%"];
    let variants = [
        "--variant",
        "list:50%:@2.0.0",
        "--variant",
        "tabs:50%:@2.1.0",
        "--activate",
        "now",
    ];
    let made = stack.run(&[&create[..], &variants].concat()).code(0);
    made.says("at most 50% of everyone in stable, from 1.0.0 to 2.0.0");
    let runs = |device: &str| {
        stack.device(device, &["run", "--once"]).code(0);
        stack.runs(device, "index.html").unwrap()
    };
    let had = runs("lamp");
    assert!(had == "<p>2.0.0</p>" || had == "<p>2.1.0</p>", "{had}");
    let status = stack.run(&["status"]).code(0);
    let line = "experiment menu of everyone: list 50% of 2.0.0, tabs 50% of 2.1.0";
    assert!(status.stdout.contains(line), "{status:?}");
    stack.run(&["experiment", "pause", "menu"]).code(0);
    assert_eq!(runs("lamp"), had, "it keeps it");
    assert_eq!(runs("late"), "<p>1.0.0</p>", "nobody new gets one");
    stack
        .run(&["experiment", "ramp", "menu", "100%"])
        .code(3)
        .says("is paused");
    stack.run(&["experiment", "resume", "menu"]).code(0);
    stack
        .run(&["experiment", "conclude", "menu", "list"])
        .code(0);
    assert_eq!(runs("lamp"), "<p>2.0.0</p>", "also down from the other");
    assert_eq!(runs("late"), "<p>2.0.0</p>");
    stack
        .run(&[
            "experiment",
            "create",
            "x",
            "--reserve",
            "1%",
            "--variant",
            "a:50%:@two",
        ])
        .code(2);
}
