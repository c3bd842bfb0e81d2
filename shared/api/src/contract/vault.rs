//! Secrets of an application. No answer has a place for a value.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::vault;
use wavecast_engine::port::Proof;
use wavecast_wire::time::Timestamp;

use super::audit::Actor;
use super::secret::ShownOnce;

/// A secret of an application, without its value.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppSecret {
    /// Its name.
    #[schema(example = "deploy-hook")]
    pub name: String,
    /// The version that is in use; absent once it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3)]
    pub version: Option<u32>,
    /// When its newest version was set.
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub set: String,
    /// By whom.
    pub by: Actor,
    /// So many days after a version was set another is due; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 90)]
    pub remind_days: Option<u32>,
    /// When another version is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2027-02-26T09:00:00Z")]
    pub reminder: Option<String>,
    /// Whether it is due.
    pub due: bool,
    /// Since when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
    /// Its versions, the newest first, where one secret is asked for: at most the last 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<AppSecretVersion>,
}

/// A version of a secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppSecretVersion {
    /// Its number.
    #[schema(example = 3)]
    pub version: u32,
    /// When it was set.
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub set: String,
    /// By whom.
    pub by: Actor,
    /// What there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "after the audit")]
    pub note: Option<String>,
    /// Whether its value is kept: of the newest five.
    pub kept: bool,
    /// Whether it is in use.
    pub current: bool,
}

/// Another version of a secret, or its first. One of `value` and `base64` is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSecret {
    /// Its value, as text of 1 to 8,192 bytes. No answer ever holds it.
    #[schema(value_type = Option<String>)]
    pub value: Option<ShownOnce>,
    /// Its value, as 1 to 8,192 bytes in base 64 with padding.
    #[schema(value_type = Option<String>)]
    pub base64: Option<ShownOnce>,
    /// So many days after each version another is due: 1 to 3,650, or 0 for never; as before if not said.
    #[schema(example = 90, maximum = 3650)]
    pub remind_days: Option<u32>,
    /// What there is to say about this version: at most 500 characters.
    #[schema(example = "after the audit")]
    pub note: Option<String>,
}

/// Which version of a secret to use.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseSecret {
    /// One whose value is kept.
    #[schema(example = 2)]
    pub version: u32,
}

/// What a change of a secret came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretChange {
    /// Afterwards; absent on a dry run that would create it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<AppSecret>,
    /// The version that it set, or that is in use since; that of the time, in a repeated answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request with the same idempotency key.
    pub replayed: bool,
}

/// Whether the version of a secret that is in use opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretCheck {
    /// Whether it does.
    pub opens: bool,
    /// The version.
    #[schema(example = 3)]
    pub version: u32,
    /// Why it doesn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl AppSecret {
    /// A secret as it stands at a time, without its history.
    #[must_use]
    pub fn of(secret: &vault::AppSecret, now: Timestamp) -> Option<Self> {
        let newest = secret.versions.last()?;
        Some(Self {
            name: secret.name.to_string(),
            version: secret.removed.is_none().then_some(secret.current),
            set: newest.at.to_string(),
            by: newest.by.clone().into(),
            remind_days: secret.remind_days,
            reminder: secret.reminder().map(Into::into),
            due: secret.is_due(now),
            removed: secret.removed.as_ref().map(|end| end.at.to_string()),
            versions: Vec::new(),
        })
    }

    /// The same, with its history.
    #[must_use]
    pub fn with_history(secret: &vault::AppSecret, now: Timestamp) -> Option<Self> {
        let versions = secret.versions.iter().rev();
        let versions = versions.map(|one| AppSecretVersion {
            version: one.n,
            set: one.at.to_string(),
            by: one.by.clone().into(),
            note: one.note.clone(),
            kept: one.kept,
            current: secret.removed.is_none() && one.n == secret.current,
        });
        Some(Self {
            versions: versions.collect(),
            ..Self::of(secret, now)?
        })
    }
}

impl From<Proof> for SecretCheck {
    fn from(proof: Proof) -> Self {
        Self {
            opens: proof.why.is_none(),
            version: proof.version,
            why: proof.why,
        }
    }
}
