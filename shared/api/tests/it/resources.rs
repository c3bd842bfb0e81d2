//! Resources: made, read, changed, ended.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::api::{APP, Api};

#[tokio::test]
async fn an_organization_is_made_and_read() {
    let api = Api::new();
    let input = json!({"name": "acme", "title": "Acme Lamps"});
    insta::assert_snapshot!(api.post("/api/v1/orgs", input).await.show());
    insta::assert_snapshot!(api.get("/api/v1/orgs/acme").await.show());
    insta::assert_snapshot!(api.get("/api/v1/orgs/nobody").await.show());
    let again = api.post("/api/v1/orgs", json!({"name": "acme"})).await;
    insta::assert_snapshot!(again.show());
}

#[tokio::test]
async fn an_application_is_made_read_and_changed() {
    let api = Api::new();
    api.make("/api/v1/orgs", json!({"name": "acme"})).await;
    let input = json!({
        "name": "lamp", "kind": "firmware",
        "settings": {"first_step": "10%"},
        "dimensions": {"hall": {"type": "enum", "values": ["north", "south"]}},
    });
    insta::assert_snapshot!(api.post("/api/v1/orgs/acme/apps", input).await.show());
    let edit = json!({"settings": {"confirm_seconds": 60}});
    let edited = api.call(Method::PATCH, APP).json(&edit).send().await;
    insta::assert_snapshot!(edited.show());
    insta::assert_snapshot!(api.get("/api/v1/orgs/acme/apps").await.show());
    let missing = api.get("/api/v1/orgs/acme/apps/bulb").await;
    insta::assert_snapshot!(missing.show());
}

#[tokio::test]
async fn a_channel_is_opened_read_changed_and_ended() {
    let api = Api::with_channels().await;
    let open = json!({"name": "pr-128", "settings": {"poll_idle": 900}});
    let opened = api.post(&format!("{APP}/channels"), open).await;
    insta::assert_snapshot!(opened.show());
    let path = format!("{APP}/channels/pr-128");
    let edit = json!({"settings": {"poll_active": 60}});
    let edited = api.call(Method::PATCH, &path).json(&edit).send().await;
    assert_eq!(edited.json()["channel"]["settings"]["poll_active"], 60);
    assert_eq!(edited.json()["channel"]["settings"]["poll_idle"], 900);
    insta::assert_snapshot!(api.call(Method::DELETE, &path).send().await.show());
    let moved = api
        .post(&format!("{path}/move"), json!({"to": "acme/lamp/beta"}))
        .await;
    assert_eq!(moved.json()["channel"]["moved_to"], "acme/lamp/beta");
    let deleted = api.call(Method::DELETE, &path).send().await;
    insta::assert_snapshot!(deleted.show());
    assert_eq!(api.get(&path).await.status, StatusCode::NOT_FOUND);
    insta::assert_snapshot!(api.get(&format!("{APP}/channels")).await.show());
}

#[tokio::test]
async fn a_channel_is_retired() {
    let api = Api::with_channels().await;
    let retired = api
        .post(&format!("{APP}/channels/beta/retire"), json!({}))
        .await;
    assert_eq!(retired.json()["channel"]["state"], "retired");
}

#[tokio::test]
async fn a_channel_that_is_not_fenced_has_nothing_to_adopt() {
    let api = Api::with_channels().await;
    let adopt = api
        .post(&format!("{APP}/channels/stable/adopt"), json!({}))
        .await;
    insta::assert_snapshot!(adopt.show());
}

#[tokio::test]
async fn keys_are_rotated_and_the_device_file_shows_the_new_root() {
    let api = Api::with_channels().await;
    let path = format!("{APP}/channels/stable");
    let before = api.get(&format!("{path}/device-config")).await.json();
    assert_eq!(before["scope"], "acme/lamp/stable");
    assert_eq!(before["base_url"], "http://127.0.0.1:8090");
    assert_eq!(before["root"]["signed"]["version"], 1);
    let roles = json!({"roles": ["timestamp"]});
    let rotated = api.post(&format!("{path}/keys/rotate"), roles).await;
    assert_eq!(rotated.status, StatusCode::OK, "{}", rotated.show());
    let after = api.get(&format!("{path}/device-config")).await.json();
    assert!(after["root_version"].as_u64() > Some(1));
    let keys = |config: &serde_json::Value| config["root"]["signed"]["roles"]["timestamp"].clone();
    assert_ne!(keys(&before), keys(&after));
}

#[tokio::test]
async fn a_package_is_made_of_uploaded_files_read_and_yanked() {
    let api = Api::with_channels().await;
    insta::assert_json_snapshot!(api.package("1.0.0").await);
    let missing = api.get(&format!("{APP}/packages/lamp/2.0.0")).await;
    insta::assert_snapshot!(missing.show());
    api.release("1.0.0", json!({})).await;
    let reason = json!({"reason": "flickers"});
    let yanked = api
        .post(&format!("{APP}/packages/lamp/1.0.0/yank"), reason)
        .await;
    insta::assert_snapshot!(yanked.show());
}

#[tokio::test]
async fn the_same_package_again_is_a_success_and_another_content_is_refused() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.package("1.0.0").await;
    let list = api.upload(br#"{"v":1,"variants":[]}"#).await;
    let other = json!({"name": "lamp", "version": "1.0.0", "list": list});
    let refused = api.post(&format!("{APP}/packages"), other).await;
    insta::assert_snapshot!(refused.show());
}

#[tokio::test]
async fn a_package_whose_files_are_missing_is_refused_with_the_reason() {
    let api = Api::with_channels().await;
    let list = json!({"v": 1, "variants": [{"when": {}, "files": [{
        "path": "lamp.bin", "role": "image", "sha256": "a".repeat(64), "size": 1,
        "content_type": "application/octet-stream",
    }]}]});
    let list = api
        .upload(&wavecast_wire::json::canonical(&list).unwrap())
        .await;
    let input = json!({"name": "lamp", "version": "1.0.0", "list": list});
    api.post(&format!("{APP}/packages"), input).await;
    let found = api.get(&format!("{APP}/packages/lamp/1.0.0?wait=5")).await;
    insta::assert_snapshot!(found.show());
}

#[tokio::test]
async fn the_trail_tells_who_did_what() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    insta::assert_snapshot!(api.get(&format!("{APP}/audit?limit=1")).await.show());
    let by_verb = api
        .get(&format!("{APP}/audit?verb=channel.create&channel=beta"))
        .await;
    assert_eq!(by_verb.json()["items"].as_array().unwrap().len(), 1);
    let by_actor = api.get(&format!("{APP}/audit?actor=bootstrap")).await;
    assert!(by_actor.json()["items"].as_array().unwrap().len() >= 4);
    let later = api
        .get(&format!("{APP}/audit?since=2027-01-01T00:00:00Z"))
        .await;
    assert!(later.json()["items"].as_array().unwrap().is_empty());
    let earlier = api
        .get(&format!("{APP}/audit?until=2026-01-01T00:00:00Z"))
        .await;
    assert!(earlier.json()["items"].as_array().unwrap().is_empty());
}
