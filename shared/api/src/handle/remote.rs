//! Remote configuration: a schema per application, values per channel.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::ConfigChange;

use super::change::Changed;
use super::channels::{execute, load};
use crate::answer::Answer;
use crate::at::{AppPath, At, ChannelPath};
use crate::call::Call;
use crate::contract::change::{AppChange, ChannelChange};
use crate::contract::remote::{
    ConfigSchema, RampConfig, RemoteConfig, RevertConfig, SetConfig, SetSchema,
};
use crate::field::{optional, parse};
use crate::problem::Problem;
use crate::state::ApiState;

/// Shows the schema of an application's remote configuration.
#[utoipa::path(get, path = "/schema", tag = "applications", params(AppPath), responses((status = 200, body = ConfigSchema)))]
pub(crate) async fn get_schema(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
) -> Result<Answer<ConfigSchema>, Problem> {
    let head = super::apps::head(&state, &path.org, &path.app).await?;
    let revision = head.changed;
    let schema = head.schema.ok_or_else(|| {
        let hint = "`wavecast config schema FILE` sets one";
        Problem::not_found(&format!("a schema of {}/{}", path.org, path.app), hint)
    })?;
    Ok(Answer::ok(schema.into()).revision(revision))
}

/// Sets the schema; live values must keep to it.
#[utoipa::path(put, path = "/schema", tag = "applications", params(AppPath), request_body = SetSchema, responses((status = 200, body = AppChange)))]
pub(crate) async fn set_schema(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<SetSchema>,
) -> Result<Answer<AppChange>, Problem> {
    let command = Command::SetSchema {
        document: call.input.document,
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .app(StatusCode::OK)
        .await
}

/// Shows a channel's remote configuration and its history.
#[utoipa::path(get, path = "/channels/{channel}/config", tag = "channels", params(ChannelPath), responses((status = 200, body = RemoteConfig)))]
pub(crate) async fn get_remote_config(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<RemoteConfig>, Problem> {
    let channel = load(&state, &path).await?;
    let revision = channel.changed;
    Ok(Answer::ok(channel.config.into()).revision(revision))
}

/// Changes a channel's remote configuration; it needs no package and waits for none.
#[utoipa::path(post, path = "/channels/{channel}/config", tag = "channels", params(ChannelPath), request_body = SetConfig, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn set_remote_config(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<SetConfig>,
) -> Result<Answer<ChannelChange>, Problem> {
    let input = call.input;
    let command = Command::SetConfig {
        channel: path.channel.clone(),
        share: optional("share", input.share.as_ref())?,
        now: input.now,
        change: ConfigChange {
            rule: input.rule.map(RuleName),
            set: input.set,
            unset: input.unset,
            reason: input.reason,
        },
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Lets the configuration that is on its way reach more of the channel.
#[utoipa::path(post, path = "/channels/{channel}/config/ramp", tag = "channels", params(ChannelPath), request_body = RampConfig, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn ramp_remote_config(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<RampConfig>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::RampConfig {
        channel: path.channel.clone(),
        to: parse("to", &call.input.to)?,
        now: call.input.now,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Takes back the configuration that is on its way, or returns to an earlier version.
#[utoipa::path(post, path = "/channels/{channel}/config/revert", tag = "channels", params(ChannelPath), request_body = RevertConfig, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn revert_remote_config(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<RevertConfig>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::RevertConfig {
        channel: path.channel.clone(),
        to: optional("to", call.input.to.as_ref())?,
        now: call.input.now,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}
