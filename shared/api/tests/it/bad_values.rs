//! Values that break a rule: each is refused by its field, and changes nothing.

use axum::http::StatusCode;
use serde_json::json;

use crate::api::{APP, Api};
use crate::talk::Reply;

async fn open(api: &Api, name: &str) -> Reply {
    let body = json!({ "name": name });
    api.post(&format!("{APP}/channels"), body).await
}

#[tokio::test]
async fn names_are_checked_in_bodies_and_paths() {
    let api = Api::with_channels().await;
    insta::assert_snapshot!(open(&api, "Not A Name").await.show());
    let cases = ["", "targets", "files", "..", "a/b", "é", "e\u{301}", "-x"];
    for name in cases {
        let reply = open(&api, name).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert_eq!(reply.json()["field"], "name");
    }
    insta::assert_snapshot!(api.get(&format!("{APP}/channels/Stable")).await.show());
    insta::assert_snapshot!(api.get(&format!("{APP}/channels/%ff")).await.show());
    for path in [
        "/channels/..%2f..%2fother",
        "/packages/lamp/1.x",
        "/packages/lamp-2/1.0",
        "/releases/a%20b",
    ] {
        let reply = api.get(&format!("{APP}{path}")).await;
        assert_eq!(reply.problem(), "invalid", "{}", reply.show());
    }
}

#[tokio::test]
async fn a_share_is_a_percentage_of_hundredths_and_only_grows() {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    let id = api.release("1.1.0", json!({"share": "10%"})).await;
    let ramp = async |to: &str| api.verb(&id, "ramp", json!({ "to": to })).await;
    insta::assert_snapshot!(ramp("50").await.text);
    for share in [
        "100", "101%", "-1%", "33.333%", "5 %", "%", "", "1e1%", "0x5%", "٥%",
    ] {
        let reply = ramp(share).await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{share}: {}",
            reply.show()
        );
        assert_eq!(reply.json()["field"], "to", "{share}");
    }
    let number = api.verb(&id, "ramp", json!({"to": 50})).await;
    assert_eq!(number.status, StatusCode::BAD_REQUEST);
    insta::assert_snapshot!(ramp("5%").await.text);
    let present = api.get(&format!("{APP}/releases/{id}")).await.json();
    assert_eq!(present["share"], "10%");
}

#[tokio::test]
async fn fields_are_named_where_they_break_a_rule() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let release = json!({"channel": "stable", "package": "lamp", "version": "1.0.0"});
    let cases = [
        ("share", json!({"share": "5%"})),
        ("channel", json!({"channel": "Stable"})),
        ("version", json!({"version": "one"})),
        (
            "policy.force_below",
            json!({"policy": {"force_below": "x"}}),
        ),
        (
            "policy.deadline",
            json!({"policy": {"deadline": "tomorrow"}}),
        ),
    ];
    for (field, more) in cases {
        let mut body = release.clone();
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let reply = api.post(&format!("{APP}/releases"), body).await;
        assert_eq!(reply.json()["field"], field, "{}", reply.show());
    }
    let plan = json!({"start": "2026-11-22T09:00:00Z", "stages": [{"share": "10%", "after": 0}, {"share": "11", "after": 1}]});
    let id = api.release("1.0.0", json!({"start": false})).await;
    let reply = api.verb(&id, "schedule", plan).await;
    assert_eq!(reply.json()["field"], "stages[1].share", "{}", reply.show());
    let package = json!({"name": "lamp", "version": "2.0.0", "list": "a".repeat(64), "requires": {"os_version": ">1 || <2"}});
    let reply = api.post(&format!("{APP}/packages"), package).await;
    assert_eq!(
        reply.json()["field"],
        "requires.os_version",
        "{}",
        reply.show()
    );
    let yank = json!({"reason": "x", "now": ["stable", "B"]});
    let reply = api
        .post(&format!("{APP}/packages/lamp/1.0.0/yank"), yank)
        .await;
    assert_eq!(reply.json()["field"], "now[1]", "{}", reply.show());
}

#[tokio::test]
async fn text_that_is_not_in_normal_form_is_refused() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let body = json!({
        "channel": "stable", "package": "lamp", "version": "1.0.0", "start": true,
        "notes": {"en": "caf\u{65}\u{301}"},
    });
    let reply = api.post(&format!("{APP}/releases"), body).await;
    assert_eq!(
        reply.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        reply.show()
    );
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let api = Api::with_channels().await;
    insta::assert_snapshot!(api.verb("01NOSUCH", "pause", json!({})).await.show());
    let body = json!({"channel": "gone", "package": "lamp", "version": "1.0.0"});
    insta::assert_snapshot!(api.post(&format!("{APP}/releases"), body).await.show());
    let elsewhere = "/api/v1/orgs/acme/apps/nosuch/channels";
    insta::assert_snapshot!(api.post(elsewhere, json!({"name": "a"})).await.show());
}
