//! The audit trail.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::sighting::Watch;
use wavecast_engine::control::{EventFilter, PageAsk};
use wavecast_wire::name::{AppName, OrgName};

use crate::answer::Answer;
use crate::ask::{Ask, ByCreation, listing, page};
use crate::at::{AppPath, At, OrgPath, PersonPath};
use crate::contract::audit::{ChainPart, Event, HeadsPart};
use crate::contract::page::Page;
use crate::field::optional;
use crate::problem::Problem;
use crate::state::ApiState;

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// By this actor: `bootstrap`, `system:{function}`, `user:{id}` or `service:{org}/{account}`.
    pub actor: Option<String>,
    /// Of this verb.
    #[param(example = "release.ramp")]
    pub verb: Option<String>,
    /// About this channel.
    pub channel: Option<String>,
    /// Not before this time.
    #[param(example = "2026-11-21T00:00:00Z")]
    pub since: Option<String>,
    /// Not after this time.
    #[param(example = "2026-11-22T00:00:00Z")]
    pub until: Option<String>,
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
}

/// Lists what happened to an application, the newest first. A filtered page may be short with more to come.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AppPath, AuditQuery), responses((status = 200, body = Page<Event>)))]
pub(crate) async fn list_events(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<AuditQuery>,
) -> Result<Answer<Page<Event>>, Problem> {
    super::apps::head(&state, &path.org, &path.app).await?;
    events(&state, &path.org, Some(&path.app), query).await
}

/// Lists what happened to an organization itself, the newest first: its members, roles, machines and applications.
#[utoipa::path(get, path = "/orgs/{org}/audit", tag = "audit", params(OrgPath, AuditQuery), responses((status = 200, body = Page<Event>)))]
pub(crate) async fn list_org_events(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<AuditQuery>,
) -> Result<Answer<Page<Event>>, Problem> {
    super::orgs::find(&state, &path.org).await?;
    events(&state, &path.org, None, query).await
}

/// Lists what happened to one of the installation's own people, the newest first: codes, passwords and sessions, also of somebody who was removed.
#[utoipa::path(get, path = "/people/{person}/audit", tag = "audit", params(PersonPath, AuditQuery), responses((status = 200, body = Page<Event>)))]
pub(crate) async fn list_person_events(
    State(state): State<ApiState>,
    At(path): At<PersonPath>,
    Ask(query): Ask<AuditQuery>,
) -> Result<Answer<Page<Event>>, Problem> {
    state.auth.check_sessions()?;
    let (filter, wish) = query.ask()?;
    let control = &state.control;
    let found = control.person_events(&path.person, &filter, &wish).await?;
    Ok(Answer::ok(listing(found)))
}

async fn events(
    state: &ApiState,
    org: &OrgName,
    app: Option<&AppName>,
    query: AuditQuery,
) -> Result<Answer<Page<Event>>, Problem> {
    let (filter, wish) = query.ask()?;
    let found = state.control.events(org, app, &filter, &wish).await?;
    Ok(Answer::ok(listing(found)))
}

impl AuditQuery {
    fn ask(self) -> Result<(EventFilter, PageAsk), Problem> {
        let filter = EventFilter {
            channel: optional("channel", self.channel.as_ref())?,
            since: optional("since", self.since.as_ref())?,
            until: optional("until", self.until.as_ref())?,
            actor: self.actor,
            verb: self.verb,
        };
        Ok((filter, page(self.limit, self.cursor, false)?))
    }
}

/// Which part of a chain.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChainQuery {
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the part before.
    pub cursor: Option<String>,
}

/// Exports the trail of an application as a chain, the oldest first. A part may be short with more to come.
#[utoipa::path(get, path = "/audit/export", tag = "audit", params(AppPath, ChainQuery), responses((status = 200, body = ChainPart)))]
pub(crate) async fn export_events(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<ChainQuery>,
) -> Result<Answer<ChainPart>, Problem> {
    chain(&state, &path.org, Some(&path.app), query).await
}

/// Exports the trail of an organization itself as a chain, the oldest first. A part may be short with more to come.
#[utoipa::path(get, path = "/orgs/{org}/audit/export", tag = "audit", params(OrgPath, ChainQuery), responses((status = 200, body = ChainPart)))]
pub(crate) async fn export_org_events(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<ChainQuery>,
) -> Result<Answer<ChainPart>, Problem> {
    chain(&state, &path.org, None, query).await
}

/// Which statements, or sightings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeadsQuery {
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the part before.
    pub cursor: Option<String>,
    /// `created` for the oldest first (if not said), `-created` for the newest first.
    #[param(inline)]
    pub sort: Option<ByCreation>,
}

/// Exports the signed heads of an organization's chains: what its trails, and those of its applications, are held against.
#[utoipa::path(get, path = "/orgs/{org}/audit/heads", tag = "audit", params(OrgPath, HeadsQuery), responses((status = 200, body = HeadsPart)))]
pub(crate) async fn export_heads(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<HeadsQuery>,
) -> Result<Answer<HeadsPart>, Problem> {
    super::orgs::find(&state, &path.org).await?;
    let ascends = query.sort.is_none_or(|sort| sort == ByCreation::Up);
    let wish = page(query.limit, query.cursor, ascends)?;
    let found = state.control.statements(&path.org, &wish).await?;
    Ok(Answer::ok(HeadsPart {
        lines: found.items,
        next: found.next,
    }))
}

/// Exports what was seen of an organization beside its changes: sign-ins, refusals and uses of keys, as a chain.
#[utoipa::path(get, path = "/orgs/{org}/audit/access", tag = "audit", params(OrgPath, HeadsQuery), responses((status = 200, body = ChainPart)))]
pub(crate) async fn export_access(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<HeadsQuery>,
) -> Result<Answer<ChainPart>, Problem> {
    super::orgs::find(&state, &path.org).await?;
    sightings(&state, &Watch::from(&path.org), query).await
}

/// Exports what was seen of the installation itself, as a chain: sessions of its own people, and what was refused outside of organizations.
#[utoipa::path(get, path = "/audit/access", tag = "audit", params(HeadsQuery), responses((status = 200, body = ChainPart)))]
pub(crate) async fn export_installation_access(
    State(state): State<ApiState>,
    Ask(query): Ask<HeadsQuery>,
) -> Result<Answer<ChainPart>, Problem> {
    sightings(&state, &Watch::Installation, query).await
}

async fn sightings(
    state: &ApiState,
    watch: &Watch,
    query: HeadsQuery,
) -> Result<Answer<ChainPart>, Problem> {
    let ascends = query.sort.is_none_or(|sort| sort == ByCreation::Up);
    let wish = page(query.limit, query.cursor, ascends)?;
    let part = state.control.sightings(watch, &wish).await?;
    Ok(Answer::ok(part.into()))
}

async fn chain(
    state: &ApiState,
    org: &OrgName,
    app: Option<&AppName>,
    query: ChainQuery,
) -> Result<Answer<ChainPart>, Problem> {
    let wish = page(query.limit, query.cursor, true)?;
    let part = state.control.chain(org, app, &wish).await?;
    let part = part.ok_or_else(|| match app {
        Some(app) => {
            let hint = "`wavecast app list` shows the applications";
            Problem::not_found(&format!("application {org}/{app}"), hint)
        }
        None => super::orgs::missing(org),
    })?;
    Ok(Answer::ok(part.into()))
}
