//! Releases.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wavecast_wire::config::{Policy, Properties};
use wavecast_wire::name::{ChannelName, PackageName, ReleaseId, Salt};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::app::{Placement, RuleName};
use crate::share::Share;

/// A release record.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// The channel it is for.
    pub channel: ChannelName,
    /// The rule it belongs to.
    pub rule: RuleName,
    /// The package's name.
    pub package: PackageName,
    /// The package's version.
    pub version: Version,
    /// Where it stands.
    pub status: Status,
    /// The share it reached.
    pub share: Share,
    /// Where its devices are hashed to.
    pub salt: Salt,
    /// Raised by a retry.
    pub attempt: u32,
    /// How devices go about it.
    pub policy: Policy,
    /// Localized notes.
    pub notes: BTreeMap<String, String>,
    /// Settings that go with it.
    pub properties: Properties,
    /// Whether 100 % stays open instead of concluding.
    pub keep_open: bool,
    /// Whether devices below it install it before anything newer, once it concluded.
    #[serde(default)]
    pub floor: bool,
    /// When it starts and grows by itself.
    pub schedule: Option<Schedule>,
    /// What is at the edge for it, once it started.
    pub placement: Option<Placement>,
    /// The concluded release that it replaced, to which a revert returns.
    pub replaced: Option<ReleaseId>,
    /// The release that it came from: cloned, promoted or superseding.
    pub origin: Option<ReleaseId>,
    /// Times of its life.
    pub times: Times,
    /// By whom it was created, for people.
    pub created_by: String,
    /// Whoever made or changed its content, by [`Principal::identity`](crate::principal::Principal):
    /// none of them can approve it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub authors: BTreeSet<String>,
}

/// The life of a release (DESIGN §2).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing of it is at the edge.
    Draft,
    /// It starts by itself.
    Scheduled,
    /// Its start was missed by more than its window; it asks.
    Missed,
    /// It reaches a share of its audience.
    Active,
    /// Whoever has it keeps it, nobody new gets it.
    Paused,
    /// A variant of an experiment, which alone decides about it.
    Experimental,
    /// It reached everybody and stands beneath the next one.
    Concluded,
    /// It was stopped.
    Aborted,
    /// Another took its place.
    Superseded,
    /// It was concluded and then taken back.
    Reverted,
}

impl Status {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Missed => "missed",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Experimental => "experimental",
            Self::Concluded => "concluded",
            Self::Aborted => "aborted",
            Self::Superseded => "superseded",
            Self::Reverted => "reverted",
        }
    }
}

/// When a release starts and grows by itself.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Schedule {
    /// When it starts; `None` for one that was started by hand.
    pub start: Option<Timestamp>,
    /// Seconds by which the start may be late before it is missed.
    pub window: u32,
    /// Growing shares, in order; the first is reached at the start.
    pub stages: Vec<Stage>,
    /// How many stages were reached.
    pub reached: u32,
}

/// One stage of a schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Stage {
    /// The share.
    pub share: Share,
    /// Seconds after the stage before it.
    pub after: u32,
}

/// Times of a release's life.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Times {
    /// When it was created.
    pub created: Timestamp,
    /// When it started.
    pub started: Option<Timestamp>,
    /// When it last changed what devices get.
    pub moved: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}
