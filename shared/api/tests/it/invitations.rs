//! Members and invitations over HTTP.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::Api;

const INVITATIONS: &str = "/orgs/acme/invitations";

async fn answer(api: &Api, who: &str, made: &Value, verb: &str) -> StatusCode {
    let id = made["invitation"]["id"].as_str().unwrap();
    let path = format!("/api/v1/orgs/acme/invitations/{id}/{verb}");
    let code = json!({"code": made["code"]});
    api.call_as(who, Method::POST, &path)
        .json(&code)
        .send()
        .await
        .status
}

#[tokio::test]
async fn an_invitation_is_accepted_declined_revoked_or_expires() {
    let api = Api::with_people().await;
    let invite = async || {
        api.done("admin", Method::POST, INVITATIONS, json!({"whom": "x"}))
            .await
    };
    let (first, second, third, fourth) = (
        invite().await,
        invite().await,
        invite().await,
        invite().await,
    );
    assert!(first["code"].as_str().unwrap().starts_with("wci_"));
    assert_eq!(
        answer(&api, "stranger", &first, "decline").await,
        StatusCode::OK
    );
    assert_eq!(
        answer(&api, "stranger", &first, "accept").await,
        StatusCode::NOT_FOUND
    );
    let id = second["invitation"]["id"].as_str().unwrap();
    api.done(
        "admin",
        Method::DELETE,
        &format!("{INVITATIONS}/{id}"),
        json!({}),
    )
    .await;
    assert_eq!(
        answer(&api, "stranger", &second, "accept").await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        answer(&api, "stranger", &third, "accept").await,
        StatusCode::OK
    );
    assert_eq!(
        answer(&api, "stranger", &third, "accept").await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        answer(&api, "member", &fourth, "accept").await,
        StatusCode::CONFLICT
    );
    api.world.clock.advance(7 * 86_400);
    let shown = api
        .call_as("admin", Method::GET, "/api/v1/orgs/acme/invitations")
        .send()
        .await;
    assert_eq!(shown.json()["items"][0]["expired"], true);
    assert!(!shown.text.contains("code"), "{}", shown.show());
    let leave = api.call_as(
        "stranger",
        Method::DELETE,
        "/api/v1/orgs/acme/members/stranger",
    );
    assert_eq!(leave.json(&json!({})).send().await.status, StatusCode::OK);
    assert_eq!(
        answer(&api, "stranger", &fourth, "accept").await,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn members_are_listed_changed_and_let_go() {
    let api = Api::with_people().await;
    let list = async || {
        api.call_as("member", Method::GET, "/api/v1/orgs/acme/members")
            .send()
            .await
    };
    let all = list().await.json();
    insta::assert_json_snapshot!(all["items"].as_array().unwrap()[6..]);
    let set = json!({"role": "member", "grants": {"*": "read", "lamp": "admin"}});
    let changed = api
        .done("admin", Method::PUT, "/orgs/acme/members/read", set)
        .await;
    assert_eq!(changed["org"]["name"], "acme");
    api.done(
        "admin",
        Method::DELETE,
        "/orgs/acme/members/write",
        json!({}),
    )
    .await;
    assert_eq!(list().await.json()["items"].as_array().unwrap().len(), 7);
    for (grants, field) in [
        (json!({"attic": "read"}), "application acme/attic"),
        (json!({"lamp": "nobody"}), "role nobody"),
        (json!({"lamp": "owner"}), "grants.lamp"),
        (json!({"La mp": "read"}), "grants.La mp"),
    ] {
        let call = api.call_as("admin", Method::PUT, "/api/v1/orgs/acme/members/read");
        let reply = call
            .json(&json!({"role": "member", "grants": grants}))
            .send()
            .await;
        assert!(reply.status.is_client_error(), "{}", reply.show());
        assert_eq!(reply.json()["field"], field, "{}", reply.show());
    }
}

#[tokio::test]
async fn ownership_is_handed_over_with_the_right_revision() {
    let api = Api::with_people().await;
    let to = json!({"to": "admin"});
    let call = api.call_as("owner", Method::POST, "/api/v1/orgs/acme/transfer");
    let stale = call.header("if-match", "\"1\"").json(&to).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    api.done("owner", Method::POST, "/orgs/acme/transfer", to)
        .await;
    let again = api.call_as("owner", Method::POST, "/api/v1/orgs/acme/transfer");
    let again = again.json(&json!({"to": "write"})).send().await;
    insta::assert_snapshot!(again.show());
}

/// Who left can't ask what came of it as a member any more, but by the key of the request.
#[tokio::test]
async fn what_ended_ones_own_role_is_answered_again() {
    let api = Api::with_people().await;
    let send = async |who: &str, method: Method, path: &str, key: &str, body: Value| {
        let path = format!("/api/v1/orgs/acme{path}");
        let call = api.call_as(who, method, &path).json(&body);
        call.header("idempotency-key", key).send().await
    };
    let leave =
        async |key: &str| send("read", Method::DELETE, "/members/read", key, json!({})).await;
    assert_eq!(leave("a").await.status, StatusCode::OK);
    let again = leave("a").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.show());
    assert_eq!(again.json()["replayed"], true);
    assert_eq!(again.json()["org"], Value::Null, "{}", again.show());
    assert_eq!(leave("b").await.status, StatusCode::NOT_FOUND);

    let to = async |who: &str, key: &str| {
        let body = json!({"to": "write"});
        send(who, Method::POST, "/transfer", key, body).await
    };
    assert_eq!(to("owner", "a").await.status, StatusCode::OK);
    assert_eq!(to("owner", "a").await.json()["replayed"], true);
    assert_eq!(to("owner", "b").await.status, StatusCode::FORBIDDEN);
    // Somebody else's key repeats nothing, and tells a stranger nothing.
    assert_eq!(to("admin", "a").await.status, StatusCode::FORBIDDEN);
    let told = to("stranger", "a").await;
    assert_eq!(told.status, StatusCode::NOT_FOUND, "{}", told.show());
}
