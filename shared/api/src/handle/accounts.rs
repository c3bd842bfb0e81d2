//! Service accounts: machines that act for nobody in particular.

use axum::extract::State;
use wavecast_domain::org::OrgCommand;

use super::org_change::{change, grants};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{AccountPath, At, OrgPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::member::{Account, SetAccount};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists an organization's service accounts, by name.
#[utoipa::path(get, path = "/orgs/{org}/accounts", tag = "machines", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Account>)))]
pub(crate) async fn list_accounts(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Account>>, Problem> {
    let org = super::orgs::find(&state, &path.org).await?;
    let all: Vec<Account> = org.accounts.into_iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |account| &account.name);
    Ok(Answer::ok(page))
}

/// Makes a service account, or changes its roles.
#[utoipa::path(put, path = "/orgs/{org}/accounts/{account}", tag = "machines", params(AccountPath), request_body = SetAccount, responses((status = 200, body = OrgChange)))]
pub(crate) async fn set_account(
    State(state): State<ApiState>,
    At(path): At<AccountPath>,
    call: Call<SetAccount>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::SetAccount {
        title: call.input.title.unwrap_or_else(|| path.account.to_string()),
        name: path.account,
        grants: grants(call.input.grants)?,
    };
    change(&state, &path.org, call.request, command).await
}

/// Ends a service account; its tokens stop working at once.
#[utoipa::path(delete, path = "/orgs/{org}/accounts/{account}", tag = "machines", params(AccountPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn delete_account(
    State(state): State<ApiState>,
    At(path): At<AccountPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::DeleteAccount { name: path.account };
    change(&state, &path.org, call.request, command).await
}
