//! Groups of an organization at whoever signs people in.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::access::Place;
use wavecast_domain::org::{Org, OrgCommand};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;

use super::org_change::change;
use crate::answer::Answer;
use crate::at::{At, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::org_groups::OrgGroups;
use crate::contract::verb::Nothing;
use crate::problem::Problem;
use crate::state::ApiState;

/// Shows the groups that are made for an organization at whoever signs people in.
#[utoipa::path(get, path = "/orgs/{org}/groups", tag = "people", params(OrgPath), responses((status = 200, body = OrgGroups)))]
pub(crate) async fn show_org_groups(
    State(state): State<ApiState>,
    Extension(caller): Extension<Principal>,
    At(path): At<OrgPath>,
) -> Result<Answer<OrgGroups>, Problem> {
    let saga = state.control.group_saga(&path.org).await?;
    let mut org: Org = super::orgs::find(&state, &path.org).await?;
    let may = |app: &_| allows(&caller, Permission::Read, Place::App(&path.org, app));
    org.apps.retain(|app, _| may(app));
    let parent = state.auth.groups().unwrap_or_default();
    Ok(Answer::ok(OrgGroups::of(&org, saga.as_ref(), parent)))
}

/// Has groups made at whoever signs people in, one for each role; who is put into one has its role.
/// Also tries again what couldn't be made.
#[utoipa::path(put, path = "/orgs/{org}/groups", tag = "people", params(OrgPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn make_org_groups(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    if state.auth.groups().is_none() {
        let hint = "start it with --keycloak-client, see docs/identity.md; not on AWS";
        let what = "a Keycloak that this server makes groups in";
        return Err(Problem::not_found(what, hint));
    }
    change(&state, &path.org, call.request, OrgCommand::MakeGroups).await
}

/// Has the groups taken away: what they give is gone at once.
#[utoipa::path(delete, path = "/orgs/{org}/groups", tag = "people", params(OrgPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn remove_org_groups(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    change(&state, &path.org, call.request, OrgCommand::RemoveGroups).await
}
