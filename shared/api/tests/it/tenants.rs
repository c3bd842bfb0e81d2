//! One organization knows nothing of another: what is there and isn't yours answers as what isn't
//! there.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::access::concrete;
use crate::api::Api;

/// Every guarded operation of an organization, as method and path.
fn routes() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&wavecast_api::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if path.contains("{org}") {
            let methods = item.as_object().unwrap().keys();
            found.extend(methods.map(|one| (one.to_uppercase().parse().unwrap(), path.clone())));
        }
    }
    assert!(found.len() > 80, "{}", found.len());
    found
}

/// The answer to somebody's request, without the name that it was about.
async fn told(
    api: &Api,
    token: &str,
    method: &Method,
    path: &str,
    name: &str,
) -> (StatusCode, String) {
    let call = api.call_as(token, method.clone(), path);
    let call = match *method {
        Method::GET => call,
        _ => call.json(&json!({})),
    };
    let reply = call.send().await;
    (reply.status, reply.text.replace(name, "NAME"))
}

#[tokio::test]
async fn another_organization_answers_as_one_that_does_not_exist() {
    let api = Api::with_people().await;
    let machine = api.machine_of_other().await;
    for (method, path) in routes() {
        let real = concrete(&path);
        let none = real.replace("/orgs/acme", "/orgs/none");
        for token in ["stranger", &machine] {
            let there = told(&api, token, &method, &real, "acme").await;
            let nowhere = told(&api, token, &method, &none, "none").await;
            assert_eq!(there, nowhere, "{method} {real}");
            // An invitation is answered by who isn't a member yet; without its code it is
            // refused before anything is looked up.
            if !path.contains("/invitations/{id}/") {
                assert_eq!(there.0, StatusCode::NOT_FOUND, "{method} {real}");
            }
        }
    }
}

#[tokio::test]
async fn an_application_that_one_may_not_read_answers_as_one_that_does_not_exist() {
    let api = Api::with_people().await;
    let narrow = api
        .token_for(
            "owner",
            json!({
                "label": "lamp alone", "permissions": ["read", "release"], "apps": ["lamp"],
            }),
        )
        .await;
    let in_app = routes()
        .into_iter()
        .filter(|(_, path)| path.contains("{app}"));
    for (method, path) in in_app {
        let there = concrete(&path).replace("/apps/lamp", "/apps/bulb");
        let nowhere = concrete(&path).replace("/apps/lamp", "/apps/none");
        for token in ["write", "member", &narrow] {
            let bulb = told(&api, token, &method, &there, "acme/bulb").await;
            let none = told(&api, token, &method, &nowhere, "acme/none").await;
            assert_eq!(bulb, none, "{method} {there}");
            assert_eq!(bulb.0, StatusCode::NOT_FOUND, "{method} {there}");
        }
    }
}

#[tokio::test]
async fn a_wrong_code_tells_nothing() {
    let api = Api::with_people().await;
    let invite = json!({"whom": "somebody"});
    let mine = api
        .done("stranger", Method::POST, "/orgs/other/invitations", invite)
        .await;
    let id = mine["invitation"]["id"].as_str().unwrap();
    let code = json!({"code": mine["code"]});
    let mut answers = Vec::new();
    for org in ["acme", "none"] {
        for verb in ["accept", "decline"] {
            let path = format!("/api/v1/orgs/{org}/invitations/{id}/{verb}");
            let reply = api
                .call_as("stranger", Method::POST, &path)
                .json(&code)
                .send()
                .await;
            answers.push((reply.status, reply.text));
        }
    }
    assert!(answers.iter().all(|one| *one == answers[0]), "{answers:?}");
    assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ids_of_another_tenant_lead_nowhere() {
    let api = Api::with_people().await;
    let begin = json!({"sha256": "0".repeat(64), "size": 1});
    let upload = api
        .done("owner", Method::POST, "/orgs/acme/apps/lamp/uploads", begin)
        .await;
    let id = upload["id"].as_str().unwrap();
    let at = |id: &str| format!("/api/v1/orgs/other/apps/thing/uploads/{id}");
    let theirs = told(&api, "stranger", &Method::GET, &at(id), id).await;
    let unknown = "f".repeat(32);
    let nobodys = told(&api, "stranger", &Method::GET, &at(&unknown), &unknown).await;
    assert_eq!(theirs, nobodys);
    assert_eq!(theirs.0, StatusCode::NOT_FOUND);
    let complete = format!("{}/complete", at(id));
    let parts = json!({"parts": [{"number": 1, "etag": "x"}]});
    let reply = api
        .call_as("stranger", Method::POST, &complete)
        .json(&parts)
        .send()
        .await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.show());
    let channel = json!({"name": "stable"});
    api.done(
        "stranger",
        Method::POST,
        "/orgs/other/apps/thing/channels",
        channel,
    )
    .await;
    let path = "/api/v1/orgs/other/apps/thing/channels/stable/move";
    // Whether the other one exists or not makes no difference.
    for to in ["acme/lamp/stable", "acme/none/stable"] {
        let body = json!({"to": to});
        let call = api.call_as("stranger", Method::POST, path).json(&body);
        let reply = call.send().await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        let rule = format!("{to} must be another channel of other/thing");
        assert_eq!(reply.json()["rule"], rule, "{}", reply.show());
    }
}
