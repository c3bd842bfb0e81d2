//! Secrets over HTTP: set, told of, tried; and no answer ever holds one.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_engine::testing::world::{Memory, World};

use crate::api::{APP, Api};
use crate::talk::Reply;

const VALUE: &str = "correct-horse-battery-staple";

async fn put(api: &Api, who: &str, name: &str, body: Value) -> Reply {
    let path = format!("{APP}/secrets/{name}");
    let call = api.call_as(who, Method::PUT, &path);
    call.json(&body).send().await
}

async fn get(api: &Api, path: &str) -> Reply {
    let path = format!("{APP}{path}");
    api.call_as("read", Method::GET, &path).send().await
}

#[tokio::test]
async fn a_secret_is_set_told_of_tried_and_removed() {
    let api = Api::with_people().await;
    let body = json!({"value": VALUE, "remind_days": 90, "note": "from the vendor"});
    let set = put(&api, "app-admin", "hook", body).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.show());
    let secret = &set.json()["secret"];
    assert_eq!(
        (&secret["version"], &secret["by"]["name"], &secret["due"]),
        (&json!(1), &json!("The app-admin"), &json!(false))
    );
    let binary = json!({"base64": "AP8A"});
    put(&api, "app-admin", "hook", binary).await;
    let listed = get(&api, "/secrets").await.json();
    let [one] = listed["items"].as_array().unwrap().as_slice() else {
        panic!("{listed}");
    };
    assert_eq!(
        (&one["version"], &one["remind_days"]),
        (&json!(2), &json!(90))
    );
    assert!(one.get("versions").is_none(), "a listing has no history");
    let told = get(&api, "/secrets/hook").await.json();
    let versions = told["versions"].as_array().unwrap();
    let shown = |field: &str| {
        versions
            .iter()
            .map(|one| one[field].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown("version"), [2, 1]);
    assert_eq!(shown("current"), [true, false]);
    assert_eq!(shown("note"), [Value::Null, json!("from the vendor")]);
    let check = format!("{APP}/secrets/hook/check");
    let tried = api.call_as("app-admin", Method::GET, &check).send().await;
    assert_eq!(tried.json(), json!({"opens": true, "version": 2}));
    let path = "/orgs/acme/apps/lamp/secrets/hook";
    let used = api
        .done(
            "app-admin",
            Method::POST,
            &format!("{path}/use"),
            json!({"version": 1}),
        )
        .await;
    assert_eq!(used["secret"]["version"], 1);
    let gone = api.done("app-admin", Method::DELETE, path, json!({})).await;
    assert_eq!(gone["secret"].get("version"), None);
    assert!(gone["secret"]["removed"].is_string());
    assert_eq!(get(&api, "/secrets").await.json()["items"], json!([]));
    let all = get(&api, "/secrets?removed=true").await.json();
    assert_eq!(all["items"][0]["name"], "hook");
    let tried = api.call_as("app-admin", Method::GET, &check).send().await;
    assert_eq!(tried.status, StatusCode::NOT_FOUND);
    assert_eq!(
        get(&api, "/secrets/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_may_not_configure_sets_none_and_tries_none() {
    let api = Api::with_people().await;
    put(&api, "app-admin", "hook", json!({"value": VALUE})).await;
    for who in ["write", "read", "approver", "custom"] {
        let refused = put(&api, who, "hook", json!({"value": VALUE})).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who}");
        for (method, path) in [(Method::GET, "check"), (Method::POST, "use")] {
            let path = format!("{APP}/secrets/hook/{path}");
            let call = api.call_as(who, method.clone(), &path);
            let call = match method {
                Method::GET => call,
                _ => call.json(&json!({"version": 1})),
            };
            assert_eq!(call.send().await.status, StatusCode::FORBIDDEN, "{who}");
        }
    }
}

#[tokio::test]
async fn a_bad_value_is_refused_without_a_word_of_it() {
    let api = Api::with_people().await;
    let long = "x".repeat(8193);
    for (body, status, word) in [
        (json!({}), 422, "either a value"),
        (
            json!({"value": VALUE, "base64": "AA=="}),
            422,
            "either a value",
        ),
        (json!({"value": ""}), 422, "1 to 8192 bytes, not 0"),
        (json!({"value": long}), 422, "1 to 8192 bytes, not 8193"),
        (json!({"base64": "hunter2!"}), 422, "base 64 with padding"),
        (json!({"base64": ""}), 422, "1 to 8192 bytes, not 0"),
        (json!({"value": 20_061_127}), 400, "must be text"),
        (json!({"value": ["hunter2"]}), 400, "must be text"),
        (
            json!({"value": VALUE, "remind_days": 4000}),
            422,
            "1 to 3650 days",
        ),
        (
            json!({"value": VALUE, "note": "two\nlines"}),
            422,
            "on one line",
        ),
        (json!({"value": VALUE, "version": 7}), 400, "version"),
    ] {
        let refused = put(&api, "app-admin", "hook", body).await;
        assert_eq!(refused.status, status, "{}", refused.show());
        let text = &refused.text;
        assert!(text.contains(word), "{text}");
        for part in ["hunter2", "20061127", VALUE, "xxxx"] {
            assert!(!text.contains(part), "{text}");
        }
    }
    let huge = json!({"value": "x".repeat(1 << 20)});
    let refused = put(&api, "app-admin", "hook", huge).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    for name in ["UPPER", "a%23b", "..", "x%2Fy"] {
        let refused = put(&api, "app-admin", name, json!({"value": VALUE})).await;
        assert!(refused.status.is_client_error(), "{}", refused.show());
    }
    assert_eq!(get(&api, "/secrets").await.json()["items"], json!([]));
}

/// Every route that reads an application is asked, after everything that can be done with a secret.
#[tokio::test]
async fn no_answer_holds_a_value() {
    let api = Api::with_people().await;
    let mut answers = Vec::new();
    for dry in ["?dry_run=true", "", ""] {
        let path = format!("{APP}/secrets/hook{dry}");
        let call = api.call_as("app-admin", Method::PUT, &path);
        let call = call.header("idempotency-key", format!("key{dry}"));
        let reply = call.json(&json!({"value": VALUE})).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
        answers.push(reply.text);
    }
    assert!(answers[2].contains("\"replayed\":true"));
    let document: Value = serde_json::from_str(&wavecast_api::document()).unwrap();
    answers.push(document.to_string());
    for (path, item) in document["paths"].as_object().unwrap() {
        if item.get("get").is_some() && path.contains("{app}") {
            let path = crate::access::concrete(path).replace("/secrets/secret", "/secrets/hook");
            let reply = api.call_as("owner", Method::GET, &path).send().await;
            answers.push(reply.text);
        }
    }
    let spelled = [
        VALUE.to_owned(),
        "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ".to_owned(),
        wavecast_wire::hash::Sha256::of(VALUE.as_bytes()).to_string(),
    ];
    assert!(
        answers.iter().any(|text| text.contains("secret.set")),
        "the trail was read"
    );
    for text in answers {
        for value in &spelled {
            assert!(!text.contains(value), "{text}");
        }
    }
}

#[tokio::test]
async fn a_dry_run_sets_nothing() {
    let api = Api::with_people().await;
    let path = format!("{APP}/secrets/hook?dry_run=true");
    let call = api.call_as("app-admin", Method::PUT, &path);
    let reply = call.json(&json!({"value": VALUE})).send().await;
    assert_eq!(
        reply.json(),
        json!({"version": 1, "dry_run": true, "replayed": false})
    );
    assert_eq!(get(&api, "/secrets").await.json()["items"], json!([]));
}

/// What is kept of a request to know it again tells nothing of the value: the digest is made with the
/// key, which isn't kept.
#[tokio::test]
async fn what_is_kept_of_a_request_tells_nothing_of_a_value() {
    let memory = Memory::default();
    let api = Api::over(World::of(&memory));
    api.settle().await;
    let known = digests(&memory);
    for key in ["one", "two"] {
        let call = api.call_as("app-admin", Method::PUT, &format!("{APP}/secrets/hook"));
        let call = call.header("idempotency-key", key);
        let reply = call.json(&json!({"value": "1234"})).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
    }
    let new: BTreeSet<String> = digests(&memory).difference(&known).cloned().collect();
    assert_eq!(new.len(), 2, "the same body looks like another: {new:?}");
}

/// The digests of bodies that lie under idempotency keys.
fn digests(memory: &Memory) -> BTreeSet<String> {
    let entries = memory.ledger.dump();
    let answers = entries
        .iter()
        .filter(|entry| entry.key.pk.starts_with("I#"));
    let digest = |body: &[u8]| {
        let body: Value = serde_json::from_slice(body).unwrap();
        body["body"]["body"].as_str().unwrap().to_owned()
    };
    answers.map(|entry| digest(&entry.body)).collect()
}
