//! Secrets of an application, such as those of webhooks and tokens of providers: what is known of each
//! beside its values, which are apart and sealed.

use std::fmt;

use serde::{Deserialize, Serialize};
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::name::SecretName;
use crate::principal::Principal;

/// Names that an application may ever have secrets under.
pub const MOST_NAMES: u32 = 500;
/// Secrets that an application may have at once.
pub const MOST_SECRETS: u32 = 50;
/// The newest versions whose values are kept.
pub const KEPT: usize = 5;
/// The newest versions that are told of; the trail has them all.
pub const TOLD: usize = 100;
/// Bytes of a value.
pub const VALUE_BYTES: std::ops::RangeInclusive<usize> = 1..=8192;
/// Days after which somebody may be reminded.
pub const REMIND_DAYS: std::ops::RangeInclusive<u32> = 1..=3650;
const DAY: i64 = 24 * 60 * 60;

/// A secret: everything but its values.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppSecret {
    /// Its name.
    pub name: SecretName,
    /// The version that is in use.
    pub current: u32,
    /// The versions that are told of, the newest last.
    pub versions: Vec<SecretVersion>,
    /// So many days after a version was set somebody is reminded to set another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_days: Option<u32>,
    /// Since when there is none; its history stays, and its numbers go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removed>,
}

/// One version of a secret.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct SecretVersion {
    /// Its number.
    pub n: u32,
    /// When it was set.
    pub at: Timestamp,
    /// By whom.
    pub by: Principal,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether its value is still kept.
    pub kept: bool,
}

/// The end of a secret.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Removed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Principal,
}

impl AppSecret {
    /// The number of the next version.
    #[must_use]
    pub fn next(&self) -> u32 {
        self.versions.last().map_or(1, |newest| newest.n + 1)
    }

    /// A version that is told of.
    #[must_use]
    pub fn version(&self, n: u32) -> Option<&SecretVersion> {
        self.versions.iter().find(|version| version.n == n)
    }

    /// When somebody is reminded to set another; `None` for never.
    #[must_use]
    pub fn reminder(&self) -> Option<Timestamp> {
        let days = self.remind_days.filter(|_| self.removed.is_none())?;
        let newest = self.versions.last()?;
        Some(newest.at.plus(i64::from(days) * DAY))
    }

    /// Whether another version is due.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.reminder().is_some_and(|due| due <= now)
    }
}

/// What a value is sealed for: it opens as nothing else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SecretPlace {
    /// The organization.
    pub org: OrgName,
    /// The application.
    pub app: AppName,
    /// The secret.
    pub name: SecretName,
    /// The version.
    pub version: u32,
}

impl fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "version {} of secret {} of {}/{}",
            self.version, self.name, self.org, self.app
        )
    }
}

/// A value that is sealed. It means nothing to the rules.
#[derive(Clone, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Sealed {
    /// The data key, as whoever wrapped it opens it.
    pub key: String,
    /// Nonce, ciphertext and tag under that key, in base 64.
    pub value: String,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

/// Another version of a secret, or its first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct NewVersion {
    /// Of which.
    pub name: SecretName,
    /// Its value.
    pub sealed: Sealed,
    /// When somebody is reminded from now on; as before if not said.
    pub remind: Option<Remind>,
    /// What there is to say about it.
    pub note: Option<String>,
}

/// When somebody is reminded to set another version.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum Remind {
    /// Never.
    Never,
    /// So many days after each.
    Days(u32),
}
