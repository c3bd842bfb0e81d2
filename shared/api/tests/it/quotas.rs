//! How much an organization may hold: who sees it, who sets it, and how more is refused.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_domain::org::{Founders, Founding};
use wavecast_engine::testing::world::World;

use crate::api::{APP, Api};
use crate::talk::Reply;

const QUOTA: &str = "/api/v1/orgs/acme/quota";

async fn put(api: &Api, body: Value) -> Reply {
    api.call(Method::PUT, QUOTA).json(&body).send().await
}

async fn set(api: &Api, body: Value) {
    let reply = put(api, body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
}

fn limited(reply: &Reply, field: &str) {
    assert_eq!(reply.problem(), "limit", "{}", reply.show());
    assert_eq!(reply.json()["field"], field);
    let hint = reply.json()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("wavecast org quota set acme"), "{hint}");
}

#[tokio::test]
async fn what_an_organization_holds_is_shown_with_how_much_it_may() {
    let api = Api::with_people().await;
    api.package("1.0.0").await;
    let token = json!({"label": "builds", "permissions": ["read"]});
    api.token_for("owner", token).await;
    set(&api, json!({"apps": 5, "storage": 1_000_000})).await;
    let shown = api.call_as("member", Method::GET, QUOTA).send().await;
    insta::assert_snapshot!(shown.show());
}

#[tokio::test]
async fn a_quota_is_set_whole_at_the_revision_that_was_read_and_once() {
    let api = Api::with_people().await;
    let read = api.get(QUOTA).await;
    let etag = read.headers["etag"].to_str().unwrap().to_owned();
    let call = || {
        let call = api.call(Method::PUT, QUOTA).header("if-match", &etag);
        call.header("idempotency-key", "one")
    };
    let dry = api.call(Method::PUT, &format!("{QUOTA}?dry_run=true"));
    let dry = dry.json(&json!({"apps": 5})).send().await;
    assert_eq!(dry.json()["dry_run"], true);
    assert_eq!(api.get(QUOTA).await.json(), read.json());
    let body = json!({"apps": 5, "tokens": 9});
    let done = call().json(&body).send().await;
    assert_eq!(done.json()["replayed"], false, "{}", done.show());
    let again = call().json(&body).send().await;
    assert_eq!(again.json()["replayed"], true, "{}", again.show());
    let stale = api.call(Method::PUT, QUOTA).header("if-match", &etag);
    let stale = stale.json(&json!({})).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    set(&api, json!({"tokens": 8})).await;
    let now = api.get(QUOTA).await.json();
    assert_eq!(now["apps"]["limit"], Value::Null, "not said: lifted");
    assert_eq!(
        (&now["apps"]["most"], &now["tokens"]["limit"]),
        (&json!(1000), &json!(8))
    );
    let trail = api.get("/api/v1/orgs/acme/audit?limit=1").await.json();
    let event = &trail["items"][0];
    assert_eq!(event["verb"], "quota.set", "{event}");
    let changed: Vec<_> = event["changes"].as_array().unwrap().iter().collect();
    assert_eq!(changed.len(), 2, "{event}");
}

#[tokio::test]
async fn what_is_no_quota_is_refused_by_its_field() {
    let api = Api::with_people().await;
    for field in ["apps", "members", "accounts", "tokens"] {
        let reply = put(&api, json!({ field: 1001 })).await;
        assert_eq!(reply.problem(), "invalid", "{}", reply.show());
        assert_eq!(reply.json()["field"], field);
    }
    for body in [
        json!({"apps": -1}),
        json!({"rooms": 1}),
        json!({"apps": "many"}),
    ] {
        let reply = put(&api, body).await;
        assert!(reply.status.is_client_error(), "{}", reply.show());
    }
}

#[tokio::test]
async fn every_limit_is_told_with_the_way_out() {
    let api = Api::with_people().await;
    api.package("1.0.0").await;
    let quota = json!({"apps": 2, "members": 8, "accounts": 0, "tokens": 0, "storage": 400});
    set(&api, quota).await;
    let owner = async |method, path: &str, body: Value| {
        let path = format!("/api/v1/orgs/acme{path}");
        api.call_as("owner", method, &path).json(&body).send().await
    };
    let app = json!({"name": "third", "kind": "bundle"});
    limited(&owner(Method::POST, "/apps", app).await, "apps");
    let whom = json!({"whom": "somebody"});
    limited(&owner(Method::POST, "/invitations", whom).await, "members");
    let account = json!({"title": "builds", "grants": {}});
    limited(
        &owner(Method::PUT, "/accounts/ci", account).await,
        "accounts",
    );
    let token = json!({"label": "mine", "permissions": ["read"]});
    limited(&owner(Method::POST, "/tokens", token).await, "tokens");
    let large = json!({"sha256": "0".repeat(64), "size": 401});
    let refused = owner(Method::POST, "/apps/lamp/uploads", large).await;
    limited(&refused, "storage");
    insta::assert_snapshot!(refused.show());
    set(&api, json!({"packages": 1})).await;
    let image = api.upload(b"another image").await;
    let list = json!({"v": 1, "variants": [{"when": {}, "files": [{
        "path": "lamp.bin", "role": "image", "sha256": image, "size": 13,
        "content_type": "application/octet-stream",
    }]}]});
    let list = wavecast_wire::json::canonical(&list).unwrap();
    let list = api.upload(&list).await;
    let package = json!({"name": "lamp", "version": "2.0.0", "list": list});
    let path = format!("{APP}/packages");
    limited(&api.post(&path, package.clone()).await, "packages");
    set(&api, json!({})).await;
    api.make(&path, package).await;
}

#[tokio::test]
async fn people_create_organizations_only_where_the_installation_leaves_it_to_them() {
    let mut world = World::memory();
    world.control.founding = Founding {
        by: Founders::Anyone,
        quota: "apps=1".parse().unwrap(),
    };
    let api = Api::over(world.clone());
    let found = async |api: &Api, who: &str, name: &str| {
        let call = api.call_as(who, Method::POST, "/api/v1/orgs");
        call.json(&json!({ "name": name })).send().await
    };
    assert_eq!(
        found(&api, "owner", "acme").await.status,
        StatusCode::CREATED
    );
    let quota = api.call_as("owner", Method::GET, QUOTA).send().await;
    assert_eq!(quota.json()["apps"]["limit"], 1);
    world.control.founding.by = Founders::Installation;
    let api = Api::over(world);
    let refused = found(&api, "stranger", "other").await;
    insta::assert_snapshot!(refused.show());
    api.make("/api/v1/orgs", json!({"name": "other"})).await;
}
