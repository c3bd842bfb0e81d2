//! Remote configuration.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::app;
use wavecast_domain::remote;

/// An application's schema.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigSchema {
    /// Counts the application's schemas.
    pub version: u32,
    /// JSON Schema 2020-12.
    #[schema(value_type = Object)]
    pub document: serde_json::Value,
    /// Since when.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// A schema to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSchema {
    /// JSON Schema 2020-12 of flat properties; absent to take the schema away.
    #[schema(value_type = Option<Object>)]
    pub document: Option<serde_json::Value>,
}

/// A channel's remote configuration.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemoteConfig {
    /// What is at the edge, the newest first.
    pub placed: Vec<PlacedConfig>,
    /// Versions that are kept, the newest last.
    pub history: Vec<ConfigVersion>,
}

/// A version at the edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedConfig {
    /// Which.
    pub version: String,
    /// How much of the channel it reaches.
    #[schema(example = "10%")]
    pub share: String,
}

/// One version of a channel's values.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigVersion {
    /// Its id.
    pub id: String,
    /// For everyone.
    pub values: BTreeMap<String, serde_json::Value>,
    /// What rules set differently.
    pub rules: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    /// Since when.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What to change of a channel's values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetConfig {
    /// For the devices of this rule; for everyone if not said.
    pub rule: Option<String>,
    /// Values to set; no fractional numbers.
    #[serde(default)]
    pub set: BTreeMap<String, serde_json::Value>,
    /// Values to take away.
    #[serde(default)]
    pub unset: Vec<String>,
    /// How much of the channel it reaches; all of it if not said.
    #[schema(example = "10%")]
    pub share: Option<String>,
    /// Whether the release configs of held placements carry it too.
    #[serde(default)]
    pub now: bool,
    /// Why, in a sentence.
    pub reason: Option<String>,
}

/// How far a configuration goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RampConfig {
    /// The share; it only grows.
    #[schema(example = "50%")]
    pub to: String,
    /// Whether the release configs of held placements carry it too, once it reached everybody.
    #[serde(default)]
    pub now: bool,
}

/// What a channel's values return to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevertConfig {
    /// To this version; what is on its way is taken back, else to the one before, if not said.
    pub to: Option<String>,
    /// Whether the release configs of held placements carry it too.
    #[serde(default)]
    pub now: bool,
}

impl From<app::Schema> for ConfigSchema {
    fn from(schema: app::Schema) -> Self {
        Self {
            version: schema.version,
            document: schema.document,
            at: schema.at.into(),
            by: schema.by,
        }
    }
}

impl From<remote::RemoteConfig> for RemoteConfig {
    fn from(config: remote::RemoteConfig) -> Self {
        let placed = config.stack.into_iter().map(|placed| PlacedConfig {
            version: placed.version.into(),
            share: placed.share.to_string(),
        });
        let history = config.history.into_iter().map(|version| ConfigVersion {
            id: version.id.into(),
            values: version.values,
            rules: version.rules,
            at: version.at.into(),
            by: version.by,
            reason: version.reason,
        });
        Self {
            placed: placed.collect(),
            history: history.collect(),
        }
    }
}
