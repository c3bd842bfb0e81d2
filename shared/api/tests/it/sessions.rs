//! The installation's own people: passwords, codes, and sessions that end when they must.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_api::{Auth, Limits, Origin};
use wavecast_domain::id::Fresh;
use wavecast_domain::secret::{Kind, Secret};
use wavecast_engine::port::{
    Checked, Clock as _, Entry, Key, Ledger, Page, PasswordError, Passwords, PortError, Query,
    Write,
};
use wavecast_engine::testing::counted::Counter;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_engine::totp::FactorKey;
use wavecast_wire::hash::{Hasher, Sha256};
use zeroize::Zeroizing;

use crate::api::{Api, TOKEN};
use crate::talk::Reply;

pub const PASSWORD: &str = "four violet lamps";
const OTHER: &str = "nine amber lamps";
const DAY: i64 = 86_400;

/// Quick hashes that hide nothing; the slow ones are tried in `shared/embedded`.
#[derive(Default)]
pub struct Quick {
    lost: bool,
    newer: AtomicBool,
}

impl Quick {
    fn way(&self) -> &'static str {
        match self.newer.load(Ordering::SeqCst) {
            true => "new",
            false => "old",
        }
    }
}

#[async_trait]
impl Passwords for Quick {
    async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let hash = Sha256::of(password.as_bytes());
        Ok(format!("{}:{hash}", self.way()))
    }

    async fn check(&self, password: &str, kept: Option<&str>) -> Result<Checked, PasswordError> {
        let Some((way, hash)) = kept.and_then(|kept| kept.split_once(':')) else {
            return Ok(Checked::Wrong);
        };
        let is_its = Sha256::of(password.as_bytes()).to_string() == hash;
        Ok(match is_its {
            false => Checked::Wrong,
            true if way == self.way() => Checked::Right,
            true => Checked::Outdated,
        })
    }

    async fn begin_factor(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        self.factor_key(salt).await
    }

    async fn factor_key(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        if self.lost {
            return Err(PasswordError::Failed(format!("{LOST}: is missing")));
        }
        let mut begin = Zeroizing::new([0; 20]);
        begin.copy_from_slice(&salt.0[..20]);
        Ok(FactorKey::new(begin))
    }
}

/// A ledger whose every commit lands, and is answered as if nobody knew.
struct Deaf(Arc<dyn Ledger>);

#[async_trait]
impl Ledger for Deaf {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.0.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        self.0.commit(writes).await?;
        Err(PortError::Unknown("the connection broke".to_owned()))
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.0.page(query, after, limit, descending).await
    }
}

/// The file of what second factors' keys are made of.
pub const LOST: &str = "/var/lib/wavecast/keys/factors";

/// As [`auth`] where that file is gone.
pub fn lost() -> Auth {
    let quick = Quick {
        lost: true,
        ..Quick::default()
    };
    Auth::bootstrap(TOKEN).with_passwords(Arc::new(quick), "https://wavecast.example.com")
}

pub fn auth() -> Auth {
    Auth::bootstrap(TOKEN)
        .with_passwords(Arc::new(Quick::default()), "https://wavecast.example.com")
}

pub fn api() -> Api {
    Api::with_auth(World::memory(), auth())
}

/// A session's tokens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl Tokens {
    fn of(made: &Value) -> Self {
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }
}

impl Api {
    /// A request of somebody who sends no token.
    async fn tell(&self, path: &str, body: Value) -> Reply {
        let call = self.call(Method::POST, path).without("authorization");
        call.json(&body).send().await
    }

    /// Adds somebody; answers the code.
    async fn add(&self, name: &str) -> String {
        let made = self.make("/api/v1/users", json!({"name": name})).await;
        made["code"].as_str().unwrap().to_owned()
    }

    pub async fn accept(&self, name: &str, code: &str, password: &str) -> Reply {
        let body = json!({"user": name, "code": code, "password": password});
        self.tell("/api/users/accept", body).await
    }

    /// Adds somebody who sets the password.
    pub async fn person(&self, name: &str) {
        let code = self.add(name).await;
        let reply = self.accept(name, &code, PASSWORD).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> Reply {
        let body = json!({"user": name, "password": password, "device": "lathe"});
        self.tell("/api/session", body).await
    }

    /// The same, from an address.
    pub async fn sign_in_from(&self, name: &str, password: &str, address: &str) -> Reply {
        let call = self
            .call(Method::POST, "/api/session")
            .without("authorization");
        let call = call.beside(Origin::Address(address.parse().unwrap()));
        let body = json!({"user": name, "password": password});
        call.json(&body).send().await
    }

    pub async fn session(&self, name: &str, password: &str) -> Tokens {
        let reply = self.sign_in(name, password).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
        Tokens::of(&reply.json())
    }

    pub async fn refresh(&self, refresh: &str) -> Reply {
        let body = json!({"refresh_token": refresh});
        self.tell("/api/session/refresh", body).await
    }

    /// Whether a token is let in.
    async fn acts(&self, access: &str) -> bool {
        let reply = self
            .call_as(access, Method::GET, "/api/v1/sessions")
            .send()
            .await;
        match reply.status {
            StatusCode::OK => true,
            StatusCode::UNAUTHORIZED => false,
            _ => panic!("{}", reply.show()),
        }
    }
}

#[tokio::test]
async fn somebody_who_accepts_signs_in_and_owns_what_they_make() {
    let api = api();
    let code = api.add("ada").await;
    assert!(code.starts_with("wcn_"), "{code}");
    let listed = api.get("/api/v1/users").await;
    assert!(!listed.text.contains(&code));
    insta::assert_snapshot!(listed.show());
    assert_eq!(
        api.accept("ada", &code, PASSWORD).await.status,
        StatusCode::OK
    );
    let session = api.session("ada", PASSWORD).await;
    let acme = json!({"name": "acme"});
    api.done(&session.access, Method::POST, "/orgs", acme).await;
    let members = api.get("/api/v1/orgs/acme/members").await.json();
    let person = api.get("/api/v1/users").await.json()["items"][0]["person"].clone();
    assert_eq!(members["items"][0]["id"], person);
    assert_eq!(members["items"][0]["name"], "ada");
    assert_eq!(members["items"][0]["role"], "owner");
    let trail = api.get("/api/v1/orgs/acme/audit").await.json();
    assert_eq!(trail["items"][0]["actor"]["id"], person, "{trail:#}");
    let mine = api
        .call_as(&session.access, Method::GET, "/api/v1/sessions")
        .send()
        .await;
    insta::assert_snapshot!(mine.show());
}

#[tokio::test]
async fn only_the_installations_own_token_says_who_its_people_are() {
    let api = api();
    api.person("ada").await;
    let ada = api.session("ada", PASSWORD).await.access;
    for (method, path) in [
        (Method::GET, "/users"),
        (Method::POST, "/users"),
        (Method::DELETE, "/users/ada"),
        (Method::POST, "/users/ada/reset"),
    ] {
        let path = format!("/api/v1{path}");
        let call = api.call_as(&ada, method.clone(), &path);
        let call = match method {
            Method::GET => call,
            _ => call.json(&json!({"name": "bob"})),
        };
        let reply = call.send().await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.show());
        assert!(
            reply.text.contains("the permission users"),
            "{}",
            reply.show()
        );
    }
}

/// The answers are compared whole; that the work is the same too, `shared/embedded` tries.
#[tokio::test]
async fn an_unknown_name_is_told_as_a_wrong_password() {
    let api = api();
    api.person("ada").await;
    api.add("bob").await;
    let told = async |name: &str| {
        let reply = api.sign_in(name, "not the password").await;
        (reply.status, reply.text)
    };
    let known = told("ada").await;
    assert_eq!(known.0, StatusCode::UNAUTHORIZED);
    assert_eq!(told("bob").await, known);
    assert_eq!(told("nobody").await, known);
    // Waiting is told of both alike, too.
    for name in ["ada", "nobody"] {
        for _ in 0..4 {
            assert_eq!(told(name).await, known, "{name}");
        }
    }
    let waits = told("ada").await;
    assert_eq!(waits.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(told("nobody").await, waits);
}

#[tokio::test]
async fn who_guesses_waits_longer_and_longer_and_nobody_else_does() {
    let api = api();
    api.person("ada").await;
    let (eve, ada) = ("198.51.100.7", "192.0.2.1");
    for _ in 0..5 {
        let reply = api.sign_in_from("ada", "a wrong password", eve).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.show());
    }
    for wait in [1, 2, 4, 8] {
        // Even the right one isn't looked at.
        let reply = api.sign_in_from("ada", PASSWORD, eve).await;
        assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(reply.headers["retry-after"], wait.to_string());
        api.world.clock.advance(wait);
        let reply = api.sign_in_from("ada", "a wrong password", eve).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    let reply = api.sign_in_from("ada", PASSWORD, ada).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
    api.world.clock.advance(16);
    let reply = api.sign_in_from("ada", PASSWORD, eve).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
}

#[tokio::test]
async fn an_address_that_tries_many_names_is_shut_out() {
    let limits = Limits::new(wavecast_api::Rates::default());
    let api = Api::limited(World::memory(), auth(), limits);
    api.person("ada").await;
    let eve = "198.51.100.7";
    for number in 0..20 {
        let name = format!("n{number}");
        let reply = api.sign_in_from(&name, "a wrong password", eve).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    let reply = api.sign_in_from("ada", PASSWORD, eve).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_code_works_once_in_its_time_for_its_user() {
    let api = api();
    let code = api.add("ada").await;
    let others = api.add("bob").await;
    let told = async |name: &str, code: &str, password: &str| {
        let reply = api.accept(name, code, password).await;
        (reply.status, reply.text)
    };
    let refused = told("ada", &others, PASSWORD).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told("nobody", &code, PASSWORD).await, refused);
    assert_eq!(told("ada", "wcn_x", PASSWORD).await.0, refused.0);
    assert_eq!(told("ada", &code, PASSWORD).await.0, StatusCode::OK);
    // Who didn't hear it asks again; who wants another password needs another code.
    assert_eq!(told("ada", &code, PASSWORD).await.0, StatusCode::OK);
    assert_eq!(told("ada", &code, OTHER).await, refused);
    api.session("ada", PASSWORD).await;
    api.world.clock.advance(7 * DAY);
    assert_eq!(told("bob", &others, PASSWORD).await, refused);
    let reset = api.make("/api/v1/users/bob/reset", json!({})).await;
    let code = reset["code"].as_str().unwrap();
    api.world.clock.advance(3600);
    assert_eq!(told("bob", code, PASSWORD).await, refused);
}

#[tokio::test]
async fn a_bad_password_is_refused_by_its_rule() {
    let api = api();
    let code = api.add("ada").await;
    for password in ["too short", "password1234", "aaaaaaaaaaaa", "ada-ada-ada-1"] {
        let reply = api.accept("ada", &code, password).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert_eq!(reply.json()["field"], "password");
        assert!(!reply.text.contains(password), "{}", reply.show());
    }
    let long = "x1".repeat(5000);
    let huge = api.accept("ada", &code, &long).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    for (path, body) in [
        (
            "/api/session",
            json!({"user": "ada", "password": "x", "role": "owner"}),
        ),
        (
            "/api/session/refresh",
            json!({"refresh_token": "x", "user": "ada"}),
        ),
        (
            "/api/session/end",
            json!({"refresh_token": "x", "all": true}),
        ),
        (
            "/api/users/accept",
            json!({"user": "ada", "code": "x", "password": "x", "person": "p-1"}),
        ),
    ] {
        let reply = api.tell(path, body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.show());
        assert!(reply.text.contains("unknown field"), "{}", reply.show());
        let reply = api.tell(path, json!("x".repeat(9000))).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn a_session_acts_for_minutes_and_goes_on_for_weeks() {
    let api = api();
    api.person("ada").await;
    let mut session = api.session("ada", PASSWORD).await;
    api.world.clock.advance(15 * 60 - 1);
    assert!(api.acts(&session.access).await);
    api.world.clock.advance(1);
    assert!(!api.acts(&session.access).await);
    // Taken up again every four weeks, it ends after ninety days all the same.
    for _ in 0..3 {
        let reply = api.refresh(&session.refresh).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
        session = Tokens::of(&reply.json());
        assert!(api.acts(&session.access).await);
        api.world.clock.advance(29 * DAY);
    }
    let reply = api.refresh(&session.refresh).await;
    session = Tokens::of(&reply.json());
    api.world.clock.advance(3 * DAY);
    assert_eq!(
        api.refresh(&session.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
    let other = api.session("ada", PASSWORD).await;
    api.world.clock.advance(30 * DAY);
    assert_eq!(
        api.refresh(&other.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_lost_answer_is_repeated_and_a_used_token_ends_the_session() {
    let api = api();
    api.person("ada").await;
    let first = api.session("ada", PASSWORD).await;
    let others = api.session("ada", PASSWORD).await;
    let second = api.refresh(&first.refresh).await;
    api.world.clock.advance(60);
    let again = api.refresh(&first.refresh).await;
    assert_eq!(Tokens::of(&again.json()), Tokens::of(&second.json()));
    assert_eq!(again.json()["expires_in"], 840);
    // The tokens of before act on: others of the same person hold them.
    assert!(api.acts(&first.access).await);
    let third = Tokens::of(
        &api.refresh(&Tokens::of(&second.json()).refresh)
            .await
            .json(),
    );
    assert!(api.acts(&third.access).await);
    let stolen = api.refresh(&first.refresh).await;
    assert_eq!(stolen.status, StatusCode::UNAUTHORIZED);
    for token in [&first.access, &third.access] {
        assert!(!api.acts(token).await);
    }
    assert_eq!(
        api.refresh(&third.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert!(api.acts(&others.access).await);
    // After the minute the one before the newest is a used one, too.
    let next = api.refresh(&others.refresh).await;
    assert_eq!(next.status, StatusCode::OK);
    api.world.clock.advance(61);
    assert_eq!(
        api.refresh(&others.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert!(!api.acts(&Tokens::of(&next.json()).access).await);
}

#[tokio::test]
async fn many_who_go_on_at_once_get_the_same_tokens() {
    let api = api();
    api.person("ada").await;
    let first = api.session("ada", PASSWORD).await;
    let all = futures_util::future::join_all((0..8).map(|_| api.refresh(&first.refresh))).await;
    let all: Vec<Tokens> = all.iter().map(|one| Tokens::of(&one.json())).collect();
    assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
    assert!(api.acts(&all[0].access).await);
    assert_eq!(api.refresh(&all[0].refresh).await.status, StatusCode::OK);
}

/// The public part of its tokens stands in lists and logs.
#[tokio::test]
async fn a_token_made_up_from_a_sessions_id_ends_nothing() {
    let api = api();
    api.person("ada").await;
    let session = api.session("ada", PASSWORD).await;
    let id = session.access[4..20].parse().unwrap();
    let fresh = Fresh {
        at: api.world.clock.now(),
        seed: [9; 32],
    };
    let made_up = Secret::under(Kind::Refresh, &id, &fresh);
    let refused = api.refresh(made_up.reveal()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let body = json!({"refresh_token": made_up.reveal()});
    let told = api.tell("/api/session/end", body).await;
    assert_eq!(told.json()["ended"], false, "{}", told.show());
    assert!(api.acts(&session.access).await);
    assert_eq!(api.refresh(&session.refresh).await.status, StatusCode::OK);
}

/// Every commit lands and is answered as lost: nothing is done twice, and nobody is locked out.
#[tokio::test]
async fn outcomes_that_nobody_knows_are_found_out() {
    let memory = Memory::default();
    let mut ports = memory.ports();
    ports.ledger = Arc::new(Deaf(ports.ledger));
    let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
    let api = Api::with_auth(world, auth());
    api.person("ada").await;
    let session = api.session("ada", PASSWORD).await;
    let next = Tokens::of(&api.refresh(&session.refresh).await.json());
    assert!(api.acts(&next.access).await);
    let mine = api
        .call_as(&next.access, Method::GET, "/api/v1/sessions")
        .send()
        .await;
    assert_eq!(mine.json()["items"].as_array().unwrap().len(), 1);
    let ended = api
        .tell("/api/session/end", json!({"refresh_token": next.refresh}))
        .await;
    assert_eq!(ended.json()["ended"], true, "{}", ended.show());
    assert!(!api.acts(&next.access).await);
}

#[tokio::test]
async fn sessions_end_at_once() {
    let api = api();
    api.person("ada").await;
    let one = api.session("ada", PASSWORD).await;
    let two = api.session("ada", PASSWORD).await;
    let mine = api
        .call_as(&one.access, Method::GET, "/api/v1/sessions")
        .send()
        .await;
    let items = mine.json()["items"].as_array().unwrap().clone();
    let other = items.iter().find(|one| one["current"] == false).unwrap();
    let path = format!("/sessions/{}", other["id"].as_str().unwrap());
    api.done(&one.access, Method::DELETE, &path, json!({}))
        .await;
    assert!(api.acts(&one.access).await && !api.acts(&two.access).await);
    // Another's session isn't there.
    api.person("bob").await;
    let bob = api.session("bob", PASSWORD).await;
    let theirs = format!("/api/v1/sessions/{}", &bob.access[4..20]);
    let call = api.call_as(&one.access, Method::DELETE, &theirs);
    assert_eq!(
        call.json(&json!({})).send().await.status,
        StatusCode::NOT_FOUND
    );
    assert!(api.acts(&bob.access).await);
    for ended in [true, false] {
        let body = json!({"refresh_token": one.refresh});
        let told = api.tell("/api/session/end", body).await;
        assert_eq!(told.json()["ended"], ended);
    }
    assert!(!api.acts(&one.access).await);
    assert_eq!(
        api.refresh(&one.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
    api.done(TOKEN, Method::DELETE, "/users/bob", json!({}))
        .await;
    assert!(!api.acts(&bob.access).await);
    assert_eq!(
        api.refresh(&bob.refresh).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        api.sign_in("bob", PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn another_password_ends_the_other_sessions_and_a_reset_all() {
    let api = api();
    api.person("ada").await;
    let here = api.session("ada", PASSWORD).await;
    let there = api.session("ada", PASSWORD).await;
    let change = async |old: &str, new: &str| {
        let call = api.call_as(&here.access, Method::PUT, "/api/v1/password");
        call.json(&json!({"old": old, "new": new})).send().await
    };
    let wrong = change(OTHER, "seven green lamps").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json()["field"], "old");
    assert_eq!(change(PASSWORD, OTHER).await.status, StatusCode::OK);
    assert!(api.acts(&here.access).await && !api.acts(&there.access).await);
    // Who didn't hear of it asks again.
    let again = change(PASSWORD, OTHER).await;
    assert_eq!(again.json()["replayed"], true, "{}", again.show());
    assert_eq!(
        api.sign_in("ada", PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
    let reset = api.make("/api/v1/users/ada/reset", json!({})).await;
    // Until it is used, all goes on.
    assert!(api.acts(&here.access).await);
    api.session("ada", OTHER).await;
    let code = reset["code"].as_str().unwrap();
    assert_eq!(
        api.accept("ada", code, PASSWORD).await.status,
        StatusCode::OK
    );
    assert!(!api.acts(&here.access).await);
    api.session("ada", PASSWORD).await;
}

#[tokio::test]
async fn whoever_comes_later_under_a_name_is_somebody_else() {
    let api = api();
    api.person("ada").await;
    let first = api.session("ada", PASSWORD).await;
    let acme = json!({"name": "acme"});
    api.done(&first.access, Method::POST, "/orgs", acme).await;
    api.done(TOKEN, Method::DELETE, "/users/ada", json!({}))
        .await;
    api.person("ada").await;
    let second = api.session("ada", PASSWORD).await;
    let call = api.call_as(&second.access, Method::GET, "/api/v1/orgs/acme");
    assert_eq!(call.send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_session_more_than_there_may_be_ends_the_oldest() {
    let api = api();
    api.person("ada").await;
    let mut all = Vec::new();
    for _ in 0..21 {
        api.world.clock.advance(1);
        all.push(api.session("ada", PASSWORD).await.access);
    }
    assert!(!api.acts(&all[0]).await);
    assert!(api.acts(&all[1]).await && api.acts(&all[20]).await);
}

#[tokio::test]
async fn a_hash_by_older_parameters_is_made_anew_at_the_next_sign_in() {
    let memory = Memory::default();
    let passwords = Arc::new(Quick::default());
    let auth =
        Auth::bootstrap(TOKEN).with_passwords(passwords.clone(), "https://wavecast.example.com");
    let api = Api::with_auth(World::of(&memory), auth);
    api.person("ada").await;
    passwords.newer.store(true, Ordering::SeqCst);
    let kept = async || {
        let name = "ada".parse().unwrap();
        let user = api.world.control.user(&name).await.unwrap().unwrap();
        user.password.unwrap().hash
    };
    assert!(kept().await.starts_with("old:"));
    api.session("ada", PASSWORD).await;
    assert!(kept().await.starts_with("new:"));
    api.session("ada", PASSWORD).await;
}

#[tokio::test]
async fn what_opens_something_else_is_no_token() {
    let api = api();
    let code = api.add("ada").await;
    api.person("bob").await;
    let bob = api.session("bob", PASSWORD).await;
    for token in [&code, &bob.refresh] {
        let call = api.call_as(token, Method::GET, "/api/v1/orgs");
        assert_eq!(call.send().await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(
        api.refresh(&bob.access).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(api.acts(&bob.access).await);
    // A guess at another secret under a known id is told as an unknown token.
    let mut guess = bob.access.clone();
    let other = if guess.ends_with('0') { "1" } else { "0" };
    guess.replace_range(guess.len() - 1.., other);
    assert!(!api.acts(&guess).await);
    // Whoever is no session has neither a password here nor sessions.
    let call = api.call(Method::GET, "/api/v1/sessions").send().await;
    assert_eq!(call.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_server_without_people_of_its_own_says_so() {
    let api = Api::new();
    let reply = api.sign_in("ada", PASSWORD).await;
    insta::assert_snapshot!(reply.show());
    let post = api.post("/api/v1/users", json!({"name": "ada"})).await;
    let get = api.get("/api/v1/users").await;
    for reply in [post, get] {
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.show());
    }
    // Nor is a session looked up that stands in its own ledger, of the time when it had people.
    let memory = Memory::default();
    let before = Api::with_auth(World::of(&memory), auth());
    before.person("ada").await;
    let session = before.session("ada", PASSWORD).await.access;
    assert!(before.acts(&session).await);
    let without = Api::with_auth(World::of(&memory), Auth::bootstrap(TOKEN));
    assert!(!without.acts(&session).await);
}

#[tokio::test]
async fn a_session_costs_a_request_no_more_than_a_token_does() {
    let (memory, counter) = (Memory::default(), Counter::default());
    let ports = counter.around(memory.ports());
    let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
    let api = Api::with_auth(world, auth());
    api.person("ada").await;
    let session = api.session("ada", PASSWORD).await.access;
    let acme = json!({"name": "acme"});
    api.done(&session, Method::POST, "/orgs", acme).await;
    let token = json!({"label": "looks", "permissions": ["see"]});
    let made = api
        .done(&session, Method::POST, "/orgs/acme/tokens", token)
        .await;
    let token = made["secret"].as_str().unwrap();
    let cost = async |bearer: &str| {
        // Its use is noted once a minute.
        for _ in 0..2 {
            counter.take();
            let call = api.call_as(bearer, Method::GET, "/api/v1/orgs/acme");
            assert_eq!(call.send().await.status, StatusCode::OK);
        }
        let cost = counter.take();
        (cost.gets, cost.keys, cost.commits)
    };
    assert_eq!(cost(&session).await, cost(token).await);
}

#[tokio::test]
async fn the_ledger_holds_neither_passwords_nor_tokens() {
    let memory = Memory::default();
    let api = Api::with_auth(World::of(&memory), auth());
    let code = api.add("ada").await;
    api.accept("ada", &code, PASSWORD).await;
    let first = api.session("ada", PASSWORD).await;
    let next = Tokens::of(&api.refresh(&first.refresh).await.json());
    let call = api.call_as(&next.access, Method::PUT, "/api/v1/password");
    let change = json!({"old": PASSWORD, "new": OTHER});
    let call = call.header("idempotency-key", "one").json(&change);
    assert_eq!(call.send().await.status, StatusCode::OK);
    let held = format!("{:?}", memory.ledger.dump());
    assert!(held.contains("M#"));
    for secret in [
        &code,
        &first.access,
        &first.refresh,
        &next.access,
        &next.refresh,
    ] {
        assert!(!held.contains(&secret[20..52]), "{secret}");
    }
    for password in [PASSWORD, OTHER] {
        assert!(!held.contains(password));
    }
    // Nor the quick hash that tells a repeated request from another: it has passwords in it.
    let mut hasher = Hasher::default();
    hasher.update(format!("one\0PUT\0/api/v1/password\0{change}").as_bytes());
    assert!(!held.contains(&hasher.finish().to_string()));
}
