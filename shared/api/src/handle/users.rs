//! The installation's own people: added, reset and removed by its own token; passwords that they set.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::Refusal;
use wavecast_domain::name::{UserId, UserName};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::secret::{Kind, Presented, Secret, same};
use wavecast_domain::user::{self, NewCode, UserCommand, check_password, github_number};
use wavecast_engine::control::{ControlError, Request};
use wavecast_engine::port::{Checked, PasswordError};
use wavecast_wire::time::Timestamp;

use super::org_change::{created, end};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, listing_of};
use crate::at::{At, UserPath};
use crate::auth::{Live, Way};
use crate::call::{Call, Stranger};
use crate::contract::page::Page;
use crate::contract::user::{
    AcceptUser, AddUser, ChangePassword, User, UserAccepted, UserChange, UserMade,
};
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

/// Days for which an invitation is good if nothing is said.
const DAYS: i64 = 7;
/// Seconds for which a reset is good.
const RESET: i64 = 3600;

/// Lists the installation's own people, by name.
#[utoipa::path(get, path = "/users", tag = "sessions", params(NamesQuery), responses((status = 200, body = Page<User>)))]
pub(crate) async fn list_users(
    State(state): State<ApiState>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<User>>, Problem> {
    state.auth.check_sessions()?;
    let (found, now) = (state.control.users(&query.ask()?).await?, state.now());
    Ok(Answer::ok(listing_of(found, |user| User::of(user, now))))
}

/// Adds somebody; the answer holds the code by which they set a password, this once. An account at GitHub is
/// let in without one.
#[utoipa::path(post, path = "/users", tag = "sessions", request_body = AddUser, responses((status = 201, body = UserMade)))]
pub(crate) async fn add_user(
    State(state): State<ApiState>,
    call: Call<AddUser>,
) -> Result<Answer<UserMade>, Problem> {
    let (input, now) = (call.input, state.now());
    let name: UserName = parse("name", &input.name)?;
    if let Some(number) = github_number(&name) {
        return admit(&state, &name, number, (call.request, input)).await;
    }
    state.auth.people()?;
    let expires = end(input.expires.as_ref(), now, DAYS)?;
    let email = input.email;
    let command = |code| UserCommand::Add { email, code };
    let dry_run = call.request.dry_run;
    let made = give(&state, &name, call.request, expires, command).await?;
    Ok(Answer::ok(made).status(created(dry_run)))
}

/// Lets an account at GitHub in. There is no code: it proves itself.
async fn admit(
    state: &ApiState,
    name: &UserName,
    number: u64,
    (request, input): (Request, AddUser),
) -> Result<Answer<UserMade>, Problem> {
    let host = state.auth.provider(Way::GitHub)?.issuer();
    if input.expires.is_some() {
        let rule = "an account at GitHub gets no code that could expire";
        return Err(Problem::invalid("expires", rule).hint("leave it out"));
    }
    let person = UserId::at(host, &number.to_string());
    let person = person.map_err(|error| Problem::internal(error.to_string()))?;
    let (dry_run, email) = (request.dry_run, input.email);
    let command = UserCommand::Admit { person, email };
    let done = state.control.change_user(name, request, command).await?;
    let user = match dry_run {
        true => None,
        false => state.control.user(name).await?,
    };
    let now = state.now();
    let made = UserMade {
        user: user.map(|user| User::of(user, now)),
        code: None,
        dry_run,
        replayed: done.replayed,
    };
    Ok(Answer::ok(made).status(created(dry_run)))
}

/// Gives somebody a code, good for an hour, by which they set another password. The old one works until
/// they do, and then all their sessions end.
#[utoipa::path(post, path = "/users/{user}/reset", tag = "sessions", params(UserPath), responses((status = 200, body = UserMade)))]
pub(crate) async fn reset_user(
    State(state): State<ApiState>,
    At(path): At<UserPath>,
    call: Call<Nothing>,
) -> Result<Answer<UserMade>, Problem> {
    state.auth.people()?;
    let expires = state.now().plus(RESET);
    let made = give(
        &state,
        &path.user,
        call.request,
        expires,
        UserCommand::Reset,
    )
    .await?;
    Ok(Answer::ok(made))
}

/// Makes a code, and keeps it by a command.
async fn give(
    state: &ApiState,
    name: &UserName,
    request: Request,
    expires: Timestamp,
    command: impl FnOnce(NewCode) -> UserCommand,
) -> Result<UserMade, Problem> {
    let (now, dry_run) = (state.now(), request.dry_run);
    let secret = Secret::make(Kind::Password, &state.control.ids.fresh(now))
        .map_err(|error| Problem::internal(error.to_string()))?;
    let command = command(NewCode {
        id: secret.id().clone(),
        hash: secret.hash(),
        expires,
    });
    let done = state.control.change_user(name, request, command).await?;
    // Only what this very request made is worth its code.
    let is_ours = !dry_run && done.about.as_ref() == Some(secret.id());
    let user = match dry_run {
        true => None,
        false => state.control.user(name).await?,
    };
    Ok(UserMade {
        user: user.map(|user| User::of(user, now)),
        code: is_ours.then(|| secret.reveal().into()),
        dry_run,
        replayed: !dry_run && !is_ours,
    })
}

/// Removes somebody: their sessions end at once. Organizations keep the member, whose tokens work, until
/// they remove them too.
#[utoipa::path(delete, path = "/users/{user}", tag = "sessions", params(UserPath), responses((status = 200, body = UserChange)))]
pub(crate) async fn remove_user(
    State(state): State<ApiState>,
    At(path): At<UserPath>,
    call: Call<Nothing>,
) -> Result<Answer<UserChange>, Problem> {
    state.auth.check_sessions()?;
    let dry_run = call.request.dry_run;
    let control = &state.control;
    let done = control.change_user(&path.user, call.request, UserCommand::Remove);
    let replayed = done.await?.replayed;
    Ok(Answer::ok(UserChange { dry_run, replayed }))
}

/// Sets a password by a code that the administrator gave: an invitation, or a reset. All sessions end.
///
/// It is the same answer whether the name, the code, or neither is known.
#[utoipa::path(post, path = "/api/users/accept", tag = "sessions", request_body = AcceptUser, responses((status = 200, body = UserAccepted)))]
pub(crate) async fn accept_user(
    State(state): State<ApiState>,
    stranger: Stranger<AcceptUser>,
) -> Result<Answer<UserAccepted>, Problem> {
    let passwords = &state.auth.people()?.passwords;
    let input = &stranger.input;
    let name: UserName = parse("user", &input.user)?;
    let password = input.password.reveal();
    check_password(&name, password)?;
    state.limits.check_refused(stranger.origin, state.now())?;
    let Some((user, code)) = coded(&state, &name, input.code.reveal()).await? else {
        state.limits.count_refused(stranger.origin, state.now());
        let watched = stranger.watched("POST /api/users/accept", state.now());
        let why = "a code that waits for nobody of this name";
        state.sight_stranger(&watched, None, why).await;
        return Err(not_waiting().into());
    };
    let accepted = UserAccepted {
        name: name.to_string(),
        person: user.person.to_string(),
    };
    if user.code.as_ref().is_some_and(|kept| kept.used) {
        // Who didn't hear that it was set, and sets the same once more.
        let held = check_own(&state, &user, password, stranger.origin).await?;
        held.ok_or_else(not_waiting)?;
        return Ok(Answer::ok(accepted));
    }
    let command = UserCommand::Accept {
        code: code.hash,
        password: passwords.hash(password).await?,
    };
    let request = as_themselves(&user, stranger.id);
    state.control.change_user(&name, request, command).await?;
    Ok(Answer::ok(accepted))
}

/// The user whose code this is, used or not; `None` for anybody else's, and for one that is over.
async fn coded(
    state: &ApiState,
    name: &UserName,
    code: &str,
) -> Result<Option<(user::User, Presented)>, Problem> {
    let presented = Presented::read(code).filter(|one| one.kind == Kind::Password);
    let presented = presented.ok_or_else(|| {
        let rule = "must be a code that begins with wcn_, all 59 characters of it";
        Problem::invalid("code", rule)
    })?;
    let now = state.now();
    let is_its = |user: &user::User| {
        let kept = user.code.as_ref();
        kept.is_some_and(|kept| same(&kept.hash, &presented.hash) && kept.expires > now)
    };
    let found = state.control.user(name).await?.filter(is_its);
    Ok(found.map(|user| (user, presented)))
}

fn not_waiting() -> Refusal {
    let rule = "isn't a code that waits for this user";
    let hint = "ask whoever runs the server for another one: `wavecast user reset`";
    Refusal::invalid("code", rule, hint)
}

/// Changes one's own password; the other sessions end.
#[utoipa::path(put, path = "/password", tag = "sessions", request_body = ChangePassword, responses((status = 200, body = UserChange)))]
pub(crate) async fn change_password(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    Extension(origin): Extension<Origin>,
    call: Call<ChangePassword>,
) -> Result<Answer<UserChange>, Problem> {
    let live = in_session(live)?;
    let passwords = &state.auth.people()?.passwords;
    let (old, new) = (call.input.old.reveal(), call.input.new.reveal());
    check_password(&live.user, new)?;
    let user = owner(&state, &live).await?;
    let dry_run = call.request.dry_run;
    let Some(held) = check_own(&state, &user, old, origin).await? else {
        // Who didn't hear that it was changed asks once more, with what was the old one by then.
        let kept = user.password.as_ref().map(|one| one.hash.as_str());
        if passwords.check(new, kept).await? == Checked::Wrong {
            let subject = "PUT /api/v1/password".to_owned();
            let id = Some(call.request.id);
            let watched = Watched::at(id, origin, subject, state.now());
            let by = (&call.request.principal, None);
            let why = "a wrong password";
            state.sight_refusal(&watched, by, None, why).await;
            return Err(Problem::invalid("old", "isn't the present password"));
        }
        let replayed = true;
        return Ok(Answer::ok(UserChange { dry_run, replayed }));
    };
    let command = UserCommand::ChangePassword {
        held,
        password: passwords.hash(new).await?,
        keep: live.id,
    };
    // Of a body with passwords no quick hash is kept.
    let request = Request {
        idempotency: None,
        ..call.request
    };
    state
        .control
        .change_user(&live.user, request, command)
        .await?;
    let replayed = false;
    Ok(Answer::ok(UserChange { dry_run, replayed }))
}

/// The session that a request comes with: who comes otherwise has no password here.
pub(super) fn in_session(live: Option<Extension<Live>>) -> Result<Live, Problem> {
    live.map(|Extension(live)| live).ok_or_else(|| {
        let rule = "only whoever this server itself signed in has sessions here";
        let hint = "sign in with `wavecast login --user NAME`, or `wavecast login --github`";
        Refusal::new(Reason::Forbidden, "session", rule, hint).into()
    })
}

/// Whose session it is.
pub(super) async fn owner(state: &ApiState, live: &Live) -> Result<user::User, Problem> {
    let user = state.control.user(&live.user).await?;
    user.ok_or_else(|| Problem::unauthenticated("this session ended"))
}

/// Holds a password against somebody's own; answers the hash that it fits, if it does.
pub(super) async fn check_own(
    state: &ApiState,
    user: &user::User,
    password: &str,
    origin: Origin,
) -> Result<Option<String>, Problem> {
    let people = state.auth.people()?;
    people.lockout.begin(&user.name, origin, state.now())?;
    let kept = user.password.as_ref().map(|one| one.hash.clone());
    let checked = people.passwords.check(password, kept.as_deref()).await;
    let checked = checked.inspect_err(|_| people.lockout.spare(&user.name, origin, state.now()))?;
    if checked == Checked::Wrong {
        return Ok(None);
    }
    match user.factor.as_ref().is_some_and(user::Factor::is_on) {
        // Only a code on top of it clears somebody: else whoever has the password could guess codes for ever.
        true => people.lockout.spare(&user.name, origin, state.now()),
        false => people.lockout.right(&user.name, origin, state.now()),
    }
    Ok(kept)
}

/// A request in somebody's own name.
pub(super) fn as_themselves(user: &user::User, id: String) -> Request {
    Request {
        principal: Principal::person(user.person.clone(), user.name.as_str()),
        id,
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => {
                Self::unavailable("throttled", "Too much at once", error.to_string())
            }
            // It may name a file: that is for whoever runs the server, and not for who signs in.
            PasswordError::Failed(why) => {
                tracing::error!(%why, "a password or a code can't be looked at");
                Self::internal("a password or a code can't be looked at; the server's log says why")
            }
        }
    }
}

/// A password that was right is wrong by the time of the commit: somebody changed it.
pub(super) fn is_overtaken(error: &ControlError) -> bool {
    matches!(error, ControlError::Refused(refusal)
        if matches!(refusal.reason, Reason::State | Reason::NotFound))
}
