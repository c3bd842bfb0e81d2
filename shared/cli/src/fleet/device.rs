//! One simulated device: the real core, and the time that things take.

use wavecast_device::{Decision, Device, Install, Need, Verified};
use wavecast_wire::table::Attributes;

use super::chance::Chance;
use super::pace::Pace;

/// One simulated device. Times are milliseconds of the simulation.
pub struct SimDevice {
    /// The core: what it runs, what failed on it, what it decides.
    pub core: Device,
    /// Whether it has a network.
    pub online: bool,
    /// When it asks next.
    pub poll_at: u64,
    /// What it is busy with.
    pub work: Work,
    /// The publication that it last decided by.
    seen: Option<u64>,
    slot: u64,
}

/// What a device is busy with.
pub enum Work {
    /// Nothing.
    Idle,
    /// Fetching and staging; without a network it waits.
    Staging {
        /// What.
        install: Box<Install>,
        /// When it is staged.
        until: u64,
    },
    /// The new release runs, its health isn't known yet.
    Trial {
        /// When it is.
        until: u64,
    },
}

/// What a device wants of whoever drives it.
pub enum Want {
    /// Nothing.
    Nothing,
    /// This small target, then ask again.
    Target(Need),
    /// To know whether what it runs works.
    Health,
}

impl SimDevice {
    /// A device that runs what shipped in its binary.
    pub fn new(id: String, poll_at: u64) -> Self {
        Self {
            core: Device::new(id),
            online: true,
            poll_at,
            work: Work::Idle,
            seen: None,
            slot: 0,
        }
    }

    /// Its network went or came; when it comes, the device asks at once.
    pub fn set_online(&mut self, online: bool, now: u64) {
        self.online = online;
        if online {
            self.poll_at = now;
        }
    }

    /// Whether it has seen this publication, or a newer one, and done what it wants.
    pub fn is_settled(&self, seq: u64) -> bool {
        matches!(self.work, Work::Idle) && self.seen.is_some_and(|seen| seen >= seq)
    }

    /// Takes up what is due. A trial goes on without a network, everything else waits for it.
    pub fn step(
        &mut self,
        now: u64,
        published: &Verified,
        attributes: &Attributes,
        (pace, chance): (&Pace, &mut Chance),
    ) -> Want {
        match &self.work {
            Work::Trial { until } if *until <= now => return Want::Health,
            Work::Trial { .. } => return Want::Nothing,
            Work::Staging { until, .. } if self.online && *until <= now => {
                // Only what a fresh look still names is activated: a pause stops it here.
                return self.activate(now, published, attributes, (pace, chance));
            }
            _ => {}
        }
        if !self.online || self.poll_at > now {
            return Want::Nothing;
        }
        let want = self.look(now, published, attributes, (pace, chance));
        if matches!(want, Want::Nothing) {
            self.poll_at = now + pace.poll(chance);
        }
        want
    }

    /// Whether what runs on trial works.
    pub fn judge(&mut self, healthy: bool) {
        self.work = Work::Idle;
        self.seen = None;
        if healthy {
            self.core.confirm()
        } else {
            self.core.fail()
        }
    }

    fn look(
        &mut self,
        now: u64,
        published: &Verified,
        attributes: &Attributes,
        (pace, chance): (&Pace, &mut Chance),
    ) -> Want {
        if self.seen == Some(published.seq()) {
            return Want::Nothing;
        }
        match self.core.decide(published, attributes) {
            Decision::Needs(need) => return Want::Target(need),
            Decision::Install(install) => self.stage(now, install, (pace, chance)),
            Decision::Adopt(install) => {
                self.core.adopt(*install);
                self.work = Work::Idle;
            }
            Decision::Embedded { .. } => {
                self.core.leave(wavecast_device::Fallback::Embedded);
                self.work = Work::Idle;
            }
            Decision::Keep(_) | Decision::Hold { .. } | Decision::Moved(_) | Decision::Retired => {
                self.work = Work::Idle;
            }
        }
        self.seen = Some(published.seq());
        Want::Nothing
    }

    fn stage(&mut self, now: u64, install: Box<Install>, (pace, chance): (&Pace, &mut Chance)) {
        let under_way = matches!(&self.work, Work::Staging { install: known, .. }
            if known.release == install.release && known.attempt == install.attempt);
        if !under_way {
            self.work = Work::Staging {
                install,
                until: now + pace.staging(chance),
            };
        }
    }

    fn activate(
        &mut self,
        now: u64,
        published: &Verified,
        attributes: &Attributes,
        (pace, chance): (&Pace, &mut Chance),
    ) -> Want {
        self.seen = None;
        let want = self.look(now, published, attributes, (pace, chance));
        if !matches!(want, Want::Nothing) {
            return want;
        }
        match std::mem::replace(&mut self.work, Work::Idle) {
            Work::Staging { install, until } if until <= now => {
                self.slot += 1;
                self.core.begin(*install, self.slot);
                self.work = Work::Trial {
                    until: now + pace.trial(chance),
                };
            }
            other => self.work = other,
        }
        Want::Nothing
    }
}
