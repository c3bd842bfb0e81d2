//! The full set beneath the daily path, and the shapes of `--json`.

use serde_json::Value;

use super::ran::{Ran, WAVECAST, command};
use super::stack::Stack;

fn shipped() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist", "--version", "1.0.0"]).code(0);
    stack
}

/// The names of all fields with the types of their values: what scripts rely on.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::Array(items) => items.first().map(shape).into_iter().collect(),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        Value::Bool(_) => "bool".into(),
        Value::Null => Value::Null,
    }
}

#[test]
fn the_shapes_of_json_stay() {
    let stack = shipped();
    stack.write("dist/index.html", "<p>two</p>");
    let shipped = stack.json(&["ship", "dist", "--version", "1.1.0"]);
    insta::assert_json_snapshot!("ship", shape(&shipped));
    insta::assert_json_snapshot!("status", shape(&stack.json(&["status"])));
    insta::assert_json_snapshot!("package", shape(&stack.json(&["package", "show", "1.1.0"])));
    insta::assert_json_snapshot!(
        "verify",
        shape(&stack.json(&["verify", &format!("{}/acme/shop/stable", stack.edge)]))
    );
    insta::assert_json_snapshot!("explain", shape(&stack.json(&["explain", "--device", "a"])));
    insta::assert_json_snapshot!("doctor", shape(&stack.json(&["doctor"])));
}

/// A time that a schedule may begin at.
fn in_a_day() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = i64::try_from(since.unwrap().as_secs()).unwrap();
    wavecast_wire::time::Timestamp(seconds + 86_400).to_string()
}

#[test]
fn a_release_lives_step_by_step() {
    let stack = shipped();
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["package", "create", "dist", "--version", "1.1.0"])
        .code(0);
    let draft = stack.json(&[
        "release",
        "create",
        "1.1.0",
        "--property",
        "colour=\"red\"",
        "--property",
        "speed=3",
    ]);
    let id = draft["release"]["id"].as_str().unwrap();
    assert_eq!(draft["release"]["status"], "draft");
    assert_eq!(draft["release"]["properties"]["speed"], 3);
    stack
        .run(&["release", "edit", id, "--notes", "Faster."])
        .code(0);
    assert_eq!(
        stack.json(&["release", "show", id])["notes"]["en"],
        "Faster."
    );
    let tomorrow = in_a_day();
    let start = [
        "release", "schedule", id, "--start", &tomorrow, "--stage", "5%@0", "--stage", "50%@3600",
    ];
    assert_eq!(stack.json(&start)["release"]["status"], "scheduled");
    assert_eq!(
        stack.json(&["release", "unschedule", id])["release"]["status"],
        "draft"
    );
    assert_eq!(
        stack.json(&["release", "start", id, "--to", "10%"])["release"]["share"],
        "10%"
    );
    assert_eq!(
        stack.json(&["release", "ramp", id, "--to", "20%"])["release"]["share"],
        "20%"
    );
    assert_eq!(
        stack.json(&["release", "pause", id])["release"]["status"],
        "paused"
    );
    assert_eq!(
        stack.json(&["release", "resume", id])["release"]["status"],
        "active"
    );
    assert_eq!(
        stack.json(&["release", "retry", id])["release"]["attempt"],
        2
    );
    assert_eq!(
        stack.json(&["release", "conclude", id])["release"]["status"],
        "concluded"
    );
    assert_eq!(
        stack.json(&["release", "clone", id])["release"]["status"],
        "draft"
    );
    let copy = stack.json(&["release", "list", "--status", "draft"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    stack.run(&["release", "delete", &copy]).code(0);
    stack.run(&["release", "show", &copy]).code(4);
    stack.run(&["release", "revert", id]).code(0);
    assert_eq!(stack.json(&["release", "show", id])["status"], "reverted");
}

#[test]
fn a_release_is_aborted_or_superseded() {
    let stack = shipped();
    for version in ["1.1.0", "1.2.0"] {
        stack.write("dist/index.html", version);
        stack
            .run(&["package", "create", "dist", "--version", version])
            .code(0);
    }
    let first = stack.json(&["release", "create", "1.1.0", "--start", "--to", "10%"]);
    let first = first["release"]["id"].as_str().unwrap();
    let second = stack.json(&["release", "supersede", first, "1.2.0"]);
    assert_eq!(second["release"]["share"], "10%");
    let second = second["release"]["id"].as_str().unwrap();
    assert_eq!(
        stack.json(&["release", "show", first])["status"],
        "superseded"
    );
    assert_eq!(
        stack.json(&["release", "abort", second, "--keep"])["release"]["status"],
        "aborted"
    );
}

#[test]
fn a_yanked_package_is_not_released_again() {
    let stack = shipped();
    stack.write("dist/index.html", "<p>bad</p>");
    stack
        .run(&["package", "create", "dist", "--version", "1.1.0"])
        .code(0);
    stack
        .run(&["package", "yank", "1.1.0", "--reason", "leaks"])
        .code(0);
    assert_eq!(
        stack.json(&["package", "show", "1.1.0"])["status"],
        "yanked"
    );
    stack.run(&["release", "create", "1.1.0"]).code(3);
    stack.run(&["ship", "dist", "--version", "1.2.0"]).code(0);
    let told = stack.run(&["package", "yank", "1.2.0", "--reason", "leaks"]);
    let told = told.code(0).stdout;
    assert!(told.contains("still live  in stable (everyone)"), "{told}");
    stack
        .run(&["ship", "dist", "--version", "1.1.0"])
        .code(7)
        .says("yanked");
}

#[test]
fn applications_and_channels_are_set_up_and_ended() {
    let stack = Stack::start();
    stack
        .run(&["org", "create", "acme", "--title", "Acme"])
        .code(0);
    stack
        .run(&[
            "app",
            "create",
            "acme/shop",
            "--kind",
            "bundle",
            "--first-step",
            "1%",
        ])
        .code(0);
    let app = ["--app", "acme/shop"];
    let with = |arguments: &[&str]| stack.run(&[arguments, &app[..]].concat());
    with(&["channel", "create", "beta", "--poll-idle", "7200"]).code(0);
    with(&["channel", "create", "stable"]).code(0);
    with(&["app", "set", "--downgrade", "true"]).code(0);
    with(&["channel", "set", "beta", "--poll-active", "300"]).code(0);
    let shown = with(&["app", "show", "--json"]).code(0).json();
    assert_eq!(shown["settings"]["first_step"], "1%");
    assert_eq!(shown["settings"]["downgrade"], true);
    with(&["channel", "move", "beta", "stable"]).code(0);
    assert_eq!(
        with(&["channel", "show", "beta", "--json"]).json()["moved_to"],
        "acme/shop/stable"
    );
    with(&["channel", "retire", "stable"]).code(0);
    with(&["channel", "delete", "beta"]).code(0);
    with(&["org", "show", "acme"]).code(0);
    with(&["app", "list", "acme"]).code(0);
    let trail = with(&["audit", "list", "--json"]).code(0).json();
    assert!(trail.as_array().unwrap().len() >= 6, "{trail}");
}

#[test]
fn doctor_finds_everything_well_and_a_dead_edge_broken() {
    let stack = shipped();
    let well = stack.json(&["doctor"]);
    assert!(
        well.as_array()
            .unwrap()
            .iter()
            .all(|check| check["state"] != "bad"),
        "{well}"
    );
    let ran = stack
        .run(&["doctor", "--url", "http://127.0.0.1:9"])
        .code(1);
    assert!(ran.stdout.contains("can't be reached"), "{ran:?}");
}

#[test]
fn publications_are_listed_and_watched() {
    let stack = shipped();
    let listed = stack.json(&["publication", "list"]);
    let id = listed[0]["id"].as_str().unwrap();
    assert_eq!(
        stack.json(&["publication", "watch", id])["state"],
        "published"
    );
    stack
        .run(&["publication", "show", "01AAAAAAAAAAAAAAAAAAAAAAAA"])
        .code(4);
}

#[test]
fn flags_come_before_environment_before_file() {
    let stack = Stack::start();
    let named = |arguments: &[&str], environment: Option<&str>| {
        let mut doctor = command(WAVECAST);
        doctor
            .arg("doctor")
            .args(arguments)
            .current_dir(stack.project());
        if let Some(app) = environment {
            doctor.env("WAVECAST_APP", app);
        }
        let ran: Ran = doctor.output().unwrap().into();
        ran.stdout.lines().next().unwrap().to_owned()
    };
    assert!(named(&[], None).contains("no application"));
    stack.write("wavecast.toml", "app = \"acme/file\"\n");
    assert!(named(&[], None).contains("acme/file"));
    assert!(named(&[], Some("acme/environment")).contains("acme/environment"));
    assert!(named(&["--app", "acme/flag"], Some("acme/environment")).contains("acme/flag"));
}
