//! Second factors of the installation's own people.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_api::Origin;
use wavecast_engine::port::{Clock as _, Passwords as _};
use wavecast_engine::testing::world::{Memory, World};
use wavecast_engine::totp::FactorKey;

use crate::api::{Api, TOKEN};
use crate::sessions::{LOST, PASSWORD, Quick, auth, lost};
use crate::talk::Reply;

/// Somebody who is signed in, with their authenticator.
struct Ada {
    api: Api,
    access: String,
    key: FactorKey,
    recovery: Vec<String>,
}

impl Ada {
    async fn signed_in(api: &Api) -> String {
        let body = json!({"user": "ada", "password": PASSWORD});
        let call = api.call(Method::POST, "/api/session");
        let made = call.without("authorization").json(&body).send().await;
        made.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// With a second factor that is asked for.
    async fn with_factor() -> Self {
        Self::over(Api::with_auth(World::memory(), auth())).await
    }

    async fn over(api: Api) -> Self {
        api.person("ada").await;
        let access = Self::signed_in(&api).await;
        let begun = post(&api, &access, "", json!({"password": PASSWORD})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.show());
        let user = api.world.control.user(&"ada".parse().unwrap()).await;
        let salt = user.unwrap().unwrap().factor.unwrap().salt;
        let key = Quick::default().factor_key(&salt).await.unwrap();
        assert_eq!(begun.json()["key"], key.text().as_str());
        assert_eq!(begun.json()["uri"], key.uri("ada").as_str());
        let mut ada = Self {
            api,
            access,
            key,
            recovery: Vec::new(),
        };
        let on = ada.post("/confirm", json!({"code": ada.code()})).await;
        assert_eq!(on.status, StatusCode::OK, "{}", on.show());
        ada.recovery = serde_json::from_value(on.json()["recovery_codes"].clone()).unwrap();
        // The next code.
        ada.api.world.clock.advance(30);
        ada
    }

    /// What the authenticator shows now.
    fn code(&self) -> String {
        self.key.shown(self.api.world.clock.now())
    }

    async fn post(&self, path: &str, body: Value) -> Reply {
        post(&self.api, &self.access, path, body).await
    }

    async fn sign_in(&self, password: &str, code: Option<&str>, address: &str) -> Reply {
        let mut body = json!({"user": "ada", "password": password});
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        let call = self.api.call(Method::POST, "/api/session");
        let call = call.without("authorization");
        let call = call.beside(Origin::Address(address.parse().unwrap()));
        call.json(&body).send().await
    }
}

async fn post(api: &Api, access: &str, path: &str, body: Value) -> Reply {
    let path = format!("/api/v1/factor{path}");
    api.call_as(access, Method::POST, &path)
        .json(&body)
        .send()
        .await
}

const HOME: &str = "192.0.2.1";
const ELSEWHERE: &str = "198.51.100.7";

#[tokio::test]
async fn a_password_alone_is_not_enough_any_more() {
    let ada = Ada::with_factor().await;
    let asked = ada.sign_in(PASSWORD, None, HOME).await;
    insta::assert_snapshot!(asked.show());
    // Who doesn't know the password isn't told that there is more.
    let wrong = ada.sign_in("nine amber lamps", None, HOME).await;
    assert_eq!(wrong.json()["type"], "/problems/unauthenticated");
    let code = ada.code();
    for typed in ["000000", "12345", "", "later"] {
        let refused = ada.sign_in(PASSWORD, Some(typed), ELSEWHERE).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{typed}");
    }
    let open = ada.sign_in(PASSWORD, Some(&code), HOME).await;
    assert_eq!(open.status, StatusCode::CREATED, "{}", open.show());
    let again = ada.sign_in(PASSWORD, Some(&code), HOME).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "none is good twice");
    ada.api.world.clock.advance(30);
    let next = ada.sign_in(PASSWORD, Some(&ada.code()), HOME).await;
    assert_eq!(next.status, StatusCode::CREATED, "{}", next.show());
    let shown = ada.api.call_as(&ada.access, Method::GET, "/api/v1/factor");
    assert_eq!(shown.send().await.json()["recovery_codes"], 10);
    let listed = ada.api.get("/api/v1/users").await.json();
    assert!(listed["items"][0]["factor_since"].is_string(), "{listed}");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let ada = Ada::with_factor().await;
    assert_eq!(ada.recovery.len(), 10);
    let code = Some(ada.recovery[3].as_str());
    let open = ada.sign_in(PASSWORD, code, HOME).await;
    assert_eq!(open.status, StatusCode::CREATED, "{}", open.show());
    let again = ada.sign_in(PASSWORD, code, HOME).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let others = ada.post("/confirm", json!({"code": ada.code()})).await;
    let others: Vec<String> =
        serde_json::from_value(others.json()["recovery_codes"].clone()).unwrap();
    let void = ada.sign_in(PASSWORD, Some(&ada.recovery[4]), HOME).await;
    assert_eq!(void.status, StatusCode::UNAUTHORIZED);
    let open = ada.sign_in(PASSWORD, Some(&others[4]), HOME).await;
    assert_eq!(open.status, StatusCode::CREATED, "{}", open.show());
}

/// Whoever has the password guesses six digits: they wait as who guesses passwords does, and nothing that
/// the password alone allows clears them.
#[tokio::test]
async fn who_guesses_codes_waits() {
    let ada = Ada::with_factor().await;
    let mut told = Vec::new();
    for n in 0..7 {
        let wrong = format!("{n:06}");
        told.push(ada.sign_in(PASSWORD, Some(&wrong), ELSEWHERE).await.status);
    }
    assert_eq!(told.pop(), Some(StatusCode::TOO_MANY_REQUESTS), "{told:?}");
    // From where they signed in before, the owner still does.
    let open = ada.sign_in(PASSWORD, Some(&ada.code()), HOME).await;
    assert_eq!(open.status, StatusCode::CREATED, "{}", open.show());
    // With a session and the password in a thief's hands, too.
    let mut told = Vec::new();
    for n in 0..8 {
        let body = json!({"password": PASSWORD, "code": format!("{n:06}")});
        told.push(ada.post("/end", body).await.status);
    }
    assert!(told.contains(&StatusCode::TOO_MANY_REQUESTS), "{told:?}");
}

#[tokio::test]
async fn it_ends_by_password_and_code_or_by_the_installations_own_token() {
    let ada = Ada::with_factor().await;
    for (password, code, field) in [
        ("nine amber lamps", ada.code(), "password"),
        (PASSWORD, "000000".to_owned(), "code"),
    ] {
        let body = json!({"password": password, "code": code});
        let refused = ada.post("/end", body).await;
        assert_eq!(refused.json()["field"], field, "{}", refused.show());
    }
    let body = json!({"password": PASSWORD, "code": ada.code()});
    for _ in 0..2 {
        let ended = ada.post("/end", body.clone()).await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.show());
    }
    let open = ada.sign_in(PASSWORD, None, HOME).await;
    assert_eq!(open.status, StatusCode::CREATED);

    let ada = Ada::with_factor().await;
    let remove = async |token: &str| {
        let path = "/api/v1/users/ada/factor";
        ada.api.call_as(token, Method::DELETE, path).send().await
    };
    assert_eq!(remove(&ada.access).await.status, StatusCode::FORBIDDEN);
    let removed = remove(TOKEN).await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.show());
    assert_eq!(remove(TOKEN).await.status, StatusCode::NOT_FOUND);
    let open = ada.sign_in(PASSWORD, None, HOME).await;
    assert_eq!(open.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_dry_run_shows_no_key_and_turns_nothing_on() {
    let api = Api::with_auth(World::memory(), auth());
    api.person("ada").await;
    let access = Ada::signed_in(&api).await;
    let begun = post(
        &api,
        &access,
        "?dry_run=true",
        json!({"password": PASSWORD}),
    )
    .await;
    assert_eq!(begun.json(), json!({"dry_run": true}));
    let none = post(&api, &access, "/confirm", json!({"code": "000000"})).await;
    assert_eq!(none.status, StatusCode::CONFLICT, "{}", none.show());
    let wrong = post(&api, &access, "", json!({"password": "nine amber lamps"})).await;
    assert_eq!(wrong.json()["field"], "password", "{}", wrong.show());
    let by_token = post(&api, TOKEN, "", json!({"password": PASSWORD})).await;
    assert_eq!(by_token.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_ledger_holds_neither_the_key_nor_a_code() {
    let memory = Memory::default();
    let api = Api::with_auth(World::of(&memory), auth());
    let ada = Ada::over(api).await;
    let code = Some(ada.recovery[0].as_str());
    ada.sign_in(PASSWORD, code, HOME).await;
    let kept = format!("{:?}", memory.ledger.dump());
    assert!(kept.contains("factor"), "it was looked into");
    let key = ada.key.text();
    assert!(!kept.contains(key.as_str()));
    for code in &ada.recovery {
        assert!(!kept.contains(code.as_str()) && !kept.contains(&code.replace('-', "")));
    }
}

/// What is wrong with a file is for the log of whoever runs the server.
#[tokio::test]
async fn a_key_that_is_lost_names_no_file_to_who_signs_in() {
    let memory = Memory::default();
    let ada = Ada::over(Api::with_auth(World::of(&memory), auth())).await;
    let lost = Api::with_auth(World::of(&memory), lost());
    let body = json!({"user": "ada", "password": PASSWORD, "code": ada.code()});
    let call = lost
        .call(Method::POST, "/api/session")
        .without("authorization");
    let reply = call.json(&body).send().await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!reply.text.contains(LOST), "{}", reply.show());
    // A code to fall back on needs no key.
    let body = json!({"user": "ada", "password": PASSWORD, "code": ada.recovery[0]});
    let call = lost
        .call(Method::POST, "/api/session")
        .without("authorization");
    let reply = call.json(&body).send().await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
}
