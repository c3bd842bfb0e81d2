//! The server's own people, by the binary against a running server.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use wavecast_engine::totp::FactorKey;
use wavecast_wire::time::Timestamp;

use super::ran::{Ran, WAVECAST, command};
use super::stack::Stack;

const PASSWORD: &str = "four violet lamps";

/// Somebody's machine: no token but what they sign in for.
struct Desk<'a> {
    stack: &'a Stack,
    name: &'static str,
}

impl Desk<'_> {
    /// Runs wavecast there, with these lines on its standard input.
    fn types(&self, lines: &str, arguments: &[&str]) -> Ran {
        let mut child = self.starts(arguments);
        let mut typed = child.stdin.take().unwrap();
        typed.write_all(lines.as_bytes()).unwrap();
        drop(typed);
        child.wait_with_output().unwrap().into()
    }

    /// The same for whoever types what they are told first.
    fn starts(&self, arguments: &[&str]) -> Child {
        let home = self.stack.home.path().join(self.name);
        std::fs::create_dir_all(&home).unwrap();
        command(WAVECAST)
            .args(arguments)
            .env("WAVECAST_URL", &self.stack.api)
            .env("XDG_STATE_HOME", &home)
            .current_dir(&home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Sets a second factor up; answers its key, and the codes to fall back on.
    fn takes_a_factor(&self) -> (FactorKey, Vec<String>) {
        let mut child = self.starts(&["user", "factor", "on", "--password-stdin"]);
        let mut typed = child.stdin.take().unwrap();
        writeln!(typed, "{PASSWORD}").unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
        let key = told.find_map(|line| Some(line.ok()?.trim().strip_prefix("key  ")?.to_owned()));
        let key = key_of(&key.unwrap());
        writeln!(typed, "{}", key.shown(now())).unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap()).code(0);
        let codes = ran
            .stdout
            .lines()
            .skip(1)
            .map(|line| line.trim().to_owned());
        (key, codes.collect())
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.types("", arguments)
    }

    fn sign_in(&self, user: &str, password: &str) -> Ran {
        let login = ["login", "--user", user, "--password-stdin"];
        self.types(&format!("{password}\n"), &login)
    }
}

impl Stack {
    /// Adds somebody, who sets the password.
    fn person(&self, name: &str) {
        let made = self.json(&["user", "add", name, "--email", "ada@example.com"]);
        let code = made["code"].as_str().unwrap();
        let desk = Desk {
            stack: self,
            name: "first",
        };
        let accept = ["user", "accept", name, code, "--password-stdin"];
        desk.types(&format!("{PASSWORD}\n"), &accept).code(0);
    }
}

#[test]
fn people_of_the_machine_sign_in_go_on_and_are_signed_out() {
    let mut stack = Stack::start();
    stack.person("ada");
    let lathe = Desk {
        stack: &stack,
        name: "lathe",
    };
    let shown = lathe.sign_in("ada", PASSWORD).code(0).stdout;
    assert!(
        shown.contains("ada is signed in at http://127.0.0.1:"),
        "{shown}"
    );
    lathe.run(&["org", "create", "acme"]).code(0);
    let access = lathe
        .run(&["org", "access", "--org", "acme"])
        .code(0)
        .stdout;
    assert!(
        access.contains("ada in acme") && access.contains("own"),
        "{access}"
    );
    let press = Desk {
        stack: &stack,
        name: "press",
    };
    press.sign_in("ada", PASSWORD).code(0);
    let list = lathe.run(&["user", "sessions", "list"]).code(0).stdout;
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(
        list.contains("(this one)") && list.contains("wavecast"),
        "{list}"
    );
    // A server that was killed knows its sessions.
    drop(stack.server.take());
    let api = stack.api.trim_start_matches("http://").to_owned();
    stack.serve_at(&api);
    let (lathe, press) = (
        Desk {
            stack: &stack,
            name: "lathe",
        },
        Desk {
            stack: &stack,
            name: "press",
        },
    );
    lathe.run(&["org", "access", "--org", "acme"]).code(0);
    let change = ["user", "password", "--password-stdin"];
    let typed = format!("{PASSWORD}\nnine amber lamps\n");
    lathe.types(&typed, &change).code(0);
    lathe.run(&["org", "access", "--org", "acme"]).code(0);
    press.run(&["org", "access", "--org", "acme"]).code(8);
    press
        .sign_in("ada", PASSWORD)
        .code(8)
        .says("don't belong together");
    let kept = kept_at(&stack, "lathe");
    let out = lathe.run(&["logout"]).code(0).stdout;
    assert!(out.contains("signed out of"), "{out}");
    // Not forgotten alone: the token that was kept is worth nothing any more.
    let mut thief = command(WAVECAST);
    thief.args(["org", "access", "--org", "acme"]);
    thief
        .env("WAVECAST_URL", &stack.api)
        .env("WAVECAST_TOKEN", kept);
    Ran::from(thief.output().unwrap()).code(8);
}

/// The token that a sign-in keeps.
fn kept_at(stack: &Stack, desk: &str) -> String {
    let folder = stack.home.path().join(desk).join("wavecast/logins");
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&text).unwrap();
    kept["access"].as_str().unwrap().to_owned()
}

/// What an authenticator reads of base 32 (RFC 4648).
fn key_of(text: &str) -> FactorKey {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'2'..=b'7' => letter - b'2' + 26,
        _ => panic!("no base 32: {text}"),
    };
    let mut bytes = [0; 20];
    for (eight, five) in text
        .as_bytes()
        .chunks_exact(8)
        .zip(bytes.chunks_exact_mut(5))
    {
        let bits = eight
            .iter()
            .fold(0u64, |all, letter| all << 5 | u64::from(value(*letter)));
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    FactorKey::new(bytes.into())
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(since.as_secs().try_into().unwrap())
}

#[test]
fn a_second_factor_is_set_up_asked_for_and_taken_off() {
    let stack = Stack::start();
    stack.person("ada");
    let lathe = Desk {
        stack: &stack,
        name: "lathe",
    };
    lathe.sign_in("ada", PASSWORD).code(0);
    let show = ["user", "factor", "show"];
    lathe.run(&show).code(0);
    let (key, codes) = lathe.takes_a_factor();
    assert_eq!(codes.len(), 10, "{codes:?}");
    let shown = lathe.run(&show).code(0).stdout;
    assert!(shown.contains("10 recovery codes"), "{shown}");
    let press = Desk {
        stack: &stack,
        name: "press",
    };
    // Without a terminal the second line is the code; the password alone signs nobody in.
    press.sign_in("ada", PASSWORD).code(2);
    let with = |code: &str| press.sign_in("ada", &format!("{PASSWORD}\n{code}"));
    with("000000").code(8).says("this code isn't one");
    // The code of the set-up is used: the next step's is good already.
    with(&key.shown(now().plus(30))).code(0);
    with(&codes[0]).code(0);
    with(&codes[0]).code(8);
    let list = stack.run(&["user", "list"]).code(0).stdout;
    assert!(list.contains("second factor since"), "{list}");
    let off = ["user", "factor", "off", "--password-stdin"];
    lathe
        .types(&format!("{PASSWORD}\n{}\n", codes[1]), &off)
        .code(0);
    press.sign_in("ada", PASSWORD).code(0);
    lathe.takes_a_factor();
    press.run(&["user", "factor", "remove", "ada"]).code(8);
    stack.run(&["user", "factor", "remove", "ada"]).code(0);
    press.sign_in("ada", PASSWORD).code(0);
}

#[test]
fn who_runs_the_server_adds_resets_and_removes() {
    let stack = Stack::start();
    stack.run(&["user", "add", "Ada"]).code(3);
    stack.run(&["user", "add", "ada", "--dry-run"]).code(0);
    stack.person("ada");
    stack
        .run(&["user", "add", "ada"])
        .code(7)
        .says("exists already");
    let desk = Desk {
        stack: &stack,
        name: "lathe",
    };
    desk.sign_in("ada", PASSWORD).code(0);
    desk.run(&["user", "list"]).code(8).says("permission users");
    let list = stack.run(&["user", "list"]).code(0).stdout;
    assert!(list.contains("ada@example.com"), "{list}");
    let made = stack.json(&["user", "reset", "ada"]);
    let code = made["code"].as_str().unwrap();
    let accept = ["user", "accept", "ada", code, "--password-stdin"];
    desk.types("short\n", &accept)
        .code(3)
        .says("12 to 256 characters");
    desk.types("", &accept).code(2).says("no password");
    desk.types("nine amber lamps\n", &accept).code(0);
    desk.run(&["user", "sessions", "list"]).code(8);
    desk.sign_in("ada", "nine amber lamps").code(0);
    let users = stack.json(&["user", "list"]);
    let id = users[0]["person"].as_str().unwrap().to_owned();
    let history = stack.run(&["user", "history", "ada"]).code(0).stdout;
    for part in ["user.add", "user.accept", "user.reset", "session.open"] {
        assert!(history.contains(part), "{part}: {history}");
    }
    desk.run(&["user", "history", &id]).code(8).says("users");
    stack.run(&["user", "remove", "ada"]).code(0);
    // Who is gone has a history all the same.
    stack
        .run(&["user", "history", "ada"])
        .code(1)
        .says("the id");
    let last = stack.json(&["user", "history", &id, "--limit", "1"]);
    assert_eq!(last[0]["verb"], "user.remove");
    desk.run(&["user", "sessions", "list"]).code(8);
    desk.sign_in("ada", "nine amber lamps").code(8);
    seen_by_the_installation(&stack);
    stack.run(&["user", "remove", "ada"]).code(4);
    // The server's own token is nobody who signed in.
    stack.run(&["user", "sessions", "list"]).code(8);
    stack.run(&["user", "password", "--password-stdin"]).code(2);
}

#[test]
fn who_guesses_a_password_is_told_to_wait() {
    let stack = Stack::start();
    stack.person("ada");
    let desk = Desk {
        stack: &stack,
        name: "lathe",
    };
    // The waits double, so that a slow machine meets one too.
    let told = (0..12).find_map(|_| {
        let told = desk.sign_in("ada", "a wrong password");
        told.stderr.contains("too often").then_some(told)
    });
    let told = told.expect("asked to wait");
    assert!(told.code != 0, "{told:#?}");
    assert!(!told.stderr.contains("wrong password"), "{told:#?}");
}

/// Who signed in and who was turned away is read and verified, a while after.
fn seen_by_the_installation(stack: &Stack) {
    let tail = || {
        let tail = ["audit", "tail", "--installation", "-n", "200"];
        let shown = stack.run(&tail).code(0).stdout;
        shown.contains("POST /api/session: ").then_some(shown)
    };
    let shown = (0..120).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(500));
        tail()
    });
    let shown = shown.expect("seen within a few ticks");
    assert!(shown.contains("ada  from this machine  sign-in"), "{shown}");
    let whole = stack.json(&["audit", "verify", "--installation"]);
    assert_eq!(whole["events"], whole["revision"]);
    stack
        .run(&[
            "audit",
            "verify",
            "--installation",
            "--key",
            &"0".repeat(64),
        ])
        .code(2)
        .says("isn't signed");
}
