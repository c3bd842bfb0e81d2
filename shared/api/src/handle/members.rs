//! The members of an organization.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::access::Place;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_wire::name::AppName;

use super::org_change::{change, grants};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, MemberPath, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::member::{Member, SetMember, TransferOwnership};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists an organization's members, by id.
#[utoipa::path(get, path = "/orgs/{org}/members", tag = "people", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Member>)))]
pub(crate) async fn list_members(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Extension(caller): Extension<Principal>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Member>>, Problem> {
    let mut org = super::orgs::find(&state, &path.org).await?;
    if !allows(&caller, Permission::Members, Place::Org(&path.org)) {
        // A role in an application would tell that there is one.
        let may_read =
            |app: &AppName| allows(&caller, Permission::Read, Place::App(&path.org, app));
        for member in org.members.values_mut() {
            member.grants.apps.retain(|app, _| may_read(app));
        }
    }
    let all: Vec<Member> = org.members.into_iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |member| &member.id);
    Ok(Answer::ok(page))
}

/// Gives a member other roles.
#[utoipa::path(put, path = "/orgs/{org}/members/{user}", tag = "people", params(MemberPath), request_body = SetMember, responses((status = 200, body = OrgChange)))]
pub(crate) async fn set_member(
    State(state): State<ApiState>,
    At(path): At<MemberPath>,
    call: Call<SetMember>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::SetMember {
        user: path.user,
        role: call.input.role.into(),
        grants: grants(call.input.grants)?,
    };
    change(&state, &path.org, call.request, command).await
}

/// Lets a member go, with all their tokens; a member's own id leaves the organization.
#[utoipa::path(delete, path = "/orgs/{org}/members/{user}", tag = "people", params(MemberPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn remove_member(
    State(state): State<ApiState>,
    At(path): At<MemberPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::RemoveMember { user: path.user };
    change(&state, &path.org, call.request, command).await
}

/// Makes a member an owner, and the caller an admin.
#[utoipa::path(post, path = "/orgs/{org}/transfer", tag = "people", params(OrgPath), request_body = TransferOwnership, responses((status = 200, body = OrgChange)))]
pub(crate) async fn transfer_ownership(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<TransferOwnership>,
) -> Result<Answer<OrgChange>, Problem> {
    let to = parse("to", &call.input.to)?;
    let command = OrgCommand::TransferOwnership { to };
    change(&state, &path.org, call.request, command).await
}
