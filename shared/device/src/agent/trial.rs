//! The trial of a release, and the ways back.

use alloc::boxed::Box;
use alloc::string::String;

use wavecast_wire::table::Attributes;

use super::activate::Cause;
use super::{Action, Agent, Goal, Health, Report};
use crate::Fallback;

/// Starts of the device during one trial; one more, and the release goes.
const MOST_STARTS: u32 = 3;

impl Agent {
    pub(super) fn start(&mut self) {
        self.at_start = true;
        self.poll_at = self.now;
        if self.settings.goal > Goal::Check {
            self.say_again();
        }
        if self.settings.goal == Goal::Run {
            if self.state.returning {
                self.run_what_should();
            } else if self.state.trial.is_some() {
                self.resume_trial();
            } else {
                self.leave_what_no_longer_fits();
            }
        }
        self.begin_poll();
    }

    /// A device that died between its state and what follows from it does that now.
    fn say_again(&mut self) {
        let properties = self.state.properties.clone();
        self.queue.push(Action::Properties(Box::new(properties)));
        self.prune();
    }

    /// The device started in the middle of a trial: perhaps the release took it down.
    fn resume_trial(&mut self) {
        let Some(trial) = &mut self.state.trial else {
            return;
        };
        trial.starts += 1;
        let trial = *trial;
        self.save();
        if trial.starts > MOST_STARTS {
            self.go_back(alloc::format!(
                "the device started {} times before it confirmed",
                trial.starts
            ));
        } else if trial.activated {
            self.queue.push(Action::CheckHealth {
                seconds: trial.seconds,
            });
        } else {
            self.run_trial();
        }
    }

    pub(super) fn activated(&mut self, slot: u64) {
        let Some(trial) = &mut self.state.trial else {
            return;
        };
        let Some(running) = self
            .state
            .device
            .running
            .as_ref()
            .filter(|r| r.slot == slot)
        else {
            return;
        };
        trial.activated = true;
        let seconds = trial.seconds;
        let (release, version) = (running.release.clone(), running.package.version().clone());
        self.save();
        self.say(Report::Activated {
            release,
            version,
            seconds,
        });
        self.queue.push(Action::CheckHealth { seconds });
    }

    pub(super) fn health(&mut self, health: Health) {
        let Some(trial) = self.state.trial.filter(|trial| trial.activated) else {
            return;
        };
        match health {
            Health::Ok => self.confirmed(),
            Health::Failed => self.go_back("it is not healthy".into()),
            Health::Timeout => {
                self.go_back(alloc::format!(
                    "it did not confirm within {} seconds",
                    trial.seconds
                ));
            }
        }
    }

    fn confirmed(&mut self) {
        self.state.trial = None;
        self.state.device.confirm();
        self.save();
        self.queue.push(Action::Confirm);
        if let Some(running) = &self.state.device.running {
            let (release, version) = (running.release.clone(), running.package.version().clone());
            self.say(Report::Confirmed { release, version });
        }
        self.prune();
        self.leave_what_no_longer_fits();
        self.reconsider();
    }

    /// The release on trial failed: remember it, and run what ran before.
    pub(super) fn go_back(&mut self, why: String) {
        if self.state.trial.take().is_none() {
            return;
        }
        if let Some(failed) = &self.state.device.running {
            let (release, version) = (failed.release.clone(), failed.package.version().clone());
            self.say(Report::Failed {
                release,
                version,
                why,
            });
        }
        self.state.device.fail();
        self.turn_back();
    }

    /// Leaves what runs for something that is on the device.
    pub(super) fn leave(&mut self, to: Fallback) {
        if let Some(left) = &self.state.device.running {
            self.say(Report::Left {
                release: left.release.clone(),
            });
        }
        self.state.trial = None;
        self.state.device.leave(to);
        self.turn_back();
    }

    fn turn_back(&mut self) {
        self.decision = None;
        self.state.returning = true;
        self.save();
        self.run_what_should();
    }

    pub(super) fn run_what_should(&mut self) {
        self.refresh_properties();
        self.queue.push(Action::GoBack(
            self.state.device.running.clone().map(Box::new),
        ));
    }

    pub(super) fn went_back(&mut self) {
        if !self.state.returning {
            return;
        }
        self.state.returning = false;
        self.work_failures = 0;
        self.save();
        let release = self
            .state
            .device
            .running
            .as_ref()
            .map(|running| running.release.clone());
        self.say(Report::WentBack { release });
        self.prune();
        self.leave_what_no_longer_fits();
        self.reconsider();
    }

    pub(super) fn attributes_changed(&mut self, attributes: Attributes) {
        self.attributes = attributes;
        self.leave_what_no_longer_fits();
        self.reconsider();
    }

    /// A running release whose `requires` or variant no longer fits is left at once: for the
    /// chosen release if that is staged, else for something local.
    fn leave_what_no_longer_fits(&mut self) {
        let busy = self.state.trial.is_some() || self.state.returning;
        if busy
            || self.settings.goal < Goal::Run
            || self.state.device.running_fits(&self.attributes)
        {
            return;
        }
        if let Some(staged) = &mut self.state.staged {
            staged.install.urgent = true;
        }
        self.try_activate(Cause::Time);
        if self.state.trial.is_none() {
            self.leave(self.state.device.fallback(&self.attributes));
        }
    }
}
