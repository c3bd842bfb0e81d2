//! Who asks: the same server, asked by nobody, by the bootstrap token, by a token of our own, and by
//! somebody whom an issuer of OpenID Connect vouches for.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};
use wavecast_identity::testing::{Issuer, Signer};

use crate::process::Running;
use crate::report::{Table, number, time};
use crate::sample::Sample;
use crate::wrk::{Turn, found, refused_turn, turn};
use crate::{runtime, scratch, wavecast};

/// Rounds, in each of which everybody has a turn.
const ROUNDS: usize = 7;
/// What needs no token, what needs one and nothing else, and what a service account may not have, which is
/// noted for its organization. All are at hand.
const PAGES: [&str; 3] = [
    "/healthz",
    "/api/v1/permissions",
    "/api/v1/orgs/acme/audit/access",
];

/// Somebody who asks.
struct Asker {
    name: &'static str,
    page: &'static str,
    headers: Vec<String>,
}

pub fn run() {
    let Some(_) = found("wrk", "Signing in") else {
        return;
    };
    // The issuer answers for as long as this lives.
    let runtime = runtime();
    let key = Signer::new("key");
    let issuer = runtime.block_on(Issuer::start(&[&key]));
    let home = tempfile::tempdir_in(scratch()).expect("a folder");
    let (running, at) = serve(home.path(), &issuer.url);
    let api = text(&at, "api");
    let bootstrap = std::fs::read_to_string(text(&at, "token_file")).expect("a token");
    let service = service_token(home.path(), &at);
    let person = signed(&issuer, &key);
    let bearer = |token: &str| vec![format!("Authorization: Bearer {}", token.trim())];
    let asker = |name, page, headers| Asker {
        name,
        page,
        headers,
    };
    let askers = [
        asker("nobody", PAGES[0], Vec::new()),
        asker("the bootstrap token", PAGES[1], bearer(&bootstrap)),
        asker("a service account's token", PAGES[1], bearer(&service)),
        asker("the same, refused each time", PAGES[2], bearer(&service)),
        asker("a person, by ES256", PAGES[1], bearer(&person)),
    ];
    let mut turns: Vec<Vec<Turn>> = askers.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        for place in 0..askers.len() {
            let index = (place + round) % askers.len();
            let asker = &askers[index];
            let url = format!("{api}{}", asker.page);
            let one = match asker.page == PAGES[2] {
                true => refused_turn(&running, &url, &asker.headers),
                false => turn(&running, &url, &asker.headers),
            };
            turns[index].push(one);
        }
    }
    show(&askers, &turns);
}

fn show(askers: &[Asker], turns: &[Vec<Turn>]) {
    let mut table = Table::new(
        "Who asks the API, on one machine",
        &[
            "who asks",
            "requests per CPU second",
            "of nobody's, in the same round",
            "requests per second",
            "added to a request",
        ],
    );
    for (asker, own) in askers.iter().zip(turns) {
        let rounds = || own.iter().zip(&turns[0]);
        let ratios = rounds().map(|(own, nobody)| own.per_cpu / nobody.per_cpu);
        let added =
            rounds().map(|(own, nobody)| (1.0 / own.per_cpu - 1.0 / nobody.per_cpu).max(0.0));
        table.row([
            asker.name.to_owned(),
            Sample::new(own.iter().map(|turn| turn.per_cpu).collect()).show(number),
            Sample::new(ratios.collect()).show(number),
            Sample::new(own.iter().map(|turn| turn.rate).collect()).show(number),
            Sample::new(added.collect()).show(time),
        ]);
    }
    table.print();
}

/// The server, and where it says that it is.
fn serve(home: &Path, issuer: &str) -> (Running, Value) {
    let mut command = Command::new(wavecast());
    command.args([
        "dev",
        "--json",
        "--api",
        "127.0.0.1:0",
        "--edge",
        "127.0.0.1:0",
    ]);
    command
        .args(["--oidc-issuer", issuer, "--data"])
        .arg(home.join("data"));
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running::start(&mut command);
    let mut line = String::new();
    let read = BufReader::new(running.output()).read_line(&mut line);
    read.expect("a line");
    let at = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no first line: {line:?}"));
    (running, at)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// A token of a service account that may read.
fn service_token(home: &Path, at: &Value) -> String {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(wavecast());
        command.args(arguments).args(["--json"]).current_dir(home);
        command.env("WAVECAST_URL", text(at, "api"));
        command.env("WAVECAST_TOKEN_FILE", text(at, "token_file"));
        let output = command.output().expect("wavecast");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap_or_default()
    };
    run(&["org", "create", "acme"]);
    run(&["account", "set", "ci", "--grant", "*=read", "--org", "acme"]);
    let token = [
        "token",
        "create",
        "bench",
        "--account",
        "ci",
        "--permission",
        "read",
    ];
    let made = run(&[&token[..], &["--org", "acme"]].concat());
    text(&made, "secret").to_owned()
}

fn signed(issuer: &Issuer, key: &Signer) -> String {
    let now = UNIX_EPOCH.elapsed().expect("a clock").as_secs();
    key.sign(&json!({
        "iss": issuer.url, "aud": "wavecast", "sub": "ada", "name": "Ada",
        "iat": now, "exp": now + 3600,
    }))
}
