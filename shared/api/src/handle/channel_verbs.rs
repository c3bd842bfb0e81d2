//! Verbs on channels.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_wire::tuf::Role;

use super::change::Changed;
use super::channels::execute;
use super::package_keys::package_keys;
use super::replacements::only_back;
use crate::answer::Answer;
use crate::at::{At, ChannelPath};
use crate::call::Call;
use crate::contract::change::{ChannelChange, ReleaseChange};
use crate::contract::verb::{
    KeyRole, MoveChannel, Nothing, PromoteChannel, RevertChannel, RotateKeys,
};
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// The rule of a channel where none is named.
const EVERYONE: &str = "everyone";

/// Sends a channel's devices to another channel of the same application.
#[utoipa::path(post, path = "/channels/{channel}/move", tag = "channels", params(ChannelPath), request_body = MoveChannel, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn move_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<MoveChannel>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::MoveChannel {
        channel: path.channel.clone(),
        to: parse("to", &call.input.to)?,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Ends a channel; its devices keep what they run.
#[utoipa::path(post, path = "/channels/{channel}/retire", tag = "channels", params(ChannelPath), request_body = Nothing, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn retire_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::RetireChannel {
        channel: path.channel.clone(),
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Lets a fenced channel go on above what its edge holds.
#[utoipa::path(post, path = "/channels/{channel}/adopt", tag = "channels", params(ChannelPath), request_body = Nothing, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn adopt_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    let done = state.control.adopt(&path.scope(), call.request).await?;
    Changed::new(&state, &path.org, &path.app, done)
        .channel(&path.channel, StatusCode::OK)
        .await
}

/// Rotates a channel's keys; the root that names the new ones follows with the publication.
#[utoipa::path(post, path = "/channels/{channel}/keys/rotate", tag = "channels", params(ChannelPath), request_body = RotateKeys, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn rotate_channel_keys(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<RotateKeys>,
) -> Result<Answer<ChannelChange>, Problem> {
    let packages = call.input.package_keys.map(package_keys).transpose()?;
    let mut roles: Vec<Role> = call.input.roles.into_iter().map(role).collect();
    if roles.is_empty() && packages.is_none() {
        roles = vec![Role::Targets, Role::Snapshot, Role::Timestamp];
    }
    roles.sort_unstable();
    roles.dedup();
    let control = &state.control;
    let done = control
        .rotate_keys(&path.scope(), call.request, &roles, packages)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .channel(&path.channel, StatusCode::OK)
        .await
}

/// Returns a channel from its concluded release to the one that it replaced, or to a named one.
#[utoipa::path(post, path = "/channels/{channel}/revert", tag = "channels", params(ChannelPath), request_body = RevertChannel, responses((status = 200, body = ReleaseChange)))]
pub(crate) async fn revert_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<RevertChannel>,
) -> Result<Answer<ReleaseChange>, Problem> {
    let (input, channel) = (call.input, path.channel.clone());
    let rule = RuleName(input.rule.unwrap_or_else(|| EVERYONE.to_owned()));
    let to = optional("to", input.to.as_ref())?;
    let command = match only_back(input.only, to.as_ref())? {
        Some(only) => Command::RevertVariants {
            channel,
            rule,
            only,
        },
        None => Command::Revert { channel, rule, to },
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .release(StatusCode::OK)
        .await
}

/// Releases in another channel what this one concluded.
#[utoipa::path(post, path = "/channels/{channel}/promote", tag = "channels", params(ChannelPath), request_body = PromoteChannel, responses((status = 201, body = ReleaseChange)))]
pub(crate) async fn promote_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<PromoteChannel>,
) -> Result<Answer<ReleaseChange>, Problem> {
    let command = Command::Promote {
        from: path.channel.clone(),
        to: parse("to", &call.input.to)?,
        share: optional("share", call.input.share.as_ref())?,
        replace: call.input.replace,
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .release(StatusCode::CREATED)
        .await
}

fn role(role: KeyRole) -> Role {
    match role {
        KeyRole::Root => Role::Root,
        KeyRole::Timestamp => Role::Timestamp,
        KeyRole::Snapshot => Role::Snapshot,
        KeyRole::Targets => Role::Targets,
    }
}
