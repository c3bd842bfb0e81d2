//! Headers and names that would say something else: a host, another header, a field that nobody may set.

use axum::http::{HeaderName, Method, StatusCode};
use serde_json::{Value, json};

use crate::access::concrete;
use crate::api::{Api, TOKEN};
use crate::talk::Reply;

/// Nothing that was sent in a header stands in the answer, and nobody is sent elsewhere.
fn repeats_nothing(reply: &Reply) {
    let all = reply.headers.iter();
    let values = all.map(|(_, value)| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let said: Vec<_> = values.chain([reply.text.clone()]).collect();
    let repeated = said.iter().find(|text| text.contains("attacker"));
    assert_eq!(repeated, None, "{}", reply.show());
    for name in ["location", "access-control-allow-origin", "set-cookie"] {
        assert!(!reply.headers.contains_key(name), "{}", reply.show());
    }
}

#[tokio::test]
async fn a_host_of_somebodys_choice_is_repeated_nowhere() {
    let api = Api::with_people().await;
    let upload = json!({"sha256": "0".repeat(64), "size": 1});
    for (method, path, body) in [
        (Method::GET, "/api/v1/orgs", None),
        (Method::GET, "/api/v1/orgs/none", None),
        (Method::GET, "/api/openapi.json", None),
        (Method::GET, "/api/docs", None),
        (Method::GET, "/api/sign-in", None),
        (Method::GET, "/nowhere", None),
        (Method::PUT, "/api/v1/orgs", None),
        // It answers with URLs to send bytes to.
        (
            Method::POST,
            "/api/v1/orgs/acme/apps/lamp/uploads",
            Some(upload),
        ),
    ] {
        let mut call = api.call(method, path);
        for (name, value) in [
            ("host", "attacker.example"),
            ("x-forwarded-host", "attacker.example"),
            ("x-forwarded-for", "attacker"),
            ("x-forwarded-proto", "attacker"),
            ("x-original-url", "/attacker"),
            ("x-http-method-override", "DELETE"),
            ("forwarded", "host=attacker.example"),
            ("origin", "https://attacker.example"),
            ("referer", "https://attacker.example/"),
        ] {
            call = call.header(name, value);
        }
        let reply = match body {
            Some(body) => call.json(&body).send().await,
            None => call.send().await,
        };
        repeats_nothing(&reply);
    }
}

/// Names come decoded out of a path: what would end a header there stays within the answer's JSON.
#[tokio::test]
async fn a_line_feed_in_a_name_begins_no_header() {
    let api = Api::with_people().await;
    let feed = "a%0d%0aset-cookie:%20attacker=1";
    for path in [
        format!("/api/v1/orgs/{feed}"),
        format!("/api/v1/orgs/acme/apps/{feed}"),
        format!("/api/v1/orgs/acme/members/{feed}"),
        format!("/api/v1/orgs/acme/apps/lamp/uploads/{feed}"),
        format!("/api/v1/orgs?cursor={feed}"),
        format!("/api/v1/orgs?{feed}=1"),
        format!("/{feed}"),
    ] {
        let reply = api.get(&path).await;
        let cookies = reply.headers.get("set-cookie");
        assert_eq!(cookies, None, "{}", reply.show());
        assert!(!reply.text.contains('\r'), "{path}: {}", reply.text);
        serde_json::from_str::<Value>(&reply.text).unwrap();
    }
}

#[tokio::test]
async fn a_request_id_that_is_none_is_replaced() {
    let api = Api::new();
    let long = "x".repeat(65);
    for id in [
        &b"attacker one"[..],
        b"attacker;1",
        b"<attacker>",
        b"attacker\xff",
        b"",
        long.as_bytes(),
    ] {
        let call = api
            .call(Method::GET, "/api/v1/orgs")
            .without("x-request-id");
        let reply = call.header("x-request-id", id).send().await;
        repeats_nothing(&reply);
        let given = reply.headers[HeaderName::from_static("x-request-id")].as_bytes();
        assert!(given != id && !given.is_empty(), "{}", reply.show());
        assert!(
            given.iter().all(u8::is_ascii_alphanumeric),
            "{}",
            reply.show()
        );
    }
}

/// Whatever an operation takes, a field that it doesn't know is refused by name, before anything is
/// looked up.
#[tokio::test]
async fn every_body_refuses_fields_that_it_does_not_know() {
    let api = Api::with_people().await;
    let document: Value = serde_json::from_str(&wavecast_api::document()).unwrap();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|one| *one != "get") {
            if !path.starts_with("/api/v1/") {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            // What is the installation's own is its token's.
            let its = path.starts_with("/api/v1/users") || path.ends_with("/quota");
            let who = if its { TOKEN } else { "owner" };
            let call = api.call_as(who, method.clone(), &concrete(path));
            let reply = call.json(&json!({"attacker": true})).send().await;
            let told = reply.status == StatusCode::BAD_REQUEST
                && reply.text.contains("unknown field `attacker`");
            assert!(told, "{method} {path}: {}", reply.show());
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}
