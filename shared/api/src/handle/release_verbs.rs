//! Verbs on releases: each names the release with its channel, and lets the rules decide.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::release::Status;

use super::change::revision;
use super::release_input::{stages, superseding};
use super::releases::{act, load, refer};
use crate::answer::Answer;
use crate::at::{At, ReleasePath};
use crate::call::Call;
use crate::contract::change::ReleaseChange;
use crate::contract::verb::{
    AbortRelease, CloneRelease, Nothing, RampRelease, RevertRelease, ScheduleRelease, StartRelease,
    SupersedeRelease,
};
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// What a verb answers.
type Verb = Result<Answer<ReleaseChange>, Problem>;

/// Seconds by which a start may be late, where nothing is said.
const WINDOW: u32 = 3600;

/// Starts a draft or a missed release.
#[utoipa::path(post, path = "/releases/{id}/start", tag = "releases", params(ReleasePath), request_body = StartRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn start_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<StartRelease>,
) -> Verb {
    let share = optional("share", call.input.share.as_ref())?;
    let replace = call.input.replace;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Start {
            release: refer(&release),
            share,
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
    let keep_open = call.input.keep_open;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Ramp {
            release: refer(&release),
            to,
            keep_open,
        })
    })
    .await
}

/// Holds a release: whoever has it keeps it, nobody new gets it.
#[utoipa::path(post, path = "/releases/{id}/pause", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn pause_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Pause(refer(&release)))
    })
    .await
}

/// Opens a paused release again.
#[utoipa::path(post, path = "/releases/{id}/resume", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn resume_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Resume(refer(&release)))
    })
    .await
}

/// Concludes a release: it reaches everybody, and what is beneath goes.
#[utoipa::path(post, path = "/releases/{id}/conclude", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn conclude_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Conclude(refer(&release)))
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
    let keep = call.input.keep;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(Command::Abort { release, keep })
    })
    .await
}

/// Takes a concluded release back, to the one that it replaced or to a named one.
#[utoipa::path(post, path = "/releases/{id}/revert", tag = "releases", params(ReleasePath), request_body = RevertRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn revert_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<RevertRelease>,
) -> Verb {
    let to = optional("to", call.input.to.as_ref())?;
    let mut request = call.request;
    if request.expected.is_none()
        && let Ok(release) = load(&state, &path).await
    {
        // A revert is of what its rule concluded last; that this is still the release that `act`
        // finds concluded, read after this revision, is decided together with the revert.
        let present = revision(&state, &path.org, &path.app, &release.channel);
        request.expected = present.await?;
    }
    act(&state, &path, request, StatusCode::OK, |release| {
        if release.status != Status::Concluded {
            let rule = "only a concluded release can be reverted";
            let problem = Problem::state(format!("release {}", release.id), rule);
            return Err(problem.hint("abort an active or paused release instead"));
        }
        Ok(Command::Revert {
            channel: release.channel,
            rule: release.rule,
            to,
        })
    })
    .await
}

/// Puts another package in the place of an active or paused release, with its salt and share.
#[utoipa::path(post, path = "/releases/{id}/supersede", tag = "releases", params(ReleasePath), request_body = SupersedeRelease, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn supersede_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<SupersedeRelease>,
) -> Verb {
    let new = superseding(&state, &path.app(), call.input).await?;
    act(
        &state,
        &path,
        call.request,
        StatusCode::CREATED,
        |release| {
            if !matches!(release.status, Status::Active | Status::Paused) {
                let rule = "only an active or paused release can be superseded";
                let problem = Problem::state(format!("release {}", release.id), rule);
                return Err(problem.hint("create a release instead"));
            }
            Ok(Command::CreateRelease(new.in_place_of(release)))
        },
    )
    .await
}

/// Makes a new draft like this release.
#[utoipa::path(post, path = "/releases/{id}/clone", tag = "releases", params(ReleasePath), request_body = CloneRelease, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn clone_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<CloneRelease>,
) -> Verb {
    let into = optional("into", call.input.into.as_ref())?;
    act(
        &state,
        &path,
        call.request,
        StatusCode::CREATED,
        |release| {
            let release = refer(&release);
            Ok(Command::Clone { release, into })
        },
    )
    .await
}

/// Lets devices on which a release failed try it again.
#[utoipa::path(post, path = "/releases/{id}/retry", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn retry_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::Retry(refer(&release)))
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
