//! Rules of trust: which workflows elsewhere get tokens of a service account.

use axum::extract::State;
use wavecast_domain::org::{self, OrgCommand};

use super::org_change::change;
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, OrgPath, TrustPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::page::Page;
use crate::contract::trust::{SetTrust, Trust};
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Minutes for which a token works if nothing is said.
const MINUTES: u16 = 60;

/// Lists an organization's rules of trust, by name.
#[utoipa::path(get, path = "/orgs/{org}/trusts", tag = "machines", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Trust>)))]
pub(crate) async fn list_trusts(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Trust>>, Problem> {
    let org = super::orgs::find(&state, &path.org).await?;
    let all: Vec<Trust> = org.trusts.into_iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |trust| &trust.name);
    Ok(Answer::ok(page))
}

/// Makes a rule of trust, or changes it; tokens that it gave before end.
#[utoipa::path(put, path = "/orgs/{org}/trusts/{trust}", tag = "machines", params(TrustPath), request_body = SetTrust, responses((status = 200, body = OrgChange)))]
pub(crate) async fn set_trust(
    State(state): State<ApiState>,
    At(path): At<TrustPath>,
    call: Call<SetTrust>,
) -> Result<Answer<OrgChange>, Problem> {
    let input = call.input;
    check_issuer(&state, &input.issuer)?;
    let command = OrgCommand::SetTrust {
        name: path.trust,
        trust: org::Trust {
            account: parse("account", &input.account)?,
            issuer: input.issuer,
            repository: input.repository,
            reference: input.reference,
            environment: input.environment,
            minutes: input.minutes.unwrap_or(MINUTES),
        },
    };
    change(&state, &path.org, call.request, command).await
}

/// Only issuers of the installation's choice are ever asked for keys: an organization could otherwise
/// send the server anywhere.
fn check_issuer(state: &ApiState, issuer: &str) -> Result<(), Problem> {
    let Some(workflows) = state.auth.workflows() else {
        let rule = "this server exchanges no tokens of workflows";
        return Err(
            Problem::state("issuer", rule).hint("make a token with `wavecast token create`")
        );
    };
    let known = workflows.issuers();
    if known.contains(&issuer) {
        return Ok(());
    }
    let rule = "must be one of the issuers that this server trusts";
    Err(Problem::invalid("issuer", rule).hint(format!("write {}", known.join(" or "))))
}

/// Ends a rule of trust, with the tokens that it gave.
#[utoipa::path(delete, path = "/orgs/{org}/trusts/{trust}", tag = "machines", params(TrustPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn delete_trust(
    State(state): State<ApiState>,
    At(path): At<TrustPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::DeleteTrust { name: path.trust };
    change(&state, &path.org, call.request, command).await
}
