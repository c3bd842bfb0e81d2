//! Verbs that put one release in the place of another, or make it anew.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::channel::Rule;
use wavecast_domain::command::VariantVerb;
use wavecast_domain::release::Status;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::When;

use super::channels;
use super::release_input::{only, superseding};
use super::releases::{Verb, act, load, refer};
use crate::at::{At, ReleasePath};
use crate::call::Call;
use crate::contract::change::ReleaseChange;
use crate::contract::rule::Matcher;
use crate::contract::verb::{CloneRelease, Nothing, RevertRelease, SupersedeRelease};
use crate::field::optional;
use crate::problem::Problem;
use crate::state::ApiState;

/// Takes a concluded release back, to the one that it replaced or to a named one.
#[utoipa::path(post, path = "/releases/{id}/revert", tag = "releases", params(ReleasePath), request_body = RevertRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn revert_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<RevertRelease>,
) -> Verb {
    let to = optional("to", call.input.to.as_ref())?;
    let only = only_back(call.input.only, to.as_ref())?;
    let mut request = call.request;
    let mut above = None;
    if let Ok(release) = load(&state, &path).await
        && let Some(channel) =
            channels::find(&state, &path.org, &path.app, &release.channel).await?
    {
        above = channel
            .rule(&release.rule)
            .and_then(|rule| stands_above(rule, &release.id));
        // A revert is of what its rule concluded last; that this is still the release that `act`
        // finds concluded, read after this revision, is decided together with the revert.
        request.expected = request.expected.or(Some(channel.changed));
    }
    act(&state, &path, request, StatusCode::OK, |release| {
        if release.status != Status::Concluded {
            let rule = "only a concluded release can be reverted";
            let problem = Problem::state(format!("release {}", release.id), rule);
            return Err(problem.hint("abort an active or paused release instead"));
        }
        if let Some(above) = above {
            let rule = format!("release {above} stands above it, so there is more to take back");
            let problem = Problem::state(format!("release {}", release.id), rule);
            return Err(problem.hint("take that one back first with `wavecast rollback`"));
        }
        Ok(match only {
            Some(only) => Command::Variants {
                release: refer(&release),
                only,
                verb: VariantVerb::Revert,
            },
            None => Command::Revert {
                channel: release.channel,
                rule: release.rule,
                to,
            },
        })
    })
    .await
}

/// The variants that go back, if not all of them do: to what they had before, nowhere else.
pub(crate) fn only_back(
    input: Option<BTreeMap<String, Matcher>>,
    to: Option<&ReleaseId>,
) -> Result<Option<When>, Problem> {
    if input.is_some() && to.is_some() {
        let rule = "some variants go back to what they had before, so no release is named";
        return Err(Problem::invalid("to", rule).hint("leave out `to`, or `only`"));
    }
    only(input)
}

/// What moves, or serves most of the audience, in the stead of a concluded release.
fn stands_above(rule: &Rule, release: &ReleaseId) -> Option<ReleaseId> {
    let serving = rule.serving().map(|placement| &placement.release);
    let top = rule.moving.as_ref().or(serving);
    top.filter(|top| *top != release).cloned()
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
