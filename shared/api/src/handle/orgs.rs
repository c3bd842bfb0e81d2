//! Organizations.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::access::Place;
use wavecast_domain::org::{self, OrgCommand};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_wire::name::{AppName, OrgName};

use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery};
use crate::at::{At, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::org::{CreateOrg, Org};
use crate::contract::page::Page;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists the organizations that the caller belongs to, by name.
#[utoipa::path(get, path = "/orgs", tag = "organizations", params(NamesQuery), responses((status = 200, body = Page<Org>)))]
pub(crate) async fn list_orgs(
    State(state): State<ApiState>,
    Extension(caller): Extension<Principal>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Org>>, Problem> {
    let belongs = |org: &org::Org| match caller.in_person() {
        Some((user, _)) => org.access_of_person(user, caller.said(&org.name)).is_some(),
        None => allows(&caller, Permission::See, Place::Org(&org.name)),
    };
    let found = state.control.orgs_that(&query.ask()?, belongs).await?;
    Ok(Answer::ok(Page {
        items: found
            .items
            .into_iter()
            .map(|org| readable(org, &caller))
            .collect(),
        next: found.next,
    }))
}

/// An organization with those applications that the caller may read.
pub(super) fn readable(mut org: org::Org, caller: &Principal) -> Org {
    // A person's roles are looked up for one organization at a time; here it is at hand.
    let own = caller
        .in_person()
        .and_then(|(user, _)| org.access_of_person(user, caller.said(&org.name)));
    let may = |app: &AppName| match &own {
        Some(access) => access.allows(Permission::Read, Place::App(&org.name, app)),
        None => allows(caller, Permission::Read, Place::App(&org.name, app)),
    };
    let hidden: Vec<AppName> = org.apps.keys().filter(|app| !may(app)).cloned().collect();
    for app in &hidden {
        org.apps.remove(app);
    }
    org.into()
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
    let caller = call.request.principal.clone();
    let replayed = state.control.answered_new_org(&call.request).await?;
    let org = state
        .control
        .execute_org(&name, call.request, command)
        .await?;
    let revision = org.revision;
    let body = OrgChange {
        org: Some(readable(org, &caller)),
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
    Extension(caller): Extension<Principal>,
    At(path): At<OrgPath>,
) -> Result<Answer<Org>, Problem> {
    let org = find(&state, &path.org).await?;
    let revision = org.revision;
    Ok(Answer::ok(readable(org, &caller)).revision(revision))
}

/// An organization.
pub(crate) async fn find(state: &ApiState, org: &OrgName) -> Result<org::Org, Problem> {
    let found = state.control.org(org).await?;
    found.ok_or_else(|| missing(org))
}

/// There is no such organization.
pub(super) fn missing(org: &OrgName) -> Problem {
    let hint = "`wavecast org list` shows the organizations";
    Problem::not_found(&format!("organization {org}"), hint)
}
