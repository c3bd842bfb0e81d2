//! A stand-in for GitHub's OAuth: its three endpoints, as strict as it is, whose person and faults a test
//! sets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::flow::challenge;
use crate::{GitHub, Http};

/// The app's id there.
pub const CLIENT: &str = "Iv1.wavecast";
/// The app's secret.
pub const SECRET: &str = "only-for-this-test";

/// A running stand-in.
#[derive(Clone)]
pub struct GitHubStandIn {
    /// Where it answers.
    pub url: String,
    state: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    /// Who is signed in there; nobody agrees if none.
    account: Option<(u64, String)>,
    /// What an endpoint answers instead.
    faults: BTreeMap<&'static str, (StatusCode, String)>,
    codes: BTreeMap<String, Given>,
    /// Tokens, and whom they speak for.
    tokens: BTreeMap<String, (u64, String)>,
    made: u32,
}

/// A code that waits to be taken.
struct Given {
    account: (u64, String),
    challenge: String,
    redirect: String,
}

impl GitHubStandIn {
    /// Starts one.
    pub async fn start() -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let github = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::default(),
        };
        let router = Router::new()
            .route("/login/oauth/authorize", get(authorize))
            .route("/login/oauth/access_token", post(access_token))
            .route("/api/v3/user", get(user))
            .with_state(github.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        github
    }

    /// Who is signed in there from now on, and agrees to whatever is asked.
    pub fn signed_in(&self, number: u64, login: &str) {
        self.known().account = Some((number, login.to_owned()));
    }

    /// From now on who is there says no.
    pub fn says_no(&self) {
        self.known().account = None;
    }

    /// What one of its endpoints answers from now on, by the last part of its path.
    pub fn answer(&self, endpoint: &'static str, status: StatusCode, body: &str) {
        self.known()
            .faults
            .insert(endpoint, (status, body.to_owned()));
    }

    /// Answers as it should again.
    pub fn mend(&self) {
        self.known().faults.clear();
    }

    /// The app there.
    #[must_use]
    pub fn provider(&self) -> GitHub {
        let secret = Zeroizing::new(SECRET.to_owned());
        GitHub::new(Http::new().unwrap(), Some(&self.url), CLIENT, secret).unwrap()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.state.lock().unwrap()
    }

    fn fault(&self, endpoint: &str) -> Option<Response> {
        let (status, body) = self.known().faults.get(endpoint)?.clone();
        let json = [(header::CONTENT_TYPE, "application/json")];
        Some((status, json, body).into_response())
    }
}

type Fields = BTreeMap<String, String>;

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

async fn authorize(State(github): State<GitHubStandIn>, Query(asked): Query<Fields>) -> Response {
    if let Some(fault) = github.fault("authorize") {
        return fault;
    }
    let redirect = field(&asked, "redirect_uri");
    if field(&asked, "client_id") != CLIENT
        || !redirect.ends_with("/api/sign-in/github/callback")
        || field(&asked, "code_challenge_method") != "S256"
        || asked.contains_key("scope")
    {
        return (StatusCode::NOT_FOUND, "no such app").into_response();
    }
    let mut known = github.known();
    let state = field(&asked, "state");
    let Some(account) = known.account.clone() else {
        let to = format!("{redirect}?error=access_denied&state={state}");
        return Redirect::to(&to).into_response();
    };
    known.made += 1;
    let code = format!("code-{}", known.made);
    let given = Given {
        account,
        challenge: field(&asked, "code_challenge").to_owned(),
        redirect: redirect.to_owned(),
    };
    known.codes.insert(code.clone(), given);
    Redirect::to(&format!("{redirect}?code={code}&state={state}")).into_response()
}

async fn access_token(State(github): State<GitHubStandIn>, Form(asked): Form<Fields>) -> Response {
    if let Some(fault) = github.fault("access_token") {
        return fault;
    }
    let mut known = github.known();
    // It refuses with 200, as GitHub does.
    let refuse = |error: &str| Json(json!({"error": error, "error_description": "as GitHub says"}));
    if (field(&asked, "client_id"), field(&asked, "client_secret")) != (CLIENT, SECRET) {
        return refuse("incorrect_client_credentials").into_response();
    }
    let code = field(&asked, "code");
    let fits = known.codes.get(code).is_some_and(|given| {
        given.challenge == challenge(field(&asked, "code_verifier"))
            && given.redirect == field(&asked, "redirect_uri")
    });
    if !fits {
        return refuse("bad_verification_code").into_response();
    }
    let given = known.codes.remove(code);
    known.made += 1;
    let token = format!("gho_{}", known.made);
    known.tokens.insert(token.clone(), given.unwrap().account);
    Json(json!({"access_token": token, "token_type": "bearer", "scope": ""})).into_response()
}

async fn user(State(github): State<GitHubStandIn>, headers: HeaderMap) -> Response {
    if let Some(fault) = github.fault("user") {
        return fault;
    }
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if said(header::USER_AGENT).is_none() {
        return (StatusCode::FORBIDDEN, "say who you are").into_response();
    }
    let token = said(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    let known = github.known();
    let found = token.and_then(|token| known.tokens.get(token));
    match found {
        Some((id, login)) => {
            Json::<Value>(json!({"id": id, "login": login, "name": null})).into_response()
        }
        None => (StatusCode::UNAUTHORIZED, "{}").into_response(),
    }
}
