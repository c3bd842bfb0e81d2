//! Remote configuration of a channel: versions of its values, and how far each got.
//!
//! Values travel in a layer of the table of their own, so that they need no package and wait for no
//! package's ramp. A release config carries them besides, as they were when it was made, for
//! clients that read no layers.

mod files;
pub(crate) mod views;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::config::{ConfigError, Properties};
use wavecast_wire::name::{ReleaseId, Salt};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::channel::{Channel, Rule, RuleName};
use crate::package::TargetEntry;
use crate::refusal::Refusal;
use crate::share::Share;

pub(crate) use files::refresh;

/// The name of the layer.
pub const LAYER: &str = "config";
/// Versions that are kept to be compared with and returned to.
const MOST_VERSIONS: usize = 20;
/// Bytes of all versions that are kept.
const MOST_BYTES: usize = 48 * 1024;

/// The configuration of a channel.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct RemoteConfig {
    /// What is at the edge, the newest first: one that reached everybody, and at most one above it
    /// that is on its way.
    pub stack: Vec<PlacedConfig>,
    /// Versions, the newest last.
    pub history: Vec<ConfigVersion>,
}

/// One version of a channel's values.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ConfigVersion {
    /// Its id.
    pub id: ReleaseId,
    /// For everyone.
    pub values: Properties,
    /// What rules set differently.
    pub rules: BTreeMap<String, Properties>,
    /// Since when.
    pub at: Timestamp,
    /// By whom, for people.
    pub by: String,
    /// Why, for people.
    pub reason: Option<String>,
}

/// A version at the edge.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct PlacedConfig {
    /// Which.
    pub version: ReleaseId,
    /// Where devices are hashed to.
    pub salt: Salt,
    /// How much of the channel it reaches.
    pub share: Share,
    /// What it gives to whom, the first that fits.
    pub files: Vec<ConfigFile>,
}

/// A properties file, and whom it is for.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ConfigFile {
    /// The devices of this rule.
    pub rule: RuleName,
    /// Of those only the ones that run this version, whose release sets something itself.
    pub runs: Option<Version>,
    /// The file.
    pub entry: TargetEntry,
}

impl RemoteConfig {
    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&ConfigVersion> {
        self.history.last()
    }

    /// A version by its id.
    #[must_use]
    pub fn version(&self, id: &ReleaseId) -> Option<&ConfigVersion> {
        self.history.iter().find(|version| version.id == *id)
    }

    /// The version that is on its way, if any.
    #[must_use]
    pub fn moving(&self) -> Option<&PlacedConfig> {
        self.stack
            .first()
            .filter(|placed| placed.share != Share::ALL)
    }

    /// The version that most devices have.
    #[must_use]
    pub fn serving(&self) -> Option<&ConfigVersion> {
        let placed = self.stack.iter().find(|placed| placed.share == Share::ALL);
        placed.and_then(|placed| self.version(&placed.version))
    }

    /// Adds a version that was just placed, and forgets the oldest that are nowhere at the edge.
    pub(crate) fn remember(&mut self, version: ConfigVersion) {
        self.history.push(version);
        let bytes = |history: &[ConfigVersion]| {
            serde_json::to_vec(history).map_or(usize::MAX, |bytes| bytes.len())
        };
        while self.history.len() > MOST_VERSIONS || bytes(&self.history) > MOST_BYTES {
            let is_free =
                |one: &ConfigVersion| self.stack.iter().all(|placed| placed.version != one.id);
            let Some(at) = self.history.iter().position(is_free) else {
                break;
            };
            self.history.remove(at);
        }
    }
}

impl ConfigVersion {
    /// What it sets for a rule's devices, without defaults.
    #[must_use]
    pub fn of_rule(&self, rule: &RuleName) -> Properties {
        let mut values = self.values.clone();
        values.extend(self.rules.get(&rule.0).cloned().unwrap_or_default());
        values
    }
}

impl Channel {
    /// What a release config of a rule carries: the version that reached everybody.
    #[must_use]
    pub fn settled_values(&self, rule: &RuleName) -> Properties {
        let serving = self.config.serving();
        serving
            .map(|version| version.of_rule(rule))
            .unwrap_or_default()
    }
}

/// Why values make no properties file: which of them, and the way out.
pub(crate) fn unwritable(field: &str, error: &ConfigError) -> Refusal {
    let ConfigError::Rule { field: at, rule } = error else {
        return Refusal::invalid(field, error.to_string(), "write another value");
    };
    match at.strip_prefix("properties.") {
        Some(name) => {
            let hint = "properties are flat: texts, integers, booleans or null; name what would nest `theme.color`, or write it as a text";
            Refusal::invalid(format!("{field}.{name}"), format!("{name} {rule}"), hint)
        }
        None => Refusal::invalid(field, format!("{at} {rule}"), "set fewer or shorter values"),
    }
}

/// Releases of a rule that set properties themselves, the newest first: their versions and values.
pub(crate) fn own_values(rule: &Rule) -> Vec<(Version, Properties)> {
    let mut found: Vec<(Version, Properties)> = Vec::new();
    for placement in rule.stack.iter().filter(|p| !p.properties.is_empty()) {
        if !found
            .iter()
            .any(|(version, _)| *version == placement.version)
        {
            found.push((placement.version.clone(), placement.properties.clone()));
        }
    }
    found
}
