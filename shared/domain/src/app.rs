//! The state of an application: settings in a head, and one part per channel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, ChannelName, OrgName, Salt, Scope};
use wavecast_wire::time::Timestamp;

use crate::approval::Approvals;
pub use crate::channel::{
    Channel, ChannelSettings, ChannelState, Due, DueKind, EVERYONE, Pin, Pinned, PlacedVariant,
    Placement, Rule, RuleName, Stopped,
};
pub use crate::device_group::{DeviceGroup, DeviceGroups, DevicesInput, GroupName};
pub use crate::dimension::{Dimension, Dimensions};
pub use crate::schema::Schema;
use crate::share::Share;

/// An application as far as a command loaded it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct App {
    /// Always loaded.
    pub head: AppHead,
    /// The channels that the command names.
    pub channels: BTreeMap<ChannelName, Channel>,
}

/// The part of an application that every command loads.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppHead {
    /// The organization.
    pub org: OrgName,
    /// Its name.
    pub name: AppName,
    /// What its packages are.
    pub kind: Kind,
    /// Counts the commits of the application; orders them all.
    pub revision: u64,
    /// The revision that last changed the head itself.
    pub changed: u64,
    /// When it was created.
    pub created: Timestamp,
    /// Settings.
    pub settings: Settings,
    /// Declared dimensions.
    pub dimensions: Dimensions,
    /// Groups of devices by hashed id.
    #[serde(default)]
    pub groups: DeviceGroups,
    /// The schema of its remote configuration, if it has one.
    #[serde(default)]
    pub schema: Option<Schema>,
    /// All channels, loaded or not; ended and deleted ones too, because a name keeps its `seq`.
    pub channels: BTreeMap<ChannelName, ChannelState>,
    /// Digest of its last audit event; of the organization's that created it, before there is one.
    #[serde(default)]
    pub trail: Option<Sha256>,
    /// What needs approvals, and which requests wait.
    #[serde(default, skip_serializing_if = "Approvals::is_nothing")]
    pub approvals: Approvals,
    /// How many names it ever had secrets under: what is told of them stays.
    #[serde(default, skip_serializing_if = "is_none")]
    pub secret_names: u32,
    /// How many secrets it has.
    #[serde(default, skip_serializing_if = "is_none")]
    pub secrets: u32,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

/// Settings of an application.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Settings {
    /// The share that a release starts with after the first.
    pub first_step: Share,
    /// A salt for all releases, where the application keeps rings.
    pub salt: Option<Salt>,
    /// Whether releases allow a downgrade unless they say otherwise.
    pub downgrade: bool,
    /// Seconds in which a new package must confirm its health, unless a release says otherwise.
    pub confirm_seconds: u32,
}

impl App {
    /// What a channel of this application speaks for.
    #[must_use]
    pub fn scope(&self, channel: &ChannelName) -> Scope {
        Scope {
            org: self.head.org.clone(),
            app: self.head.name.clone(),
            channel: channel.clone(),
        }
    }
}

impl Default for Settings {
    /// Later releases start at 5 %, salts are fresh, no downgrade, ten minutes to confirm.
    fn default() -> Self {
        let first_step = Share::permyriad(500).unwrap_or(Share::ALL);
        Self {
            first_step,
            salt: None,
            downgrade: false,
            confirm_seconds: 600,
        }
    }
}

/// The dimensions that every application has.
#[must_use]
pub fn default_dimensions() -> Dimensions {
    [
        ("app_version", Dimension::Version),
        ("device_type", Dimension::text()),
        ("firmware_version", Dimension::Version),
        ("group", Dimension::text()),
        ("os", Dimension::text()),
        ("os_version", Dimension::Version),
    ]
    .into_iter()
    .filter_map(|(name, dimension)| Some((name.parse().ok()?, dimension)))
    .collect()
}
