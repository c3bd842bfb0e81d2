//! Publications: watching what is on its way to the edge.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::id::Ulid;
use wavecast_wire::name::Scope;

use crate::answer::Answer;
use crate::ask::{Ask, TimesQuery, listing};
use crate::at::{At, ChannelPath, PublicationPath};
use crate::contract::page::Page;
use crate::contract::publication::{Publication, PublicationStage};
use crate::problem::Problem;
use crate::state::ApiState;

/// The longest that a long poll waits.
pub(crate) const WAIT_MOST: u64 = 20;

/// How long to wait for an end.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitQuery {
    /// Seconds to wait for it to be done, 0 to 20; then its present state is answered.
    #[param(minimum = 0, maximum = 20)]
    pub wait: Option<u64>,
}

impl WaitQuery {
    /// How long to wait.
    pub(crate) fn duration(&self) -> Result<Duration, Problem> {
        let seconds = self.wait.unwrap_or(0);
        if seconds > WAIT_MOST {
            return Err(Problem::invalid("wait", "must be 0 to 20 seconds"));
        }
        Ok(Duration::from_secs(seconds))
    }
}

/// Lists a channel's publications.
#[utoipa::path(get, path = "/channels/{channel}/publications", tag = "publications", params(ChannelPath, TimesQuery), responses((status = 200, body = Page<Publication>)))]
pub(crate) async fn list_publications(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    Ask(query): Ask<TimesQuery>,
) -> Result<Answer<Page<Publication>>, Problem> {
    super::channels::load(&state, &path).await?;
    let control = &state.control;
    let found = control.publications(&path.scope(), &query.ask()?).await?;
    Ok(Answer::ok(listing(found)))
}

/// Shows a publication, at once or when it is published.
#[utoipa::path(get, path = "/channels/{channel}/publications/{id}", tag = "publications", params(PublicationPath, WaitQuery), responses((status = 200, body = Publication)))]
pub(crate) async fn get_publication(
    State(state): State<ApiState>,
    At(path): At<PublicationPath>,
    Ask(query): Ask<WaitQuery>,
) -> Result<Answer<Publication>, Problem> {
    let wait = query.duration()?;
    let (scope, id) = (path.scope(), Ulid(path.id));
    let found = watch(&state, &scope, &id, wait).await?;
    Ok(Answer::ok(found))
}

/// Streams a publication's states until it is published, as server-sent events named `publication`.
#[utoipa::path(get, path = "/channels/{channel}/publications/{id}/events", tag = "publications", params(PublicationPath), responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn stream_publication(
    State(state): State<ApiState>,
    At(path): At<PublicationPath>,
) -> Result<impl IntoResponse, Problem> {
    let (scope, id) = (path.scope(), Ulid(path.id));
    let first = watch(&state, &scope, &id, Duration::ZERO).await?;
    let events = stream::unfold(Some(first), move |present| {
        let (state, scope, id) = (state.clone(), scope.clone(), id.clone());
        async move {
            let present = present?;
            let event = Event::default().event("publication").json_data(&present);
            let next = match present.state {
                PublicationStage::Published => None,
                PublicationStage::Pending => {
                    let wait = Duration::from_secs(WAIT_MOST);
                    watch(&state, &scope, &id, wait).await.ok()
                }
            };
            // Text and numbers alone: writing them can't fail.
            Some((Ok::<_, Infallible>(event.unwrap_or_default()), next))
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

async fn watch(
    state: &ApiState,
    scope: &Scope,
    id: &Ulid,
    wait: Duration,
) -> Result<Publication, Problem> {
    let found = state.control.watch(scope, id, wait).await?;
    let found = found.ok_or_else(|| {
        let hint = "the channel's publications show what there is";
        Problem::not_found(&format!("publication {}", id.0), hint)
    })?;
    Ok(found.into())
}
