//! Approvals: the policy, the requests, and what is said about them.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::Command;
use wavecast_domain::approval::Policy;
use wavecast_domain::id::Ulid;
use wavecast_engine::control::Request;

use super::change::Changed;
use crate::answer::Answer;
use crate::ask::{Ask, ByCreation, page};
use crate::at::{AppPath, ApprovalPath, At};
use crate::call::Call;
use crate::contract::approval::{
    Approval, ApprovalChange, ApprovalState, ApproveRequest, CommentOnRequest, RejectRequest,
    SetApprovalPolicy,
};
use crate::contract::change::AppChange;
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// Hours that a request waits if nothing is said: three days.
const HOURS: u32 = 72;

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalQuery {
    /// Of this state.
    pub state: Option<ApprovalState>,
    /// How many at most: 1 to 200, else 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
    /// `-created` for the newest first (if not said), `created` for the oldest first.
    #[param(inline)]
    pub sort: Option<ByCreation>,
}

/// Says what needs the approvals of others. To ask for less needs those that are asked for now.
#[utoipa::path(put, path = "/approval-policy", tag = "approvals", params(AppPath), request_body = SetApprovalPolicy, responses((status = 200, body = AppChange)))]
pub(crate) async fn set_approval_policy(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<SetApprovalPolicy>,
) -> Result<Answer<AppChange>, Problem> {
    let input = call.input;
    let policy = Policy {
        count: input.count,
        start: input.start,
        beyond: optional("beyond", input.beyond.as_ref())?,
        keys: input.keys,
        hours: input.hours.unwrap_or(HOURS),
    };
    set(&state, &path, call.request, Some(policy)).await
}

/// Lets everything be done alone. That needs the approvals that are asked for now.
#[utoipa::path(delete, path = "/approval-policy", tag = "approvals", params(AppPath), responses((status = 200, body = AppChange)))]
pub(crate) async fn delete_approval_policy(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<Nothing>,
) -> Result<Answer<AppChange>, Problem> {
    set(&state, &path, call.request, None).await
}

async fn set(
    state: &ApiState,
    path: &AppPath,
    request: Request,
    policy: Option<Policy>,
) -> Result<Answer<AppChange>, Problem> {
    let command = Command::SetApprovals { policy };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, request, command)
        .await?;
    Changed::new(state, &path.org, &path.app, done)
        .app(StatusCode::OK)
        .await
}

/// Lists requests for approvals. A filtered page may be short with more to come.
#[utoipa::path(get, path = "/approvals", tag = "approvals", params(AppPath, ApprovalQuery), responses((status = 200, body = Page<Approval>)))]
pub(crate) async fn list_approvals(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<ApprovalQuery>,
) -> Result<Answer<Page<Approval>>, Problem> {
    let head = super::apps::head(&state, &path.org, &path.app).await?;
    let org = super::orgs::find(&state, &path.org).await?;
    let wish = page(query.limit, query.cursor, ByCreation::ascends(query.sort))?;
    let wanted = query.state.map(Into::into);
    let control = &state.control;
    let found = control
        .approvals(&path.org, &path.app, wanted, &wish)
        .await?;
    let now = state.now();
    let items = found.items.into_iter();
    Ok(Answer::ok(Page {
        items: items
            .map(|one| Approval::of(one, &org, &head, now))
            .collect(),
        next: found.next,
    }))
}

/// Shows a request for approvals, with exactly what would be done.
#[utoipa::path(get, path = "/approvals/{id}", tag = "approvals", params(ApprovalPath), responses((status = 200, body = Approval)))]
pub(crate) async fn get_approval(
    State(state): State<ApiState>,
    At(path): At<ApprovalPath>,
) -> Result<Answer<Approval>, Problem> {
    Ok(Answer::ok(read(&state, &path.app(), &path.id).await?))
}

/// Approves exactly what a request's digest stands for.
#[utoipa::path(post, path = "/approvals/{id}/approve", tag = "approvals", params(ApprovalPath), request_body = ApproveRequest, responses((status = 200, body = ApprovalChange)))]
pub(crate) async fn approve_request(
    State(state): State<ApiState>,
    At(path): At<ApprovalPath>,
    call: Call<ApproveRequest>,
) -> Result<Answer<ApprovalChange>, Problem> {
    let command = Command::Approve {
        request: path.id.clone(),
        digest: parse("digest", &call.input.digest)?,
        comment: call.input.comment,
    };
    change(&state, &path, call.request, command).await
}

/// Ends a request without approval.
#[utoipa::path(post, path = "/approvals/{id}/reject", tag = "approvals", params(ApprovalPath), request_body = RejectRequest, responses((status = 200, body = ApprovalChange)))]
pub(crate) async fn reject_request(
    State(state): State<ApiState>,
    At(path): At<ApprovalPath>,
    call: Call<RejectRequest>,
) -> Result<Answer<ApprovalChange>, Problem> {
    let command = Command::Reject {
        request: path.id.clone(),
        comment: call.input.comment,
    };
    change(&state, &path, call.request, command).await
}

/// Says something about a request; whoever may ask or approve may.
#[utoipa::path(post, path = "/approvals/{id}/comments", tag = "approvals", params(ApprovalPath), request_body = CommentOnRequest, responses((status = 200, body = ApprovalChange)))]
pub(crate) async fn comment_on_request(
    State(state): State<ApiState>,
    At(path): At<ApprovalPath>,
    call: Call<CommentOnRequest>,
) -> Result<Answer<ApprovalChange>, Problem> {
    let command = Command::Comment {
        request: path.id.clone(),
        text: call.input.text,
    };
    change(&state, &path, call.request, command).await
}

async fn change(
    state: &ApiState,
    path: &ApprovalPath,
    request: Request,
    command: Command,
) -> Result<Answer<ApprovalChange>, Problem> {
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, request, command)
        .await?;
    Ok(Answer::ok(ApprovalChange {
        approval: read(state, &path.app(), &path.id).await?,
        dry_run: done.dry_run,
        replayed: done.replayed,
    }))
}

/// A request as it stands now.
pub(crate) async fn read(state: &ApiState, path: &AppPath, id: &Ulid) -> Result<Approval, Problem> {
    let head = super::apps::head(state, &path.org, &path.app).await?;
    let org = super::orgs::find(state, &path.org).await?;
    let found = state.control.approval(&path.org, &path.app, id).await?;
    let found = found.ok_or_else(|| {
        let hint = "`wavecast approval list` shows the requests";
        Problem::not_found(&format!("request {}", id.0), hint)
    })?;
    Ok(Approval::of(found, &org, &head, state.now()))
}
