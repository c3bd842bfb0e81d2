//! How much an organization may hold.

use axum::extract::State;
use wavecast_domain::org::OrgCommand;

use super::org_change::change;
use super::orgs::missing;
use crate::answer::Answer;
use crate::at::{At, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::quota::{OrgQuota, SetQuota};
use crate::problem::Problem;
use crate::state::ApiState;

/// Shows how much an organization holds, and how much it may.
#[utoipa::path(get, path = "/orgs/{org}/quota", tag = "organizations", params(OrgPath), responses((status = 200, body = OrgQuota)))]
pub(crate) async fn show_quota(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
) -> Result<Answer<OrgQuota>, Problem> {
    let control = &state.control;
    let found = control.org_with_usage(&path.org).await?;
    let (org, usage) = found.ok_or_else(|| missing(&path.org))?;
    let quota = OrgQuota::of(&org, usage, control.clock.now());
    Ok(Answer::ok(quota).revision(org.revision))
}

/// Says how much an organization may hold. What it holds stays, also above a limit.
#[utoipa::path(put, path = "/orgs/{org}/quota", tag = "organizations", params(OrgPath), request_body = SetQuota, responses((status = 200, body = OrgChange)))]
pub(crate) async fn set_quota(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<SetQuota>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::SetQuota(call.input.into());
    change(&state, &path.org, call.request, command).await
}
