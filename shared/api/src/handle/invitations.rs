//! Invitations to an organization.

use axum::extract::State;
use wavecast_domain::name::SecretId;
use wavecast_domain::org::{NewInvitation, Org, OrgCommand};
use wavecast_domain::role::OrgRole;
use wavecast_domain::secret::{Kind, Presented, Secret, same};
use wavecast_engine::control::Request;

use super::org_change::{change, created, end, grants};
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{At, OrgPath, SecretPath};
use crate::call::Call;
use crate::contract::change::OrgChange;
use crate::contract::member::{AnswerInvitation, CreateInvitation, Invitation, InvitationMade};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::problem::Problem;
use crate::state::ApiState;

/// Days for which an invitation is good if nothing is said.
const DAYS: i64 = 7;

/// Lists the invitations that wait for an answer, or expired in the last month, by id.
#[utoipa::path(get, path = "/orgs/{org}/invitations", tag = "people", params(OrgPath, NamesQuery), responses((status = 200, body = Page<Invitation>)))]
pub(crate) async fn list_invitations(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<Invitation>>, Problem> {
    let org = super::orgs::find(&state, &path.org).await?;
    let now = state.now();
    let all = org.invitations.into_iter();
    let all = all.map(|(id, invitation)| Invitation::of(id, invitation, now));
    let page = page_of(all.collect(), &query.ask()?, |invitation| &invitation.id);
    Ok(Answer::ok(page))
}

/// Invites somebody; the answer holds the code for them, this once.
#[utoipa::path(post, path = "/orgs/{org}/invitations", tag = "people", params(OrgPath), request_body = CreateInvitation, responses((status = 201, body = InvitationMade)))]
pub(crate) async fn create_invitation(
    State(state): State<ApiState>,
    At(path): At<OrgPath>,
    call: Call<CreateInvitation>,
) -> Result<Answer<InvitationMade>, Problem> {
    let (input, now, dry_run) = (call.input, state.now(), call.request.dry_run);
    let secret = Secret::make(Kind::Invitation, &state.control.ids.fresh(now))
        .map_err(|error| Problem::internal(error.to_string()))?;
    let command = OrgCommand::Invite(NewInvitation {
        id: secret.id().clone(),
        hash: secret.hash(),
        whom: input.whom,
        role: input.role.map_or(OrgRole::Member, Into::into),
        grants: grants(input.grants)?,
        expires: end(input.expires.as_ref(), now, DAYS)?,
    });
    let control = &state.control;
    let done = control.change_org(&path.org, call.request, command).await?;
    // Only what this very request made is worth its code.
    let is_ours = !dry_run && done.about.as_ref() == Some(secret.id());
    let revision = done.org.revision;
    let about = done.about.filter(|_| !dry_run);
    let body = InvitationMade {
        invitation: about.and_then(|id| shown(&state, &done.org, id)),
        code: is_ours.then(|| secret.reveal().into()),
        dry_run,
        replayed: !dry_run && !is_ours,
    };
    let status = created(dry_run);
    Ok(Answer::ok(body).status(status).revision(revision))
}

fn shown(state: &ApiState, org: &Org, id: SecretId) -> Option<Invitation> {
    let invitation = org.invitations.get(&id)?.clone();
    Some(Invitation::of(id, invitation, state.now()))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/orgs/{org}/invitations/{id}", tag = "people", params(SecretPath), responses((status = 200, body = OrgChange)))]
pub(crate) async fn revoke_invitation(
    State(state): State<ApiState>,
    At(path): At<SecretPath>,
    call: Call<Nothing>,
) -> Result<Answer<OrgChange>, Problem> {
    let command = OrgCommand::RevokeInvitation { id: path.id };
    change(&state, &path.org, call.request, command).await
}

/// Makes the caller a member, with the code that they were given.
#[utoipa::path(post, path = "/orgs/{org}/invitations/{id}/accept", tag = "people", params(SecretPath), request_body = AnswerInvitation, responses((status = 200, body = OrgChange)))]
pub(crate) async fn accept_invitation(
    State(state): State<ApiState>,
    At(path): At<SecretPath>,
    call: Call<AnswerInvitation>,
) -> Result<Answer<OrgChange>, Problem> {
    let code = code(&state, &path, &call.request, &call.input).await?;
    let command = OrgCommand::AcceptInvitation {
        id: path.id,
        hash: code.hash,
    };
    change(&state, &path.org, call.request, command).await
}

/// Says no to an invitation, with the code that was given; the code is then worth nothing.
#[utoipa::path(post, path = "/orgs/{org}/invitations/{id}/decline", tag = "people", params(SecretPath), request_body = AnswerInvitation, responses((status = 200, body = OrgChange)))]
pub(crate) async fn decline_invitation(
    State(state): State<ApiState>,
    At(path): At<SecretPath>,
    call: Call<AnswerInvitation>,
) -> Result<Answer<OrgChange>, Problem> {
    let code = code(&state, &path, &call.request, &call.input).await?;
    let command = OrgCommand::DeclineInvitation {
        id: path.id,
        hash: code.hash,
    };
    change(&state, &path.org, call.request, command).await
}

/// The code of an invitation. A stranger who guesses is told the same of an organization that
/// doesn't exist, of an unknown invitation, and of a wrong code.
async fn code(
    state: &ApiState,
    path: &SecretPath,
    request: &Request,
    input: &AnswerInvitation,
) -> Result<Presented, Problem> {
    let presented = Presented::read(input.code.reveal());
    let presented = presented.filter(|one| one.kind == Kind::Invitation && one.id == path.id);
    let presented = presented.ok_or_else(|| {
        let rule = "must be the code of this invitation, all 59 characters of it";
        Problem::invalid("code", rule)
    })?;
    if state.control.answered_org(&path.org, request).await? {
        return Ok(presented);
    }
    let org = state.control.org(&path.org).await?;
    let known = org.as_ref().and_then(|org| org.invitations.get(&path.id));
    if known.is_some_and(|known| same(&known.hash, &presented.hash)) {
        return Ok(presented);
    }
    let hint = "it may have been answered or taken back: ask for another one";
    Err(Problem::not_found(&format!("invitation {}", path.id), hint))
}
