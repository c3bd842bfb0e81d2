//! A list of devices, asked by a channel's table as it is and as it would be.

use axum::extract::State;
use wavecast_domain::Publication;
use wavecast_domain::preview::{Asked, Files, Known, Preview, Releases, files};
use wavecast_wire::bucket::check_id;
use wavecast_wire::table::Table;

use super::channels::missing;
use crate::answer::Answer;
use crate::at::{At, ChannelPath};
use crate::call::Call;
use crate::contract::preview::{AskedDevice, Compare, Comparison, KnownRelease, comparison};
use crate::field::parse;
use crate::problem::Problem;
use crate::state::ApiState;

/// Devices of one question.
const MOST_DEVICES: usize = 20_000;

/// Counts how many devices of a list would get something else, were a channel's table another.
#[utoipa::path(post, path = "/channels/{channel}/compare", tag = "channels", params(ChannelPath), request_body = Compare, responses((status = 200, body = Comparison)))]
pub(crate) async fn compare_devices(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    call: Call<Compare>,
) -> Result<Answer<Comparison>, Problem> {
    let input = call.input;
    if input.devices.len() > MOST_DEVICES {
        let rule = "at most 20,000 devices are counted at once";
        return Err(Problem::invalid("devices", rule));
    }
    for (place, device) in input.devices.iter().enumerate() {
        check_id(&device.id)
            .map_err(|error| Problem::invalid(format!("devices[{place}].id"), error.0))?;
    }
    let after: Table = serde_json::from_value(input.after.table)
        .map_err(|error| Problem::invalid("after.table", error.to_string()))?;
    if after.scope != path.scope() {
        let rule = format!("is of {}, not of this channel", after.scope);
        return Err(Problem::invalid("after.table", rule));
    }
    let mut releases = Releases::new();
    for (id, KnownRelease { version, downgrade }) in input.after.releases {
        let field = format!("after.releases.{id}");
        let version = parse(&format!("{field}.version"), &version)?;
        releases.insert(parse(&field, &id)?, Known { version, downgrade });
    }
    let scope = path.scope();
    let view = state.control.channel(&scope).await?;
    let view = view.ok_or_else(|| missing(&path))?;
    let before = view.publication.ok();
    let mut lists = match &before {
        Some(publication) => state.control.lists(&scope, publication).await?,
        None => Default::default(),
    };
    // A list that comes with the change holds none of the devices that are asked for.
    for name in after.lists() {
        lists.entry(name.clone()).or_default();
    }
    let mut files_after = Files::new();
    for (name, hash) in input.after.files {
        let field = format!("after.files.{name}");
        files_after.insert(parse(&field, &name)?, parse(&field, &hash)?);
    }
    let of = |one: &Publication| files(&one.table, &one.targets);
    let preview = Preview {
        channel: path.channel.clone(),
        files_before: before.as_ref().map(of).unwrap_or_default(),
        files_after,
        before: before.map(|publication| publication.table),
        after,
        releases,
    };
    let devices = input
        .devices
        .into_iter()
        .map(|AskedDevice { id, attributes }| Asked { id, attributes });
    let found = preview.compare(devices, &lists);
    Ok(Answer::ok(comparison(found, &preview.releases)))
}
