//! `wavecast login` against a real server and the real Keycloak.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::keycloak::agree;
use crate::server::issuer;

/// The real binary, beside the test's own.
pub fn wavecast(home: &Path) -> Command {
    let own = std::env::current_exe().unwrap();
    let path: PathBuf = own.parent().unwrap().parent().unwrap().join("wavecast");
    assert!(path.is_file(), "build it with: cargo build -p wavecast-cli");
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("WAVECAST_") {
            command.env_remove(name);
        }
    }
    command
        .env("XDG_STATE_HOME", home)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command.current_dir(home);
    command
}

/// A server that lets Keycloak's people in; it ends with the test.
pub struct Server {
    child: Child,
    pub api: String,
    pub token_file: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    pub fn start(home: &Path, more: &[&str]) -> Self {
        let data = home.join("data");
        let mut child = wavecast(home)
            .args([
                "dev",
                "--json",
                "--api",
                "127.0.0.1:0",
                "--edge",
                "127.0.0.1:0",
                "--data",
            ])
            .arg(data)
            .args(["--oidc-issuer", issuer()])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let at: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| at[name].as_str().unwrap().to_owned();
        Self {
            child,
            api: text("api"),
            token_file: text("token_file"),
        }
    }
}

pub fn text(output: &Output) -> String {
    let all = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(all).unwrap()
}

/// Signs in as a person: begins on the command line, confirms in the browser.
pub fn login(home: &Path, server: &Server, person: &str) {
    let mut child = wavecast(home)
        .args(["login", "--url", &server.api])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    let url = line
        .trim()
        .strip_prefix("open ")
        .unwrap_or_else(|| panic!("{line}"));
    agree(url, person);
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
}

#[test]
fn people_sign_in_invite_each_other_and_stay_apart() {
    let place = tempfile::tempdir().unwrap();
    let (ada, bob) = (place.path().join("ada"), place.path().join("bob"));
    for home in [&ada, &bob] {
        std::fs::create_dir(home).unwrap();
    }
    let server = Server::start(place.path(), &[]);
    let run = |home: &Path, arguments: &[&str]| {
        wavecast(home)
            .args(arguments)
            .args(["--url", &server.api])
            .output()
            .unwrap()
    };
    let denied = run(&ada, &["org", "list"]);
    assert_eq!(denied.status.code(), Some(8), "{}", text(&denied));
    login(&ada, &server, "ada");
    login(&bob, &server, "bob");
    for arguments in [
        &["org", "create", "acme"][..],
        &["app", "create", "acme/lamp", "--kind", "firmware"],
    ] {
        let made = run(&ada, arguments);
        assert!(made.status.success(), "{}", text(&made));
    }
    // Bob isn't in it: there is no such organization for him.
    let hidden = run(&bob, &["org", "show", "acme"]);
    assert_eq!(hidden.status.code(), Some(4), "{}", text(&hidden));
    let invited = run(
        &ada,
        &[
            "org",
            "invite",
            "bob",
            "--org",
            "acme",
            "--grant",
            "lamp=read",
            "--json",
        ],
    );
    let invited: Value = serde_json::from_slice(&invited.stdout).unwrap();
    let accepted = run(
        &bob,
        &["org", "accept", "acme", invited["code"].as_str().unwrap()],
    );
    assert!(accepted.status.success(), "{}", text(&accepted));
    let shown = run(&bob, &["org", "access", "--org", "acme"]);
    let shown = text(&shown);
    assert!(
        shown.contains("Bob Builder in acme") && shown.contains("acme/lamp"),
        "{shown}"
    );
    let refused = run(&bob, &["app", "create", "acme/bulb", "--kind", "bundle"]);
    assert_eq!(refused.status.code(), Some(8), "{}", text(&refused));
    let trail = run(&ada, &["org", "member", "list", "--org", "acme"]);
    let trail = text(&trail);
    assert!(
        trail.contains("Ada Lovelace") && trail.contains("Bob Builder"),
        "{trail}"
    );
    // The bootstrap token goes on working beside.
    let own = wavecast(&ada)
        .args([
            "org",
            "list",
            "--url",
            &server.api,
            "--token-file",
            &server.token_file,
        ])
        .output()
        .unwrap();
    assert!(text(&own).contains("acme"), "{}", text(&own));
    let out = run(&bob, &["logout"]);
    assert!(out.status.success());
    assert_eq!(run(&bob, &["org", "show", "acme"]).status.code(), Some(8));
}
