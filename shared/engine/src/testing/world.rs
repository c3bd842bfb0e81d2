//! A whole installation for a test: all functions over any backends, with a clock that the test
//! moves.

use std::sync::Arc;

use super::clock::{TestClock, TestIds};
use super::memory::{MemoryLedger, MemoryObjects, MemorySigner, MemoryUploads, MemoryVault};
use super::sender::{NoSink, PartSender, ToSink};
use crate::control::Control;
use crate::keys::Keys;
use crate::local::{Machine, Ports};
use crate::port::PartSink;
use crate::publisher::Publisher;
use crate::upkeep::Upkeep;
use crate::vault::Vault;

/// Seconds that unreferenced files are kept: a day.
pub const GRACE: u32 = 86_400;

/// The in-memory backends of one installation. Clones share them.
#[derive(Clone)]
pub struct Memory {
    /// Where state lives.
    pub ledger: Arc<MemoryLedger>,
    /// The edge.
    pub objects: Arc<MemoryObjects>,
    /// Where files are staged; also takes their parts.
    pub uploads: Arc<MemoryUploads>,
    /// Makes keys and signs.
    pub signer: Arc<MemorySigner>,
    /// Wraps data keys, and opens them.
    pub vault: Arc<MemoryVault>,
    /// The clock.
    pub clock: TestClock,
    /// Seeds.
    pub ids: TestIds,
}

impl Default for Memory {
    fn default() -> Self {
        Self::with_base("memory:")
    }
}

impl Memory {
    /// Backends whose part URLs lie below `base`.
    #[must_use]
    pub fn with_base(base: &str) -> Self {
        let objects = Arc::new(MemoryObjects::default());
        Self {
            ledger: Arc::default(),
            uploads: Arc::new(MemoryUploads::new(base, objects.clone())),
            objects,
            signer: Arc::default(),
            vault: Arc::default(),
            clock: TestClock::default(),
            ids: TestIds::default(),
        }
    }

    /// Backends of their own that hold what these do now.
    #[must_use]
    pub fn fork(&self) -> Self {
        let objects = Arc::new(self.objects.fork());
        Self {
            ledger: Arc::new(self.ledger.fork()),
            uploads: Arc::new(self.uploads.fork(objects.clone())),
            objects,
            signer: Arc::new(self.signer.fork()),
            vault: self.vault.clone(),
            clock: self.clock.fork(),
            ids: self.ids.fork(),
        }
    }

    /// These backends as ports.
    #[must_use]
    pub fn ports(&self) -> Ports {
        Ports {
            ledger: self.ledger.clone(),
            objects: self.objects.clone(),
            uploads: self.uploads.clone(),
            signer: self.signer.clone(),
            maker: self.signer.clone(),
            wrap: self.vault.clone(),
            unwrap: self.vault.clone(),
            cdn: None,
            clock: Arc::new(self.clock.clone()),
            ids: Arc::new(self.ids.clone()),
        }
    }
}

/// A whole installation.
#[derive(Clone)]
pub struct World {
    /// The clock that it runs on.
    pub clock: TestClock,
    /// Its backends.
    pub ports: Ports,
    /// Takes the parts of uploads, where their URLs point at our own server.
    pub sink: Arc<dyn PartSink>,
    /// Sends parts as a client does.
    pub sender: Arc<dyn PartSender>,
    /// Changes and reads.
    pub control: Control,
    /// Writes the edge.
    pub publisher: Publisher,
    /// Makes keys.
    pub keys: Keys,
    /// Does what is due.
    pub upkeep: Upkeep,
    /// Opens the secrets of applications.
    pub vault: Vault,
}

impl World {
    /// An installation in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::of(&Memory::default())
    }

    /// An installation over these in-memory backends.
    #[must_use]
    pub fn of(memory: &Memory) -> Self {
        Self::over(memory.ports(), memory.uploads.clone(), memory.clock.clone())
    }

    /// An installation over any backends. The ports' own clock is replaced by `clock`.
    #[must_use]
    pub fn over(ports: Ports, sink: Arc<dyn PartSink>, clock: TestClock) -> Self {
        let sender = Arc::new(ToSink(sink.clone()));
        Self::wired(ports, sink, sender, clock)
    }

    /// An installation over backends whose part URLs point elsewhere.
    #[must_use]
    pub fn over_urls(ports: Ports, sender: Arc<dyn PartSender>, clock: TestClock) -> Self {
        Self::wired(ports, Arc::new(NoSink), sender, clock)
    }

    fn wired(
        mut ports: Ports,
        sink: Arc<dyn PartSink>,
        sender: Arc<dyn PartSender>,
        clock: TestClock,
    ) -> Self {
        ports.clock = Arc::new(clock.clone());
        let machine = Machine::new(ports.clone(), GRACE);
        Self {
            clock,
            ports,
            sink,
            sender,
            control: machine.control,
            publisher: machine.publisher,
            keys: machine.keys,
            upkeep: machine.upkeep,
            vault: machine.vault,
        }
    }
}
