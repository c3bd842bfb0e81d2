//! How devices go about a release.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_wire::config;

/// How devices go about a release.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Whether a lower package version may replace a higher one.
    #[serde(default)]
    pub downgrade: bool,
    /// A running package below this version must update before it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "1.1.0")]
    pub force_below: Option<String>,
    /// When to activate; as soon as the device is idle if not said.
    #[serde(default)]
    pub activate: Activate,
    /// Local times of day in which it may activate: `HH:MM-HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "01:00-05:00")]
    pub window: Option<String>,
    /// Whether a person is asked first.
    #[serde(default)]
    pub ask: bool,
    /// After this neither window nor question holds it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-12-01T00:00:00Z")]
    pub deadline: Option<String>,
    /// Seconds in which the new package must confirm its health; the application's if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_seconds: Option<u32>,
    /// Where to get a newer binary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_url: Option<String>,
    /// A binary below this version is sent to the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_binary: Option<String>,
}

/// When a staged package is activated.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activate {
    /// At the app's or device's next start.
    NextStart,
    /// As soon as it is idle: the soonest moment that interrupts nobody.
    #[default]
    Idle,
    /// At once.
    Now,
}

impl From<Activate> for config::Activate {
    fn from(activate: Activate) -> Self {
        match activate {
            Activate::NextStart => Self::NextStart,
            Activate::Idle => Self::Idle,
            Activate::Now => Self::Now,
        }
    }
}

impl From<config::Policy> for Policy {
    fn from(policy: config::Policy) -> Self {
        Self {
            downgrade: policy.downgrade,
            force_below: policy.force_below.map(|version| version.to_string()),
            activate: match policy.activate {
                config::Activate::NextStart => Activate::NextStart,
                config::Activate::Idle => Activate::Idle,
                config::Activate::Now => Activate::Now,
            },
            window: policy.window,
            ask: policy.ask,
            deadline: policy.deadline.map(Into::into),
            confirm_seconds: Some(policy.confirm_seconds),
            store_url: policy.store_url,
            least_binary: policy.least_binary.map(|version| version.to_string()),
        }
    }
}
