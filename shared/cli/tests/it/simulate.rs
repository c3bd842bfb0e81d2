//! Virtual devices against a real edge.

use super::stack::Stack;

#[test]
fn a_fleet_installs_what_it_is_offered_and_says_each_change() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist"]).code(0);
    let fleet = [
        "simulate",
        "--devices",
        "40",
        "--offline",
        "25%",
        "--away",
        "0",
        "--poll",
        "100",
        "--seconds",
        "4",
    ];
    let ran = stack.run(&fleet).code(0).says("10 of them offline");
    assert!(
        ran.stdout
            .lines()
            .last()
            .unwrap()
            .ends_with("as shipped 10 · 1.0.0 30 · offline 10"),
        "{ran:?}"
    );

    let fails = stack
        .run(&[&fleet[..], &["--fails", "=1.0.0", "--json"]].concat())
        .code(0);
    let last: serde_json::Value =
        serde_json::from_str(fails.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(last["fleet"]["devices"], 40);
    let releases = last["fleet"]["releases"].as_object().unwrap();
    let failed = releases
        .iter()
        .find(|(name, _)| name.starts_with("1.0.0#"))
        .unwrap()
        .1;
    assert_eq!(
        (&failed["failed"], &failed["installed"]),
        (&30.into(), &0.into())
    );
}

#[test]
fn a_health_command_decides_on_the_package_itself() {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack.run(&["ship", "dist"]).code(0);
    for (health, well) in [
        ("grep -q one index.html", 20),
        ("grep -q two index.html", 0),
    ] {
        let arguments = [
            "simulate",
            "--devices",
            "20",
            "--offline",
            "0%",
            "--poll",
            "100",
            "--seconds",
            "4",
            "--health",
        ];
        let ran = stack
            .run(&[&arguments[..], &[health, "--json"]].concat())
            .code(0);
        let last: serde_json::Value =
            serde_json::from_str(ran.stdout.lines().last().unwrap()).unwrap();
        let releases = last["fleet"]["releases"].as_object().unwrap();
        let release = releases
            .iter()
            .find(|(name, _)| name.starts_with("1.0.0#"))
            .unwrap()
            .1;
        assert_eq!(release["installed"], well, "{health}");
    }
}
