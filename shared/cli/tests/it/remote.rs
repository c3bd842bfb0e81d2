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
    assert_eq!(history[0]["reason"], "it is night");
    let from = history[0]["id"].as_str().unwrap();
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
