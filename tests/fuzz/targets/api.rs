//! The API's bodies: up to eight requests, each as it would stand in HTTP, to the real router over
//! the engine in memory. Requests are parted by a line `%%`; `$id` is the id that was answered last.
//!
//! - No answer is a 5xx; whatever is refused is a problem with all its fields, and nothing else.
//! - What is answered with success is JSON (or the kind of file that was asked for).
//! - Whatever was asked, a device can still verify every channel at the edge, and devices
//!   understand every row there.
#![no_main]

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::Request;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use wavecast_device::trust::{Clock, Source, TrustedState};
use wavecast_engine::port::Clock as _;
use wavecast_engine::testing::clock::TestClock;
use wavecast_fuzz::installation::{Installation, Reply};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.expect("a runtime")
});

fuzz_target!(|bytes: &[u8]| {
    RUNTIME.block_on(async {
        let installation = Installation::default();
        let mut id = installation.furnish().await;
        for text in split(bytes).into_iter().take(8) {
            let Some(request) = read(text, &id) else {
                continue;
            };
            let shown = format!("{} {}", request.method(), request.uri());
            let reply = installation.send(request).await;
            check(&reply, &shown);
            let json = reply.json();
            let named = json["id"]
                .as_str()
                .or_else(|| json["release"]["id"].as_str());
            named.into_iter().for_each(|new| new.clone_into(&mut id));
        }
        edge(&installation);
    });
});

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut requests = Vec::new();
    let mut rest = bytes;
    while let Some(place) = rest.windows(4).position(|four| four == b"\n%%\n") {
        requests.push(&rest[..place]);
        rest = &rest[place + 4..];
    }
    requests.push(rest);
    requests
}

/// A request line, headers, an empty line, the body; `None` where HTTP itself couldn't say it.
fn read(bytes: &[u8], id: &str) -> Option<Request<Bytes>> {
    let end = bytes.windows(2).position(|two| two == b"\n\n");
    let (head, body) = end.map_or((bytes, &b""[..]), |end| (&bytes[..end], &bytes[end + 2..]));
    let head = std::str::from_utf8(head).ok()?.replace("$id", id);
    let mut lines = head.lines();
    let (method, path) = lines.next()?.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(path);
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        request = request.header(name, value);
    }
    let body = match std::str::from_utf8(body) {
        Ok(text) => text.replace("$id", id).into(),
        Err(_) => Bytes::copy_from_slice(body),
    };
    request.body(body).ok()
}

fn check(reply: &Reply, asked: &str) {
    let (status, json) = (reply.status, reply.json());
    let said = String::from_utf8_lossy(&reply.body);
    assert!(!status.is_server_error(), "{asked}: {status} {said}");
    assert!(reply.headers.contains_key("x-request-id"), "{asked}");
    let media = reply
        .headers
        .get("content-type")
        .and_then(|value| value.to_str().ok());
    if status.is_success() {
        let whole = media != Some("application/json") || json != serde_json::Value::Null;
        assert!(whole, "{asked}: {said}");
        return;
    }
    assert!(status.is_client_error(), "{asked}: {status}");
    assert_eq!(media, Some("application/problem+json"), "{asked}: {said}");
    assert_eq!(json["status"], status.as_u16(), "{asked}");
    for field in ["type", "title", "detail", "request_id"] {
        let text = json[field].as_str();
        assert!(
            text.is_some_and(|text| !text.is_empty()),
            "{asked}: no {field} in {said}"
        );
    }
}

/// Every channel at the edge, from its first root to its rows.
fn edge(installation: &Installation) {
    let objects = installation.edge.dump();
    let now = TestClock::default().now();
    for (path, latest) in &objects {
        let Some(ObjectKey::Latest(scope)) = ObjectKey::parse(path) else {
            continue;
        };
        let root = |n| objects.get(&ObjectKey::Root(Scope::clone(&scope), n).path());
        let first = root(1).expect("a first root");
        let mut trusted = TrustedState::provision(scope.clone(), first).expect("a root");
        for bytes in (2..).map_while(root) {
            trusted.update_root(bytes).expect("the next root");
        }
        let clock = Clock { now, build: now };
        trusted
            .poll(Source::Network, latest, None, clock)
            .expect("a publication");
        let verified = trusted.verified(Source::Network).expect("a table");
        assert_eq!(verified.hold(), None);
        assert_eq!(verified.table().check(), Ok(()));
    }
}
