//! Who signs in and who is refused: seen by their organization, with where from and by which request.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_api::Origin;

use crate::api::{Api, TOKEN};
use crate::sessions::{self, PASSWORD};
use crate::tokens::forged;

const LAMP: &str = "/api/v1/orgs/acme/apps/lamp";

fn from(text: &str) -> Origin {
    Origin::Address(text.parse().unwrap())
}

impl Api {
    /// What was seen of an organization, once its chain has it.
    async fn seen(&self, org: &str, who: &str) -> (Vec<Value>, String) {
        let path = format!("/api/v1/orgs/{org}/audit/access?limit=200");
        self.seen_at(&path, who).await
    }

    pub async fn seen_at(&self, path: &str, who: &str) -> (Vec<Value>, String) {
        self.world.clock.advance(11);
        let report = self.world.upkeep.sign_heads().await;
        assert_eq!(report.troubles, Vec::<String>::new());
        let reply = self.call_as(who, Method::GET, path).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
        let lines = reply.json()["lines"].clone();
        let lines = lines.as_array().unwrap().iter();
        let seen = lines.map(|line| {
            let line: Value = serde_json::from_str(line.as_str().unwrap()).unwrap();
            line["seen"].clone()
        });
        (seen.collect(), reply.text)
    }
}

fn of<'a>(seen: &'a [Value], kind: &str, text: &str) -> Vec<&'a Value> {
    let fits = |one: &&Value| one["kind"] == kind && one.to_string().contains(text);
    seen.iter().filter(fits).collect()
}

#[tokio::test]
async fn a_token_signs_in_once_and_again_after_a_rest() {
    let api = Api::with_people().await;
    let body = json!({"label": "builds", "permissions": ["read"], "apps": ["lamp"]});
    let secret = api.token_for("write", body).await;
    let id = &secret[4..20];
    let ask = async |address: &str| {
        let call = api
            .call_as(&secret, Method::GET, LAMP)
            .beside(from(address));
        assert_eq!(call.send().await.status, StatusCode::OK);
    };
    ask("192.0.2.1").await;
    ask("192.0.2.2").await;
    let (seen, text) = api.seen("acme", "admin").await;
    let ours = of(&seen, "sign_in", id);
    assert_eq!(ours.len(), 1, "{text}");
    assert_eq!(ours[0]["source"], "192.0.2.1");
    assert_eq!(ours[0]["request"], "test");
    assert_eq!(ours[0]["subject"], "GET /api/v1/orgs/acme/apps/lamp");
    assert_eq!(ours[0]["actor"]["id"], "write");
    assert!(!text.contains(&secret[20..52]), "no secret stands there");
    // A person is noted once too, not with each request.
    assert_eq!(of(&seen, "sign_in", "\"id\":\"owner\"").len(), 1);
    api.world.clock.advance(3600);
    ask("192.0.2.3").await;
    let (seen, _) = api.seen("acme", "admin").await;
    assert_eq!(of(&seen, "sign_in", id).len(), 2);
}

#[tokio::test]
async fn what_is_refused_is_noted_with_who_and_why() {
    let api = Api::with_people().await;
    let body = json!({"label": "builds", "permissions": ["read"], "apps": ["lamp"]});
    let secret = api.token_for("write", body.clone()).await;
    let other = api.token_for("write", body).await;
    // May not.
    let start = api.call_as(&secret, Method::POST, &format!("{LAMP}/releases"));
    let start = start.beside(from("192.0.2.1")).json(&json!({}));
    assert_eq!(start.send().await.status, StatusCode::FORBIDDEN);
    // Doesn't belong.
    let ask = api.call_as("stranger", Method::GET, "/api/v1/orgs/acme");
    assert_eq!(ask.send().await.status, StatusCode::NOT_FOUND);
    // Knows the id of a token, not its secret.
    let guessed = forged(&secret, &other);
    let ask = api
        .call_as(&guessed, Method::GET, LAMP)
        .beside(from("192.0.2.9"));
    assert_eq!(ask.send().await.status, StatusCode::UNAUTHORIZED);
    // Is nobody's business.
    let ask = api.call_as("wct_never", Method::GET, LAMP);
    assert_eq!(ask.send().await.status, StatusCode::UNAUTHORIZED);
    let ask = api.call_as("stranger", Method::GET, "/api/v1/orgs/nowhere");
    assert_eq!(ask.send().await.status, StatusCode::NOT_FOUND);
    let (seen, text) = api.seen("acme", "admin").await;
    let all = of(&seen, "refusal", "");
    assert_eq!(all.len(), 3, "{text}");
    let forbidden = of(&seen, "refusal", "192.0.2.1")[0];
    assert_eq!(forbidden["actor"]["token"], secret[4..20]);
    assert_eq!(forbidden["subject"], format!("POST {LAMP}/releases"));
    assert!(
        forbidden["why"].as_str().unwrap().contains("permission"),
        "{text}"
    );
    let stranger = of(&seen, "refusal", "stranger")[0];
    assert_eq!(stranger["request"], "test");
    let guess = of(&seen, "refusal", "192.0.2.9")[0];
    assert_eq!(guess["token"], secret[4..20]);
    assert_eq!(guess["actor"], Value::Null);
    for secret in [&secret, &other] {
        assert!(!text.contains(&secret[20..52]), "no secret stands there");
    }
}

#[tokio::test]
async fn the_installations_own_token_is_seen_by_an_organization_once_there_is_one() {
    let api = Api::new();
    let look = async || api.get("/api/v1/orgs/acme").await.status;
    assert_eq!(look().await, StatusCode::NOT_FOUND);
    api.make("/api/v1/orgs", json!({"name": "acme"})).await;
    assert_eq!(look().await, StatusCode::OK);
    assert_eq!(look().await, StatusCode::OK);
    let (seen, text) = api.seen("acme", TOKEN).await;
    assert_eq!(of(&seen, "sign_in", "bootstrap").len(), 1, "{text}");
}

#[tokio::test]
async fn only_whoever_manages_members_sees_it() {
    let api = Api::with_people().await;
    let path = "/api/v1/orgs/acme/audit/access";
    let status = async |who: &str| api.call_as(who, Method::GET, path).send().await.status;
    assert_eq!(status("admin").await, StatusCode::OK);
    assert_eq!(status("write").await, StatusCode::FORBIDDEN);
    assert_eq!(status("stranger").await, StatusCode::NOT_FOUND);
}

pub const INSTALLATION: &str = "/api/v1/audit/access?limit=200";

#[tokio::test]
async fn people_of_the_machines_own_are_seen_by_the_installation_and_where_they_act() {
    let api = sessions::api();
    api.person("ada").await;
    let reply = api.sign_in_from("ada", PASSWORD, "192.0.2.1").await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let access = reply.json()["access_token"].as_str().unwrap().to_owned();
    for _ in 0..3 {
        let make = api.call_as(&access, Method::POST, "/api/v1/orgs");
        make.json(&json!({"name": "acme"})).send().await;
        let look = api.call_as(&access, Method::GET, "/api/v1/orgs/acme");
        assert_eq!(look.send().await.status, StatusCode::OK);
    }
    let users = api.call_as(&access, Method::GET, "/api/v1/users");
    assert_eq!(users.send().await.status, StatusCode::FORBIDDEN);
    let (seen, text) = api.seen_at(INSTALLATION, TOKEN).await;
    let opened = of(&seen, "sign_in", "POST /api/session");
    assert_eq!(opened.len(), 1, "{text}");
    assert_eq!(opened[0]["actor"]["name"], "ada");
    assert_eq!(opened[0]["source"], "192.0.2.1");
    let refused = of(&seen, "refusal", "GET /api/v1/users");
    assert_eq!(refused.len(), 1, "{text}");
    assert_eq!(refused[0]["actor"]["name"], "ada");
    // The installation's own token, where it was first seen outside of organizations.
    assert_eq!(of(&seen, "sign_in", "bootstrap").len(), 1, "{text}");
    // The organization sees the session where it first acts there.
    let (seen, text) = api.seen("acme", &access).await;
    let ours = of(&seen, "sign_in", "ada");
    assert_eq!(ours.len(), 1, "{text}");
    assert_eq!(ours[0]["subject"], "GET /api/v1/orgs/acme");
}

#[tokio::test]
async fn wrong_passwords_codes_and_tokens_are_seen_by_the_installation() {
    let api = sessions::api();
    api.person("ada").await;
    let tokens = api.session("ada", PASSWORD).await;
    let wrong = "correct horse battery staple";
    for _ in 0..5 {
        let reply = api.sign_in_from("ada", wrong, "192.0.2.1").await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    let reply = api.sign_in_from("ada", wrong, "192.0.2.1").await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    let reply = api
        .sign_in_from("hunter2-hunter2", wrong, "192.0.2.2")
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let next = api.refresh(&tokens.refresh).await;
    assert_eq!(next.status, StatusCode::OK);
    api.world.clock.advance(120);
    let again = api.refresh(&tokens.refresh).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let dead = api.call_as(&tokens.access, Method::GET, "/api/v1/sessions");
    assert_eq!(dead.send().await.status, StatusCode::UNAUTHORIZED);
    let guess = api.call_as("wct_never", Method::GET, "/api/v1/orgs");
    assert_eq!(guess.send().await.status, StatusCode::UNAUTHORIZED);
    let (seen, text) = api.seen_at(INSTALLATION, TOKEN).await;
    let guessed = of(&seen, "refusal", "a wrong password of ada");
    assert_eq!(guessed.len(), 1, "{text}");
    assert_eq!(guessed[0]["source"], "192.0.2.1");
    assert_eq!(guessed[0]["times"], 4, "written at each doubling: {text}");
    let id = &tokens.refresh[4..20];
    for (part, number) in [
        ("too many wrong passwords", 1),
        ("a name that nobody has", 1),
        ("POST /api/session/refresh", 1),
        ("GET /api/v1/sessions", 1),
        ("isn't known here", 2),
        (id, 2),
    ] {
        assert_eq!(of(&seen, "refusal", part).len(), number, "{part}: {text}");
    }
    // What was typed stands nowhere.
    for part in [wrong, PASSWORD, "hunter2", &tokens.refresh[20..]] {
        assert!(!text.contains(part), "{part}");
    }
}

#[tokio::test]
async fn only_the_installations_own_token_sees_what_the_installation_saw() {
    let api = Api::with_people().await;
    let status = async |who: &str| {
        let call = api.call_as(who, Method::GET, INSTALLATION);
        call.send().await.status
    };
    assert_eq!(status("owner").await, StatusCode::FORBIDDEN);
    assert_eq!(status("stranger").await, StatusCode::FORBIDDEN);
    assert_eq!(status(TOKEN).await, StatusCode::OK);
}
