//! Workflows elsewhere: rules of trust, and the exchange of their tokens.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_api::Auth;
use wavecast_domain::org::Workflow;
use wavecast_engine::port::{IdentityError, Workflows};
use wavecast_engine::testing::world::World;
use wavecast_wire::time::Timestamp;

use crate::api::Api;
use crate::people;
use crate::talk::Reply;

const CI: &str = "https://ci.example.com";
const TRUST: &str = "/orgs/acme/trusts/main-branch";

/// An issuer whose tokens are what they say: `acme/lamp@refs/heads/main`. The real ones are judged in
/// `shared/identity`.
struct Said;

#[async_trait]
impl Workflows for Said {
    fn issuers(&self) -> Vec<&str> {
        vec![CI]
    }

    fn audience(&self) -> &str {
        "http://127.0.0.1:8080"
    }

    async fn judge(&self, token: &str, _: Timestamp) -> Result<Workflow, IdentityError> {
        match token.split_once('@') {
            Some((repository, reference)) => Ok(Workflow {
                issuer: CI.to_owned(),
                repository: repository.to_owned(),
                reference: Some(reference.to_owned()),
                environment: None,
                run: Some("42".to_owned()),
            }),
            None if token == "down" => Err(IdentityError::Unavailable("for this test".to_owned())),
            None => Err(IdentityError::Refused("it is of another issuer".to_owned())),
        }
    }
}

/// With the people of `acme`, its account `ci`, which writes `lamp`, and a rule for its main branch.
async fn ready() -> Api {
    let auth = Auth::from_hashes(people::known()).with_workflows(Arc::new(Said));
    let api = Api::with_auth(World::memory(), auth);
    api.settle().await;
    let account = json!({"grants": {"lamp": "write"}});
    api.done("owner", Method::PUT, "/orgs/acme/accounts/ci", account)
        .await;
    api.done("owner", Method::PUT, TRUST, rule()).await;
    api
}

fn rule() -> Value {
    json!({
        "account": "ci", "issuer": CI, "repository": "acme/lamp", "ref": "refs/heads/main", "minutes": 15,
    })
}

/// The form of an exchange, with its parameters in the usual order.
fn form(token: &str, audience: &str) -> String {
    let encoded = |text: &str| {
        text.replace('/', "%2F")
            .replace('@', "%40")
            .replace(':', "%3A")
    };
    let urn = "urn%3Aietf%3Aparams%3Aoauth%3A";
    format!(
        "grant_type={urn}grant-type%3Atoken-exchange&subject_token={}&subject_token_type={urn}token-type%3Ajwt&audience={}",
        encoded(token),
        encoded(audience),
    )
}

async fn send(api: &Api, body: &str) -> Reply {
    let call = api
        .call(Method::POST, "/api/token")
        .without("authorization");
    let form = "application/x-www-form-urlencoded";
    call.bytes(body).header("content-type", form).send().await
}

async fn exchange(api: &Api, token: &str, audience: &str) -> Reply {
    send(api, &form(token, audience)).await
}

#[tokio::test]
async fn a_workflow_gets_a_short_token_and_does_what_its_account_may() {
    let api = ready().await;
    let got = exchange(&api, "acme/lamp@refs/heads/main", "acme/ci").await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.show());
    let got = got.json();
    let secret = got["access_token"].as_str().unwrap();
    assert!(secret.starts_with("wcs_"), "{got}");
    assert_eq!(got["token_type"], "Bearer");
    assert_eq!(got["expires_in"], 15 * 60);
    assert_eq!(
        got["issued_token_type"],
        "urn:ietf:params:oauth:token-type:access_token"
    );
    let begin = json!({"sha256": "0".repeat(64), "size": 1});
    api.done(secret, Method::POST, "/orgs/acme/apps/lamp/uploads", begin)
        .await;
    let see = async |path: &str| {
        let path = format!("/api/v1{path}");
        api.call_as(secret, Method::GET, &path).send().await.status
    };
    assert_eq!(see("/orgs/acme/apps/bulb").await, StatusCode::NOT_FOUND);
    assert_eq!(see("/orgs/acme/trusts").await, StatusCode::FORBIDDEN);
    let listed = api
        .call_as("owner", Method::GET, "/api/v1/orgs/acme/tokens")
        .send()
        .await;
    let listed = &listed.json()["items"][0];
    assert_eq!(listed["label"], "acme/lamp at refs/heads/main");
    assert_eq!(
        (&listed["by"], &listed["account"]),
        (&json!("trust main-branch"), &json!("ci"))
    );
    let trail = api
        .call_as("owner", Method::GET, "/api/v1/orgs/acme/audit?limit=1")
        .send()
        .await;
    assert!(!trail.text.contains(secret));
    let event = &trail.json()["items"][0];
    assert_eq!(event["verb"], "token.exchange", "{event}");
    assert_eq!(event["actor"]["name"], "service ci");
    let changes = event["changes"].to_string();
    for said in ["main-branch", "acme/lamp", "refs/heads/main", "42"] {
        assert!(changes.contains(said), "{said}: {event}");
    }
    // The rule's end is the token's.
    api.done("owner", Method::DELETE, TRUST, json!({})).await;
    assert_eq!(see("/orgs/acme/apps/lamp").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_no_rule_takes_is_told_as_what_is_not_there() {
    let api = ready().await;
    let mut told = Vec::new();
    for (token, audience) in [
        ("acme/lamp@refs/heads/main", "none/ci"),
        ("acme/lamp@refs/heads/main", "acme/none"),
        ("acme/lamp@refs/heads/main", "other/ci"),
        ("acme/lamp@refs/heads/other", "acme/ci"),
        ("eve/lamp@refs/heads/main", "acme/ci"),
    ] {
        let reply = exchange(&api, token, audience).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.show());
        let workflow = token.replace('@', " at ");
        let text = reply.text.replace(&workflow, "WORKFLOW");
        told.push(text.replace(audience, "AUDIENCE"));
    }
    assert!(told.iter().all(|one| *one == told[0]), "{told:#?}");
    assert!(
        told[0].contains(r#""error":"invalid_target""#),
        "{}",
        told[0]
    );
}

#[tokio::test]
async fn an_exchange_keeps_to_its_terms() {
    let api = ready().await;
    let good = form("acme/lamp@refs/heads/main", "acme/ci");
    for (body, error) in [
        (String::new(), "invalid_request"),
        (good.replace("grant_type", "grant"), "invalid_request"),
        (
            good.replace("token-exchange", "password"),
            "unsupported_grant_type",
        ),
        (
            good.replace("token-type%3Ajwt", "token-type%3Asaml2"),
            "invalid_request",
        ),
        (good.replace("acme%2Fci", "acme"), "invalid_target"),
        (good.replace("acme%2Fci", "acme%2Fci%2Fx"), "invalid_target"),
        (good.replace("acme%2Fci", "ACME%2Fci"), "invalid_target"),
        (format!("{good}&audience=other%2Fci"), "invalid_request"),
        (good.replace("acme%2Flamp%40", "forged"), "invalid_request"),
    ] {
        let reply = send(&api, &body).await;
        assert_eq!(
            reply.status,
            StatusCode::BAD_REQUEST,
            "{body}: {}",
            reply.show()
        );
        assert_eq!(reply.json()["error"], error, "{body}: {}", reply.show());
    }
    let json = api.call(Method::POST, "/api/token").json(&json!({}));
    let reply = json.send().await;
    assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // Whatever else a client of OAuth sends along is passed over.
    let reply = send(&api, &format!("{good}&client_id=x&scope=read")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
    let down = exchange(&api, "down", "acme/ci").await;
    insta::assert_snapshot!(down.show());
    let forged = exchange(&api, "forged", "acme/ci").await;
    insta::assert_snapshot!(forged.show());
}

#[tokio::test]
async fn rules_are_set_listed_and_refused_by_name() {
    let api = ready().await;
    let listed = api
        .call_as("admin", Method::GET, "/api/v1/orgs/acme/trusts")
        .send()
        .await;
    insta::assert_snapshot!(listed.show());
    let mut replies = String::new();
    for (name, value) in [
        ("issuer", json!("https://169.254.169.254/latest")),
        ("account", json!("thing")),
        ("repository", json!("acme/*")),
        ("ref", json!("refs/heads/main*")),
        ("ref", json!(null)),
        ("minutes", json!(61)),
        ("org", json!("other")),
    ] {
        let mut rule = rule();
        rule[name] = value;
        let path = format!("/api/v1{TRUST}");
        let call = api.call_as("owner", Method::PUT, &path);
        let reply = call.json(&rule).send().await;
        assert!(reply.status.is_client_error(), "{}", reply.show());
        let told = reply.json();
        replies += &format!(
            "{} {}: {}\n",
            reply.status.as_u16(),
            told["field"],
            told["detail"]
        );
    }
    insta::assert_snapshot!(replies);
}

#[tokio::test]
async fn a_server_without_issuers_exchanges_nothing() {
    let api = Api::with_people().await;
    let reply = exchange(&api, "acme/lamp@refs/heads/main", "acme/ci").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.show());
    let path = format!("/api/v1{TRUST}");
    let call = api.call_as("owner", Method::PUT, &path);
    let reply = call.json(&rule()).send().await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.show());
}
