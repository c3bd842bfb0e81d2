//! Sessions of the installation's own people: opened by a password, taken up again, ended.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::name::UserName;
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{Kind, Presented};
use wavecast_domain::user::{self, User, UserCommand};
use wavecast_engine::control::Request;
use wavecast_engine::port::Checked;

use super::users::{as_themselves, in_session, is_overtaken};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, SessionPath};
use crate::auth::{Live, session_over};
use crate::call::{Call, Stranger};
use crate::contract::page::Page;
use crate::contract::user::{
    OpenSession, RefreshSession, Session, SessionEnded, SessionMade, UserChange,
};
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Signs one of the installation's own people in.
///
/// It is the same answer, after the same work, whether the name or the password is wrong. Who tries again
/// and again has to wait.
#[utoipa::path(post, path = "/api/session", tag = "sessions", request_body = OpenSession, responses((status = 201, body = SessionMade)))]
pub(crate) async fn open_session(
    State(state): State<ApiState>,
    stranger: Stranger<OpenSession>,
) -> Result<Answer<SessionMade>, Problem> {
    let (passwords, lockout) = state.auth.people()?;
    let (input, from) = (&stranger.input, stranger.origin);
    let name: UserName = parse("user", &input.user)?;
    let watched = stranger.watched("POST /api/session", state.now());
    state.limits.check_refused(from, state.now())?;
    if let Err(problem) = lockout.begin(&name, from, state.now()) {
        let why = "too many wrong passwords";
        state.sight_stranger(&watched, None, why).await;
        return Err(problem);
    }
    let password = input.password.reveal();
    let judged = judge(&state, &name, password).await;
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
    let again = match checked {
        Checked::Outdated => Some(passwords.hash(password).await?),
        _ => None,
    };
    let device = input.device.as_deref().unwrap_or(&stranger.agent);
    let fresh = state.control.ids.fresh(state.now());
    let (session, pair) = user::Session::open(&user, device, &fresh)
        .map_err(|error| Problem::internal(error.to_string()))?;
    let command = UserCommand::SignIn {
        held,
        again,
        session: Box::new(session),
    };
    let request = as_themselves(&user, stranger.id);
    let done = state.control.change_user(&name, request, command).await;
    done.map_err(|error| match is_overtaken(&error) {
        true => wrong(),
        false => error.into(),
    })?;
    lockout.right(&name, from, state.now());
    state.sight_session(&watched, &user).await;
    let made = SessionMade::of(&pair, name.to_string(), state.now());
    Ok(Answer::ok(made).status(axum::http::StatusCode::CREATED))
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
    let (passwords, _) = state.auth.people()?;
    let found = state.control.user(name).await?;
    let kept = found.as_ref().and_then(|user| user.password.as_ref());
    let kept = kept.map(|password| password.hash.clone());
    let checked = passwords.check(password, kept.as_deref()).await?;
    Ok((found, kept, checked))
}

fn wrong() -> Problem {
    let hint =
        "type both again; whoever runs the server gives another code with `wavecast user reset`";
    Problem::unauthenticated("this name and this password don't belong together").hint(hint)
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
    state.auth.people()?;
    state.limits.check_refused(stranger.origin, state.now())?;
    let token = stranger.input.refresh_token.reveal();
    let presented = to_go_on(token)?;
    let watched = stranger.watched("POST /api/session/refresh", state.now());
    let request = by_nobody(stranger.id.clone());
    let gone_on = state.control.refresh_session(&presented, token, &request);
    let gone_on = match gone_on.await? {
        Ok(gone_on) => gone_on,
        Err(error) => {
            state.limits.count_refused(stranger.origin, state.now());
            let (id, why) = (Some(&presented.id), error.to_string());
            state.sight_stranger(&watched, id, &why).await;
            return Err(session_over(&error));
        }
    };
    let made = SessionMade::of(&gone_on.pair, gone_on.user.to_string(), state.now());
    Ok(Answer::ok(made))
}

/// Ends a session, by its token to go on with: at once, for all its tokens.
#[utoipa::path(post, path = "/api/session/end", tag = "sessions", request_body = RefreshSession, responses((status = 200, body = SessionEnded)))]
pub(crate) async fn end_session(
    State(state): State<ApiState>,
    stranger: Stranger<RefreshSession>,
) -> Result<Answer<SessionEnded>, Problem> {
    state.auth.people()?;
    state.limits.check_refused(stranger.origin, state.now())?;
    let token = stranger.input.refresh_token.reveal();
    let presented = to_go_on(token)?;
    let watched = stranger.watched("POST /api/session/end", state.now());
    let request = by_nobody(stranger.id.clone());
    let ended = state.control.end_presented(&presented, token, request);
    let ended = ended.await?;
    if !ended {
        state.limits.count_refused(stranger.origin, state.now());
        let (id, why) = (Some(&presented.id), "no session of this token goes on");
        state.sight_stranger(&watched, id, why).await;
    }
    Ok(Answer::ok(SessionEnded { ended }))
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
    let user = state.control.user(&live.user).await?;
    let user = user.ok_or_else(|| Problem::unauthenticated("this session ended"))?;
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
