//! People who signed in elsewhere.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use serde_json::json;
use wavecast_api::{Auth, SignInPlace};
use wavecast_engine::port::{Identity, IdentityError, Person};
use wavecast_engine::testing::world::World;
use wavecast_wire::time::Timestamp;

use crate::api::Api;

/// An issuer whose tokens say what is to happen; the real ones are judged in `shared/identity`.
struct Said;

#[async_trait]
impl Identity for Said {
    async fn verify(&self, token: &str, _: Timestamp) -> Result<Person, IdentityError> {
        let why = || "for this test".to_owned();
        match token.split_once('.') {
            Some(("person", name)) => Ok(Person {
                id: format!("p-{name}").parse().unwrap(),
                name: name.to_owned(),
            }),
            Some(("down", _)) => Err(IdentityError::Unavailable(why())),
            _ => Err(IdentityError::Refused(why())),
        }
    }
}

fn signed_in() -> Api {
    let place = SignInPlace {
        issuer: "https://id.example.com".to_owned(),
        client: "wavecast-cli".to_owned(),
    };
    let auth = Auth::bootstrap(crate::api::TOKEN).with_identity(Arc::new(Said), place);
    Api::with_auth(World::memory(), auth)
}

#[tokio::test]
async fn whoever_signed_in_owns_what_they_make() {
    let api = signed_in();
    api.done("person.ada", Method::POST, "/orgs", json!({"name": "acme"}))
        .await;
    let path = "/api/v1/orgs/acme/members";
    let members = api.call_as("person.ada", Method::GET, path).send().await;
    assert_eq!(members.json()["items"][0]["id"], "p-ada");
    let other = api.call_as("person.bob", Method::GET, path).send().await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_sign_in_and_an_issuer_that_is_down_are_told_apart() {
    let api = signed_in();
    let path = "/api/v1/orgs";
    let refused = api.call_as("bad.token", Method::GET, path).send().await;
    insta::assert_snapshot!(refused.show());
    let down = api.call_as("down.token", Method::GET, path).send().await;
    insta::assert_snapshot!(down.show());
}

#[tokio::test]
async fn it_says_where_people_sign_in_if_they_can() {
    let ask = async |api: &Api| {
        let call = api
            .call(Method::GET, "/api/sign-in")
            .without("authorization");
        call.send().await.show()
    };
    insta::assert_snapshot!(ask(&signed_in()).await);
    insta::assert_snapshot!(ask(&Api::new()).await);
}
