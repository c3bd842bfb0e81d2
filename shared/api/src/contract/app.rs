//! Applications and their settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;
use wavecast_wire::manifest;

use super::approval::ApprovalPolicy;
use super::dimension::Dimension;
use super::group::DeviceGroup;

/// An application.
#[derive(Debug, Serialize, ToSchema)]
pub struct App {
    /// The organization.
    #[schema(example = "acme")]
    pub org: String,
    /// Its name.
    #[schema(example = "lamp")]
    pub name: String,
    /// What its packages are.
    pub kind: Kind,
    /// The revision that last changed its settings, dimensions or list of channels; its ETag.
    pub revision: u64,
    /// When it was created.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// Settings.
    pub settings: AppSettings,
    /// Declared dimensions, by name.
    pub dimensions: BTreeMap<String, Dimension>,
    /// Groups of devices by hashed id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<DeviceGroup>,
    /// What needs the approvals of others; absent where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approvals: Option<ApprovalPolicy>,
    /// Its channels, by name; deleted ones are left out.
    pub channels: Vec<AppChannel>,
}

/// What an application's packages are.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Files of an app: index, important, lazy, resources.
    Bundle,
    /// Images of a device.
    Firmware,
}

/// A channel in its application's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppChannel {
    /// Its name.
    #[schema(example = "stable")]
    pub name: String,
    /// Whether it still serves.
    pub state: ChannelState,
    /// Where its devices go on, once it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "acme/lamp/next")]
    pub moved_to: Option<String>,
}

/// Whether a channel still serves.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChannelState {
    /// It serves.
    Open,
    /// Devices go on at another channel.
    Moved,
    /// It ended; devices keep what they run.
    Retired,
    /// Gone for admins; the edge still says how it ended.
    Deleted,
}

/// Settings of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppSettings {
    /// The share that a release starts with after the first of its rule.
    #[schema(example = "5%")]
    pub first_step: String,
    /// One salt for all releases, where the application keeps rings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Whether releases allow a downgrade unless they say otherwise.
    pub downgrade: bool,
    /// Seconds in which a new package must confirm its health, unless a release says otherwise.
    #[schema(example = 600)]
    pub confirm_seconds: u32,
}

/// Settings of an application to change; what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppSettingsInput {
    /// The share that a release starts with after the first of its rule.
    #[schema(example = "5%")]
    pub first_step: Option<String>,
    /// One salt for all releases, where the application keeps rings; empty for none.
    pub salt: Option<String>,
    /// Whether releases allow a downgrade unless they say otherwise.
    pub downgrade: Option<bool>,
    /// Seconds in which a new package must confirm its health, unless a release says otherwise.
    #[schema(example = 600)]
    pub confirm_seconds: Option<u32>,
}

/// An application to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateApp {
    /// 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`; begins with a letter or a digit.
    #[schema(example = "lamp")]
    pub name: String,
    /// What its packages are; never changes.
    pub kind: Kind,
    /// Settings, where they aren't the defaults.
    pub settings: Option<AppSettingsInput>,
    /// Dimensions, besides the ones that every application has.
    pub dimensions: Option<BTreeMap<String, Dimension>>,
}

/// What to change of an application.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditApp {
    /// Settings to change.
    pub settings: Option<AppSettingsInput>,
    /// All of the dimensions afterwards.
    pub dimensions: Option<BTreeMap<String, Dimension>>,
}

impl From<manifest::Kind> for Kind {
    fn from(kind: manifest::Kind) -> Self {
        match kind {
            manifest::Kind::Bundle => Self::Bundle,
            manifest::Kind::Firmware => Self::Firmware,
        }
    }
}

impl From<Kind> for manifest::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Bundle => Self::Bundle,
            Kind::Firmware => Self::Firmware,
        }
    }
}

/// A channel's state, and where its devices go on.
pub(crate) fn channel_state(state: &app::ChannelState) -> (ChannelState, Option<String>) {
    match state {
        app::ChannelState::Open => (ChannelState::Open, None),
        app::ChannelState::Moved { to } => (ChannelState::Moved, Some(to.to_string())),
        app::ChannelState::Retired => (ChannelState::Retired, None),
        app::ChannelState::Deleted => (ChannelState::Deleted, None),
    }
}

impl From<app::Settings> for AppSettings {
    fn from(settings: app::Settings) -> Self {
        Self {
            first_step: settings.first_step.to_string(),
            salt: settings.salt.map(Into::into),
            downgrade: settings.downgrade,
            confirm_seconds: settings.confirm_seconds,
        }
    }
}

impl From<app::AppHead> for App {
    fn from(head: app::AppHead) -> Self {
        let channels = head.channels.iter().map(|(name, state)| {
            let (state, moved_to) = channel_state(state);
            AppChannel {
                name: name.to_string(),
                state,
                moved_to,
            }
        });
        let dimensions = head.dimensions.into_iter();
        Self {
            groups: head.groups.iter().map(Into::into).collect(),
            channels: channels
                .filter(|channel| !matches!(channel.state, ChannelState::Deleted))
                .collect(),
            org: head.org.into(),
            name: head.name.into(),
            kind: head.kind.into(),
            revision: head.changed,
            created: head.created.into(),
            settings: head.settings.into(),
            approvals: head.approvals.policy.map(Into::into),
            dimensions: dimensions
                .map(|(name, d)| (name.into(), d.into()))
                .collect(),
        }
    }
}
