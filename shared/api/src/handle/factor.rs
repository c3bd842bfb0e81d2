//! Second factors of the installation's own people: made, shown to be held, asked for, ended.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::user::{Factor, Proof, Recovery, UserCommand};
use wavecast_engine::control::Request;

use super::users::{check_own, in_session, owner};
use crate::answer::Answer;
use crate::at::{At, UserPath};
use crate::auth::Live;
use crate::call::Call;
use crate::contract::user::{
    BeginFactor, ConfirmFactor, EndFactor, FactorMade, FactorOn, FactorState, UserChange,
};
use crate::contract::verb::Nothing;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::state::ApiState;

/// Shows one's own second factor.
#[utoipa::path(get, path = "/factor", tag = "sessions", responses((status = 200, body = FactorState)))]
pub(crate) async fn get_factor(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
) -> Result<Answer<FactorState>, Problem> {
    let user = owner(&state, &in_session(live)?).await?;
    let factor = user.factor.as_ref().filter(|factor| factor.is_on());
    Ok(Answer::ok(FactorState {
        since: factor.and_then(|factor| factor.since).map(Into::into),
        recovery_codes: factor.map_or(0, Factor::left),
    }))
}

/// Makes a second factor for oneself: a key for an authenticator (RFC 6238). It is asked for once a code
/// of it was shown; until then each call makes another.
#[utoipa::path(post, path = "/factor", tag = "sessions", request_body = BeginFactor, responses((status = 200, body = FactorMade)))]
pub(crate) async fn begin_factor(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    Extension(origin): Extension<Origin>,
    call: Call<BeginFactor>,
) -> Result<Answer<FactorMade>, Problem> {
    let live = in_session(live)?;
    let user = owner(&state, &live).await?;
    let password = call.input.password.reveal();
    let held = check_own(&state, &user, password, origin).await?;
    let held = held.ok_or_else(wrong_password)?;
    let request = without_key(call.request);
    let dry_run = request.dry_run;
    let command = UserCommand::BeginFactor { held };
    let done = state.control.change_user(&live.user, request, command);
    done.await?;
    if dry_run {
        let (key, uri) = (None, None);
        return Ok(Answer::ok(FactorMade { key, uri, dry_run }));
    }
    let made = owner(&state, &live).await?.factor.ok_or_else(overtaken)?;
    let key = state.auth.people()?.passwords.begin_factor(&made.salt);
    let key = key.await?;
    Ok(Answer::ok(FactorMade {
        uri: Some(key.uri(live.user.as_str()).as_str().into()),
        key: Some(key.text().as_str().into()),
        dry_run,
    }))
}

/// Asks for one's second factor from now on; where it is asked for already, makes other codes to fall back
/// on.
#[utoipa::path(post, path = "/factor/confirm", tag = "sessions", request_body = ConfirmFactor, responses((status = 200, body = FactorOn)))]
pub(crate) async fn confirm_factor(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    Extension(origin): Extension<Origin>,
    call: Call<ConfirmFactor>,
) -> Result<Answer<FactorOn>, Problem> {
    let live = in_session(live)?;
    let user = owner(&state, &live).await?;
    let Some(factor) = &user.factor else {
        let rule = "is none yet: make one first";
        return Err(Problem::state("second factor", rule).hint("`wavecast user factor on`"));
    };
    let lockout = &state.auth.people()?.lockout;
    lockout.begin(&user.name, origin, state.now())?;
    let code = call.input.code.reveal();
    let Some(Proof::Step(step)) = proof(&state, factor, code).await? else {
        return Err(wrong_code());
    };
    lockout.right(&user.name, origin, state.now());
    let made = Recovery::make(&state.control.ids.fresh(state.now()));
    let command = UserCommand::ConfirmFactor {
        step,
        recovery: made.kept,
    };
    let request = without_key(call.request);
    let dry_run = request.dry_run;
    let done = state.control.change_user(&live.user, request, command);
    done.await?;
    let shown = made.codes.iter().map(|code| code.as_str().into());
    Ok(Answer::ok(FactorOn {
        recovery_codes: if dry_run { Vec::new() } else { shown.collect() },
        dry_run,
    }))
}

/// Asks for one's second factor no more.
#[utoipa::path(post, path = "/factor/end", tag = "sessions", request_body = EndFactor, responses((status = 200, body = UserChange)))]
pub(crate) async fn end_factor(
    State(state): State<ApiState>,
    live: Option<Extension<Live>>,
    Extension(origin): Extension<Origin>,
    call: Call<EndFactor>,
) -> Result<Answer<UserChange>, Problem> {
    let live = in_session(live)?;
    let user = owner(&state, &live).await?;
    let dry_run = call.request.dry_run;
    let replayed = false;
    let Some(factor) = user.factor.as_ref().filter(|factor| factor.is_on()) else {
        // Who didn't hear that it was ended asks once more.
        let replayed = true;
        return Ok(Answer::ok(UserChange { dry_run, replayed }));
    };
    let password = call.input.password.reveal();
    let held = check_own(&state, &user, password, origin).await?;
    let held = held.ok_or_else(wrong_password)?;
    let lockout = &state.auth.people()?.lockout;
    lockout.begin(&user.name, origin, state.now())?;
    let proof = proof(&state, factor, call.input.code.reveal()).await?;
    let proof = proof.ok_or_else(wrong_code)?;
    lockout.right(&user.name, origin, state.now());
    let command = UserCommand::EndFactor { held, proof };
    let request = without_key(call.request);
    let done = state.control.change_user(&live.user, request, command);
    done.await?;
    Ok(Answer::ok(UserChange { dry_run, replayed }))
}

/// Asks somebody for a second factor no more, who can't show it: they sign in with the password alone.
#[utoipa::path(delete, path = "/users/{user}/factor", tag = "sessions", params(UserPath), responses((status = 200, body = UserChange)))]
pub(crate) async fn remove_factor(
    State(state): State<ApiState>,
    At(path): At<UserPath>,
    call: Call<Nothing>,
) -> Result<Answer<UserChange>, Problem> {
    state.auth.people()?;
    let dry_run = call.request.dry_run;
    let command = UserCommand::RemoveFactor;
    let done = state.control.change_user(&path.user, call.request, command);
    let replayed = done.await?.replayed;
    Ok(Answer::ok(UserChange { dry_run, replayed }))
}

/// What a code is of somebody's second factor, if it is good by now.
pub(super) async fn proof(
    state: &ApiState,
    factor: &Factor,
    code: &str,
) -> Result<Option<Proof>, Problem> {
    let code = code.trim();
    let proof = match Proof::recovery(code) {
        Some(proof) => Some(proof),
        None => {
            let key = state.auth.people()?.passwords.factor_key(&factor.salt);
            key.await?.step(code, state.now()).map(Proof::Step)
        }
    };
    Ok(proof.filter(|proof| factor.takes(proof)))
}

/// Of a body with passwords or codes no quick hash is kept.
fn without_key(request: Request) -> Request {
    Request {
        idempotency: None,
        ..request
    }
}

fn wrong_password() -> Problem {
    Problem::invalid("password", "isn't the present password")
}

fn wrong_code() -> Problem {
    let hint = "a code is good for once, for about a minute: wait for the next one; if none fits, set the clock of the authenticator";
    Problem::invalid("code", "isn't one of this moment, or was used").hint(hint)
}

fn overtaken() -> Problem {
    Problem::state("second factor", "was removed at this very moment")
}
