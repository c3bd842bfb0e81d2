//! What every change shares: keys, conditions, dry runs.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::api::{APP, Api};

fn channels() -> String {
    format!("{APP}/channels")
}

#[tokio::test]
async fn a_repeated_request_answers_what_the_first_did() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let path = format!("{APP}/releases");
    let body = json!({"channel": "stable", "package": "lamp", "version": "1.0.0", "start": true});
    let send = || {
        api.call(Method::POST, &path)
            .header("idempotency-key", "k1")
            .json(&body)
            .send()
    };
    let (first, second) = (send().await.json(), send().await.json());
    assert_eq!(first["release"]["id"], second["release"]["id"]);
    assert_eq!(
        (&first["replayed"], &second["replayed"]),
        (&json!(false), &json!(true))
    );
    let all = api.get(&path).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_repeated_request_is_answered_even_when_the_release_is_gone() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let id = api.release("1.0.0", json!({"start": false})).await;
    let path = format!("{APP}/releases/{id}");
    let delete = || {
        api.call(Method::DELETE, &path)
            .header("idempotency-key", "k1")
            .send()
    };
    assert_eq!(delete().await.status, StatusCode::OK);
    let again = delete().await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.show());
    assert_eq!(again.json()["replayed"], true);
}

#[tokio::test]
async fn making_an_organization_or_application_again_is_a_replay() {
    let api = Api::new();
    let org = json!({"name": "acme"});
    let app = json!({"name": "lamp", "kind": "firmware"});
    for (path, body) in [("/api/v1/orgs", &org), ("/api/v1/orgs/acme/apps", &app)] {
        for replayed in [false, true] {
            let call = api.call(Method::POST, path).header("idempotency-key", path);
            let reply = call.json(body).send().await;
            assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
            assert_eq!(reply.json()["replayed"], replayed);
        }
    }
}

#[tokio::test]
async fn a_key_stands_for_one_request() {
    let api = Api::with_channels().await;
    let open = |name: &str| {
        let call = api.call(Method::POST, &format!("{APP}/channels"));
        call.header("idempotency-key", "k1")
            .json(&json!({ "name": name }))
            .send()
    };
    assert_eq!(open("one").await.status, StatusCode::CREATED);
    insta::assert_snapshot!(open("two").await.show());
}

#[tokio::test]
async fn a_key_makes_one_organization() {
    let api = Api::new();
    let make = |name: &str| {
        let call = api.call(Method::POST, "/api/v1/orgs");
        call.header("idempotency-key", "k1")
            .json(&json!({ "name": name }))
            .send()
    };
    assert_eq!(make("acme").await.status, StatusCode::CREATED);
    assert_eq!(make("other").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = make("acme").await;
    assert_eq!(again.status, StatusCode::CREATED);
    assert_eq!(again.json()["replayed"], true);
}

#[tokio::test]
async fn an_unfit_key_is_refused() {
    let api = Api::with_channels().await;
    let long = "k".repeat(129);
    for key in ["", "a b", "schlüssel", long.as_str()] {
        let call = api
            .call(Method::POST, &channels())
            .header("idempotency-key", key);
        let reply = call.json(&json!({"name": "new"})).send().await;
        assert_eq!(reply.json()["field"], "idempotency-key", "{}", reply.show());
    }
    let twice = api.call(Method::POST, &channels());
    let twice = twice
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    let reply = twice.json(&json!({"name": "new"})).send().await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        api.get(&format!("{APP}/channels/new")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_stale_revision_changes_nothing() {
    let api = Api::with_channels().await;
    let path = format!("{APP}/channels/stable");
    let tag = api.get(&path).await.headers["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    let edit = |tag: &str, seconds: u32| {
        let call = api.call(Method::PATCH, &path).header("if-match", tag);
        call.json(&json!({"settings": {"poll_active": seconds}}))
            .send()
    };
    let first = edit(&tag, 60).await;
    assert_eq!(first.status, StatusCode::OK);
    insta::assert_snapshot!(edit(&tag, 70).await.show());
    let present = api.get(&path).await;
    assert_eq!(present.json()["settings"]["poll_active"], 60);
    assert_eq!(present.headers["etag"], first.headers["etag"]);
    assert_eq!(edit("*", 80).await.status, StatusCode::OK);
    for unfit in ["1", "W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"+1\"", "\"\""] {
        let reply = edit(unfit, 90).await;
        assert_eq!(reply.json()["field"], "if-match", "{unfit}");
    }
}

#[tokio::test]
async fn a_release_has_the_tag_that_its_verbs_ask_for() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    let id = api.release("1.1.0", json!({"share": "1%"})).await;
    let tag = api.get(&format!("{APP}/releases/{id}")).await.headers["etag"].clone();
    let ramp = |to: &str| {
        let call = api.call(Method::POST, &format!("{APP}/releases/{id}/ramp"));
        call.header("if-match", tag.as_bytes())
            .json(&json!({ "to": to }))
            .send()
    };
    let ramped = ramp("2%").await;
    assert_eq!(ramped.status, StatusCode::OK, "{}", ramped.show());
    assert_ne!(ramped.headers["etag"], tag);
    assert_eq!(ramp("3%").await.status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn a_dry_run_tells_who_moves_and_changes_nothing() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    let id = api.release("1.1.0", json!({"share": "1%"})).await;
    let path = format!("{APP}/releases/{id}/ramp?dry_run=true");
    let call = api
        .call(Method::POST, &path)
        .header("idempotency-key", "k1");
    let dry = call.json(&json!({"to": "25%"})).send().await;
    insta::assert_snapshot!(dry.show());
    let present = api.get(&format!("{APP}/releases/{id}")).await.json();
    assert_eq!(present["share"], "1%");
    let create = format!("{APP}/channels?dry_run=true");
    let dry = api.post(&create, json!({"name": "new"})).await;
    insta::assert_snapshot!(dry.show());
    let refused = api.post(&create, json!({"name": "stable"})).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let org = api
        .post("/api/v1/orgs?dry_run=true", json!({"name": "other"}))
        .await;
    assert_eq!(
        (org.status, &org.json()["dry_run"]),
        (StatusCode::OK, &json!(true))
    );
    assert_eq!(
        api.get("/api/v1/orgs/other").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_verb_without_input_needs_no_body() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    let id = api.release("1.1.0", json!({"share": "1%"})).await;
    let path = format!("{APP}/releases/{id}/pause");
    let paused = api.call(Method::POST, &path).send().await;
    assert_eq!(paused.status, StatusCode::OK, "{}", paused.show());
}

/// Who would get a package that nobody has created, on a dry run alone.
#[tokio::test]
async fn a_package_that_isnt_there_is_foreseen_on_a_dry_run_alone() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    let releases = format!("{APP}/releases");
    let dry = format!("{releases}?dry_run=true");
    let body = |foreseen: serde_json::Value| {
        json!({
            "channel": "stable", "package": "lamp", "version": "2.0.0", "start": true, "share": "20%",
            "foreseen": foreseen,
        })
    };
    let of_lamps =
        json!({"variants": [{"device_type": ["lamp-2"]}], "requires": {"os_version": ">=3"}});
    let foretold = api.make(&dry, body(of_lamps.clone())).await;
    assert_eq!(foretold["movements"][0]["to"]["version"], "2.0.0");
    let cohorts = foretold["previews"][0]["uniform"]["cohorts"]
        .as_array()
        .unwrap();
    let says = |cohort: &serde_json::Value| cohort["attributes"]["device_type"] == "lamp-2";
    assert!(
        !cohorts.is_empty() && cohorts.iter().all(says),
        "{cohorts:?}"
    );
    for (foreseen, words) in [
        (json!({"variants": []}), "1 to 128 variants"),
        (json!({"variants": [{"shoe": ["42"]}]}), "isn't declared"),
        (
            json!({"variants": [{}], "requires": {"os_version": "new"}}),
            "foreseen.requires.os_version",
        ),
        (
            json!({"variants": [{}], "images": [1, 1]}),
            "one count for each variant",
        ),
        (
            json!({"variants": [{}], "images": [1_000]}),
            "the targets line would have",
        ),
    ] {
        let refused = api.post(&dry, body(foreseen)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.show().contains(words), "{}", refused.show());
    }
    let earnest = api.post(&releases, body(of_lamps)).await;
    assert_eq!(earnest.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        earnest.show().contains("only a dry run"),
        "{}",
        earnest.show()
    );
    let package = api.get(&format!("{APP}/packages/lamp/2.0.0")).await;
    assert_eq!(package.status, StatusCode::NOT_FOUND);
    let listed = api.get(&releases).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}
