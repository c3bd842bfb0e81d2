//! Pins: for a time, a device or a group gets a named release.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;

use super::change::NamedRelease;

/// A device or group that gets a named release for a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pin {
    /// Its id.
    pub id: String,
    /// The hash of the device's id, if it is for one device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "5dc3c016091f8ff4")]
    pub device: Option<String>,
    /// The group, if it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "testers")]
    pub group: Option<String>,
    /// What they get.
    pub release: NamedRelease,
    /// When it ends by itself.
    #[schema(example = "2026-12-24T12:00:00Z")]
    pub until: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// Since when.
    pub at: String,
}

/// A pin to set. Either a device or a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    /// A device, by its id; only its hash is kept.
    pub device: Option<String>,
    /// A group of devices.
    #[schema(example = "testers")]
    pub group: Option<String>,
    /// The release that they get.
    pub release: String,
    /// When it ends by itself: within a year.
    #[schema(example = "2026-12-24T12:00:00Z")]
    pub until: String,
    /// Why, in a sentence.
    #[schema(example = "reproduces the flicker")]
    pub reason: String,
}

/// Whose pin ends. Either a device or a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPin {
    /// A device, by its id.
    pub device: Option<String>,
    /// A group of devices.
    pub group: Option<String>,
}

impl From<app::Pin> for Pin {
    fn from(pin: app::Pin) -> Self {
        let (device, group) = match pin.who {
            app::Pinned::Device { hash, .. } => (Some(hash), None),
            app::Pinned::Group { group } => (None, Some(group.into())),
        };
        Self {
            id: pin.id,
            device,
            group,
            release: pin.release.into(),
            until: pin.until.into(),
            reason: pin.reason,
            by: pin.by,
            at: pin.at.into(),
        }
    }
}
