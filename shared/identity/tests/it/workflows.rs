//! Tokens of workflows.

use serde_json::{Value, json};
use wavecast_domain::org::Workflow;
use wavecast_engine::port::{IdentityError, Workflows as _};
use wavecast_identity::testing::{Issuer, NOW, Signer};
use wavecast_identity::{Http, WorkflowVerifier};

const HERE: &str = "https://wavecast.example.com";

/// An issuer that is trusted, with one key, and who judges its tokens.
async fn ready() -> (Issuer, Signer, WorkflowVerifier) {
    let key = Signer::new("one");
    let issuer = Issuer::start(&[&key]).await;
    let trusted = vec![issuer.url.clone(), "https://other.example.com".to_owned()];
    let verifier = WorkflowVerifier::new(trusted, HERE.to_owned(), &Http::new().unwrap());
    (issuer, key, verifier)
}

/// As GitHub Actions writes them.
fn claims(issuer: &Issuer) -> Value {
    json!({
        "iss": issuer.url, "aud": HERE, "sub": "repo:acme/lamp:environment:production",
        "iat": NOW.0, "nbf": NOW.0, "exp": NOW.0 + 300, "jti": "example-id",
        "repository": "acme/lamp", "repository_owner": "acme", "ref": "refs/heads/main",
        "ref_type": "branch", "environment": "production", "run_id": "42", "run_attempt": "1",
        "actor": "ada", "event_name": "push", "workflow": "ship",
    })
}

fn with(issuer: &Issuer, name: &str, value: Value) -> Value {
    let mut claims = claims(issuer);
    claims[name] = value;
    claims
}

async fn refused(verifier: &WorkflowVerifier, token: &str) -> String {
    match verifier.judge(token, NOW).await {
        Err(IdentityError::Refused(why)) => why,
        other => panic!("{other:?}: {token}"),
    }
}

#[tokio::test]
async fn a_workflow_is_told_by_its_token() {
    let (issuer, key, verifier) = ready().await;
    let judged = verifier.judge(&key.sign(&claims(&issuer)), NOW).await;
    let expected = Workflow {
        issuer: issuer.url.clone(),
        repository: "acme/lamp".to_owned(),
        reference: Some("refs/heads/main".to_owned()),
        environment: Some("production".to_owned()),
        run: Some("42".to_owned()),
    };
    assert_eq!(judged, Ok(expected));
}

#[tokio::test]
async fn an_issuer_that_is_not_trusted_is_never_asked() {
    let (issuer, key, verifier) = ready().await;
    let foreign = Issuer::start(&[&key]).await;
    let why = refused(&verifier, &key.sign(&claims(&foreign))).await;
    assert_eq!(why, "it is of another issuer");
    assert_eq!(foreign.asked(), 0);
    // Nor does it help to name one that is, with a key of one's own.
    let mine = Signer::new("one");
    let why = refused(&verifier, &mine.sign(&claims(&issuer))).await;
    assert_eq!(why, "its signature is wrong");
}

#[tokio::test]
async fn a_token_for_somebody_else_or_of_another_time_is_refused() {
    let (issuer, key, verifier) = ready().await;
    for (name, value, why) in [
        (
            "aud",
            json!("https://github.com/acme"),
            "it is for another audience",
        ),
        (
            "aud",
            json!("https://wavecast.example.com/"),
            "it is for another audience",
        ),
        ("exp", json!(NOW.0 - 31), "it expired at"),
        ("nbf", json!(NOW.0 + 31), "it is not valid before"),
    ] {
        let told = refused(&verifier, &key.sign(&with(&issuer, name, value))).await;
        assert!(told.starts_with(why), "{name}: {told}");
    }
}

#[tokio::test]
async fn a_token_that_does_not_say_where_it_runs_is_refused() {
    let (issuer, key, verifier) = ready().await;
    let mut nowhere = claims(&issuer);
    nowhere.as_object_mut().unwrap().remove("repository");
    let why = refused(&verifier, &key.sign(&nowhere)).await;
    assert_eq!(why, "its claim repository is missing or wrong");
    for (name, value) in [
        ("repository", json!(["acme/lamp"])),
        ("repository", json!("")),
        ("ref", json!({"name": "refs/heads/main"})),
        ("ref", json!("refs/heads/a\nb")),
        ("environment", json!(true)),
        ("environment", json!("x".repeat(256))),
    ] {
        let token = key.sign(&with(&issuer, name, value.clone()));
        let why = refused(&verifier, &token).await;
        assert!(why.contains("is missing or wrong"), "{name} {value}: {why}");
    }
    for token in ["", "a.b", "a.b.c", "wcs_0123", &"x.".repeat(20_000)] {
        refused(&verifier, token).await;
    }
}

#[tokio::test]
async fn while_the_issuer_is_down_nobody_is_turned_away() {
    let (issuer, key, verifier) = ready().await;
    issuer.go_down(true);
    let judged = verifier.judge(&key.sign(&claims(&issuer)), NOW).await;
    assert!(
        matches!(judged, Err(IdentityError::Unavailable(_))),
        "{judged:?}"
    );
}
