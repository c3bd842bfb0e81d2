//! Tokens of people and of service accounts.

use axum::Extension;
use axum::extract::State;
use wavecast_domain::access::{Place, Scope};
use wavecast_domain::org::{Holder, NewToken, OrgCommand, TokenState};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{Kind, Secret};
use wavecast_engine::control::OrgDone;

use super::org_change::{change, created, end};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, OrgPath, SecretPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::page::Page;
use crate::contract::token::{CreateToken, Token, TokenMade};
use crate::contract::verb::Nothing;
use crate::field::{each, optional};
use crate::problem::Problem;
use crate::state::ApiState;

/// Days for which a token works if nothing is said.
const DAYS: i64 = 90;

/// Lists the tokens that work, by id: the caller's own, and all with the permission `machines`.
#[utoipa::path(get, path = "/orgs/{org}/tokens", tag = "machines", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Token>)))]
pub(crate) async fn list_tokens(
    State(state): State<ApiState>,
    Extension(caller): Extension<Principal>,
    At(path): At<OrgPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Token>>, Problem> {
    let mut org = super::orgs::find(&state, &path.org).await?;
    let now = state.now();
    let all = allows(&caller, Permission::Machines, Place::Org(&path.org));
    org.tokens.retain(|_, token| {
        let own = matches!(&token.holder, Holder::User { user } if Some(user) == caller.user());
        (all || own) && token.expires > now
    });
    let found = state.control.tokens(&org).await?;
    let all: Vec<Token> = found.into_iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |token| &token.id);
    Ok(Answer::ok(page))
}

/// Makes a token, for oneself or for a service account; the answer holds it, this once.
#[utoipa::path(post, path = "/orgs/{org}/tokens", tag = "machines", params(OrgPath), request_body = CreateToken, responses((status = 201, body = TokenMade)))]
pub(crate) async fn create_token(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<CreateToken>,
) -> Result<Answer<TokenMade>, Problem> {
    let (input, now, dry_run) = (call.input, state.now(), call.request.dry_run);
    let account = optional("account", input.account.as_ref())?;
    let kind = if account.is_some() {
        Kind::Service
    } else {
        Kind::Personal
    };
    let secret = Secret::make(kind, &state.control.ids.fresh(now))
        .map_err(|error| Problem::internal(error.to_string()))?;
    let apps = input.apps.map(|apps| each("apps", &apps)).transpose()?;
    let permissions = each("permissions", &input.permissions)?;
    let command = OrgCommand::CreateToken(NewToken {
        id: secret.id().clone(),
        hash: secret.hash(),
        account,
        label: input.label,
        scope: Scope {
            permissions: permissions.into_iter().collect(),
            apps: apps.map(|apps| apps.into_iter().collect()),
        },
        expires: end(input.expires.as_ref(), now, DAYS)?,
    });
    let control = &state.control;
    let done = control.change_org(&path.org, call.request, command).await?;
    let revision = done.org.revision;
    let body = made(&state, done, &secret, dry_run).await?;
    let status = created(dry_run);
    Ok(Answer::ok(body).status(status).revision(revision))
}

/// Only the token that this very request made is worth its secret: a replay made an earlier one.
async fn made(
    state: &ApiState,
    mut done: OrgDone,
    secret: &Secret,
    dry_run: bool,
) -> Result<TokenMade, Problem> {
    let is_ours = !dry_run && done.about.as_ref() == Some(secret.id());
    done.org
        .tokens
        .retain(|id, _| Some(id) == done.about.as_ref());
    let token = match done.token {
        _ if dry_run => None,
        // Nothing is read for it: an answer that holds a secret must not fail after it was made.
        Some(token) => Some(TokenState { token, used: None }),
        None => state.control.tokens(&done.org).await?.pop(),
    };
    Ok(TokenMade {
        token: token.map(Into::into),
        secret: is_ours.then(|| secret.reveal().into()),
        dry_run,
        replayed: !dry_run && !is_ours,
    })
}

/// Ends a token, at once: one's own, or anybody's with the permission `machines`.
#[utoipa::path(delete, path = "/orgs/{org}/tokens/{id}", tag = "machines", params(SecretPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn revoke_token(
    State(state): State<ApiState>,
    At(path): At<SecretPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::RevokeToken { id: path.id };
    change(&state, &path.org, call.request, command).await
}
