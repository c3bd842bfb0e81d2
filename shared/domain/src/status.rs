//! What a channel does right now, for people: what runs where, what moves, and how long online
//! devices take to know of a change.

use serde::{Deserialize, Serialize};
use wavecast_wire::name::{ChannelName, ReleaseId};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::channel::{Channel, ChannelState, Due, Pin, Placement, Rule, RuleName};
use crate::render;
use crate::share::Share;

/// A channel at a glance.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ChannelStatus {
    /// Its name.
    pub channel: ChannelName,
    /// Whether it still serves.
    pub state: ChannelState,
    /// In priority order.
    pub rules: Vec<RuleStatus>,
    /// When what devices get last changed.
    pub moved: Option<Timestamp>,
    /// Seconds until every online device knows of a change made now.
    pub reach: u32,
    /// What it does by itself, soonest first.
    pub agenda: Vec<Due>,
    /// Devices and groups that get a named release for a time.
    pub pins: Vec<Pin>,
}

/// A rule at a glance.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RuleStatus {
    /// Its name.
    pub rule: RuleName,
    /// What is at the edge, newest first.
    pub runs: Vec<Running>,
    /// The active or paused release, if any.
    pub moves: Option<ReleaseId>,
    /// Whether devices go back to what shipped in the binary when nothing else matches.
    pub embedded: bool,
}

/// A release at the edge.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Running {
    /// Which.
    pub release: ReleaseId,
    /// Its package's version.
    pub version: Version,
    /// How it stands.
    pub phase: Phase,
    /// The share of the audience that may get it.
    pub share: Share,
}

/// How a placement stands.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It reaches its share.
    Active,
    /// Held: whoever has it keeps it, until it is resumed.
    Paused,
    /// It reached everybody whom nothing above it reaches.
    Concluded,
    /// Held after it was aborted, until its rule next concludes.
    Kept,
}

impl Rule {
    /// How a placement of this rule stands.
    #[must_use]
    pub fn phase(&self, placement: &Placement) -> Phase {
        match (
            self.moving.as_ref() == Some(&placement.release),
            placement.held,
        ) {
            (true, false) => Phase::Active,
            (true, true) => Phase::Paused,
            (false, false) => Phase::Concluded,
            (false, true) => Phase::Kept,
        }
    }

    /// The rule at a glance.
    #[must_use]
    pub fn status(&self) -> RuleStatus {
        let running = |placement: &Placement| Running {
            release: placement.release.clone(),
            version: placement.version.clone(),
            phase: self.phase(placement),
            share: placement.share,
        };
        RuleStatus {
            rule: self.name.clone(),
            runs: self.stack.iter().map(running).collect(),
            moves: self.moving.clone(),
            embedded: self.embedded.is_some(),
        }
    }
}

impl Channel {
    /// The channel at a glance.
    #[must_use]
    pub fn status(&self) -> ChannelStatus {
        ChannelStatus {
            channel: self.name.clone(),
            state: self.state.clone(),
            rules: self.rules.iter().map(Rule::status).collect(),
            moved: self.moved,
            reach: self.reach(),
            agenda: self.agenda.clone(),
            pins: self.pins.clone(),
        }
    }

    /// Seconds until every online device knows of a change made now: cache time, and the poll
    /// interval that devices follow at present with all of its jitter.
    #[must_use]
    pub fn reach(&self) -> u32 {
        let poll = render::poll(self);
        let cache = ObjectKey::shared_seconds(poll.seconds);
        let jitter = u64::from(poll.seconds) * u64::from(poll.jitter) / 10_000;
        let seconds = u64::from(cache) + u64::from(poll.seconds) + jitter;
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }

    /// The release that daily verbs act on: the newest of the first rule that has one. What was
    /// aborted and is only kept for those who have it is passed over.
    #[must_use]
    pub fn current(&self) -> Option<&Placement> {
        self.rules.iter().find_map(|rule| {
            rule.stack
                .iter()
                .find(|placement| rule.phase(placement) != Phase::Kept)
        })
    }
}
