//! Many virtual devices: each the real core of `wavecast-device`, all sharing one verified
//! publication, so that a thousand cost little more than one.
//!
//! What is real: the edge, HTTP, every signature, hash and rule, the choice of every device, and
//! the trial of each package. What is shortened or shared: one conditional GET per tick stands for
//! the polls of all devices in it, one download for all, and intervals are the simulator's own.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;
use wavecast_device::Verified;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::table::Attributes;

mod board;
mod census;
mod chance;
mod device;
mod health;
mod pace;
mod reach;
mod weather;

pub use board::Board;
pub use census::{Census, Release};
pub use health::Checks;
pub use pace::Pace;
pub use reach::Reach;
pub use weather::Weather;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::reader::{Follower, Reader};
use chance::Chance;
use device::{SimDevice, Want};
use health::Health;

/// Time between two looks at the fleet.
pub const TICK: Duration = Duration::from_millis(50);

/// What a fleet is made of.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many devices.
    pub devices: u32,
    /// What all of them say of themselves.
    pub attributes: Attributes,
    /// How fast things go.
    pub pace: Pace,
    /// Who is offline.
    pub weather: Weather,
    /// Whether packages work.
    pub checks: Checks,
    /// Chance is reproducible.
    pub seed: u64,
}

/// Many virtual devices on one channel.
pub struct Fleet {
    plan: Plan,
    devices: Vec<SimDevice>,
    follower: Follower,
    published: Verified,
    health: Health,
    names: BTreeMap<Sha256, Release>,
    chance: Chance,
    begun: Instant,
    now: u64,
    came_online: u64,
}

impl Fleet {
    /// Provisions a fleet with a root, and polls once.
    ///
    /// # Errors
    /// The edge can't be reached, or what it answers is not to be trusted.
    pub async fn begin(plan: Plan, reader: Reader, scope: Scope, root: &[u8]) -> Result<Self> {
        let mut follower = Follower::new(reader, scope, root)?;
        follower.poll().await?;
        let published = follower.verified()?;
        let mut chance = Chance::new(plan.seed);
        let device = |n| SimDevice::new(format!("sim-{n:06}"), chance.below(plan.pace.poll));
        let mut devices: Vec<_> = (0..plan.devices).map(device).collect();
        plan.weather.begin(&mut devices, &mut chance);
        Ok(Self {
            health: Health::new(plan.checks.clone()),
            names: BTreeMap::new(),
            begun: Instant::now(),
            now: 0,
            came_online: 0,
            plan,
            devices,
            follower,
            published,
            chance,
        })
    }

    /// Who runs what.
    pub fn census(&self) -> Census {
        Census::of(&self.devices, &self.names)
    }

    /// Whether a publication has landed: of the devices that are online, all but one in a hundred
    /// (who just came back) have seen it and done what it wants of them.
    pub fn has_landed(&self, seq: u64) -> bool {
        let busy = self
            .devices
            .iter()
            .filter(|device| device.online && !device.is_settled(seq));
        busy.count() * 100 <= self.devices.len()
    }

    /// How often a device came online so far.
    pub fn came_online(&self) -> u64 {
        self.came_online
    }

    /// Time since the fleet began.
    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.now)
    }

    /// Polls for all devices that ask now, and lets each take up what is due.
    ///
    /// # Errors
    /// What the edge answers is not to be trusted. An edge that can't be reached is a missed poll,
    /// as it is for a device.
    pub async fn tick(&mut self) -> Result {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let passed = now.saturating_sub(self.now);
        self.now = now;
        self.came_online +=
            self.plan
                .weather
                .change(&mut self.devices, now, passed, &mut self.chance);
        if self
            .devices
            .iter()
            .any(|device| device.online && device.poll_at <= now)
        {
            self.poll().await?;
        }
        for index in 0..self.devices.len() {
            self.step(index).await?;
        }
        Ok(())
    }

    async fn poll(&mut self) -> Result {
        match self.follower.poll().await {
            Ok(false) => Ok(()),
            Ok(true) => {
                let mut newer = self.follower.verified()?;
                std::mem::swap(&mut newer, &mut self.published);
                self.published.inherit(newer);
                Ok(())
            }
            Err(failure) if failure.exit == Exit::Unreachable => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    async fn step(&mut self, index: usize) -> Result {
        loop {
            let device = &mut self.devices[index];
            let how = (&self.plan.pace, &mut self.chance);
            match device.step(self.now, &self.published, &self.plan.attributes, how) {
                Want::Nothing => return Ok(()),
                Want::Target(need) => self.learn(&need).await?,
                Want::Health => return self.judge(index).await,
            }
        }
    }

    async fn learn(&mut self, need: &wavecast_device::Need) -> Result {
        let key = self.published.object(need);
        let bytes = self
            .follower
            .reader()
            .get(&key, limit::MANIFEST_BYTES)
            .await?;
        let bytes = bytes.ok_or_else(|| {
            Failure::new(
                Exit::NotFound,
                format!(
                    "{}: verified metadata names it, the edge has it not",
                    key.path()
                ),
            )
        })?;
        let wrong = |error| Failure::new(Exit::Untrusted, format!("{error}"));
        self.published.learn(need, &bytes).map_err(wrong)
    }

    async fn judge(&mut self, index: usize) -> Result {
        let Some(running) = self.devices[index].core.running.clone() else {
            return Ok(());
        };
        let (package, reader) = (&running.package, self.follower.reader());
        let well = self
            .health
            .of(package, self.published.scope(), reader)
            .await?;
        if !well {
            let (version, id) = (package.version().to_string(), running.release.to_string());
            self.names.insert(package.sha256, Release { version, id });
        }
        self.devices[index].judge(well);
        Ok(())
    }
}
