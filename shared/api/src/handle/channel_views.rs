//! What admins look at of a channel: how it stands, and its device file.

use axum::extract::State;
use wavecast_domain::app::{Channel, Rule};
use wavecast_domain::coverage::findings;
use wavecast_domain::decide::Named;
use wavecast_domain::release::Status;
use wavecast_engine::control::{ChannelView, PageAsk};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use crate::answer::Answer;
use crate::at::{At, ChannelPath};
use crate::contract::app::channel_state;
use crate::contract::channel::poll_seconds;
use crate::contract::device::DeviceConfig;
use crate::contract::experiment::running;
use crate::contract::rule::variants;
use crate::contract::status::{ChannelStatus, PlacedRelease, RuleStatus};
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
    let visible_by = recent.items.iter().filter_map(|one| one.visible_by).max();
    let (pending, published): (Vec<_>, Vec<_>) =
        recent.items.into_iter().partition(|one| one.seq.is_none());
    let published = published.into_iter().max_by_key(|one| one.seq);
    let mut rules = Vec::new();
    for rule in &view.channel.rules {
        rules.push(rule_status(&state, &path, rule).await?);
    }
    let waiting = state.control.waiting(&path.scope(), &view.channel).await?;
    let revision = view.channel.changed;
    let status = ChannelStatus {
        scope: path.scope().into(),
        state: channel_state(&view.channel.state).0,
        rules,
        poll_seconds: poll_seconds(&view.channel),
        reach_seconds: reach_seconds(&view, state.now(), visible_by),
        findings: findings(&view.app.head, &view.channel)
            .into_iter()
            .map(Into::into)
            .collect(),
        experiments: running(&view.channel.experiments),
        waiting: waiting.into_iter().map(Into::into).collect(),
        agenda: view.channel.agenda.into_iter().map(Into::into).collect(),
        pins: view.channel.pins.into_iter().map(Into::into).collect(),
        pending: pending.into_iter().map(Into::into).collect(),
        published: published.map(Into::into),
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
            variants: variants(placement),
            held: placement.held,
        });
    }
    Ok(RuleStatus {
        name: rule.name.0.clone(),
        releases,
        floors: rule
            .floors
            .iter()
            .map(|floor| Named::from(floor).into())
            .collect(),
        embedded: rule.embedded.is_some(),
    })
}

/// The cache time and the poll interval at its longest, of what devices see now; and no less than
/// it takes those that still go by the interval before it.
fn reach_seconds(view: &ChannelView, now: Timestamp, visible_by: Option<Timestamp>) -> u32 {
    let poll = poll_seconds(&view.channel);
    let spread = u64::from(poll) * u64::from(view.channel.settings.jitter) / 10_000;
    let spread = u32::try_from(spread).unwrap_or(u32::MAX);
    let cache = ObjectKey::shared_seconds(poll);
    let present = poll.saturating_add(spread).saturating_add(cache);
    let before = visible_by.map_or(0, |until| until.0.saturating_sub(now.0));
    present.max(u32::try_from(before).unwrap_or(0))
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
