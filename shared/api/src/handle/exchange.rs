//! The exchange of a workflow's token for one of a service account (RFC 8693): open to whoever has such
//! a token, because that is what proves who asks.

use axum::Extension;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use wavecast_domain::access::Access;
use wavecast_domain::name::AccountName;
use wavecast_domain::org::{NewExchange, OrgCommand, Workflow};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::secret::{Kind, Secret};
use wavecast_engine::control::{ControlError, Request};
use wavecast_engine::port::{IdentityError, Workflows};
use wavecast_wire::name::OrgName;

use crate::answer::Answer;
use crate::auth::issuer_down;
use crate::contract::trust::{TokenExchange, TokenExchanged};
use crate::frame::Frame;
use crate::limits::Origin;
use crate::problem::Problem;
use crate::sight::Watched;
use crate::state::ApiState;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const SUBJECTS: [&str; 2] = [
    "urn:ietf:params:oauth:token-type:jwt",
    "urn:ietf:params:oauth:token-type:id_token",
];
const ISSUED: &str = "urn:ietf:params:oauth:token-type:access_token";

/// Exchanges a workflow's token for a short-lived one of a service account (RFC 8693).
///
/// A rule of trust of the organization must take the workflow. It is the same answer whether the
/// organization, the account or the rule is missing.
#[utoipa::path(post, path = "/api/token", tag = "machines", request_body(content = TokenExchange, content_type = "application/x-www-form-urlencoded"), responses((status = 200, body = TokenExchanged)))]
pub(crate) async fn exchange_token(
    State(state): State<ApiState>,
    Extension(frame): Extension<Frame>,
    Extension(origin): Extension<Origin>,
    form: Result<Form<TokenExchange>, FormRejection>,
) -> Result<Answer<TokenExchanged>, Problem> {
    let workflows = state.auth.workflows().ok_or_else(|| {
        let hint = "make a token with `wavecast token create`";
        Problem::not_found("an exchange of tokens at this server", hint)
    })?;
    let Form(input) = form.map_err(unreadable)?;
    check_terms(&input)?;
    let now = state.now();
    let judged = workflows.judge(input.subject_token.reveal(), now).await;
    let workflow = judged.map_err(|error| refused(error, workflows))?;
    let (org, account) = target(&input.audience)?;
    let secret = Secret::make(Kind::Service, &state.control.ids.fresh(now))
        .map_err(|error| Problem::internal(error.to_string()))?;
    let watched = Watched::at(
        Some(frame.id.clone()),
        origin,
        "POST /api/token".to_owned(),
        now,
    );
    let request = request(frame.id, &org, &account, &secret);
    let command = OrgCommand::Exchange(NewExchange {
        id: secret.id().clone(),
        hash: secret.hash(),
        account: account.clone(),
        workflow: workflow.clone(),
    });
    let done = state.control.change_org(&org, request, command).await;
    let done = match done {
        Ok(done) => done,
        Err(error) => {
            let problem = not_given(error, &input.audience, &workflow);
            if !problem.is_ours() {
                state.sight_untrusted(&watched, &org, &problem).await;
            }
            return Err(problem);
        }
    };
    let made = done.token;
    let made = made.ok_or_else(|| Problem::internal("an exchange made no token"))?;
    Ok(Answer::ok(TokenExchanged {
        access_token: secret.reveal().into(),
        issued_token_type: ISSUED,
        token_type: "Bearer",
        expires_in: made.expires.0 - now.0,
    }))
}

/// The account itself asks, by the token that it is about to get.
fn request(id: String, org: &OrgName, account: &AccountName, secret: &Secret) -> Request {
    Request {
        principal: Principal::Service {
            org: org.clone(),
            account: account.clone(),
            token: secret.id().clone(),
            access: Access::default(),
        },
        id,
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    }
}

fn unreadable(rejection: FormRejection) -> Problem {
    match rejection {
        FormRejection::InvalidFormContentType(_) => {
            Problem::media_type("application/x-www-form-urlencoded")
        }
        other => Problem::malformed(other.body_text()).oauth("invalid_request"),
    }
}

fn check_terms(input: &TokenExchange) -> Result<(), Problem> {
    if input.grant_type != GRANT {
        let problem = Problem::malformed_at("grant_type", format!("must be {GRANT}"));
        return Err(problem.oauth("unsupported_grant_type"));
    }
    if !SUBJECTS.contains(&input.subject_token_type.as_str()) {
        let rule = format!("must be {}", SUBJECTS.join(" or "));
        return Err(Problem::malformed_at("subject_token_type", rule).oauth("invalid_request"));
    }
    Ok(())
}

/// The organization and the service account.
fn target(audience: &str) -> Result<(OrgName, AccountName), Problem> {
    let parts = audience.split_once('/');
    let parsed = parts.and_then(|(org, account)| Some((org.parse().ok()?, account.parse().ok()?)));
    parsed.ok_or_else(|| {
        let rule = "must be an organization and a service account, such as acme/ci";
        Problem::malformed_at("audience", rule).oauth("invalid_target")
    })
}

fn refused(error: IdentityError, workflows: &dyn Workflows) -> Problem {
    match error {
        IdentityError::Refused(why) => {
            let hint = format!(
                "send a token of {} whose audience is {}",
                workflows.issuers().join(" or "),
                workflows.audience()
            );
            let problem = Problem::malformed_at("subject_token", format!("isn't accepted: {why}"));
            problem.hint(hint).oauth("invalid_request")
        }
        IdentityError::Unavailable(why) => issuer_down(why),
    }
}

/// Whatever is missing, the answer is one: it tells nothing of an organization.
fn not_given(error: ControlError, audience: &str, workflow: &Workflow) -> Problem {
    match error {
        ControlError::Refused(refusal) if refusal.reason != Reason::Limit => {
            let rule = format!("no rule of {audience} takes {workflow}");
            let hint = "a rule is made with `wavecast trust set`, and names this very repository, ref and environment";
            let problem = Problem::malformed_at("audience", rule);
            problem.hint(hint).oauth("invalid_target")
        }
        other => other.into(),
    }
}
