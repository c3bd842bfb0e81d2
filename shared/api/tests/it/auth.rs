//! Who gets in.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use wavecast_api::{Auth, Fixed, FixedTokens};
use wavecast_domain::principal::Principal;
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;

use crate::api::{APP, Api};

#[tokio::test]
async fn without_a_known_token_nobody_gets_in() {
    let api = Api::with_channels().await;
    let path = format!("{APP}/channels");
    let none = api.call(Method::GET, &path).without("authorization");
    insta::assert_snapshot!(none.send().await.show());
    for header in [
        "Bearer wct_wrong",
        "Bearer ",
        "Bearer",
        "Basic d2N0Xw==",
        "wct_0123456789abcdef",
    ] {
        let call = api
            .call(Method::GET, &path)
            .instead("authorization", header);
        let reply = call.send().await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{header}");
        assert!(reply.headers.contains_key("www-authenticate"));
        assert_eq!(reply.problem(), "unauthenticated");
    }
}

#[tokio::test]
async fn a_token_is_asked_for_before_anything_else_is_told() {
    let api = Api::new();
    let call = api.call(Method::POST, &format!("{APP}/releases"));
    let reply = call.without("authorization").raw("{").send().await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn probes_the_document_and_its_page_are_open() {
    let api = Api::new();
    for path in ["/healthz", "/readyz", "/api/openapi.json", "/api/docs"] {
        let reply = api
            .call(Method::GET, path)
            .without("authorization")
            .send()
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
    }
}

/// A secret that is replaced while the server runs.
#[derive(Default)]
struct Secret {
    token: Mutex<Option<&'static str>>,
    readings: AtomicUsize,
}

impl Secret {
    fn becomes(&self, token: Option<&'static str>) {
        *self.token.lock().unwrap() = token;
    }
}

#[async_trait]
impl FixedTokens for Secret {
    async fn now(&self) -> Option<Vec<Fixed>> {
        self.readings.fetch_add(1, Ordering::SeqCst);
        let token = (*self.token.lock().unwrap())?;
        Some(vec![(Sha256::of(token.as_bytes()), Principal::Bootstrap)])
    }
}

#[tokio::test]
async fn a_token_that_was_replaced_is_known_without_a_new_start() {
    let secret = Arc::new(Secret::default());
    let world = World::memory();
    let auth = Auth::bootstrap("wct_old").with_source(secret.clone());
    let api = Api::with_auth(world.clone(), auth);
    let get = async |token: &str| {
        let call = api.call_as(token, Method::GET, "/api/v1/orgs");
        call.send().await.status.as_u16()
    };
    secret.becomes(Some("wct_new"));
    assert_eq!(get("wct_old").await, 200, "nobody asked for another yet");
    assert_eq!(get("wct_new").await, 200);
    assert_eq!(get("wct_old").await, 401, "it was replaced");
    // Whoever tries tokens doesn't make the secret be read for each.
    for _ in 0..5 {
        assert_eq!(get("wct_guess").await, 401);
    }
    assert_eq!(secret.readings.load(Ordering::SeqCst), 1);
    // One that can't be read now leaves everything as it was.
    secret.becomes(None);
    world.clock.advance(60);
    assert_eq!(get("wct_guess").await, 401);
    assert_eq!(secret.readings.load(Ordering::SeqCst), 2);
    assert_eq!(get("wct_new").await, 200);
}
