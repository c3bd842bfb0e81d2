//! Verbs on releases and channels, each once as it should be and once as it shouldn't.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::api::{APP, Api};

#[tokio::test]
async fn a_release_starts_ramps_pauses_resumes_and_concludes() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    let body = json!({"channel": "stable", "package": "lamp", "version": "1.1.0", "start": true, "share": "1%"});
    let started = api.post(&format!("{APP}/releases"), body).await;
    insta::assert_snapshot!(started.show());
    let id = started.json()["release"]["id"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(api.verb(&id, "ramp", json!({"to": "12.5%"})).await.show());
    let status = api.get(&format!("{APP}/channels/stable/status")).await;
    insta::assert_snapshot!(status.show());
    let paused = api.verb(&id, "pause", json!({})).await;
    assert_eq!(paused.json()["release"]["status"], "paused");
    insta::assert_snapshot!(api.verb(&id, "ramp", json!({"to": "20%"})).await.show());
    let resumed = api.verb(&id, "resume", json!({})).await;
    assert_eq!(resumed.json()["release"]["status"], "active");
    insta::assert_snapshot!(api.verb(&id, "conclude", json!({})).await.show());
}

#[tokio::test]
async fn a_release_is_taken_back() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    let first = api.release("1.0.0", json!({})).await;
    let second = api.release("1.1.0", json!({"share": "100%"})).await;
    insta::assert_snapshot!(api.verb(&second, "revert", json!({})).await.show());
    let back = api.get(&format!("{APP}/releases/{first}")).await.json();
    assert_eq!(back["status"], "concluded");
    insta::assert_snapshot!(api.verb(&second, "revert", json!({})).await.show());
}

#[tokio::test]
async fn taking_a_release_back_never_takes_back_another() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    let first = api.release("1.0.0", json!({})).await;
    let second = api.release("1.1.0", json!({})).await;
    let refused = api.verb(&first, "revert", json!({})).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.show());
    let moving = api.get(&format!("{APP}/releases/{second}")).await.json();
    assert_eq!(moving["status"], "active");
}

#[tokio::test]
async fn a_channel_is_reverted_to_a_named_release() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    let first = api.release("1.0.0", json!({})).await;
    api.release("1.1.0", json!({"share": "100%"})).await;
    let revert = format!("{APP}/channels/stable/revert");
    let reverted = api
        .post(&revert, json!({"to": first, "rule": "everyone"}))
        .await;
    assert_eq!(reverted.status, StatusCode::OK, "{}", reverted.show());
    let unknown = api.post(&revert, json!({"to": "01NOSUCH"})).await;
    insta::assert_snapshot!(unknown.show());
}

#[tokio::test]
async fn a_release_is_aborted_with_keep_and_without() {
    let api = Api::with_packages(&["1.0.0", "1.1.0", "1.2.0"]).await;
    api.release("1.0.0", json!({})).await;
    let second = api.release("1.1.0", json!({})).await;
    insta::assert_snapshot!(api.verb(&second, "abort", json!({})).await.show());
    let third = api.release("1.2.0", json!({})).await;
    let kept = api.verb(&third, "abort", json!({"keep": true})).await;
    assert_eq!(kept.json()["release"]["status"], "aborted");
    let status = api
        .get(&format!("{APP}/channels/stable/status"))
        .await
        .json();
    assert_eq!(status["rules"][0]["releases"][0]["held"], true);
}

#[tokio::test]
async fn a_hotfix_takes_the_place_of_what_moves() {
    let api = Api::with_packages(&["1.0.0", "1.1.0", "1.1.1"]).await;
    let first = api.release("1.0.0", json!({})).await;
    let bad = api.release("1.1.0", json!({"share": "10%"})).await;
    let other = json!({"channel": "stable", "package": "lamp", "version": "1.1.1", "start": true});
    insta::assert_snapshot!(api.post(&format!("{APP}/releases"), other).await.show());
    let fix = json!({"package": "lamp", "version": "1.1.1"});
    let fixed = api.verb(&bad, "supersede", fix.clone()).await;
    assert_eq!(fixed.status, StatusCode::CREATED, "{}", fixed.show());
    let (fixed, replaced) = (
        fixed.json(),
        api.get(&format!("{APP}/releases/{bad}")).await.json(),
    );
    assert_eq!(fixed["release"]["share"], "10%");
    assert_eq!(fixed["release"]["salt"], replaced["salt"]);
    assert_eq!(replaced["status"], "superseded");
    insta::assert_snapshot!(api.verb(&first, "supersede", fix).await.show());
}

#[tokio::test]
async fn a_draft_is_made_changed_cloned_scheduled_and_deleted() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let draft = json!({
        "channel": "stable", "package": "lamp", "version": "1.0.0",
        "policy": {"activate": "idle", "window": "01:00-05:00"},
        "notes": {"en": "Brighter."}, "properties": {"brightness": 80},
    });
    let made = api.post(&format!("{APP}/releases"), draft).await;
    insta::assert_snapshot!(made.show());
    let id = made.json()["release"]["id"].as_str().unwrap().to_owned();
    let path = format!("{APP}/releases/{id}");
    let edit = json!({"keep_open": true});
    let edited = api.call(Method::PATCH, &path).json(&edit).send().await;
    assert_eq!(edited.json()["release"]["keep_open"], true);
    assert_eq!(edited.json()["release"]["notes"]["en"], "Brighter.");
    let cloned = api.verb(&id, "clone", json!({"into": "beta"})).await.json();
    assert_eq!(cloned["release"]["channel"], "beta");
    assert_eq!(cloned["release"]["origin"], id.as_str());
    let plan = json!({
        "start": "2026-11-22T09:00:00Z",
        "stages": [{"share": "10%", "after": 0}, {"share": "100%", "after": 3600}],
    });
    insta::assert_snapshot!(api.verb(&id, "schedule", plan).await.show());
    let due = api.get(&format!("{APP}/channels/stable")).await.json();
    assert_eq!(due["agenda"][0]["do"], "start");
    let back = api.verb(&id, "unschedule", json!({})).await;
    assert_eq!(back.json()["release"]["status"], "draft");
    let deleted = api.call(Method::DELETE, &path).send().await;
    insta::assert_snapshot!(deleted.show());
    assert_eq!(api.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_draft_starts_and_a_started_release_does_not_start_again() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let id = api.release("1.0.0", json!({"start": false})).await;
    let started = api.verb(&id, "start", json!({"share": "50%"})).await;
    assert_eq!(started.json()["release"]["share"], "50%");
    insta::assert_snapshot!(api.verb(&id, "start", json!({})).await.show());
}

#[tokio::test]
async fn a_retry_raises_the_attempt() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let id = api.release("1.0.0", json!({})).await;
    let retried = api.verb(&id, "retry", json!({})).await;
    assert_eq!(
        retried.json()["release"]["attempt"],
        2,
        "{}",
        retried.show()
    );
}

#[tokio::test]
async fn a_channel_promotes_what_it_concluded() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let promote = format!("{APP}/channels/beta/promote");
    let nothing = api.post(&promote, json!({"to": "stable"})).await;
    insta::assert_snapshot!(nothing.show());
    api.release("1.0.0", json!({"channel": "beta"})).await;
    let promoted = api
        .post(&promote, json!({"to": "stable", "share": "5%"}))
        .await;
    assert_eq!(promoted.status, StatusCode::CREATED, "{}", promoted.show());
    assert_eq!(promoted.json()["release"]["channel"], "stable");
    assert_eq!(promoted.json()["release"]["share"], "5%");
}

#[tokio::test]
async fn a_device_is_told_what_it_gets_and_why() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    api.release("1.1.0", json!({"share": "50%"})).await;
    let explain = format!("{APP}/channels/stable/explain");
    let told = api
        .get(&format!("{explain}?id=lamp-7&attribute=os%3Dlinux"))
        .await;
    insta::assert_snapshot!(told.show());
    insta::assert_snapshot!(api.get(&explain).await.show());
    for query in [
        "id=a&id=b",
        "id=a&attribute=os",
        "id=a&what=1",
        "id=a&attribute=o%3D1&attribute=o%3D2",
    ] {
        let refused = api.get(&format!("{explain}?{query}")).await;
        assert!(refused.status.is_client_error(), "{}", refused.show());
    }
}
