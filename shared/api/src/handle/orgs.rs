//! Organizations.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::org::OrgCommand;
use wavecast_wire::name::OrgName;

use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, listing};
use crate::at::{At, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::org::{CreateOrg, Org};
use crate::contract::page::Page;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists organizations, by name.
#[utoipa::path(get, path = "/orgs", tag = "organizations", params(NamesQuery), responses((status = 200, body = Page<Org>)))]
pub(crate) async fn list_orgs(
    State(state): State<ApiState>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Org>>, Problem> {
    let found = state.control.orgs(&query.ask()?).await?;
    Ok(Answer::ok(listing(found)))
}

/// Creates an organization.
#[utoipa::path(post, path = "/orgs", tag = "organizations", request_body = CreateOrg, responses((status = 201, body = OrgChange)))]
pub(crate) async fn create_org(
    State(state): State<ApiState>,
    call: Call<CreateOrg>,
) -> Result<Answer<OrgChange>, Problem> {
    let name: OrgName = parse("name", &call.input.name)?;
    let command = OrgCommand::CreateOrg {
        name: name.clone(),
        title: call.input.title.unwrap_or(call.input.name),
    };
    let dry_run = call.request.dry_run;
    let replayed = state.control.answered_new_org(&call.request).await?;
    let org = state
        .control
        .execute_org(&name, call.request, command)
        .await?;
    let revision = org.revision;
    let body = OrgChange {
        org: Some(org.into()),
        publications: Vec::new(),
        movements: Vec::new(),
        previews: Vec::new(),
        dry_run,
        replayed,
    };
    let status = if dry_run {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok(Answer::ok(body).status(status).revision(revision))
}

/// Shows an organization.
#[utoipa::path(get, path = "/orgs/{org}", tag = "organizations", params(OrgPath), responses((status = 200, body = Org)))]
pub(crate) async fn get_org(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
) -> Result<Answer<Org>, Problem> {
    let found = state.control.org(&path.org).await?;
    let org = found.ok_or_else(|| missing(&path.org))?;
    let revision = org.revision;
    Ok(Answer::ok(org.into()).revision(revision))
}

/// There is no such organization.
fn missing(org: &OrgName) -> Problem {
    let hint = "`wavecast org list` shows the organizations";
    Problem::not_found(&format!("organization {org}"), hint)
}
