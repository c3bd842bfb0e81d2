//! Channels.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::{Channel as Stored, ChannelSettings, ChannelState};
use wavecast_engine::control::Request;
use wavecast_wire::name::{AppName, ChannelName, OrgName};

use super::change::Changed;
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{AppPath, At, ChannelPath};
use crate::call::Call;
use crate::contract::app::{App, AppChannel};
use crate::contract::change::ChannelChange;
use crate::contract::channel::{Channel, CreateChannel, EditChannel};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists an application's channels, by name.
#[utoipa::path(get, path = "/channels", tag = "channels", params(AppPath, NamesQuery), responses((status = 200, body = Page<AppChannel>)))]
pub(crate) async fn list_channels(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<AppChannel>>, Problem> {
    let app: App = super::apps::head(&state, &path.org, &path.app)
        .await?
        .into();
    let page = page_of(app.channels, &query.ask()?, |channel| &channel.name);
    Ok(Answer::ok(page))
}

/// Opens a channel.
#[utoipa::path(post, path = "/channels", tag = "channels", params(AppPath), request_body = CreateChannel, responses((status = 201, body = ChannelChange)))]
pub(crate) async fn create_channel(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    call: Call<CreateChannel>,
) -> Result<Answer<ChannelChange>, Problem> {
    let channel: ChannelName = parse("name", &call.input.name)?;
    let settings = call.input.settings;
    let command = Command::CreateChannel {
        channel: channel.clone(),
        settings: settings.map(|settings| settings.onto(ChannelSettings::default())),
    };
    let path = ChannelPath {
        org: path.org,
        app: path.app,
        channel,
    };
    execute(&state, &path, call.request, command, StatusCode::CREATED).await
}

/// Shows a channel.
#[utoipa::path(get, path = "/channels/{channel}", tag = "channels", params(ChannelPath), responses((status = 200, body = Channel)))]
pub(crate) async fn get_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<Channel>, Problem> {
    let channel = load(&state, &path).await?;
    let revision = channel.changed;
    Ok(Answer::ok(channel.into()).revision(revision))
}

/// Changes a channel's settings.
#[utoipa::path(patch, path = "/channels/{channel}", tag = "channels", params(ChannelPath), request_body = EditChannel, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn edit_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    mut call: Call<EditChannel>,
) -> Result<Answer<ChannelChange>, Problem> {
    // What is kept is written back, so nobody else may have changed it in between.
    let present = load(&state, &path).await?;
    call.request.expected.get_or_insert(present.changed);
    let command = Command::ConfigureChannel {
        channel: path.channel.clone(),
        settings: call.input.settings.onto(present.settings),
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Forgets a channel that moved or retired; its name keeps its number and root.
#[utoipa::path(delete, path = "/channels/{channel}", tag = "channels", params(ChannelPath), responses((status = 200, body = ChannelChange)))]
pub(crate) async fn delete_channel(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<Nothing>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::DeleteChannel {
        channel: path.channel.clone(),
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

/// Carries out a command on a channel.
pub(crate) async fn execute(
    state: &ApiState,
    path: &ChannelPath,
    request: Request,
    command: Command,
    status: StatusCode,
) -> Result<Answer<ChannelChange>, Problem> {
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, request, command)
        .await?;
    Changed::new(state, &path.org, &path.app, done)
        .channel(&path.channel, status)
        .await
}

/// A channel that isn't deleted, if there is one.
pub(crate) async fn find(
    state: &ApiState,
    org: &OrgName,
    app: &AppName,
    channel: &ChannelName,
) -> Result<Option<Stored>, Problem> {
    let channels = std::slice::from_ref(channel);
    let found = state.control.app(org, app, channels).await?;
    let found = found.filter(|app| app.head.channels.get(channel) != Some(&ChannelState::Deleted));
    Ok(found.and_then(|mut app| app.channels.remove(channel)))
}

/// A channel that isn't deleted.
pub(crate) async fn load(state: &ApiState, path: &ChannelPath) -> Result<Stored, Problem> {
    let found = find(state, &path.org, &path.app, &path.channel).await?;
    found.ok_or_else(|| missing(path))
}

/// There is no such channel.
pub(crate) fn missing(path: &ChannelPath) -> Problem {
    let hint = "`wavecast channel list` shows the channels";
    Problem::not_found(&format!("channel {}", path.scope()), hint)
}
