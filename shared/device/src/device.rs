//! What one device remembers of its releases.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::LayerName;
use wavecast_wire::table::Attributes;

use crate::{Applied, Failure, Install, Installed};

/// Confirmed releases kept beside the running one, to go back to without a network.
const KEPT: usize = 2;
/// Failed releases that are remembered; the oldest is forgotten first.
const FAILURES: usize = 32;

/// Where a device goes when it must leave what runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum Fallback {
    /// To this confirmed slot.
    Slot(u64),
    /// To what shipped in the binary.
    Embedded,
}

/// What one device is and remembers, as far as its choice depends on it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Device {
    /// Its id, compared as is.
    pub id: String,
    /// What runs; `None` is what shipped in the binary.
    pub running: Option<Installed>,
    /// Set while the running release has not confirmed: what to return to.
    #[serde(default)]
    pub trial: Option<Previous>,
    /// Confirmed releases on the device, newest first.
    #[serde(default)]
    pub kept: Vec<Installed>,
    /// Releases that failed here, newest last.
    #[serde(default)]
    pub failures: Vec<Failure>,
    /// The highest `rollback_index` that was ever confirmed.
    #[serde(default)]
    pub floor: u32,
    /// What was last applied of each properties layer.
    #[serde(default)]
    pub layers: BTreeMap<LayerName, Applied>,
}

/// What ran before a trial; `None` is what shipped in the binary.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Previous(pub Option<Installed>);

impl Device {
    /// A device that runs what shipped in its binary.
    #[must_use]
    pub fn new(id: String) -> Self {
        Self {
            id,
            running: None,
            trial: None,
            kept: Vec::new(),
            failures: Vec::new(),
            floor: 0,
            layers: BTreeMap::new(),
        }
    }

    /// Runs an install from now on, on trial.
    pub fn begin(&mut self, install: Install, slot: u64) {
        let Install {
            release,
            attempt,
            package,
            properties,
            config,
            ..
        } = install;
        let complete = false;
        let new = Installed {
            slot,
            release,
            attempt,
            package,
            properties,
            config,
            complete,
        };
        let previous = self.running.replace(new);
        // A trial that is replaced before it confirmed still returns to the last confirmed one.
        if self.trial.is_none() {
            self.trial = Some(Previous(previous));
        }
    }

    /// The trial succeeded: what ran before is kept, and the floor rises.
    pub fn confirm(&mut self) {
        let Some(Previous(previous)) = self.trial.take() else {
            return;
        };
        if let Some(running) = &self.running {
            self.floor = self.floor.max(running.package.manifest.rollback_index);
        }
        self.keep(previous);
    }

    /// The trial failed: back to what ran before, and this package and attempt are remembered.
    pub fn fail(&mut self) {
        let Some(Previous(previous)) = self.trial.take() else {
            return;
        };
        if let Some(failed) = core::mem::replace(&mut self.running, previous) {
            self.remember(Failure {
                manifest: failed.package.sha256,
                attempt: failed.attempt,
            });
        }
    }

    /// The same package under another release: nothing to install.
    pub fn adopt(&mut self, install: Install) {
        if let Some(running) = &mut self.running {
            running.release = install.release;
            running.attempt = install.attempt;
            running.properties = install.properties;
            running.config = install.config;
        }
    }

    /// Leaves what runs for something local. What is left is kept if it was confirmed.
    pub fn leave(&mut self, to: Fallback) {
        let left = match self.trial.take() {
            Some(Previous(previous)) => previous,
            None => self.running.take(),
        };
        let target = match to {
            Fallback::Slot(slot) => self.kept.iter().position(|kept| kept.slot == slot),
            Fallback::Embedded => None,
        };
        self.running = target.map(|index| self.kept.remove(index));
        self.keep(left);
    }

    /// Where to go when what runs no longer fits: the newest confirmed local release that does,
    /// nothing below the floor, else what shipped in the binary.
    #[must_use]
    pub fn fallback(&self, attributes: &Attributes) -> Fallback {
        let fits = |kept: &&Installed| {
            kept.package.manifest.rollback_index >= self.floor
                && kept.package.still_fits(attributes)
        };
        self.kept
            .iter()
            .find(fits)
            .map_or(Fallback::Embedded, |kept| Fallback::Slot(kept.slot))
    }

    /// Whether this package and attempt, or a later attempt of it, failed here.
    #[must_use]
    pub fn has_failed(&self, manifest: &Sha256, attempt: u32) -> bool {
        self.failures
            .iter()
            .any(|failure| failure.manifest == *manifest && failure.attempt >= attempt)
    }

    /// The slots that must stay on the device.
    #[must_use]
    pub fn slots(&self) -> Vec<u64> {
        let previous = self.trial.iter().filter_map(|trial| trial.0.as_ref());
        self.running
            .iter()
            .chain(previous)
            .chain(&self.kept)
            .map(|installed| installed.slot)
            .collect()
    }

    fn keep(&mut self, installed: Option<Installed>) {
        if let Some(installed) = installed {
            self.kept.retain(|kept| kept.slot != installed.slot);
            self.kept.insert(0, installed);
            self.kept.truncate(KEPT);
        }
    }

    fn remember(&mut self, failure: Failure) {
        self.failures
            .retain(|known| known.manifest != failure.manifest);
        self.failures.push(failure);
        if self.failures.len() > FAILURES {
            self.failures.remove(0);
        }
    }
}
