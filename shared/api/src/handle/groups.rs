//! Groups of devices by hashed id.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;

use super::change::Changed;
use crate::answer::Answer;
use crate::ask::{Ask, NamesQuery, page_of};
use crate::at::{AppPath, At, GroupPath};
use crate::call::Call;
use crate::contract::change::AppChange;
use crate::contract::group::{DeviceGroup, SetGroup};
use crate::contract::page::Page;
use crate::contract::verb::Nothing;
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Lists an application's groups of devices, by name.
#[utoipa::path(get, path = "/groups", tag = "applications", params(AppPath, NamesQuery), responses((status = 200, body = Page<DeviceGroup>)))]
pub(crate) async fn list_groups(
    State(state): State<ApiState>,
    At(path): At<AppPath>,
    Ask(query): Ask<NamesQuery>,
) -> Result<Answer<Page<DeviceGroup>>, Problem> {
    let head = super::apps::head(&state, &path.org, &path.app).await?;
    let all: Vec<DeviceGroup> = head.groups.iter().map(Into::into).collect();
    let page = page_of(all, &query.ask()?, |group| &group.name);
    Ok(Answer::ok(page))
}

/// Names a group of devices, or changes who belongs to it.
#[utoipa::path(put, path = "/groups/{group}", tag = "applications", params(GroupPath), request_body = SetGroup, responses((status = 200, body = AppChange)))]
pub(crate) async fn set_group(
    State(state): State<ApiState>,
    At(path): At<GroupPath>,
    call: Call<SetGroup>,
) -> Result<Answer<AppChange>, Problem> {
    let input = call.input;
    let devices = match (input.ids, input.hashes, input.salt) {
        (Some(ids), None, None) => DevicesInput::Ids(ids),
        (None, Some(hashes), Some(salt)) => DevicesInput::Hashed {
            salt: parse("salt", &salt)?,
            hashes,
        },
        _ => {
            let rule = "give either ids, or hashes with the salt that they were made with";
            return Err(Problem::invalid("ids", rule));
        }
    };
    let command = Command::SetGroup {
        group: path.group.clone(),
        devices,
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .app(StatusCode::OK)
        .await
}

/// Forgets a group of devices that no rule or pin names.
#[utoipa::path(delete, path = "/groups/{group}", tag = "applications", params(GroupPath), responses((status = 200, body = AppChange)))]
pub(crate) async fn delete_group(
    State(state): State<ApiState>,
    At(path): At<GroupPath>,
    call: Call<Nothing>,
) -> Result<Answer<AppChange>, Problem> {
    let command = Command::DeleteGroup {
        group: path.group.clone(),
    };
    let control = &state.control;
    let done = control
        .execute(&path.org, &path.app, call.request, command)
        .await?;
    Changed::new(&state, &path.org, &path.app, done)
        .app(StatusCode::OK)
        .await
}
