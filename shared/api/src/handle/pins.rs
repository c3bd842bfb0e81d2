//! Pins: for a time, a device or a group gets a named release.

use axum::extract::State;
use axum::http::StatusCode;
use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseRef, Who};

use super::channels::execute;
use crate::answer::Answer;
use crate::at::{At, ChannelPath};
use crate::call::Call;
use crate::contract::change::ChannelChange;
use crate::contract::pin::{EndPin, SetPin};
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Pins a device or a group to a release, whatever the rules say; again changes the pin.
#[utoipa::path(post, path = "/channels/{channel}/pins", tag = "channels", params(ChannelPath), request_body = SetPin, responses((status = 201, body = ChannelChange)))]
pub(crate) async fn set_pin(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<SetPin>,
) -> Result<Answer<ChannelChange>, Problem> {
    let input = call.input;
    let command = Command::Pin {
        release: ReleaseRef {
            channel: path.channel.clone(),
            id: parse("release", &input.release)?,
        },
        who: who(input.device, input.group)?,
        until: parse("until", &input.until)?,
        reason: input.reason,
    };
    execute(&state, &path, call.request, command, StatusCode::CREATED).await
}

/// Ends a pin before its time.
#[utoipa::path(post, path = "/channels/{channel}/pins/end", tag = "channels", params(ChannelPath), request_body = EndPin, responses((status = 200, body = ChannelChange)))]
pub(crate) async fn end_pin(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<EndPin>,
) -> Result<Answer<ChannelChange>, Problem> {
    let command = Command::Unpin {
        channel: path.channel.clone(),
        who: who(call.input.device, call.input.group)?,
    };
    execute(&state, &path, call.request, command, StatusCode::OK).await
}

fn who(device: Option<String>, group: Option<String>) -> Result<Who, Problem> {
    match (device, group) {
        (Some(id), None) => Ok(Who::Device(id)),
        (None, Some(group)) => Ok(Who::Group(parse("group", &group)?)),
        _ => Err(Problem::invalid(
            "device",
            "name either a device or a group",
        )),
    }
}
