//! For the shell: completions, man pages, exit codes, peers' words.

use super::ran::{Ran, WAVECAST, command};

fn wavecast(arguments: &[&str]) -> Ran {
    let nowhere = tempfile::tempdir().unwrap();
    command(WAVECAST)
        .args(arguments)
        .current_dir(nowhere.path())
        .output()
        .unwrap()
        .into()
}

#[test]
fn completions_and_man_pages_are_generated() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = wavecast(&["completions", shell]).code(0).stdout;
        assert!(script.contains("rollback"), "{shell}");
    }
    let pages = tempfile::tempdir().unwrap();
    wavecast(&["man", pages.path().to_str().unwrap()]).code(0);
    for page in ["wavecast.1", "wavecast-ship.1", "wavecast-release-ramp.1"] {
        let text = std::fs::read_to_string(pages.path().join(page)).unwrap();
        assert!(text.contains(".SH"), "{page}");
    }
}

#[test]
fn every_answer_is_json_when_asked_for_it() {
    for (arguments, code) in [
        (&["--json", "ramp", "-1%", "--app", "acme/shop"][..], 2),
        (&["--json", "ramp", "101%"], 2),
        (&["--json", "release", "show"], 2),
        (&["--json", "deploy"], 2),
        (&["status", "--json"], 2),
        (&["--json", "completions", "bash"], 0),
    ] {
        let answer = wavecast(arguments).code(code).stdout;
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let says = if code == 0 { "script" } else { "error" };
        assert!(answer[says] != serde_json::Value::Null, "{arguments:?}");
    }
    wavecast(&["ramp", "-1%"]).code(2).says("a share must");
}

#[test]
fn a_dry_run_starts_and_writes_nothing() {
    let nowhere = tempfile::tempdir().unwrap();
    let data = nowhere.path().join("data").display().to_string();
    let urls = ["--public-url", "https://a.example", "--public-edge-url"];
    let serve = [
        &["serve", "--data", &data][..],
        &urls,
        &["https://b.example"],
    ]
    .concat();
    for arguments in [
        &["man", &data][..],
        &["dev", "--data", &data],
        &["edge", "--data", &data],
        &serve,
    ] {
        let arguments = [&["--dry-run", "--json"][..], arguments].concat();
        let answer = wavecast(&arguments).code(0).stdout;
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["dry_run"], true, "{arguments:?}");
    }
    assert_eq!(std::fs::read_dir(nowhere.path()).unwrap().count(), 0);
}

#[test]
fn peers_words_answer_with_a_hint() {
    for word in ["deploy", "publish", "update", "push", "upload"] {
        wavecast(&[word, "x"])
            .code(2)
            .says("there is no command")
            .says("wavecast ship");
    }
    wavecast(&["shop"]).code(2).says("ship");
}

#[test]
fn help_lists_the_exit_codes_and_the_documentation_does_too() {
    let help = wavecast(&["--help"]).code(0).stdout;
    let table = help.split("Exit codes:").nth(1).unwrap();
    let docs = include_str!("../../../../docs/cli.md");
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (code, meaning) = line.split_once("  ").unwrap();
        assert!(
            docs.contains(&format!("| {} | {} |", code.trim(), meaning.trim())),
            "docs/cli.md lacks: {line}"
        );
    }
}

#[test]
fn without_configuration_it_says_what_is_missing() {
    wavecast(&["status"]).code(2).says("--app");
    wavecast(&["status", "--app", "acme/shop"])
        .code(8)
        .says("--token-file");
    wavecast(&["status", "--app", "shop"])
        .code(2)
        .says("organization/application");
    wavecast(&["init"]).code(8);
}

#[test]
fn a_failure_is_json_too_when_json_is_wanted() {
    let ran = wavecast(&["status", "--json"]).code(2);
    assert_eq!(ran.json()["error"]["exit"], 2);
    assert!(
        ran.json()["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("--app")
    );
}

#[test]
fn version_and_help_succeed() {
    assert!(
        wavecast(&["--version"])
            .code(0)
            .stdout
            .starts_with("wavecast ")
    );
    for topic in ["init", "ship", "status", "ramp", "simulate", "dev"] {
        assert!(
            wavecast(&[topic, "--help"])
                .code(0)
                .stdout
                .contains("Usage"),
            "{topic}"
        );
    }
}
