//! When a staged release may run.

use alloc::boxed::Box;

use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::time::Timestamp;

use super::link::DAY;
use super::{Action, Agent, Gate, Goal, Staged, Trial};
use crate::trust::Source;

/// Seconds of a trial whose policy names none.
const CONFIRM_SECONDS: u32 = 60;

/// Why the question comes up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Cause {
    /// Time passed, or something new is known.
    Time,
    /// Nobody uses the device.
    Idle,
    /// A person agreed.
    Approval,
}

impl Agent {
    pub(super) fn approve(&mut self) {
        if let Some(staged) = &mut self.state.staged {
            staged.approved = true;
            self.save();
            self.try_activate(Cause::Approval);
        }
    }

    /// Runs the staged release, if the channel still names it and its policy lets it.
    pub(super) fn try_activate(&mut self, cause: Cause) {
        let busy = self.state.trial.is_some() || self.state.returning;
        if busy || self.settings.goal < Goal::Run {
            return;
        }
        let Some(staged) = &self.state.staged else {
            return;
        };
        let Some(verified) = &self.verified else {
            return;
        };
        if !self
            .state
            .device
            .still_chosen(verified, &self.attributes, &staged.install)
        {
            self.reported_gate = None;
            return;
        }
        match self.gate(staged, cause) {
            Some(gate) => self.hold_back(gate),
            None => self.activate(),
        }
    }

    fn gate(&self, staged: &Staged, cause: Cause) -> Option<Gate> {
        let clock = self.clock();
        let alive = self
            .state
            .trusted()
            .is_some_and(|t| t.not_modified(Source::Network, clock).is_ok());
        if !alive || !self.is_within(self.state.verified_at, DAY) {
            return Some(Gate::FreshPoll);
        }
        let install = &staged.install;
        let must = install.urgent || self.must_leave_below(install).is_some();
        if must || self.state.device.running.is_none() || cause == Cause::Approval {
            return None;
        }
        let policy = &install.policy;
        if policy.deadline.is_none_or(|deadline| self.now < deadline) {
            if policy.ask && !staged.approved {
                return Some(Gate::Approval);
            }
            if !is_open(policy, self.now, self.settings.utc_offset_minutes) {
                return Some(Gate::Window);
            }
        }
        match policy.activate {
            Activate::NextStart if !self.at_start => Some(Gate::NextStart),
            Activate::Idle if cause != Cause::Idle => Some(Gate::Idle),
            Activate::Now | Activate::NextStart | Activate::Idle => None,
        }
    }

    fn activate(&mut self) {
        let Some(Staged { install, slot, .. }) = self.state.staged.take() else {
            return;
        };
        let seconds = match install.policy.confirm_seconds {
            0 => CONFIRM_SECONDS,
            seconds => seconds,
        };
        self.reported_gate = None;
        self.decision = None;
        self.state.device.begin(install, slot);
        self.state.trial = Some(Trial {
            seconds,
            activated: false,
            starts: 0,
        });
        self.save();
        self.run_trial();
    }

    pub(super) fn run_trial(&mut self) {
        self.refresh_properties();
        if let Some(running) = self.state.device.running.clone() {
            self.queue.push(Action::Activate(Box::new(running)));
        }
    }
}

/// Whether a policy's window is open. One that can't be read holds nothing back.
fn is_open(policy: &Policy, now: Timestamp, utc_offset_minutes: i32) -> bool {
    let Some((from, to)) = policy.window.as_deref().and_then(parse_window) else {
        return true;
    };
    let local = now
        .plus(i64::from(utc_offset_minutes) * 60)
        .0
        .rem_euclid(DAY)
        / 60;
    if from <= to {
        (from..to).contains(&local)
    } else {
        local >= from || local < to
    }
}

/// `HH:MM-HH:MM`, in minutes of the day.
fn parse_window(text: &str) -> Option<(i64, i64)> {
    let minute = |text: &str| {
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
        (hours < 24 && minutes < 60).then(|| i64::from(hours) * 60 + i64::from(minutes))
    };
    let (from, to) = text.split_once('-')?;
    Some((minute(from)?, minute(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(window: &str, minute: i64, offset: i32) -> bool {
        let policy = Policy {
            window: Some(window.into()),
            ..Policy::default()
        };
        is_open(&policy, Timestamp(minute * 60), offset)
    }

    #[test]
    fn a_window_may_span_midnight_and_follows_local_time() {
        assert!(open("02:00-04:00", 180, 0));
        assert!(!open("02:00-04:00", 240, 0));
        assert!(open("02:00-04:00", 60, 120));
        assert!(open("22:00-04:00", 10, 0));
        assert!(open("22:00-04:00", 23 * 60, 0));
        assert!(!open("22:00-04:00", 12 * 60, 0));
        assert!(open("whenever", 12 * 60, 0));
    }
}
