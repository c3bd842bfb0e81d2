//! Channels and their settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;

use super::app::{ChannelState, channel_state};
use super::pin::Pin;
use super::rule::Rule;

/// A channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct Channel {
    /// Its name.
    #[schema(example = "stable")]
    pub name: String,
    /// The revision that last changed it; its ETag.
    pub revision: u64,
    /// Whether it still serves.
    pub state: ChannelState,
    /// Where its devices go on, once it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "acme/lamp/next")]
    pub moved_to: Option<String>,
    /// Settings.
    pub settings: ChannelSettings,
    /// In priority order.
    pub rules: Vec<Rule>,
    /// Releases that devices may leave for a lower version, the newest last.
    pub withdrawn: Vec<String>,
    /// When what devices get last changed; absent before the first release.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub moved: Option<String>,
    /// How often devices ask now, in seconds.
    pub poll_seconds: u32,
    /// What it does by itself, the soonest first.
    pub agenda: Vec<Due>,
    /// Devices and groups that get a named release for a time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
}

/// Something that a channel does by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Due {
    /// When.
    #[schema(example = "2026-11-22T09:00:00Z")]
    pub at: String,
    /// What.
    #[serde(rename = "do")]
    pub what: DueKind,
    /// The release concerned, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The pin concerned, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

/// What a channel does by itself.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DueKind {
    /// A scheduled release starts.
    Start,
    /// An active release reaches its next stage.
    Stage,
    /// A pin ends.
    Unpin,
    /// The idle poll interval begins.
    Calm,
}

/// Settings of a channel, in seconds where not said otherwise.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelSettings {
    /// Poll interval while nothing moves.
    #[schema(example = 3600)]
    pub poll_idle: u32,
    /// Poll interval while something moves and for a day after; at most 900.
    #[schema(example = 300)]
    pub poll_active: u32,
    /// Spread of the interval, in hundredths of a percent.
    #[schema(example = 5000)]
    pub jitter: u16,
    /// How long a timestamp is good.
    pub timestamp_lifetime: u32,
    /// How long snapshot and targets are good.
    pub targets_lifetime: u32,
    /// How long a root is good.
    pub root_lifetime: u32,
}

/// Settings of a channel to change, in seconds where not said otherwise; what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelSettingsInput {
    /// Poll interval while nothing moves.
    pub poll_idle: Option<u32>,
    /// Poll interval while something moves and for a day after; at most 900.
    pub poll_active: Option<u32>,
    /// Spread of the interval, in hundredths of a percent.
    #[schema(maximum = 10_000)]
    pub jitter: Option<u16>,
    /// How long a timestamp is good.
    pub timestamp_lifetime: Option<u32>,
    /// How long snapshot and targets are good.
    pub targets_lifetime: Option<u32>,
    /// How long a root is good.
    pub root_lifetime: Option<u32>,
}

/// A channel to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateChannel {
    /// As an organization's name, but neither `targets` nor `files`.
    #[schema(example = "stable")]
    pub name: String,
    /// Settings, where they aren't the defaults.
    pub settings: Option<ChannelSettingsInput>,
}

/// What to change of a channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditChannel {
    /// Settings to change.
    pub settings: ChannelSettingsInput,
}

impl From<app::ChannelSettings> for ChannelSettings {
    fn from(settings: app::ChannelSettings) -> Self {
        Self {
            poll_idle: settings.poll_idle,
            poll_active: settings.poll_active,
            jitter: settings.jitter,
            timestamp_lifetime: settings.timestamp_lifetime,
            targets_lifetime: settings.targets_lifetime,
            root_lifetime: settings.root_lifetime,
        }
    }
}

impl ChannelSettingsInput {
    /// The settings with what is said here.
    pub(crate) fn onto(self, present: app::ChannelSettings) -> app::ChannelSettings {
        app::ChannelSettings {
            poll_idle: self.poll_idle.unwrap_or(present.poll_idle),
            poll_active: self.poll_active.unwrap_or(present.poll_active),
            jitter: self.jitter.unwrap_or(present.jitter),
            timestamp_lifetime: self
                .timestamp_lifetime
                .unwrap_or(present.timestamp_lifetime),
            targets_lifetime: self.targets_lifetime.unwrap_or(present.targets_lifetime),
            root_lifetime: self.root_lifetime.unwrap_or(present.root_lifetime),
        }
    }
}

impl From<app::Due> for Due {
    fn from(due: app::Due) -> Self {
        let (what, release, pin) = match due.what {
            app::DueKind::Start { release } => (DueKind::Start, Some(release.into()), None),
            app::DueKind::Stage { release } => (DueKind::Stage, Some(release.into()), None),
            app::DueKind::Unpin { pin } => (DueKind::Unpin, None, Some(pin)),
            app::DueKind::Calm => (DueKind::Calm, None, None),
        };
        Self {
            at: due.at.into(),
            what,
            release,
            pin,
        }
    }
}

/// How often devices ask, in seconds.
pub(crate) fn poll_seconds(channel: &app::Channel) -> u32 {
    if channel.calm {
        channel.settings.poll_idle
    } else {
        channel.settings.poll_active
    }
}

impl From<app::Channel> for Channel {
    fn from(channel: app::Channel) -> Self {
        let poll_seconds = poll_seconds(&channel);
        let (state, moved_to) = channel_state(&channel.state);
        Self {
            name: channel.name.into(),
            revision: channel.changed,
            state,
            moved_to,
            settings: channel.settings.into(),
            rules: channel.rules.into_iter().map(Into::into).collect(),
            withdrawn: channel.withdrawn.into_iter().map(Into::into).collect(),
            moved: channel.moved.map(Into::into),
            poll_seconds,
            agenda: channel.agenda.into_iter().map(Into::into).collect(),
            pins: channel.pins.into_iter().map(Into::into).collect(),
        }
    }
}
