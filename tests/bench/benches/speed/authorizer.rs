//! Who judges a token on AWS: `control` itself, or an authorizer that the HTTP API asks before it. Both are
//! asked as Lambda would, one request after another; what Lambda and the HTTP API add to an invocation
//! isn't in it.

use std::path::PathBuf;
use std::time::{Instant, UNIX_EPOCH};

use serde_json::json;
use wavecast_identity::testing::{Issuer, Signer};
use wavecast_wire::hash::Sha256;

use crate::lambda::{Environment, aws, program};
use crate::report::{Table, number, time};
use crate::runtime;
use crate::sample::Sample;

/// Rounds, in each of which every way has a turn.
const ROUNDS: usize = 21;
/// Requests of a turn; with those before, fewer than one person may send at once.
const REQUESTS: usize = 500;
/// Requests before a turn, while the issuer's keys are asked for.
const BEFORE: usize = 50;
/// Starts of each way.
const STARTS: usize = 21;
/// A token that control knows without reading or judging anything: it stands for what an authorizer says of
/// a request, which control would only have to believe.
const BELIEVED: &str = "wct_bench";
/// The ways, the first of which is the measure.
const WAYS: [Way; 3] = [
    Way {
        name: "in the function",
        authorizer: false,
        judged: true,
    },
    Way {
        name: "an authorizer, then the function",
        authorizer: true,
        judged: false,
    },
    Way {
        name: "an authorizer whose answer is cached",
        authorizer: false,
        judged: false,
    },
];

/// Who is asked for one request.
struct Way {
    name: &'static str,
    /// Whether an authorizer is asked first.
    authorizer: bool,
    /// Whether the function judges the token.
    judged: bool,
}

/// What both are started with, and asked.
struct Place {
    issuer: Issuer,
    aws: String,
    authorizer: PathBuf,
    control: PathBuf,
    /// For the authorizer.
    question: String,
    /// For control: with a person's token, and with what an authorizer would say of them.
    requests: [String; 2],
}

/// One request, or all of a turn.
#[derive(Clone, Copy)]
struct Spent {
    wall: f64,
    cpu: f64,
}

pub fn run() {
    // The issuer answers for as long as this lives.
    let runtime = runtime();
    let key = Signer::new("key");
    let issuer = runtime.block_on(Issuer::start(&[&key]));
    let place = Place::new(issuer, &key);
    if let Some(missing) = [&place.control, &place.authorizer]
        .into_iter()
        .find(|one| !one.is_file())
    {
        println!(
            "an authorizer is left out: {} isn't built",
            missing.display()
        );
        return;
    }
    let mut turns: Vec<Vec<Spent>> = WAYS.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        for at in 0..WAYS.len() {
            let index = (at + round) % WAYS.len();
            turns[index].push(place.turn(&WAYS[index]));
        }
    }
    show_turns(&turns);
    let mut starts: Vec<Vec<Spent>> = WAYS.iter().map(|_| Vec::new()).collect();
    for _ in 0..STARTS {
        for (way, starts) in WAYS.iter().zip(&mut starts) {
            starts.push(place.start(way));
        }
    }
    show_starts(&starts[..2]);
}

impl Place {
    fn new(issuer: Issuer, key: &Signer) -> Self {
        let now = UNIX_EPOCH.elapsed().expect("a clock").as_secs();
        let person = key.sign(&json!({
            "iss": issuer.url, "aud": "wavecast", "sub": "ada", "name": "Ada",
            "iat": now, "exp": now + 3600,
        }));
        let hash = Sha256::of(BELIEVED.as_bytes());
        let known = json!({"v": 1, "tokens": [{"sha256": hash.to_string(), "name": "bench"}]});
        Self {
            aws: aws(&known.to_string()),
            authorizer: program("function", "authorizer"),
            control: program("function", "control"),
            question: event(&person, true),
            requests: [event(&person, false), event(BELIEVED, false)],
            issuer,
        }
    }

    fn authorizer(&self) -> Environment {
        self.environment(&self.authorizer)
    }

    fn control(&self) -> Environment {
        self.environment(&self.control)
    }

    fn environment(&self, program: &std::path::Path) -> Environment {
        Environment::start(
            program,
            &self.aws,
            &[("WAVECAST_OIDC_ISSUER", &self.issuer.url)],
        )
    }

    /// The first request of all, with the start of whom it needs.
    fn start(&self, way: &Way) -> Spent {
        let begun = Instant::now();
        let mut cpu = 0.0;
        if way.authorizer {
            let authorizer = self.authorizer();
            believes(&authorizer.invoke(&self.question));
            cpu += authorizer.cpu();
        }
        let control = self.control();
        answers(&control.invoke(self.request(way)));
        Spent {
            wall: begun.elapsed().as_secs_f64(),
            cpu: cpu + control.cpu(),
        }
    }

    /// Many requests, one after another, of environments that nobody asked before; what one of them took.
    fn turn(&self, way: &Way) -> Spent {
        let authorizer = way.authorizer.then(|| self.authorizer());
        let control = self.control();
        let ask = || {
            if let Some(authorizer) = &authorizer {
                believes(&authorizer.invoke(&self.question));
            }
            answers(&control.invoke(self.request(way)));
        };
        (0..BEFORE).for_each(|_| ask());
        let cpu = || control.cpu() + authorizer.as_ref().map_or(0.0, Environment::cpu);
        let (begun, before) = (Instant::now(), cpu());
        (0..REQUESTS).for_each(|_| ask());
        Spent {
            wall: begun.elapsed().as_secs_f64() / REQUESTS as f64,
            cpu: (cpu() - before) / REQUESTS as f64,
        }
    }

    fn request(&self, way: &Way) -> &str {
        &self.requests[usize::from(!way.judged)]
    }
}

fn believes(answer: &[u8]) {
    says(answer, r#""isAuthorized":true"#);
}

fn answers(answer: &[u8]) {
    says(answer, r#""statusCode":200"#);
}

/// Looked for and not read: reading it would be a part of what is measured.
fn says(answer: &[u8], wanted: &str) {
    let mut places = answer.windows(wanted.len());
    let found = places.any(|place| place == wanted.as_bytes());
    assert!(found, "{}", String::from_utf8_lossy(answer));
}

/// What needs a token and nothing else, as an HTTP API asks for it: its function, or its authorizer.
fn event(token: &str, of_authorizer: bool) -> String {
    let mut event = json!({
        "version": "2.0", "routeKey": "$default", "rawPath": "/api/v1/permissions", "rawQueryString": "",
        "headers": {"host": "api.example.org", "authorization": format!("Bearer {token}")},
        "requestContext": {
            "accountId": "000000000000", "apiId": "a", "domainName": "api.example.org", "domainPrefix": "a",
            "http": {
                "method": "GET", "path": "/api/v1/permissions", "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1", "userAgent": "bench",
            },
            "requestId": "r", "routeKey": "$default", "stage": "$default",
            "time": "28/Nov/2026:06:00:00 +0000", "timeEpoch": 1_795_845_600_000_u64,
        },
        "isBase64Encoded": false,
    });
    if of_authorizer {
        event["type"] = json!("REQUEST");
        event["identitySource"] = json!([format!("Bearer {token}")]);
    }
    event.to_string()
}

fn show_turns(turns: &[Vec<Spent>]) {
    let mut table = Table::new(
        "Who judges a person's token on AWS",
        &[
            "where",
            "invocations",
            "requests per second",
            "of the first, in the same round",
            "a request",
            "CPU of a request",
        ],
    );
    for (way, own) in WAYS.iter().zip(turns) {
        let ratios = own
            .iter()
            .zip(&turns[0])
            .map(|(own, first)| first.wall / own.wall);
        table.row([
            way.name.to_owned(),
            (1 + u8::from(way.authorizer)).to_string(),
            Sample::new(own.iter().map(|one| 1.0 / one.wall).collect()).show(number),
            Sample::new(ratios.collect()).show(number),
            Sample::new(own.iter().map(|one| one.wall).collect()).show(time),
            Sample::new(own.iter().map(|one| one.cpu).collect()).show(time),
        ]);
    }
    table.print();
}

fn show_starts(starts: &[Vec<Spent>]) {
    let mut table = Table::new(
        "The first request, with the starts that it waits for and the issuer's keys",
        &["where", "starts", "wall", "CPU"],
    );
    for (way, own) in WAYS.iter().zip(starts) {
        table.row([
            way.name.to_owned(),
            (1 + u8::from(way.authorizer)).to_string(),
            Sample::new(own.iter().map(|one| one.wall).collect()).show(time),
            Sample::new(own.iter().map(|one| one.cpu).collect()).show(time),
        ]);
    }
    table.print();
}
