//! How people sign in: asked before anybody is known.

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};

use crate::answer::Answer;
use crate::contract::sign_in::SignIn;
use crate::problem::Problem;
use crate::state::ApiState;

/// One file, without anything from elsewhere.
const PAGE: &str = include_str!("../sign_in.html");
/// The page's own script and style may run, and it may call this server; nothing else.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Says how people sign in, for `wavecast login` and for pages.
#[utoipa::path(get, path = "/api/sign-in", tag = "server", responses((status = 200, body = SignIn)))]
pub(crate) async fn get_sign_in(State(state): State<ApiState>) -> Result<Answer<SignIn>, Problem> {
    SignIn::of(&state.auth).map(Answer::ok).ok_or_else(|| {
        let hint = "it takes tokens alone: --token-file, or WAVECAST_TOKEN";
        Problem::not_found("a sign-in at this server", hint)
    })
}

/// Signs people in with their browser, and says who they are here.
#[utoipa::path(get, path = "/sign-in", tag = "server", responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn get_sign_in_page() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(PAGE))
}
