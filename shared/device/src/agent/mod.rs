//! The state machine of one device: inputs in, actions out, nothing else.
//!
//! A driver owns clock, network and disk. It begins with [`Input::Start`], executes the actions in
//! order, feeds back what happened, and calls with [`Input::Tick`] at [`Action::WakeAt`].
//!
//! Invariant: [`Action::Save`] stands first, and what follows it is only handed out after
//! [`Input::Saved`]. So whatever was done to the outside was decided by a state that is on disk,
//! and a device that dies at any point takes up where that state says.

mod action;
mod activate;
mod backoff;
mod input;
mod learn;
mod link;
mod moved;
mod pursue;
mod report;
mod roots;
mod setback;
mod settings;
mod state;
mod trial;
mod work;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;
use wavecast_wire::time::Timestamp;

pub use action::Action;
pub use input::{Answer, Failed, Health, Input};
pub use report::{Gate, Report};
pub use settings::{Goal, Settings};
pub use state::{LAYOUT, Staged, State, StateError, Trial};

use crate::trust::{Clock, Source, TrustedState};
use crate::{Decision, Verified};
use link::Link;
use work::Work;

/// One device.
pub struct Agent {
    state: State,
    settings: Settings,
    attributes: Attributes,
    now: Timestamp,
    /// The stored publication, parsed.
    verified: Option<Verified>,
    /// Whether that publication was polled or confirmed by this process, and has not expired.
    live: bool,
    decision: Option<Decision>,
    /// Set from the start of the device until the first poll was acted on.
    at_start: bool,
    refused_move: Option<Scope>,
    link: Link,
    work: Work,
    poll_at: Timestamp,
    retry_at: Option<Timestamp>,
    link_failures: u32,
    work_failures: u32,
    wake_at: Option<Timestamp>,
    reported_gate: Option<Gate>,
    queue: Vec<Action>,
    dirty: bool,
    saving: bool,
}

impl Agent {
    /// A device that takes up where `state` says. Nothing happens before [`Input::Start`].
    #[must_use]
    pub fn new(state: State, settings: Settings, attributes: Attributes) -> Self {
        let verified = state
            .trusted()
            .and_then(|trusted| trusted.verified(Source::Network).ok());
        Self {
            state,
            settings,
            attributes,
            now: Timestamp(0),
            verified,
            live: false,
            decision: None,
            at_start: false,
            refused_move: None,
            link: Link::Idle,
            work: Work::Idle,
            poll_at: Timestamp(0),
            retry_at: None,
            link_failures: 0,
            work_failures: 0,
            wake_at: None,
            reported_gate: None,
            queue: Vec::new(),
            dirty: false,
            saving: false,
        }
    }

    /// Takes one input at device time `now` and answers what to do.
    pub fn step(&mut self, now: Timestamp, input: Input) -> Vec<Action> {
        self.now = now;
        match input {
            Input::Start => self.start(),
            Input::Tick => self.tick(),
            Input::Poll => self.poll_now(),
            Input::Saved => self.saving = false,
            Input::Answer { object, answer } => self.answered(&object, answer),
            Input::Fetched(file) => self.fetched(file),
            Input::Staged { slot } => self.staged(slot),
            Input::Activated { slot } => self.activated(slot),
            Input::WentBack => self.went_back(),
            Input::Health(health) => self.health(health),
            Input::Attributes(attributes) => self.attributes_changed(attributes),
            Input::Idle => self.try_activate(activate::Cause::Idle),
            Input::Approve => self.approve(),
            Input::Failed(failed) => self.failed(failed),
        }
        self.schedule();
        self.flush()
    }

    /// What is remembered.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The publication that the device goes by.
    #[must_use]
    pub fn verified(&self) -> Option<&Verified> {
        self.verified.as_ref()
    }

    /// The latest decision of this process.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// Whether nothing is under way or waits for a retry: only time or a new publication changes
    /// anything now.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let quiet = matches!(self.link, Link::Idle) && matches!(self.work, Work::Idle);
        let unsaved = self.saving || self.dirty || !self.queue.is_empty();
        let undone = self.state.trial.is_some() || self.state.returning;
        quiet && !unsaved && self.retry_at.is_none() && (self.settings.goal < Goal::Run || !undone)
    }

    fn tick(&mut self) {
        self.wake_at = None;
        if self.retry_at.is_some_and(|at| at <= self.now) {
            self.retry_at = None;
            self.resume();
        }
        let most = i64::from(self.settings.most_poll_seconds).saturating_mul(2);
        let clock_fell = self.poll_at > self.now.plus(most);
        if self.poll_at <= self.now || clock_fell {
            self.begin_poll();
        }
        self.try_activate(activate::Cause::Time);
    }

    fn poll_now(&mut self) {
        self.retry_at = None;
        self.begin_poll();
    }

    fn clock(&self) -> Clock {
        Clock {
            now: self.now,
            build: self.settings.build,
        }
    }

    fn trusted_mut(&mut self) -> Option<&mut TrustedState> {
        self.state.trusted.get_mut(&self.state.scope)
    }

    fn say(&mut self, report: Report) {
        self.queue.push(Action::Report(report));
    }

    fn get(&mut self, object: ObjectKey, if_none_match: Option<String>, max_bytes: u64) {
        self.queue.push(Action::Get {
            object,
            if_none_match,
            max_bytes,
        });
    }

    /// The state must be on disk before anything that is queued now goes out.
    fn save(&mut self) {
        self.dirty = true;
    }

    fn flush(&mut self) -> Vec<Action> {
        if self.saving {
            return Vec::new();
        }
        if core::mem::take(&mut self.dirty) {
            self.saving = true;
            return alloc::vec![Action::Save(Box::new(self.state.clone()))];
        }
        core::mem::take(&mut self.queue)
    }

    /// Asks to be woken at the next moment that matters.
    fn schedule(&mut self) {
        let poll = matches!(self.link, Link::Idle).then_some(self.poll_at);
        let by_time = matches!(self.reported_gate, Some(Gate::Window | Gate::Approval));
        let gate = by_time.then(|| self.now.plus(60));
        let next = [poll, self.retry_at, gate].into_iter().flatten().min();
        if let Some(at) = next
            && self.wake_at != Some(at)
        {
            self.wake_at = Some(at);
            self.queue.push(Action::WakeAt(at));
        }
    }
}
