//! What a device remembers between two lives.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::{Deserialize, Serialize};
use wavecast_wire::bucket::{self, IdError};
use wavecast_wire::config::Properties;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use crate::trust::{TrustError, TrustedState};
use crate::{Device, Install};

/// The layout of [`State`] that this version writes.
pub const LAYOUT: u32 = 1;
/// Channels that a device remembers; more moves than that are refused.
pub(super) const SCOPES: usize = 4;

/// What a device remembers: all of it goes to disk as one piece.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct State {
    /// [`LAYOUT`].
    pub v: u32,
    /// The channel that it was provisioned for.
    pub provisioned: Scope,
    /// The channel that it follows now.
    pub scope: Scope,
    /// What it trusts, per channel.
    pub trusted: BTreeMap<Scope, TrustedState>,
    /// Its releases.
    pub device: Device,
    /// A release that stands ready and doesn't run yet.
    #[serde(default)]
    pub staged: Option<Staged>,
    /// The trial of the running release.
    #[serde(default)]
    pub trial: Option<Trial>,
    /// Whether going back was decided and has not been done yet.
    #[serde(default)]
    pub returning: bool,
    /// Device time of the last verified poll.
    #[serde(default)]
    pub verified_at: Timestamp,
    /// Device time at which the end of the root chain was last seen.
    #[serde(default)]
    pub roots_at: Timestamp,
    /// The number of the next slot.
    pub next_slot: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// The properties that the app was last given.
    #[serde(default)]
    pub properties: Properties,
}

/// A release that stands ready.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Staged {
    /// What it is.
    pub install: Install,
    /// Where it stands.
    pub slot: u64,
    /// Whether a person agreed to it.
    #[serde(default)]
    pub approved: bool,
}

/// A release that runs and has not confirmed yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Trial {
    /// Seconds that it has, from activation and again from each start of the device.
    pub seconds: u32,
    /// Whether it was activated, or only about to be.
    #[serde(default)]
    pub activated: bool,
    /// Starts of the device since: a release that takes it down again and again goes. No wall
    /// clock is asked, because one that is set right after boot jumps by years.
    #[serde(default)]
    pub starts: u32,
}

/// Why a device can't be made.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The provisioned root isn't trusted.
    #[error("the provisioned root: {0}")]
    Root(#[from] TrustError),
    /// The id isn't accepted.
    #[error(transparent)]
    Id(#[from] IdError),
}

impl State {
    /// The state of a device that was just provisioned.
    ///
    /// # Errors
    /// The root doesn't verify itself or speaks for another scope, or the id is refused.
    pub fn provision(scope: Scope, root: &[u8], id: String, seed: u64) -> Result<Self, StateError> {
        bucket::check_id(&id)?;
        let trusted = TrustedState::provision(scope.clone(), root)?;
        Ok(Self {
            v: LAYOUT,
            provisioned: scope.clone(),
            trusted: BTreeMap::from([(scope.clone(), trusted)]),
            scope,
            device: Device::new(id),
            staged: None,
            trial: None,
            returning: false,
            verified_at: Timestamp(0),
            roots_at: Timestamp(0),
            next_slot: 1,
            seed,
            properties: Properties::new(),
        })
    }

    /// Takes what the configuration says now: another channel is followed from its own root, and
    /// a newer root of the same channel is trusted, because whoever provisions is trusted.
    ///
    /// # Errors
    /// The root doesn't verify itself or speaks for another scope.
    pub fn reprovision(&mut self, scope: Scope, root: &[u8]) -> Result<(), StateError> {
        if self.provisioned != scope {
            let trusted = TrustedState::provision(scope.clone(), root)?;
            self.trusted = BTreeMap::from([(scope.clone(), trusted)]);
            self.provisioned = scope.clone();
            self.scope = scope;
            self.forget_times();
        } else if let Some(trusted) = self.trusted.get_mut(&scope) {
            trusted.reprovision(root)?;
        }
        Ok(())
    }

    /// What was seen when, of another channel.
    pub(super) fn forget_times(&mut self) {
        (self.verified_at, self.roots_at) = (Timestamp(0), Timestamp(0));
    }

    /// What is trusted of the channel that is followed now.
    #[must_use]
    pub fn trusted(&self) -> Option<&TrustedState> {
        self.trusted.get(&self.scope)
    }
}
