//! What admins look at of a channel: how it stands, why a device gets what it gets, its device file.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_domain::app::{Channel, Rule};
use wavecast_domain::release::Status;
use wavecast_engine::control::{ChannelView, PageAsk};
use wavecast_wire::limit;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::object::ObjectKey;

use crate::answer::Answer;
use crate::ask::Ask;
use crate::at::{At, ChannelPath};
use crate::contract::app::channel_state;
use crate::contract::channel::poll_seconds;
use crate::contract::device::DeviceConfig;
use crate::contract::explain::Explanation;
use crate::contract::status::{ChannelStatus, PlacedRelease, RuleStatus};
use crate::field::optional;
use crate::problem::Problem;
use crate::state::ApiState;

/// Publications that a status looks through for pending ones.
const RECENT: usize = 20;

/// Shows how a channel stands: what is placed, what moves, what is at the edge.
#[utoipa::path(get, path = "/channels/{channel}/status", tag = "channels", params(ChannelPath), responses((status = 200, body = ChannelStatus)))]
pub(crate) async fn get_channel_status(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<ChannelStatus>, Problem> {
    let view = state.control.channel(&path.scope()).await?;
    let view = view.ok_or_else(|| super::channels::missing(&path))?;
    let recent = PageAsk {
        limit: RECENT,
        ..PageAsk::default()
    };
    let recent = state.control.publications(&path.scope(), &recent).await?;
    let pending = recent.items.into_iter().filter(|one| one.seq.is_none());
    let mut rules = Vec::new();
    for rule in &view.channel.rules {
        rules.push(rule_status(&state, &path, rule).await?);
    }
    let revision = view.channel.changed;
    let status = ChannelStatus {
        scope: path.scope().into(),
        state: channel_state(&view.channel.state).0,
        rules,
        poll_seconds: poll_seconds(&view.channel),
        reach_seconds: reach_seconds(&view),
        agenda: view.channel.agenda.into_iter().map(Into::into).collect(),
        pending: pending.map(Into::into).collect(),
        edge: view.head.map(Into::into),
    };
    Ok(Answer::ok(status).revision(revision))
}

async fn rule_status(
    state: &ApiState,
    path: &ChannelPath,
    rule: &Rule,
) -> Result<RuleStatus, Problem> {
    let mut releases = Vec::new();
    for placement in &rule.stack {
        let release = state
            .control
            .release(&path.org, &path.app, &placement.release)
            .await?;
        let status = release.as_ref().map_or(Status::Concluded, |one| one.status);
        let package = release.map_or_else(String::new, |one| one.package.into());
        releases.push(PlacedRelease {
            release: placement.release.to_string(),
            package,
            version: placement.version.to_string(),
            status: status.into(),
            share: placement.share.to_string(),
            held: placement.held,
        });
    }
    Ok(RuleStatus {
        name: rule.name.0.clone(),
        releases,
    })
}

/// The cache time and the poll interval at its longest, of what devices see now.
fn reach_seconds(view: &ChannelView) -> u32 {
    let poll = poll_seconds(&view.channel);
    let spread = u64::from(poll) * u64::from(view.channel.settings.jitter) / 10_000;
    let cache = ObjectKey::shared_seconds(poll);
    let spread = u32::try_from(spread).unwrap_or(u32::MAX);
    poll.saturating_add(spread).saturating_add(cache)
}

/// A device that asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExplainQuery {
    /// The device's id, as it hashes it.
    #[param(example = "9f86d081884c7d659a2feaa0c55ad015")]
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub id: String,
    /// One attribute, `name=value`; may repeat.
    #[param(example = json!(["os=linux"]))]
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub attribute: Option<Vec<String>>,
    /// The release that it runs, if it runs one of this channel's.
    #[allow(dead_code, reason = "read by name: `attribute` may repeat")]
    pub active: Option<String>,
}

/// Explains what a device gets, row by row.
#[utoipa::path(get, path = "/channels/{channel}/explain", tag = "channels", params(ChannelPath, ExplainQuery), responses((status = 200, body = Explanation)))]
pub(crate) async fn explain_device(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
    Ask(query): Ask<Vec<(String, String)>>,
) -> Result<Answer<Explanation>, Problem> {
    let asked = Asked::read(query)?;
    let explained = state
        .control
        .explain(
            &path.scope(),
            &asked.id,
            &asked.attributes,
            asked.active.as_ref(),
        )
        .await?;
    let explained = explained.ok_or_else(|| super::channels::missing(&path))?;
    let explanation = explained.explanation;
    Ok(Answer::ok(Explanation {
        scope: path.scope().into(),
        revision: explained.revision,
        device: asked.id,
        attributes: asked.attributes,
        choice: explanation.choice.into(),
        rows: explanation.rows.into_iter().map(Into::into).collect(),
    }))
}

/// A device as the query describes it.
struct Asked {
    id: String,
    attributes: BTreeMap<String, String>,
    active: Option<ReleaseId>,
}

impl Asked {
    fn read(query: Vec<(String, String)>) -> Result<Self, Problem> {
        let (mut id, mut active, mut attributes) = (None, None, BTreeMap::new());
        for (name, value) in query {
            let known = match name.as_str() {
                "id" => id.replace(value).is_none(),
                "active" => active.replace(value).is_none(),
                "attribute" => {
                    let pair = value.split_once('=');
                    let (name, value) = pair.ok_or_else(|| {
                        Problem::invalid("attribute", "must be a name, '=' and a value")
                    })?;
                    attributes
                        .insert(name.to_owned(), value.to_owned())
                        .is_none()
                }
                _ => return Err(Problem::malformed(format!("unknown query field '{name}'"))),
            };
            if !known {
                return Err(Problem::invalid(name, "must be said once"));
            }
        }
        let id: String = id.ok_or_else(|| Problem::invalid("id", "must be said"))?;
        if !(1..=limit::DEVICE_ID_BYTES).contains(&id.len()) || id.contains('\0') {
            let rule = "must be 1 to 128 bytes of UTF-8 without NUL";
            return Err(Problem::invalid("id", rule));
        }
        Ok(Self {
            id,
            attributes,
            active: optional("active", active.as_ref())?,
        })
    }
}

/// Shows what a device must be given to follow a channel.
#[utoipa::path(get, path = "/channels/{channel}/device-config", tag = "channels", params(ChannelPath), responses((status = 200, body = DeviceConfig)))]
pub(crate) async fn get_device_config(
    State(state): State<ApiState>,
    At(path): At<ChannelPath>,
) -> Result<Answer<DeviceConfig>, Problem> {
    let _: Channel = super::channels::load(&state, &path).await?;
    let config = state.control.device_config(&path.scope()).await?;
    let config = config.ok_or_else(|| {
        let rule = "has no root yet; its keys are being made";
        Problem::state(format!("channel {}", path.scope()), rule).hint("try again in a moment")
    })?;
    let root = serde_json::from_str(&config.root)
        .map_err(|error| Problem::internal(format!("the stored root can't be read: {error}")))?;
    Ok(Answer::ok(DeviceConfig {
        base_url: state.info.edge.clone(),
        scope: config.scope.into(),
        root,
        root_version: config.version,
    }))
}
