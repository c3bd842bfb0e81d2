//! Roles that an organization makes.

use axum::extract::State;
use wavecast_domain::org::OrgCommand;

use super::org_change::change;
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, OrgPath, RolePath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::member::{Role, SetRole};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::field::each;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists the roles that an organization made, by name; `/permissions` has the built-in ones.
#[utoipa::path(get, path = "/orgs/{org}/roles", tag = "people", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Role>)))]
pub(crate) async fn list_roles(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Role>>, Problem> {
    let org = super::orgs::find(&state, &path.org).await?;
    let all: Vec<Role> = org.roles.into_iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |role| &role.name);
    Ok(Answer::ok(page))
}

/// Makes a role, or changes what it permits to all who have it.
#[utoipa::path(put, path = "/orgs/{org}/roles/{role}", tag = "people", params(RolePath), request_body = SetRole, responses((status = 200, body = OrgChange)))]
pub(crate) async fn set_role(
    State(state): State<ApiState>,
    At(path): At<RolePath>,
    call: Call<SetRole>,
) -> Result<Answer<OrgChange>, Problem> {
    let permissions = each("permissions", &call.input.permissions)?;
    let command = OrgCommand::SetRole {
        title: call.input.title.unwrap_or_else(|| path.role.to_string()),
        name: path.role,
        permissions: permissions.into_iter().collect(),
    };
    change(&state, &path.org, call.request, command).await
}

/// Forgets a role that nobody has.
#[utoipa::path(delete, path = "/orgs/{org}/roles/{role}", tag = "people", params(RolePath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn delete_role(
    State(state): State<ApiState>,
    At(path): At<RolePath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::DeleteRole { name: path.role };
    change(&state, &path.org, call.request, command).await
}
