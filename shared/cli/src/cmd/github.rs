//! `wavecast login --github`: the server sends a browser to GitHub, and gives what comes of it to this
//! terminal, which alone can show what the sign-in began with.

use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use tokio::sync::mpsc;
use wavecast_client::types;
use wavecast_wire::hash::Sha256;
use zeroize::Zeroizing;

use super::user;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::remote::{Remote, sent};
use crate::run::Run;

/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// What the browser shows once the code is here.
const DONE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Wavecast</title><body style=\"font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto\"><h1>Back to the terminal</h1><p>It has what it needs. You can close this page.</p></html>";

/// What only this terminal can show, and what is told of it at first (RFC 7636, S256).
struct Proof {
    verifier: Zeroizing<String>,
    challenge: String,
}

impl Proof {
    fn new() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut())
            .map_err(|error| Failure::new(Exit::Machine, format!("no randomness: {error}")))?;
        let verifier = Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::of(verifier.as_bytes()).0);
        Ok(Self {
            verifier,
            challenge,
        })
    }
}

/// Signs in with an account at GitHub.
///
/// # Errors
/// Nobody signed in in time, or the server refuses what came of it.
pub async fn sign_in(
    run: &Run,
    url: &str,
    device: &str,
    pasted: bool,
) -> Result<types::SessionMade> {
    let proof = Proof::new()?;
    let code = match pasted {
        true => {
            tell(run, &place(url, device, &proof, None)?);
            run.out.note("and paste the code that it shows:");
            Zeroizing::new(user::line("code")?)
        }
        false => by_browser(run, url, device, &proof).await?,
    };
    let body = types::ClaimSession {
        code: code.trim().to_owned(),
        verifier: proof.verifier.to_string(),
    };
    let remote = Remote::new(url, "none", false)?;
    let claim = || remote.client.claim_session().body(body.clone());
    // Who asks twice, because the answer was lost, gets the same.
    remote.read(async || sent!(claim())).await
}

fn tell(run: &Run, place: &str) {
    run.out.note(format_args!("open {place}"));
}

/// Where the browser begins.
fn place(url: &str, device: &str, proof: &Proof, port: Option<u16>) -> Result<String> {
    let place = format!("{}/api/sign-in/github", url.trim_end_matches('/'));
    let mut place =
        reqwest::Url::parse(&place).map_err(|error| Failure::usage(format!("{url}: {error}")))?;
    place
        .query_pairs_mut()
        .append_pair("challenge", &proof.challenge)
        .append_pair("device", device);
    if let Some(port) = port {
        let port = port.to_string();
        place.query_pairs_mut().append_pair("port", &port);
    }
    Ok(place.into())
}

/// Waits on this machine for the browser to bring the code (RFC 8252, section 7.3).
async fn by_browser(
    run: &Run,
    url: &str,
    device: &str,
    proof: &Proof,
) -> Result<Zeroizing<String>> {
    let refused = |error: std::io::Error| {
        let hint = "sign in with `wavecast login --github --paste`";
        Failure::new(
            Exit::Machine,
            format!("can't wait for the browser: {error}"),
        )
        .hint(hint)
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    tell(run, &place(url, device, proof, Some(port))?);
    let (send, mut heard) = mpsc::channel(1);
    let router = Router::new().route("/", get(arrived)).with_state(send);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let code = tokio::time::timeout(PATIENCE, heard.recv()).await;
    // The page that says so is on its way to the browser still.
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.abort();
    match code {
        Ok(Some(code)) => Ok(code),
        _ => {
            let hint = "run `wavecast login --github` again; with --paste, if the browser is on another machine";
            Err(Failure::new(Exit::Denied, "nobody signed in in time").hint(hint))
        }
    }
}

/// What the browser brings.
#[derive(Deserialize)]
struct Arrived {
    code: String,
}

async fn arrived(
    State(send): State<mpsc::Sender<Zeroizing<String>>>,
    Query(arrived): Query<Arrived>,
) -> std::result::Result<Html<&'static str>, StatusCode> {
    let sent = send.try_send(Zeroizing::new(arrived.code));
    sent.map(|()| Html(DONE)).map_err(|_| StatusCode::GONE)
}
