//! Verbs on how far a release goes: each names it with its channel, and lets the rules decide.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseRef, VariantVerb};
use wavecast_wire::table::When;

use super::release_input::{only, stages};
use super::releases::{Verb, act, refer};
use crate::at::{At, ReleasePath};
use crate::call::Call;
use crate::contract::change::ReleaseChange;
use crate::contract::verb::{
    AbortRelease, Nothing, RampRelease, ScheduleRelease, SomeVariants, StartRelease,
};
use crate::field::{optional, parse};
use crate::state::ApiState;

/// Seconds by which a start may be late, where nothing is said.
const WINDOW: u32 = 3600;

/// A verb on some variants of a release.
const fn some(release: ReleaseRef, only: When, verb: VariantVerb) -> Command {
    Command::Variants {
        release,
        only,
        verb,
    }
}

/// Starts a draft or a missed release.
#[utoipa::path(post, path = "/releases/{id}/start", tag = "releases", params(ReleasePath), request_body = StartRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn start_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<StartRelease>,
) -> Verb {
    let share = optional("share", call.input.share.as_ref())?;
    let (only, replace) = (only(call.input.only)?, call.input.replace);
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Start {
            release: refer(&release),
            share,
            only,
            replace,
        })
    })
    .await
}

/// Reaches more of the audience; 100 % concludes, unless it is to stay open.
#[utoipa::path(post, path = "/releases/{id}/ramp", tag = "releases", params(ReleasePath), request_body = RampRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn ramp_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<RampRelease>,
) -> Verb {
    let to = parse("to", &call.input.to)?;
    let (only, keep_open) = (only(call.input.only)?, call.input.keep_open);
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Ramp {
            release: refer(&release),
            to,
            only,
            keep_open,
        })
    })
    .await
}

/// Holds a release: whoever has it keeps it, nobody new gets it.
#[utoipa::path(post, path = "/releases/{id}/pause", tag = "releases", params(ReleasePath), request_body = SomeVariants, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn pause_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<SomeVariants>,
) -> Verb {
    let only = only(call.input.only)?;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(match only {
            Some(only) => some(release, only, VariantVerb::Pause),
            None => Command::Pause(release),
        })
    })
    .await
}

/// Opens a paused release again.
#[utoipa::path(post, path = "/releases/{id}/resume", tag = "releases", params(ReleasePath), request_body = SomeVariants, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn resume_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<SomeVariants>,
) -> Verb {
    let only = only(call.input.only)?;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(match only {
            Some(only) => some(release, only, VariantVerb::Resume),
            None => Command::Resume(release),
        })
    })
    .await
}

/// Concludes a release: it reaches everybody, and what is beneath goes.
#[utoipa::path(post, path = "/releases/{id}/conclude", tag = "releases", params(ReleasePath), request_body = SomeVariants, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn conclude_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<SomeVariants>,
) -> Verb {
    let only = only(call.input.only)?;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(match only {
            Some(only) => some(release, only, VariantVerb::Conclude),
            None => Command::Conclude(release),
        })
    })
    .await
}

/// Stops a release: everybody returns to what is beneath, or who has it keeps it.
#[utoipa::path(post, path = "/releases/{id}/abort", tag = "releases", params(ReleasePath), request_body = AbortRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn abort_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<AbortRelease>,
) -> Verb {
    let (only, keep) = (only(call.input.only)?, call.input.keep);
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(match only {
            Some(only) => some(release, only, VariantVerb::Abort { keep }),
            None => Command::Abort { release, keep },
        })
    })
    .await
}

/// Lets a draft start and grow by itself.
#[utoipa::path(post, path = "/releases/{id}/schedule", tag = "releases", params(ReleasePath), request_body = ScheduleRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn schedule_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<ScheduleRelease>,
) -> Verb {
    let start = parse("start", &call.input.start)?;
    let window = call.input.window.unwrap_or(WINDOW);
    let stages = stages(&call.input.stages)?;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Schedule {
            release: refer(&release),
            start,
            window,
            stages,
        })
    })
    .await
}

/// Makes a scheduled release a draft again.
#[utoipa::path(post, path = "/releases/{id}/unschedule", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn unschedule_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Unschedule(refer(&release)))
    })
    .await
}
