//! Bad input: each gets a clear error, and nothing is lost or half done.

use super::ran::Ran;
use super::stack::Stack;

fn project() -> Stack {
    let stack = Stack::start();
    stack.init("acme/shop", "bundle");
    stack.write("dist/index.html", "<p>one</p>");
    stack
}

/// The command was refused, and neither package nor release came of it.
#[track_caller]
fn nothing_came_of_it(stack: &Stack, ran: Ran, about: &str) {
    ran.code(3).says(about).says("hint:");
    assert_eq!(stack.json(&["package", "list"]), serde_json::json!([]));
    assert!(stack.releases().is_empty());
}

#[test]
fn a_symbolic_link_in_a_package_directory_is_refused() {
    let stack = project();
    std::os::unix::fs::symlink("/etc/passwd", stack.project().join("dist/passwd")).unwrap();
    nothing_came_of_it(
        &stack,
        stack.run(&["ship", "dist"]),
        "dist/passwd: is a symbolic link",
    );
}

#[test]
fn two_paths_that_differ_only_in_case_are_refused() {
    let stack = project();
    stack.write("dist/Logo.png", "a");
    stack.write("dist/logo.PNG", "b");
    nothing_came_of_it(&stack, stack.run(&["ship", "dist"]), "only in case");
}

#[test]
fn a_device_name_is_refused() {
    let stack = project();
    stack.write("dist/img/aux.png", "a");
    nothing_came_of_it(&stack, stack.run(&["ship", "dist"]), "aux.png");
}

#[test]
fn a_path_that_is_not_nfc_is_refused() {
    let stack = project();
    stack.write("dist/cafe\u{301}.html", "a");
    nothing_came_of_it(&stack, stack.run(&["ship", "dist"]), "NFC");
}

#[test]
fn a_share_beyond_its_bounds_or_steps_is_a_usage_error() {
    let stack = project();
    for share in ["101%", "-1%", "33.333%", "50", "100", "0x10%", ""] {
        let ran = stack.run(&["ramp", "--", share]).code(2);
        assert!(
            ran.stderr.contains("share") || ran.stderr.contains("TO"),
            "{share}: {ran:?}"
        );
    }
}

#[test]
fn a_ramp_down_is_refused_with_the_ways_out() {
    let stack = project();
    stack.run(&["ship", "dist", "--version", "1.0.0"]).code(0);
    stack.write("dist/index.html", "<p>two</p>");
    stack
        .run(&["ship", "dist", "--version", "1.1.0", "--to", "50%"])
        .code(0);
    stack.run(&["ramp", "20%"]).code(3).says("hint:");
    assert_eq!(stack.release("1.1.0").1, "50%");
}

#[test]
fn a_wrong_or_missing_token_is_denied() {
    let stack = project();
    let token = stack.home.path().join("other-token");
    std::fs::write(&token, "wct_wrong").unwrap();
    let token = token.to_str().unwrap();
    stack
        .run(&["status", "--token-file", token])
        .code(8)
        .says("hint:");
    stack
        .run(&["status", "--token-file", "/nowhere/token"])
        .code(8)
        .says("/nowhere/token");
}

#[test]
fn what_does_not_exist_is_not_found() {
    let stack = project();
    stack.run(&["status", "--app", "acme/none"]).code(4);
    stack.run(&["status", "--channel", "none"]).code(4);
    stack.run(&["package", "show", "9.9.9"]).code(4);
    stack.run(&["ship", "nowhere"]).code(4).says("nowhere");
    stack.run(&["ship", "dist", "--app", "acme/none"]).code(4);
}

#[test]
fn a_server_that_is_not_there_is_unreachable() {
    let stack = project();
    stack
        .run(&["status", "--url", "http://127.0.0.1:9"])
        .code(6)
        .says("can't be reached");
    stack
        .run(&["verify", "http://127.0.0.1:9/acme/shop/stable"])
        .code(6)
        .says("can't be reached");
}

#[test]
fn a_configuration_that_is_not_understood_names_its_place() {
    let stack = project();
    stack.write("wavecast.toml", "app = \"acme/shop\"\nchanel = \"beta\"\n");
    stack.run(&["status"]).code(2).says("chanel").says("line 2");
}

/// A body, with headers, as no client of ours would send it.
fn post(stack: &Stack, path: &str, body: &str, headers: &[&str]) -> (u16, serde_json::Value) {
    let token = std::fs::read_to_string(&stack.token_file).unwrap();
    let mut curl = std::process::Command::new("curl");
    curl.args([
        "--silent",
        "--request",
        "POST",
        "--write-out",
        "\n%{http_code}",
        "--data-binary",
        "@-",
    ]);
    curl.args([
        "--header",
        &format!("authorization: Bearer {}", token.trim()),
    ]);
    curl.args(["--header", "content-type: application/json"]);
    for header in headers {
        curl.args(["--header", header]);
    }
    curl.arg(format!("{}/api/v1/{path}", stack.api));
    curl.stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut child = curl
        .spawn()
        .expect("curl sends what no client of ours would");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), body.as_bytes()).ok();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let (answer, status) = output.rsplit_once('\n').unwrap();
    (
        status.parse().unwrap(),
        serde_json::from_str(answer).unwrap_or_default(),
    )
}

#[test]
fn bodies_that_are_no_acceptable_json_are_refused_as_problems() {
    let stack = project();
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let large = format!("{{\"name\":\"{}\"}}", "a".repeat(2 << 20));
    for (body, about) in [
        ("{\"name\":", "malformed"),
        ("{\"name\":\"x\",\"name\":\"y\"}", "a duplicate key"),
        ("{\"name\":\"x\",\"colour\":1}", "an unknown field"),
        ("{\"name\":7}", "the wrong type"),
        ("{\"name\":\"cafe\u{301}\"}", "not NFC"),
        (deep.as_str(), "deep"),
        (large.as_str(), "large"),
    ] {
        let (status, problem) = post(&stack, "orgs", body, &[]);
        assert!((400..500).contains(&status), "{about}: {status}");
        assert_eq!(problem["status"], status, "{about}: {problem}");
    }
    assert_eq!(stack.json(&["org", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_stale_revision_is_refused() {
    let stack = project();
    let path = "orgs/acme/apps/shop/channels";
    let (status, problem) = post(
        &stack,
        path,
        "{\"name\":\"beta\"}",
        &["if-match: \"99999\""],
    );
    assert_eq!(status, 412, "{problem}");
    assert_eq!(
        stack.json(&["channel", "list"]).as_array().unwrap().len(),
        1
    );
}

#[test]
fn an_idempotency_key_stands_for_one_body() {
    let stack = project();
    let (path, key) = ("orgs/acme/apps/shop/channels", ["idempotency-key: once"]);
    let (first, _) = post(&stack, path, "{\"name\":\"one\"}", &key);
    let (again, answer) = post(&stack, path, "{\"name\":\"one\"}", &key);
    assert!(first < 300 && again < 300, "{first} {again}");
    assert_eq!(answer["replayed"], true);
    let (other, problem) = post(&stack, path, "{\"name\":\"two\"}", &key);
    assert_eq!(other, 422, "{problem}");
    let channels = stack.json(&["channel", "list"]);
    assert_eq!(channels.as_array().unwrap().len(), 2, "{channels}");
}
