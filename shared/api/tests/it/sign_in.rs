//! People who signed in elsewhere.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use serde_json::json;
use wavecast_api::{Auth, SignInPlace};
use wavecast_domain::role::{self, Grants, OrgRole};
use wavecast_engine::port::{Identity, IdentityError, Person};
use wavecast_engine::testing::world::World;
use wavecast_wire::time::Timestamp;

use crate::api::Api;

/// An issuer whose tokens say what is to happen; the real ones are judged in `shared/identity`.
pub struct Said;

#[async_trait]
impl Identity for Said {
    async fn verify(&self, token: &str, _: Timestamp) -> Result<Person, IdentityError> {
        let why = || "for this test".to_owned();
        match token.split_once('.') {
            Some(("person", name)) => Ok(person(name, None)),
            // The sign-in of a person gives a role in an organization.
            Some((org, said)) if said.contains('=') => {
                let (name, role) = said.split_once('=').unwrap();
                Ok(person(name, Some((org, role))))
            }
            Some(("down", _)) => Err(IdentityError::Unavailable(why())),
            _ => Err(IdentityError::Refused(why())),
        }
    }
}

fn person(name: &str, given: Option<(&str, &str)>) -> Person {
    let said = |role: &str| match role.parse() {
        Ok(role) => role::Said {
            role,
            grants: Grants::default(),
            by: None,
        },
        // A role in every application.
        Err(_) => role::Said {
            role: OrgRole::Member,
            grants: Grants {
                every: Some(role.parse().unwrap()),
                ..Grants::default()
            },
            by: None,
        },
    };
    let roles = given.map(|(org, role)| (org.parse().unwrap(), vec![said(role)]));
    Person {
        id: format!("p-{name}").parse().unwrap(),
        name: name.to_owned(),
        roles: roles.into_iter().collect(),
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

/// `acme` of ada, with `lamp` in it.
async fn of_ada() -> Api {
    let api = signed_in();
    let ada = "person.ada";
    api.done(ada, Method::POST, "/orgs", json!({"name": "acme"}))
        .await;
    let lamp = json!({"name": "lamp", "kind": "firmware"});
    api.done(ada, Method::POST, "/orgs/acme/apps", lamp).await;
    api
}

/// Each request is judged by the token that it comes with.
#[tokio::test]
async fn roles_that_the_sign_in_says_count_as_long_as_it_says_them() {
    let api = of_ada().await;
    let see = async |token: &str, path: &str| {
        let path = format!("/api/v1{path}");
        api.call_as(token, Method::GET, &path).send().await.status
    };
    let lamp = "/orgs/acme/apps/lamp";
    for (token, org, app, members) in [
        ("person.bob", 404, 404, 404),
        ("acme.bob=member", 200, 404, 200),
        ("acme.bob=read", 200, 200, 200),
        ("acme.bob=admin", 200, 200, 200),
        // Another organization's role, and one that nobody made.
        ("globex.bob=owner", 404, 404, 404),
        ("acme.bob=releaser", 200, 404, 200),
        ("person.bob", 404, 404, 404),
    ] {
        assert_eq!(see(token, "/orgs/acme").await, org, "{token}");
        assert_eq!(see(token, lamp).await, app, "{token}");
        assert_eq!(see(token, "/orgs/acme/members").await, members, "{token}");
    }
    let channel = json!({"name": "stable"});
    let make = async |token: &str| {
        let path = format!("/api/v1{lamp}/channels?dry_run=true");
        let call = api.call_as(token, Method::POST, &path);
        call.json(&channel).send().await.status
    };
    assert_eq!(make("acme.bob=write").await, StatusCode::FORBIDDEN);
    assert_eq!(make("acme.bob=admin").await, StatusCode::OK);
    let mine = api
        .call_as("acme.bob=read", Method::GET, "/api/v1/orgs")
        .send()
        .await;
    let listed = mine.json();
    assert_eq!(listed["items"][0]["name"], "acme");
    assert_eq!(listed["items"][0]["apps"][0]["name"], "lamp");
}

/// What the sign-in says is added to what a member has, and nothing of it is kept.
#[tokio::test]
async fn said_roles_add_to_a_members_own_and_outlive_no_sign_in() {
    let api = of_ada().await;
    let invite = json!({"whom": "bob", "grants": {"lamp": "read"}});
    let made = api
        .done("person.ada", Method::POST, "/orgs/acme/invitations", invite)
        .await;
    let id = made["invitation"]["id"].as_str().unwrap();
    let path = format!("/orgs/acme/invitations/{id}/accept");
    api.done(
        "person.bob",
        Method::POST,
        &path,
        json!({"code": made["code"]}),
    )
    .await;
    let access = async |token: &str| {
        let path = "/api/v1/orgs/acme/access";
        api.call_as(token, Method::GET, path).send().await.json()
    };
    let approver = access("acme.bob=approver").await;
    assert_eq!(approver["everywhere"], json!(["read", "approve"]));
    assert_eq!(approver["apps"]["lamp"], json!(["read"]));
    assert_eq!(access("person.bob").await["everywhere"], json!([]));
    // A token would outlive the sign-in: it holds what a member holds, and who is none has none.
    let token = json!({"label": "x", "permissions": ["read", "approve"]});
    let path = "/api/v1/orgs/acme/tokens";
    for (who, field) in [
        ("acme.bob=approver", "permissions"),
        ("acme.eve=admin", "account"),
    ] {
        let call = api.call_as(who, Method::POST, path);
        let reply = call.json(&token).send().await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{who}");
        assert_eq!(reply.json()["field"], field, "{}", reply.show());
    }
}
