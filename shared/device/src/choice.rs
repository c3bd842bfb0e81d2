//! What one device does about a publication.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use serde::{Deserialize, Serialize};
use wavecast_wire::config::{Policy, Properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ReleaseId, Scope};
use wavecast_wire::table::Downgrade;

use crate::{Need, Package};

/// What a device does about a publication.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decision {
    /// Keep what runs.
    Keep(Keep),
    /// Fetch this small target, [`crate::Verified::learn`] it and decide again. Until then: keep.
    Needs(Need),
    /// Install this release, then run it on trial.
    Install(Box<Install>),
    /// The package that runs already, under another release or with other properties.
    Adopt(Box<Install>),
    /// Go back to what shipped in the binary.
    Embedded {
        /// The row's release.
        release: ReleaseId,
    },
    /// Something here is newer than this client: keep running, say so, keep polling.
    Hold {
        /// What isn't understood.
        why: String,
    },
    /// The channel moved; enter the new one through its root.
    Moved(Scope),
    /// The channel ended: keep running.
    Retired,
}

/// Why a device keeps what it runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Keep {
    /// It runs what it should.
    Current,
    /// No row matches, or the row says so.
    NoRow,
    /// The release is lower than the running one, or below a confirmed `rollback_index`.
    Lower(Downgrade),
    /// It failed here before, at this attempt.
    FailedBefore,
    /// Its package doesn't run on this device.
    DoesNotFit,
    /// The table names a target that the signed targets don't have, or one that is too large.
    Unnamed(String),
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("it runs what it should"),
            Self::NoRow => f.write_str("no row asks for anything else"),
            Self::Lower(downgrade) => downgrade.fmt(f),
            Self::FailedBefore => f.write_str("the release failed on this device before"),
            Self::DoesNotFit => f.write_str("the release's package doesn't run on this device"),
            Self::Unnamed(target) => {
                write!(f, "the channel doesn't name {target}, or it is too large")
            }
        }
    }
}

/// All that is needed to install a release.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Install {
    /// The release.
    pub release: ReleaseId,
    /// Its attempt.
    pub attempt: u32,
    /// What it brings; [`crate::Verified::files`] has its files.
    pub package: Arc<Package>,
    /// How to go about it.
    pub policy: Policy,
    /// The release config's properties.
    pub properties: Arc<Properties>,
    /// The release config's hash: the release is still named while the table leads to it.
    pub config: Sha256,
    /// What runs no longer fits: activate this as soon as it is staged.
    #[serde(default)]
    pub urgent: bool,
}

impl Install {
    /// Whether both bring the same files for the same attempt of the same release.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.release == other.release
            && self.attempt == other.attempt
            && self.package.sha256 == other.package.sha256
            && self.package.variant == other.package.variant
    }
}
