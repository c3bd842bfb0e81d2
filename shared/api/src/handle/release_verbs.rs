//! Verbs on releases: each names the release with its channel, and lets the rules decide.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::release::{Release as Stored, Status};

use super::release_input::{stages, superseding};
use super::releases::{execute, load, refer};
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
    let command = Command::Start {
        release: refer(&load(&state, &path).await?),
        share: optional("share", call.input.share.as_ref())?,
        replace: call.input.replace,
    };
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Reaches more of the audience; 100 % concludes, unless it is to stay open.
#[utoipa::path(post, path = "/releases/{id}/ramp", tag = "releases", params(ReleasePath), request_body = RampRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn ramp_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<RampRelease>,
) -> Verb {
    let to = parse("to", &call.input.to)?;
    let command = Command::Ramp {
        release: refer(&load(&state, &path).await?),
        to,
        keep_open: call.input.keep_open,
    };
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Holds a release: whoever has it keeps it, nobody new gets it.
#[utoipa::path(post, path = "/releases/{id}/pause", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn pause_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    let command = Command::Pause(refer(&load(&state, &path).await?));
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Opens a paused release again.
#[utoipa::path(post, path = "/releases/{id}/resume", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn resume_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    let command = Command::Resume(refer(&load(&state, &path).await?));
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Concludes a release: it reaches everybody, and what is beneath goes.
#[utoipa::path(post, path = "/releases/{id}/conclude", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn conclude_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    let command = Command::Conclude(refer(&load(&state, &path).await?));
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Stops a release: everybody returns to what is beneath, or who has it keeps it.
#[utoipa::path(post, path = "/releases/{id}/abort", tag = "releases", params(ReleasePath), request_body = AbortRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn abort_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<AbortRelease>,
) -> Verb {
    let command = Command::Abort {
        release: refer(&load(&state, &path).await?),
        keep: call.input.keep,
    };
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Takes a concluded release back, to the one that it replaced or to a named one.
#[utoipa::path(post, path = "/releases/{id}/revert", tag = "releases", params(ReleasePath), request_body = RevertRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn revert_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<RevertRelease>,
) -> Verb {
    let release = load(&state, &path).await?;
    let mut request = call.request;
    // A revert is of the rule; that this release is still on top must hold when it is decided.
    request.expected = Some(revision_on_top(&state, &path, &release, request.expected).await?);
    let command = Command::Revert {
        channel: release.channel,
        rule: release.rule,
        to: optional("to", call.input.to.as_ref())?,
    };
    execute(&state, &path.app(), request, command, StatusCode::OK).await
}

/// The revision of the channel in which this release is what its rule concluded last.
async fn revision_on_top(
    state: &ApiState,
    path: &ReleasePath,
    release: &Stored,
    expected: Option<u64>,
) -> Result<u64, Problem> {
    let found = super::channels::find(state, &path.org, &path.app, &release.channel).await?;
    let channel =
        found.ok_or_else(|| Problem::not_found(format!("channel {}", release.channel)))?;
    let rule = channel.rules.iter().find(|rule| rule.name == release.rule);
    let last = rule.and_then(|rule| rule.concluded.last());
    let on_top = last.is_some_and(|last| last.release == release.id);
    if release.status != Status::Concluded || !on_top {
        let rule = "only what its rule concluded last can be taken back";
        let problem = Problem::state(format!("release {}", release.id), rule);
        return Err(problem.hint("abort an active or paused release instead"));
    }
    Ok(expected.unwrap_or(channel.changed))
}

/// Puts another package in the place of an active or paused release, with its salt and share.
#[utoipa::path(post, path = "/releases/{id}/supersede", tag = "releases", params(ReleasePath), request_body = SupersedeRelease, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn supersede_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<SupersedeRelease>,
) -> Verb {
    let release = load(&state, &path).await?;
    if !matches!(release.status, Status::Active | Status::Paused) {
        let rule = "only an active or paused release can be superseded";
        let problem = Problem::state(format!("release {}", release.id), rule);
        return Err(problem.hint("create a release instead"));
    }
    let new = superseding(&state, &path.app(), &release, call.input).await?;
    let command = Command::CreateRelease(new);
    let request = call.request;
    execute(&state, &path.app(), request, command, StatusCode::CREATED).await
}

/// Makes a new draft like this release.
#[utoipa::path(post, path = "/releases/{id}/clone", tag = "releases", params(ReleasePath), request_body = CloneRelease, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn clone_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<CloneRelease>,
) -> Verb {
    let command = Command::Clone {
        release: refer(&load(&state, &path).await?),
        into: optional("into", call.input.into.as_ref())?,
    };
    let request = call.request;
    execute(&state, &path.app(), request, command, StatusCode::CREATED).await
}

/// Lets devices on which a release failed try it again.
#[utoipa::path(post, path = "/releases/{id}/retry", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn retry_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    let command = Command::Retry(refer(&load(&state, &path).await?));
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Lets a draft start and grow by itself.
#[utoipa::path(post, path = "/releases/{id}/schedule", tag = "releases", params(ReleasePath), request_body = ScheduleRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn schedule_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<ScheduleRelease>,
) -> Verb {
    let command = Command::Schedule {
        start: parse("start", &call.input.start)?,
        window: call.input.window.unwrap_or(WINDOW),
        stages: stages(&call.input.stages)?,
        release: refer(&load(&state, &path).await?),
    };
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}

/// Makes a scheduled release a draft again.
#[utoipa::path(post, path = "/releases/{id}/unschedule", tag = "releases", params(ReleasePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn unschedule_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Verb {
    let command = Command::Unschedule(refer(&load(&state, &path).await?));
    execute(&state, &path.app(), call.request, command, StatusCode::OK).await
}
