//! A workflow that ships without a secret of ours: its issuer and GitHub's place for its tokens are
//! here, the server and the command line are the real ones.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use wavecast_identity::testing::{Issuer, Signer};

use super::ran::{Ran, WAVECAST, command};
use super::stack::Stack;

/// What the job's environment holds for asking.
const BEARER: &str = "only-for-this-job";

/// The place where a job asks for its token, as GitHub Actions has it.
struct Place {
    issuer: String,
    key: Signer,
    reference: &'static str,
}

/// Starts it; answers where it is.
async fn place(issuer: &Issuer, key: Signer, reference: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/token?api-version=2.0",
        listener.local_addr().unwrap()
    );
    let place = Arc::new(Place {
        issuer: issuer.url.clone(),
        key,
        reference,
    });
    let router = Router::new().route("/token", get(give)).with_state(place);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn give(
    State(place): State<Arc<Place>>,
    Query(query): Query<Value>,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    let expected = format!("Bearer {BEARER}");
    if headers
        .get("authorization")
        .is_none_or(|given| given != expected.as_str())
    {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let since = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let token = place.key.sign(&json!({
        "iss": place.issuer, "aud": query["audience"], "sub": "repo:acme/lamp:ref:refs/heads/main",
        "iat": since, "exp": since + 300, "repository": "acme/lamp", "ref": place.reference,
        "run_id": "42",
    }));
    Ok(Json(json!({ "value": token })))
}

/// The command line, as a job runs it.
fn in_job(stack: &Stack, place: &str, arguments: &[&str]) -> Ran {
    command(WAVECAST)
        .args(arguments)
        .env("WAVECAST_URL", &stack.api)
        .env("ACTIONS_ID_TOKEN_REQUEST_URL", place)
        .env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", BEARER)
        .current_dir(stack.project())
        .output()
        .unwrap()
        .into()
}

const EXCHANGE: [&str; 4] = ["token", "exchange", "--account", "ci"];

#[tokio::test(flavor = "multi_thread")]
async fn a_job_ships_with_a_token_that_it_exchanged() {
    let key = Signer::new("one");
    let issuer = Issuer::start(&[&key]).await;
    let other = Signer::new("one");
    let on_main = place(&issuer, key, "refs/heads/main").await;
    let forged = place(&issuer, other, "refs/heads/main").await;
    let stack = Stack::start_with(&["--workflow-issuer", &issuer.url]);
    stack.init("acme/lamp", "firmware");
    stack
        .run(&["account", "set", "ci", "--grant", "lamp=write"])
        .code(0);
    let refused = in_job(&stack, &on_main, &EXCHANGE).code(8);
    assert!(
        refused
            .stderr
            .contains("no rule of acme/ci takes acme/lamp at refs/heads/main"),
        "{}",
        refused.stderr
    );
    let set = [
        "trust",
        "set",
        "main-branch",
        "--account",
        "ci",
        "--repository",
        "acme/lamp",
        "--ref",
        "refs/heads/main",
        "--issuer",
        &issuer.url,
    ];
    stack.run(&set).code(0);
    let listed = stack.run(&["trust", "list"]).code(0).stdout;
    assert!(
        listed.contains("main-branch") && listed.contains("refs/heads/main"),
        "{listed}"
    );
    let token = in_job(&stack, &on_main, &EXCHANGE).code(0).stdout;
    assert!(
        token.starts_with("wcs_") && token.lines().count() == 1,
        "{token}"
    );
    stack.write("lamp.bin", "an image");
    let ship = [
        "ship",
        "--version",
        "1.0.0",
        "lamp.bin",
        "--wait",
        "--yes",
        "--token",
        token.trim(),
    ];
    in_job(&stack, &on_main, &ship).code(0);
    assert_eq!(stack.release("1.0.0").0, "concluded");
    let refused = in_job(&stack, &forged, &EXCHANGE).code(8);
    assert!(
        refused.stderr.contains("its signature is wrong"),
        "{}",
        refused.stderr
    );
    stack.run(&["trust", "delete", "main-branch"]).code(0);
    let ended = in_job(
        &stack,
        &on_main,
        &["org", "access", "--token", token.trim()],
    )
    .code(8);
    assert!(ended.stderr.contains("was revoked"), "{}", ended.stderr);
}

#[test]
fn without_a_workflow_the_way_out_is_told() {
    let stack = Stack::start();
    let ran = in_job(
        &stack,
        "",
        &["token", "exchange", "--account", "ci", "--org", "acme"],
    )
    .code(2);
    assert!(ran.stderr.contains("id-token: write"), "{}", ran.stderr);
    // Only issuers that the server trusts: GitHub's, unless it is told otherwise.
    let set = [
        "trust",
        "set",
        "x",
        "--org",
        "acme",
        "--account",
        "ci",
        "--repository",
        "acme/lamp",
        "--ref",
        "refs/heads/main",
        "--issuer",
        "https://ci.example.com",
    ];
    let ran = stack.run(&set).code(3);
    assert!(
        ran.stderr
            .contains("write https://token.actions.githubusercontent.com"),
        "{}",
        ran.stderr
    );
}
