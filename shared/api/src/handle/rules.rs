//! Rules of a channel: audiences in priority order.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewRule, RuleEdit};
use wavecast_domain::coverage::findings;

use super::change::Changed;
use super::channels::{execute, missing};
use crate::answer::Answer;
use crate::at::{At, ChannelPath, RulePath};
use crate::call::Call;
use crate::contract::change::{ChannelChange, ReleaseChange};
use crate::contract::rule::{CreateRule, EditRule, MoveRule, Rules};
use crate::contract::verb::Nothing;
use crate::field::{optional, when};
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists a channel's rules in priority order, with those that share devices.
#[utoipa::path(get, path = "/channels/{channel}/rules", tag = "channels", params(ChannelPath), responses((status = 200, body = Rules)))]
pub(crate) async fn list_rules(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<Rules>, Problem> {
    let view = state.control.channel(&path.scope()).await?;
    let view = view.ok_or_else(|| missing(&path))?;
    let found = findings(&view.app.head, &view.channel);
    let revision = view.channel.changed;
    let rules = Rules {
        findings: found.into_iter().map(Into::into).collect(),
        rules: view.channel.rules.into_iter().map(Into::into).collect(),
    };
    Ok(Answer::ok(rules).revision(revision))
}

/// Adds a rule to a channel; nobody moves before something is released in it.
#[utoipa::path(post, path = "/channels/{channel}/rules", tag = "channels", params(ChannelPath), request_body = CreateRule, responses((status = 201, body = ChannelChange)))]
pub(crate) async fn create_rule(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<CreateRule>,
) -> Result<Answer<ChannelChange>, Problem> {
    let input = call.input;
    let command = Command::CreateRule(NewRule {
        channel: path.channel.clone(),
        name: RuleName(input.name),
        audience: when("audience", input.audience)?,
        devices: optional("group", input.group.as_ref())?,
        before: input.before.map(RuleName),
    });
    execute(&state, &path, call.request, command, StatusCode::CREATED).await
}

/// Changes whom a rule is for: devices that leave it go on with the rules beneath, those that join
/// it get what it places.
#[utoipa::path(put, path = "/channels/{channel}/rules/{rule}", tag = "channels", params(RulePath), request_body = EditRule, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn edit_rule(
    State(state): State<ApiState>,
    At(path): At<RulePath>,
    call: Call<EditRule>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::EditRule(RuleEdit {
        channel: path.channel.clone(),
        rule: path.rule(),
        audience: when("audience", call.input.audience)?,
        devices: optional("group", call.input.group.as_ref())?,
    });
    let at = path.channel();
    execute(&state, &at, call.request, command, StatusCode::OK).await
}

/// Gives a rule another priority.
#[utoipa::path(post, path = "/channels/{channel}/rules/{rule}/move", tag = "channels", params(RulePath), request_body = MoveRule, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn move_rule(
    State(state): State<ApiState>,
    At(path): At<RulePath>,
    call: Call<MoveRule>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::MoveRule {
        channel: path.channel.clone(),
        rule: path.rule(),
        before: call.input.before.map(RuleName),
    };
    let at = path.channel();
    execute(&state, &at, call.request, command, StatusCode::OK).await
}

/// Deletes a rule; its devices go on with the rules beneath.
#[utoipa::path(delete, path = "/channels/{channel}/rules/{rule}", tag = "channels", params(RulePath), responses((status = 200, body = ChannelChange)))]
pub(crate) async fn delete_rule(
    State(state): State<ApiState>,
    At(path): At<RulePath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::DeleteRule {
        channel: path.channel.clone(),
        rule: path.rule(),
    };
    let at = path.channel();
    execute(&state, &at, call.request, command, StatusCode::OK).await
}

/// Sends a rule's devices back to what shipped in their binary.
#[utoipa::path(post, path = "/channels/{channel}/rules/{rule}/embed", tag = "channels", params(RulePath), request_body = Nothing, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn embed_rule(
    State(state): State<ApiState>,
    At(path): At<RulePath>,
    call: Call<Nothing>,
) -> Result<Answer<ReleaseChange>, Problem> {
    let command = Command::Embed {
        channel: path.channel.clone(),
        rule: path.rule(),
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .release(StatusCode::OK)
        .await
}

impl RulePath {
    fn rule(&self) -> RuleName {
        RuleName(self.rule.to_string())
    }

    fn channel(&self) -> ChannelPath {
        ChannelPath {
            org: self.org.clone(),
            app: self.app.clone(),
            channel: self.channel.clone(),
        }
    }
}
