//! Signing in with a browser at a provider elsewhere: it is sent there, comes back with a code, and has a
//! session. What belongs to a sign-in until then lies in a cookie of this one browser: so nobody can
//! have another finish what they began, and no server has to remember it.

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use wavecast_domain::principal::Principal;
use wavecast_domain::user::{GitHubPerson, Owner, Pair, Session, UserCommand};
use wavecast_engine::control::{ControlError, Request};
use wavecast_engine::port::{Begun, Callback, IdentityError, IdentityProvider, Issued, Proven};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use crate::ask::Ask;
use crate::at::{At, WayPath};
use crate::auth::{Way, refuse};
use crate::contract::user::CookieSession;
use crate::cookie::Cookies;
use crate::frame::Frame;
use crate::limits::Origin;
use crate::page::{Line, page, told};
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

/// Seconds for which a browser may be away.
const AWAY: i64 = 600;
/// Seconds by which the clock of the server that it comes back to may be behind.
const LEEWAY: i64 = 30;
/// Characters of the place that a browser ends at.
const TO_CHARS: usize = 500;
/// Characters of what a session is told to run on.
const DEVICE_CHARS: usize = 100;
/// Where it ends if nothing is said.
const HOME: &str = "/sign-in";

/// Where a sign-in leads to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginQuery {
    /// A page of this server, where the browser ends: a path such as `/sign-in`, which it is if nothing is said.
    pub to: Option<String>,
    /// For another program, which takes the session up at `/api/session/claim`: the challenge of what it will
    /// show there (RFC 7636, S256). GitHub only.
    #[param(min_length = 43, max_length = 43)]
    pub challenge: Option<String>,
    /// The port of 127.0.0.1 where that program waits for the code: a page leads there. It shows the code if nothing
    /// is said.
    #[param(minimum = 1024, maximum = 65535)]
    pub port: Option<u16>,
    /// On what it runs, for the session's owner to know it by.
    pub device: Option<String>,
}

/// What a browser keeps until it is back.
#[derive(Deserialize, Serialize)]
struct Kept {
    way: Way,
    at: Timestamp,
    begun: Begun,
    to: Option<String>,
    claim: Option<Claim>,
}

/// The program that the session is for.
#[derive(Deserialize, Serialize)]
struct Claim {
    challenge: Sha256,
    port: Option<u16>,
    device: Option<String>,
}

/// Sends a browser to where it signs in.
///
/// It comes back to `/api/sign-in/{way}/callback`, and must be the same browser, within ten minutes.
#[utoipa::path(get, path = "/api/sign-in/{way}", tag = "sessions", params(WayPath, BeginQuery), responses((status = 303)))]
pub(crate) async fn begin_sign_in(
    State(state): State<ApiState>,
    At(path): At<WayPath>,
    Ask(query): Ask<BeginQuery>,
    headers: HeaderMap,
) -> Response {
    let begun = begin(&state, path.way, query).await;
    begun.unwrap_or_else(|problem| told(problem, &headers))
}

async fn begin(state: &ApiState, way: Way, query: BeginQuery) -> Result<Response, Problem> {
    let provider = state.auth.provider(way)?;
    let site = state.auth.site()?;
    let (to, claim) = read(way, query)?;
    let begun = provider.begin(&back_at(state, way)?).await;
    let (url, begun) = begun.map_err(refuse)?;
    let kept = Kept {
        way,
        at: state.now(),
        begun,
        to,
        claim,
    };
    let text = serde_json::to_vec(&kept).map_err(|error| Problem::internal(error.to_string()))?;
    let cookie = site.set_begun(&URL_SAFE_NO_PAD.encode(text), AWAY)?;
    Ok((AppendHeaders([cookie]), see_other(&url)?).into_response())
}

/// Where the provider sends the browser back to.
fn back_at(state: &ApiState, way: Way) -> Result<String, Problem> {
    let path = format!("/api/sign-in/{}/callback", way.as_str());
    Ok(state.auth.site()?.place(&path))
}

fn read(way: Way, query: BeginQuery) -> Result<(Option<String>, Option<Claim>), Problem> {
    if query.to.as_deref().is_some_and(|to| !is_own(to)) {
        let rule = "must be a path of this server, such as /sign-in";
        return Err(Problem::invalid("to", rule));
    }
    let Some(challenge) = query.challenge else {
        if query.port.is_some() {
            return Err(Problem::invalid(
                "port",
                "is for a program with a challenge",
            ));
        }
        return Ok((query.to, None));
    };
    if way != Way::GitHub {
        let rule = "is for GitHub alone: other programs get tokens of the issuer itself";
        return Err(Problem::invalid("challenge", rule));
    }
    let bytes = URL_SAFE_NO_PAD.decode(&challenge).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or_else(|| {
        let rule = "must be a SHA-256 in base64url: 43 characters";
        Problem::invalid("challenge", rule)
    })?;
    if query.port.is_some_and(|port| port < 1024) {
        return Err(Problem::invalid("port", "must be 1024 or more"));
    }
    let device = query
        .device
        .map(|device| device.chars().take(DEVICE_CHARS).collect());
    let claim = Claim {
        challenge: Sha256(bytes),
        port: query.port,
        device,
    };
    Ok((query.to, Some(claim)))
}

/// Whether a browser that follows this stays with us: two slashes, or one and its mirror image, would name
/// another host.
fn is_own(to: &str) -> bool {
    let mut rest = to.bytes();
    rest.next() == Some(b'/')
        && rest.next() != Some(b'/')
        && to.len() <= TO_CHARS
        && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

fn see_other(url: &str) -> Result<(StatusCode, [(header::HeaderName, HeaderValue); 1]), Problem> {
    let place = HeaderValue::try_from(url);
    let place = place.map_err(|error| Problem::internal(error.to_string()))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]))
}

/// Takes a browser back that signed in, and sends it on to where it wanted to go.
///
/// What comes of it: cookies as `/api/session/cookie` sets them; or, where another program waits, the code by
/// which that takes the session up.
#[utoipa::path(get, path = "/api/sign-in/{way}/callback", tag = "sessions", params(WayPath), responses((status = 303), (status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn finish_sign_in(
    State(state): State<ApiState>,
    At(path): At<WayPath>,
    Extension(frame): Extension<Frame>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
) -> Response {
    let request = Returned {
        way: path.way,
        headers: &headers,
        frame: &frame,
        origin,
    };
    let done = finish(&state, &request).await;
    done.unwrap_or_else(|problem| told(problem, &headers))
}

/// A browser that is back.
struct Returned<'a> {
    way: Way,
    headers: &'a HeaderMap,
    frame: &'a Frame,
    origin: Origin,
}

async fn finish(state: &ApiState, returned: &Returned<'_>) -> Result<Response, Problem> {
    let provider = state.auth.provider(returned.way)?;
    state.limits.check_refused(returned.origin, state.now())?;
    let kept = kept(state, returned)?;
    let back: Query<Callback> = Query::try_from_uri(&returned.frame.uri)
        .map_err(|error| Problem::malformed(error.body_text()))?;
    let subject = format!("GET /api/sign-in/{}/callback", returned.way.as_str());
    let id = Some(returned.frame.id.clone());
    let watched = Watched::at(id, returned.origin, subject, state.now());
    let place = back_at(state, returned.way)?;
    let proven = provider
        .finish(&kept.begun, &place, &back, state.now())
        .await;
    let let_in = match proven {
        Ok(Proven::GitHub(who)) => with_account(state, returned, &kept, &who, &watched).await,
        Ok(Proven::Tokens(issued)) => with_tokens(state, &kept, &issued).await,
        Err(error @ IdentityError::Unavailable(_)) => Err(refuse(error)),
        Err(IdentityError::Refused(why)) => Err(not_signed_in(provider, &why)),
    };
    match let_in {
        Ok(mut response) => {
            // Good for once.
            let (name, nothing) = state.auth.site()?.set_begun("", 0)?;
            response.headers_mut().append(name, nothing);
            Ok(response)
        }
        Err(problem) if problem.is_ours() => Err(problem),
        Err(problem) => {
            state.limits.count_refused(returned.origin, state.now());
            state.sight_stranger(&watched, None, problem.detail()).await;
            Err(problem)
        }
    }
}

/// What this browser kept of the sign-in that it comes back from.
fn kept(state: &ApiState, returned: &Returned<'_>) -> Result<Kept, Problem> {
    let text = state.auth.site()?.begun(returned.headers);
    let bytes = text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let now = state.now();
    let is_its = |kept: &Kept| {
        let away = now.0.saturating_sub(kept.at.0);
        kept.way == returned.way && (-LEEWAY..=AWAY).contains(&away)
    };
    kept.filter(is_its).ok_or_else(|| {
        let detail =
            "this browser didn't begin this sign-in, or was away for more than ten minutes";
        Problem::state("sign-in", detail).hint("begin again at /sign-in")
    })
}

fn not_signed_in(provider: &dyn IdentityProvider, why: &str) -> Problem {
    let detail = format!("{} signed nobody in: {why}", provider.title());
    Problem::unauthenticated(&detail).hint("begin again at /sign-in")
}

/// Lets in who came with an account at GitHub: in this browser, or in the program that it is for.
async fn with_account(
    state: &ApiState,
    returned: &Returned<'_>,
    kept: &Kept,
    who: &GitHubPerson,
    watched: &Watched,
) -> Result<Response, Problem> {
    let owner = Owner {
        name: &who.name,
        person: &who.person,
        shown: Some(&who.login),
    };
    let (session, pair) = opened(state, returned, kept, &owner)?;
    let command = UserCommand::Arrive {
        who: who.clone(),
        anybody: state.auth.takes_anybody(),
        session: Box::new(session),
    };
    let request = Request {
        principal: Principal::person(who.person.clone(), &who.login),
        id: returned.frame.id.clone(),
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    };
    let done = state.control.change_user(&who.name, request, command).await;
    done.map_err(|error: ControlError| Problem::from(error))?;
    state.sight_session(watched, &owner).await;
    match &kept.claim {
        Some(claim) => Ok(hand_over(claim, &pair, &who.login)),
        None => {
            let cookies = state.auth.site()?.set(&pair, state.now())?;
            arrived(kept, cookies)
        }
    }
}

fn opened(
    state: &ApiState,
    returned: &Returned<'_>,
    kept: &Kept,
    owner: &Owner<'_>,
) -> Result<(Session, Pair), Problem> {
    let agent = returned.headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let said = kept
        .claim
        .as_ref()
        .and_then(|claim| claim.device.as_deref());
    let fresh = state.control.ids.fresh(state.now());
    let (session, pair) = Session::open(owner, said.unwrap_or(agent), &fresh)
        .map_err(|error| Problem::internal(error.to_string()))?;
    let session = match &kept.claim {
        Some(claim) => session.for_claim(claim.challenge),
        None => session,
    };
    Ok((session, pair))
}

/// Shows the code, or what leads to the program that waits for it on this machine. Not without a word: a
/// link that somebody sent would else give a program of theirs a session.
fn hand_over(claim: &Claim, pair: &Pair, login: &str) -> Response {
    let code = pair.refresh.reveal();
    let device = claim.device.as_deref().unwrap_or("this machine");
    let asked = format!(
        "You are {login}. If you ran `wavecast login` just now ({device}), {}. If you didn't, close this page: what is on it is worth your sign-in.",
        match claim.port {
            Some(_) => "let it go on",
            None => "paste this there, and give it to nobody",
        }
    );
    let url = claim
        .port
        .map(|port| format!("http://127.0.0.1:{port}/?code={code}"));
    let last = match &url {
        Some(url) => Line::Link("Go on", url),
        None => Line::Code(code),
    };
    page(
        StatusCode::OK,
        "One step is left",
        &[Line::Text(&asked), last],
    )
}

/// Lets in whom the issuer's tokens speak for: they are the session.
async fn with_tokens(state: &ApiState, kept: &Kept, issued: &Issued) -> Result<Response, Problem> {
    let identity = state.auth.identity();
    let identity = identity.ok_or_else(|| Problem::internal("no issuer is trusted"))?;
    let person = identity
        .verify(&issued.access, state.now())
        .await
        .map_err(refuse)?;
    if issued.person.as_ref() != Some(&person.id) {
        let detail = "the issuer's tokens are of two people";
        return Err(Problem::unauthenticated(detail));
    }
    arrived(kept, state.auth.site()?.set_issued(issued)?)
}

fn arrived(kept: &Kept, cookies: Cookies) -> Result<Response, Problem> {
    let to = see_other(kept.to.as_deref().unwrap_or(HOME))?;
    Ok((AppendHeaders(cookies), to).into_response())
}

/// Goes on with an issuer's tokens.
pub(super) async fn go_on(
    state: &ApiState,
    token: &str,
    origin: Origin,
    watched: &Watched,
) -> Result<(Cookies, CookieSession), Problem> {
    state.limits.check_refused(origin, state.now())?;
    let provider = state.auth.provider(Way::Oidc)?;
    let identity = state.auth.identity();
    let identity = identity.ok_or_else(|| Problem::internal("no issuer is trusted"))?;
    let gone_on = async {
        let issued = provider.go_on(token).await?;
        let person = identity.verify(&issued.access, state.now()).await?;
        Ok::<_, IdentityError>((issued, person))
    };
    let (issued, person) = match gone_on.await {
        Ok(found) => found,
        Err(error) => {
            if let IdentityError::Refused(why) = &error {
                state.limits.count_refused(origin, state.now());
                state.sight_stranger(watched, None, why).await;
            }
            return Err(refuse(error));
        }
    };
    let told = CookieSession {
        user: person.name,
        expires_in: issued.expires_in.max(0),
    };
    Ok((state.auth.site()?.set_issued(&issued)?, told))
}

/// Gives an issuer's tokens back. The browser forgets them even if the issuer can't be reached.
pub(super) async fn end(state: &ApiState, token: &str) -> Result<bool, Problem> {
    let provider = state.auth.provider(Way::Oidc)?;
    match provider.end(token).await {
        Ok(()) => Ok(true),
        Err(error) => {
            tracing::warn!(%error, "tokens couldn't be given back to the issuer");
            Ok(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_its_own() {
        for own in ["/", "/sign-in", "/a/b?c=d&e=%2F%2Fx", "/@x", "/.//x"] {
            assert!(is_own(own), "{own}");
        }
        let long = format!("/{}", "x".repeat(TO_CHARS));
        for foreign in [
            "",
            "x",
            "//example.com",
            "/\\example.com",
            "\\\\example.com",
            "https://example.com",
            "javascript:alert(1)",
            " /x",
            "/ x",
            "/\t/example.com",
            "/\r\nset-cookie:a=b",
            "/\u{e9}",
            &long,
        ] {
            assert!(!is_own(foreign), "{foreign:?}");
        }
    }
}
