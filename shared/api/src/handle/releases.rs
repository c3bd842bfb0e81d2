//! Releases.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::release::Release as Stored;
use wavecast_engine::control::{ReleaseFilter, Request};

use super::change::{Changed, revision};
use super::release_input::{edit_release, foreseen, new_release};
use crate::answer::Answer;
use crate::ask::{Ask, ByCreation, listing, page};
use crate::at::{AppPath, At, ReleasePath};
use crate::call::Call;
use crate::contract::change::ReleaseChange;
use crate::contract::page::Page;
use crate::contract::release::{Release, ReleaseStatus};
use crate::contract::verb::{CreateRelease, EditRelease, Nothing};
use crate::field::optional;
use crate::problem::Problem;
use crate::state::ApiState;

/// Which releases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseQuery {
    /// Of this channel.
    pub channel: Option<String>,
    /// Of this status.
    pub status: Option<ReleaseStatus>,
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `-created` for the newest first (if not said), `created` for the oldest first.
    #[param(inline)]
    pub sort: Option<ByCreation>,
}

/// Lists releases.
#[utoipa::path(get, path = "/releases", tag = "releases", params(AppPath, ReleaseQuery), responses((status = 200, body = Page<Release>)))]
pub(crate) async fn list_releases(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<ReleaseQuery>,
) -> Result<Answer<Page<Release>>, Problem> {
    super::apps::head(&state, &path.org, &path.app).await?;
    let filter = ReleaseFilter {
        channel: optional("channel", query.channel.as_ref())?,
        status: query.status.map(Into::into),
    };
    let wish = page(query.limit, query.cursor, ByCreation::ascends(query.sort))?;
    let control = &state.control;
    let found = control
        .releases(&path.org, &path.app, &filter, &wish)
        .await?;
    Ok(Answer::ok(listing(found)))
}

/// Creates a release: a draft, or one that starts at once.
#[utoipa::path(post, path = "/releases", tag = "releases", params(AppPath), request_body = CreateRelease, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn create_release(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<CreateRelease>,
) -> Result<Answer<ReleaseChange>, Problem> {
    let (mut input, request) = (call.input, call.request);
    let package = input.foreseen.take();
    if package.is_some() && !request.dry_run {
        let rule = "only a dry run can be of a package that isn't there";
        return Err(Problem::invalid("foreseen", rule).hint("create the package first"));
    }
    let new = new_release(&state, &path, input).await?;
    let package = package.map(|package| foreseen(&new, package)).transpose()?;
    let (control, org, app) = (&state.control, &path.org, &path.app);
    let command = Command::CreateRelease(new);
    let done = match package {
        None => control.execute(org, app, request, command).await?,
        Some(package) => control.foresee(org, app, request, command, package).await?,
    };
    Changed::new(&state, &path.org, &path.app, done)
        .release(StatusCode::CREATED)
        .await
}

/// Shows a release.
#[utoipa::path(get, path = "/releases/{id}", tag = "releases", params(ReleasePath), responses((status = 200, body = Release)))]
pub(crate) async fn get_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
) -> Result<Answer<Release>, Problem> {
    let release = load(&state, &path).await?;
    let revision = revision(&state, &path.org, &path.app, &release.channel).await?;
    Ok(Answer::ok(release.into()).revision(revision))
}

/// Changes a draft.
#[utoipa::path(patch, path = "/releases/{id}", tag = "releases", params(ReleasePath), request_body = EditRelease, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn edit_release_draft(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<EditRelease>,
) -> Result<Answer<ReleaseChange>, Problem> {
    let edit = edit_release(&state, &path.app(), call.input).await?;
    act(&state, &path, call.request, StatusCode::OK, |release| {
        let release = refer(&release);
        Ok(Command::EditRelease { release, edit })
    })
    .await
}

/// Deletes a draft or a missed release.
#[utoipa::path(delete, path = "/releases/{id}", tag = "releases", params(ReleasePath), responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn delete_release(
    State(state): State<ApiState>,
    At(path): At<ReleasePath>,
    call: Call<Nothing>,
) -> Result<Answer<ReleaseChange>, Problem> {
    act(&state, &path, call.request, StatusCode::OK, |release| {
        Ok(Command::DeleteRelease(refer(&release)))
    })
    .await
}

/// What a verb on a release answers.
pub(crate) type Verb = Result<Answer<ReleaseChange>, Problem>;

/// Carries out a verb on a release. What the same request came to before goes first: the release
/// may be gone since, or in a state that the verb wouldn't accept again.
pub(crate) async fn act(
    state: &ApiState,
    path: &ReleasePath,
    request: Request,
    status: StatusCode,
    command: impl FnOnce(Stored) -> Result<Command, Problem>,
) -> Verb {
    let control = &state.control;
    let done = match control.answered(&path.org, &path.app, &request).await? {
        Some(done) => done,
        None => {
            let command = command(load(state, path).await?)?;
            control
                .execute(&path.org, &path.app, request, command)
                .await?
        }
    };
    Changed::new(state, &path.org, &path.app, done)
        .release(status)
        .await
}

/// A release. Commands name it with its channel, so every verb reads it first.
pub(crate) async fn load(state: &ApiState, path: &ReleasePath) -> Result<Stored, Problem> {
    let control = &state.control;
    let found = control.release(&path.org, &path.app, &path.id).await?;
    found.ok_or_else(|| {
        let hint = "`wavecast release list` shows the releases";
        Problem::not_found(&format!("release {}", path.id), hint)
    })
}

/// A release as commands name it.
pub(crate) fn refer(release: &Stored) -> ReleaseRef {
    ReleaseRef {
        channel: release.channel.clone(),
        id: release.id.clone(),
    }
}
