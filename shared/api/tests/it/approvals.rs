//! Approvals over HTTP: asked for with the verb itself, given to a digest, spent once.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::{APP, Api};
use crate::talk::Reply;

const PATH: &str = "/orgs/acme/apps/lamp";

/// `acme/lamp` with 1.0 at everybody, a draft of 1.1 by `write`, and a policy for starts and more
/// than 20 %.
async fn office() -> (Api, String) {
    let api = Api::with_people().await;
    for version in ["1.0", "1.1"] {
        api.package(version).await;
    }
    api.release("1.0", json!({})).await;
    let draft = json!({"channel": "stable", "package": "lamp", "version": "1.1"});
    let made = api
        .done("write", Method::POST, &format!("{PATH}/releases"), draft)
        .await;
    let id = made["release"]["id"].as_str().unwrap().to_owned();
    let policy = json!({"count": 1, "start": true, "beyond": "20%", "keys": true});
    let set = api
        .done(
            "app-admin",
            Method::PUT,
            &format!("{PATH}/approval-policy"),
            policy,
        )
        .await;
    let shown = json!({"count": 1, "start": true, "beyond": "20%", "keys": true, "hours": 72});
    assert_eq!(set["app"]["approvals"], shown);
    (api, id)
}

async fn post(api: &Api, who: &str, path: &str, body: Value) -> Reply {
    let path = format!("/api/v1{PATH}{path}");
    let call = api.call_as(who, Method::POST, &path);
    call.json(&body).send().await
}

async fn asked(api: &Api, path: &str, body: Value) -> Value {
    let reply = post(api, "write", &format!("{path}?ask=true"), body).await;
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.show());
    let change = reply.json();
    assert_eq!(change["publications"], json!([]));
    change["approval"].clone()
}

async fn approve(api: &Api, who: &str, approval: &Value) -> Reply {
    let id = approval["id"].as_str().unwrap();
    let body = json!({"digest": approval["digest"], "comment": "looks good"});
    post(api, who, &format!("/approvals/{id}/approve"), body).await
}

#[tokio::test]
async fn a_start_is_asked_for_approved_and_done() {
    let (api, id) = office().await;
    let start = format!("/releases/{id}/start");
    for dry in ["", "?dry_run=true"] {
        let refused = post(&api, "write", &format!("{start}{dry}"), json!({})).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.show());
        let problem = refused.json();
        assert_eq!(problem["type"], "/problems/approval-needed");
        let hint = problem["hint"].as_str().unwrap();
        assert!(hint.contains("The approver"), "{hint}");
    }
    let approval = asked(&api, &start, json!({})).await;
    assert_eq!(approval["kind"], "start");
    assert_eq!(approval["state"], "open");
    assert_eq!(
        (&approval["needed"], &approval["approvals"]),
        (&json!(1), &json!([]))
    );
    let own = approve(&api, "write", &approval).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let given = approve(&api, "approver", &approval).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.show());
    let shown = given.json()["approval"].clone();
    assert_eq!(shown["approvals"][0]["counts"], true);
    assert_eq!(shown["approvals"][0]["by"]["name"], "The approver");
    assert_eq!(shown["comments"][0]["text"], "looks good");
    let done = post(&api, "write", &start, json!({})).await;
    assert!(done.status.is_success(), "{}", done.show());
    assert_eq!(done.json()["release"]["status"], "active");
    let listed = api.get(&format!("{APP}/approvals?state=used")).await.json();
    assert_eq!(listed["items"][0]["id"], approval["id"]);
    let open = api.get(&format!("{APP}/approvals?state=open")).await.json();
    assert_eq!(open["items"], json!([]));
    let trail = api.get(&format!("{APP}/audit?limit=5")).await.json();
    let events = trail["items"].as_array().unwrap().iter();
    let verbs: Vec<_> = events.map(|one| one["verb"].clone()).collect();
    assert!(verbs.contains(&json!("approval.approve")), "{verbs:?}");
    assert!(verbs.contains(&json!("approval.request")), "{verbs:?}");
}

#[tokio::test]
async fn a_key_stands_for_asking_or_for_doing() {
    let (api, id) = office().await;
    let path = |ask: &str| format!("/api/v1{PATH}/releases/{id}/start{ask}");
    let send = async |ask: &str| {
        let call = api.call_as("write", Method::POST, &path(ask));
        let call = call.header("idempotency-key", "one");
        call.json(&json!({})).send().await
    };
    let first = send("?ask=true").await;
    let again = send("?ask=true").await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.show());
    assert_eq!(again.json()["replayed"], true);
    assert_eq!(
        first.json()["approval"]["id"],
        again.json()["approval"]["id"]
    );
    let other = send("").await;
    assert_eq!(other.json()["type"], "/problems/key-reused");
}

#[tokio::test]
async fn what_was_read_is_what_is_approved() {
    let (api, id) = office().await;
    let approval = asked(&api, &format!("/releases/{id}/start"), json!({})).await;
    let request = approval["id"].as_str().unwrap();
    let path = format!("/approvals/{request}/approve");
    for digest in ["nonsense", &"0".repeat(64)] {
        let wrong = post(&api, "approver", &path, json!({"digest": digest})).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.json()["field"], "digest");
    }
    approve(&api, "approver", &approval).await;
    let edit = json!({"keep_open": true});
    api.done(
        "write",
        Method::PATCH,
        &format!("{PATH}/releases/{id}"),
        edit,
    )
    .await;
    let late = post(&api, "write", &format!("/releases/{id}/start"), json!({})).await;
    assert_eq!(late.json()["type"], "/problems/approval-needed");
    let shown = api.get(&format!("{APP}/approvals/{request}")).await.json();
    assert_eq!(shown["state"], "void");
}

#[tokio::test]
async fn whoever_only_reads_neither_asks_nor_comments() {
    let (api, id) = office().await;
    let start = format!("/releases/{id}/start");
    let approval = asked(&api, &start, json!({})).await;
    let request = approval["id"].as_str().unwrap();
    let comments = format!("/approvals/{request}/comments");
    let text = json!({"text": "why now?"});
    for (who, may) in [("read", false), ("approver", true), ("write", true)] {
        let said = post(&api, who, &comments, text.clone()).await;
        assert_eq!(said.status.is_success(), may, "{who}: {}", said.show());
    }
    let asks = post(&api, "read", &format!("{start}?ask=true"), json!({})).await;
    assert_eq!(asks.status, StatusCode::FORBIDDEN);
    let reject = format!("/approvals/{request}/reject");
    let by_writer = post(&api, "write", &reject, json!({})).await;
    assert_eq!(by_writer.status, StatusCode::FORBIDDEN);
    let by_approver = post(&api, "approver", &reject, json!({})).await;
    assert_eq!(by_approver.json()["approval"]["state"], "rejected");
    let unknown = api
        .get(&format!("{APP}/approvals/01KAJ5W3M0Q8Z4T7V2X6Y9B1CD"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let unreadable = api.get(&format!("{APP}/approvals/xyz")).await;
    assert_eq!(unreadable.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_lowers_the_policy_alone() {
    let (api, _) = office().await;
    let path = format!("/api/v1{PATH}/approval-policy");
    let gone = api.call_as("app-admin", Method::DELETE, &path).send().await;
    assert_eq!(gone.json()["type"], "/problems/approval-needed");
    let ask = format!("{path}?ask=true");
    let asked = api.call_as("app-admin", Method::DELETE, &ask).send().await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.show());
    let approval = asked.json()["approval"].clone();
    assert_eq!(approval["kind"], "policy");
    let own = approve(&api, "app-admin", &approval).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    approve(&api, "approver", &approval).await;
    let gone = api.call_as("app-admin", Method::DELETE, &path).send().await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.show());
    assert_eq!(gone.json()["app"]["approvals"], Value::Null);
}

#[tokio::test]
async fn keys_are_asked_for_too() {
    let (api, _) = office().await;
    let rotate = json!({"roles": ["timestamp"]});
    let path = format!("/api/v1{PATH}/channels/stable/keys/rotate");
    let send = async |query: &str| {
        let call = api.call_as("app-admin", Method::POST, &format!("{path}{query}"));
        call.json(&rotate).send().await
    };
    assert_eq!(send("").await.json()["type"], "/problems/approval-needed");
    let asked = send("?ask=true").await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.show());
    approve(&api, "approver", &asked.json()["approval"]).await;
    assert!(send("").await.status.is_success());
}
