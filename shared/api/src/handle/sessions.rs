//! Sessions of the installation's own people: opened by a password, taken up again, ended.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::AppendHeaders;
use wavecast_domain::name::UserName;
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{Kind, Presented, is_ours};
use wavecast_domain::user::{self, Proof, User, UserCommand};
use wavecast_engine::control::{Refreshed, Request};
use wavecast_engine::port::Checked;
use wavecast_wire::time::Timestamp;

use super::browser;
use super::factor;
use super::users::{as_themselves, in_session, is_overtaken, owner};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, SessionPath};
use crate::auth::{Live, People, session_over};
use crate::call::{Call, Stranger};
use crate::contract::page::Page;
use crate::contract::secret::ShownOnce;
use crate::contract::user::{
    ClaimSession, CookieSession, OpenSession, RefreshSession, Session, SessionEnded, SessionMade,
    UserChange,
};
use crate::contract::verb::Nothing;
use crate::cookie::{Cookies, Site};
use crate::field::parse;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

/// Signs one of the installation's own people in.
///
/// It is the same answer, after the same work, whether the name or the password is wrong. Who tries again
/// and again has to wait. Where a second factor is asked for and no code is sent, the answer is 401
/// `second-factor`.
#[utoipa::path(post, path = "/api/session", tag = "sessions", request_body = OpenSession, responses((status = 201, body = SessionMade)))]
pub(crate) async fn open_session(
    State(state): State<ApiState>,
    stranger: Stranger<OpenSession>,
) -> Result<Answer<SessionMade>, Problem> {
    let watched = stranger.watched("POST /api/session", state.now());
    let made = sign_in(&state, stranger, watched).await?;
    let made = SessionMade::of(&made.pair, made.user.clone(), state.now());
    Ok(Answer::ok(made).status(StatusCode::CREATED))
}

/// The same for a browser: the tokens are set as cookies that no script reads, and stand nowhere else.
#[utoipa::path(post, path = "/api/session/cookie", tag = "sessions", request_body = OpenSession, responses((status = 201, body = CookieSession)))]
pub(crate) async fn open_cookie(
    State(state): State<ApiState>,
    headers: HeaderMap,
    stranger: Stranger<OpenSession>,
) -> Result<(AppendHeaders<Cookies>, Answer<CookieSession>), Problem> {
    let site = state.auth.site()?;
    site.check(&headers)?;
    let watched = stranger.watched("POST /api/session/cookie", state.now());
    let made = sign_in(&state, stranger, watched).await?;
    let (cookies, answer) = in_cookies(site, &made, state.now())?;
    Ok((cookies, answer.status(StatusCode::CREATED)))
}

/// What a browser is told, and what it keeps.
fn in_cookies(
    site: &Site,
    made: &Refreshed,
    now: Timestamp,
) -> Result<(AppendHeaders<Cookies>, Answer<CookieSession>), Problem> {
    let told = CookieSession {
        user: made.user.clone(),
        expires_in: (made.pair.until.0 - now.0).max(0),
    };
    let cookies = AppendHeaders(site.set(&made.pair, now)?);
    Ok((cookies, Answer::ok(told)))
}

/// Opens a session for who knows the password.
async fn sign_in(
    state: &ApiState,
    stranger: Stranger<OpenSession>,
    watched: Watched,
) -> Result<Refreshed, Problem> {
    let People {
        passwords, lockout, ..
    } = state.auth.people()?;
    let (input, from) = (&stranger.input, stranger.origin);
    let name: UserName = parse("user", &input.user)?;
    state.limits.check_refused(from, state.now())?;
    if let Err(problem) = lockout.begin(&name, from, state.now()) {
        let why = "too many wrong passwords";
        state.sight_stranger(&watched, None, why).await;
        return Err(problem);
    }
    let password = input.password.reveal();
    let judged = judge(state, &name, password).await;
    let (found, kept, checked) = judged.inspect_err(|_| lockout.spare(&name, from, state.now()))?;
    let exists = found.is_some();
    let (Some(user), Some(held), Checked::Right | Checked::Outdated) = (found, kept, checked)
    else {
        state.limits.count_refused(from, state.now());
        tracing::info!(user = %name, request = %stranger.id, "a sign-in was refused");
        state
            .sight_stranger(&watched, None, &tried(&name, exists))
            .await;
        return Err(wrong());
    };
    let proof = prove(state, &user, input.code.as_ref(), (from, &watched)).await?;
    let again = match checked {
        Checked::Outdated => Some(passwords.hash(password).await?),
        _ => None,
    };
    let device = input.device.as_deref().unwrap_or(&stranger.agent);
    let fresh = state.control.ids.fresh(state.now());
    let owner = user.owner();
    let (session, pair) = user::Session::open(&owner, device, &fresh)
        .map_err(|error| Problem::internal(error.to_string()))?;
    let command = UserCommand::SignIn {
        held,
        again,
        session: Box::new(session),
        proof,
    };
    let request = as_themselves(&user, stranger.id);
    let done = state.control.change_user(&name, request, command).await;
    done.map_err(|error| match is_overtaken(&error) {
        true => wrong(),
        false => error.into(),
    })?;
    lockout.right(&name, from, state.now());
    state.sight_session(&watched, &owner).await;
    Ok(Refreshed {
        pair,
        user: name.into(),
    })
}

/// What is proved besides the password, where that is asked for.
async fn prove(
    state: &ApiState,
    user: &User,
    code: Option<&ShownOnce>,
    (from, watched): (Origin, &Watched),
) -> Result<Option<Proof>, Problem> {
    let Some(factor) = user.factor.as_ref().filter(|factor| factor.is_on()) else {
        return Ok(None);
    };
    let code = code.ok_or_else(Problem::second_factor)?;
    let proof = factor::proof(state, factor, code.reveal()).await?;
    if proof.is_none() {
        state.limits.count_refused(from, state.now());
        tracing::info!(user = %user.name, "a second factor was refused");
        let why = format!("a wrong code of {}, after the right password", user.name);
        state.sight_stranger(watched, None, &why).await;
        let hint = "wait for the authenticator's next code, or take one to fall back on";
        let detail = "this code isn't one of this moment, or was used";
        return Err(Problem::unauthenticated(detail).hint(hint));
    }
    Ok(proof)
}

/// What was tried. A name that nobody has may be a password that stood in the wrong field.
fn tried(name: &UserName, exists: bool) -> String {
    match exists {
        true => format!("a wrong password of {name}"),
        false => "a name that nobody has".to_owned(),
    }
}

/// Who has that name, the hash that they have, and whether a password fits it.
async fn judge(
    state: &ApiState,
    name: &UserName,
    password: &str,
) -> Result<(Option<User>, Option<String>, Checked), Problem> {
    let found = state.control.user(name).await?;
    let kept = found.as_ref().and_then(|user| user.password.as_ref());
    let kept = kept.map(|password| password.hash.clone());
    let passwords = &state.auth.people()?.passwords;
    let checked = passwords.check(password, kept.as_deref()).await?;
    Ok((found, kept, checked))
}

fn wrong() -> Problem {
    let hint =
        "type both again; whoever runs the server gives another code with `wavecast user reset`";
    Problem::unauthenticated("this name and this password don't belong together").hint(hint)
}

/// Takes up a session that somebody opened in a browser for another program, such as the command line: by
/// the code that the browser was given, and by what the challenge was made of that the program sent it with.
#[utoipa::path(post, path = "/api/session/claim", tag = "sessions", request_body = ClaimSession, responses((status = 201, body = SessionMade)))]
pub(crate) async fn claim_session(
    State(state): State<ApiState>,
    stranger: Stranger<ClaimSession>,
) -> Result<Answer<SessionMade>, Problem> {
    state.auth.check_sessions()?;
    let code = stranger.input.code.reveal();
    let presented = Presented::read(code).filter(|one| one.kind == Kind::Refresh);
    presented.ok_or_else(|| {
        let rule = "must be a code that begins with wcr_, all 59 characters of it";
        Problem::invalid("code", rule)
    })?;
    let shown = Some(stranger.input.verifier.reveal());
    let watched = stranger.watched("POST /api/session/claim", state.now());
    let by = (stranger.origin, stranger.id);
    let made = go_on(&state, (code, shown), by, &watched).await?;
    let made = SessionMade::of(&made.pair, made.user.clone(), state.now());
    Ok(Answer::ok(made).status(StatusCode::CREATED))
}

/// Takes a session up again: new tokens for the one to go on with, which is good for once.
///
/// Who asks twice within a minute, because the answer was lost, gets the same ones. A token that was used
/// before that ends the session: somebody else has it.
#[utoipa::path(post, path = "/api/session/refresh", tag = "sessions", request_body = RefreshSession, responses((status = 200, body = SessionMade)))]
pub(crate) async fn refresh_session(
    State(state): State<ApiState>,
    stranger: Stranger<RefreshSession>,
) -> Result<Answer<SessionMade>, Problem> {
    state.auth.check_sessions()?;
    let token = stranger.input.refresh_token.reveal();
    let watched = stranger.watched("POST /api/session/refresh", state.now());
    let by = (stranger.origin, stranger.id);
    let made = go_on(&state, (token, None), by, &watched).await?;
    let made = SessionMade::of(&made.pair, made.user.clone(), state.now());
    Ok(Answer::ok(made))
}

/// The same for a browser, by its cookie.
#[utoipa::path(post, path = "/api/session/cookie/refresh", tag = "sessions", responses((status = 200, body = CookieSession)))]
pub(crate) async fn refresh_cookie(
    State(state): State<ApiState>,
    headers: HeaderMap,
    stranger: Stranger<Nothing>,
) -> Result<(AppendHeaders<Cookies>, Answer<CookieSession>), Problem> {
    let site = state.auth.site()?;
    site.check(&headers)?;
    let token = site.refresh(&headers).ok_or_else(no_cookie)?;
    let watched = stranger.watched("POST /api/session/cookie/refresh", state.now());
    let by = (stranger.origin, stranger.id);
    if to_go_on(token).is_ok() {
        state.auth.check_sessions()?;
        let made = go_on(&state, (token, None), by, &watched).await?;
        return in_cookies(site, &made, state.now());
    }
    if is_ours(token) {
        return Err(no_cookie());
    }
    let (cookies, told) = browser::go_on(&state, token, by.0, &watched).await?;
    Ok((AppendHeaders(cookies), Answer::ok(told)))
}

fn no_cookie() -> Problem {
    let hint = "sign in at /api/session/cookie";
    Problem::unauthenticated("this browser has no session here").hint(hint)
}

/// Takes a session up again by a token.
async fn go_on(
    state: &ApiState,
    (token, shown): (&str, Option<&str>),
    (origin, id): (Origin, String),
    watched: &Watched,
) -> Result<Refreshed, Problem> {
    state.limits.check_refused(origin, state.now())?;
    let presented = to_go_on(token)?;
    let request = by_nobody(id);
    let gone_on = state
        .control
        .refresh_session(&presented, (token, shown), &request);
    match gone_on.await? {
        Ok(gone_on) => Ok(gone_on),
        Err(error) => {
            state.limits.count_refused(origin, state.now());
            let (id, why) = (Some(&presented.id), error.to_string());
            state.sight_stranger(watched, id, &why).await;
            Err(session_over(&error))
        }
    }
}

/// Ends a session, by its token to go on with: at once, for all its tokens.
#[utoipa::path(post, path = "/api/session/end", tag = "sessions", request_body = RefreshSession, responses((status = 200, body = SessionEnded)))]
pub(crate) async fn end_session(
    State(state): State<ApiState>,
    stranger: Stranger<RefreshSession>,
) -> Result<Answer<SessionEnded>, Problem> {
    state.auth.check_sessions()?;
    let token = stranger.input.refresh_token.reveal();
    let watched = stranger.watched("POST /api/session/end", state.now());
    let ended = end(&state, token, (stranger.origin, stranger.id), &watched).await?;
    Ok(Answer::ok(SessionEnded { ended }))
}

/// The same for a browser, which forgets its cookies.
#[utoipa::path(post, path = "/api/session/cookie/end", tag = "sessions", responses((status = 200, body = SessionEnded)))]
pub(crate) async fn end_cookie(
    State(state): State<ApiState>,
    headers: HeaderMap,
    stranger: Stranger<Nothing>,
) -> Result<(AppendHeaders<Cookies>, Answer<SessionEnded>), Problem> {
    let site = state.auth.site()?;
    site.check(&headers)?;
    let watched = stranger.watched("POST /api/session/cookie/end", state.now());
    let ended = match site.refresh(&headers) {
        Some(token) if to_go_on(token).is_ok() => {
            end(&state, token, (stranger.origin, stranger.id), &watched).await?
        }
        Some(token) if !is_ours(token) => browser::end(&state, token).await?,
        _ => false,
    };
    let cookies = AppendHeaders(site.clear()?);
    Ok((cookies, Answer::ok(SessionEnded { ended })))
}

async fn end(
    state: &ApiState,
    token: &str,
    (origin, id): (Origin, String),
    watched: &Watched,
) -> Result<bool, Problem> {
    state.limits.check_refused(origin, state.now())?;
    let presented = to_go_on(token)?;
    let ended = state
        .control
        .end_presented(&presented, token, by_nobody(id));
    let ended = ended.await?;
    if !ended {
        state.limits.count_refused(origin, state.now());
        let (id, why) = (Some(&presented.id), "no session of this token goes on");
        state.sight_stranger(watched, id, why).await;
    }
    Ok(ended)
}

fn to_go_on(token: &str) -> Result<Presented, Problem> {
    let presented = Presented::read(token).filter(|one| one.kind == Kind::Refresh);
    presented.ok_or_else(|| {
        let rule = "must be a token that begins with wcr_, all 59 characters of it";
        Problem::invalid("refresh_token", rule)
    })
}

/// A request that is made in its owner's name once the session is found.
fn by_nobody(id: String) -> Request {
    Request {
        principal: Principal::System {
            function: "sessions".to_owned(),
        },
        id,
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    }
}

/// Lists one's own sessions, by id.
#[utoipa::path(get, path = "/sessions", tag = "sessions", params(NamesQuery), responses((status = 200, body = Page<Session>)))]
pub(crate) async fn list_sessions(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Session>>, Problem> {
    let live = in_session(live)?;
    let user = owner(&state, &live).await?;
    let found = state.control.sessions(&user).await?.into_iter();
    let all = found.map(|state| Session::of(state, &live.id)).collect();
    let page = page_of(all, &query.ask()?, |session: &Session| &session.id);
    Ok(Answer::ok(page))
}

/// Ends one of one's own sessions, at once.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "sessions", params(SessionPath), responses((status = 200, body = UserChange)))]
pub(crate) async fn end_own_session(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    At(path): At<SessionPath>,
    call: Call<Nothing>,
) -> Result<Answer<UserChange>, Problem> {
    let live = in_session(live)?;
    let dry_run = call.request.dry_run;
    let command = UserCommand::End(path.id);
    let done = state.control.change_user(&live.user, call.request, command);
    let replayed = done.await?.replayed;
    Ok(Answer::ok(UserChange { dry_run, replayed }))
}
