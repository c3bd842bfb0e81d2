//! The state of one channel: rules, placements, and what it does by itself.

use serde::{Deserialize, Serialize};
use wavecast_wire::config::Properties;
use wavecast_wire::name::{ChannelName, ReleaseId, Salt, Scope};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::decide::Named;
use crate::device_group::GroupName;
use crate::experiment::Experiments;
use crate::package::TargetEntry;
use crate::remote::RemoteConfig;
use crate::share::Share;

/// Whether a channel still serves.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ChannelState {
    /// It serves.
    Open,
    /// Devices go on at another channel.
    Moved {
        /// Where.
        to: Scope,
    },
    /// It ended; devices keep what they run.
    Retired,
    /// Gone for admins; the edge still says how it ended.
    Deleted,
}

/// The state of one channel.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Channel {
    /// Its name.
    pub name: ChannelName,
    /// The revision that last changed it: its ETag.
    pub changed: u64,
    /// Whether it still serves.
    pub state: ChannelState,
    /// Settings.
    pub settings: ChannelSettings,
    /// In priority order.
    pub rules: Vec<Rule>,
    /// Releases that devices may leave for a lower version; newest last, at most 64.
    pub withdrawn: Vec<ReleaseId>,
    /// When what devices get last changed; `None` before the first release.
    pub moved: Option<Timestamp>,
    /// Whether the idle poll interval holds (a day after the last movement).
    pub calm: bool,
    /// What is due by itself, soonest first.
    pub agenda: Vec<Due>,
    /// Devices and groups that get a named release for a time; they go before all rules.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// Remote configuration, in a layer of its own.
    #[serde(default)]
    pub config: RemoteConfig,
    /// Experiments, in layers of their own above it.
    #[serde(default)]
    pub experiments: Experiments,
}

/// A device or group that gets a named release for a time.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Pin {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub who: Pinned,
    /// What they get.
    pub release: Named,
    /// The release's manifest.
    pub manifest: TargetEntry,
    /// Its configs, which let devices go down to it.
    pub variants: Vec<PlacedVariant>,
    /// When it ends by itself.
    pub until: Timestamp,
    /// Why, for people.
    pub reason: String,
    /// By whom, for people.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}

/// Whom a pin is for.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Pinned {
    /// One device, by the hash of its id.
    Device {
        /// What the hash was made with.
        salt: Salt,
        /// The hash.
        hash: String,
    },
    /// A group of devices.
    Group {
        /// Which.
        group: GroupName,
    },
}

/// Something that a channel does by itself.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: DueKind,
}

/// What a channel does by itself.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum DueKind {
    /// A scheduled release starts.
    Start {
        /// Which.
        release: ReleaseId,
    },
    /// An active release reaches its next stage.
    Stage {
        /// Which.
        release: ReleaseId,
    },
    /// A pin ends.
    Unpin {
        /// Which.
        pin: String,
    },
    /// The idle poll interval begins.
    Calm,
}

/// Settings of a channel. Seconds where not said otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ChannelSettings {
    /// Poll interval while nothing moves.
    pub poll_idle: u32,
    /// Poll interval while something moves and for a day after; at most 900.
    pub poll_active: u32,
    /// Spread of the interval, in permyriad.
    pub jitter: u16,
    /// How long a timestamp is good.
    pub timestamp_lifetime: u32,
    /// How long snapshot and targets are good.
    pub targets_lifetime: u32,
    /// How long a root is good.
    pub root_lifetime: u32,
}

/// A rule's name within its channel.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct RuleName(pub String);

/// An audience and what it gets.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Rule {
    /// `everyone` for the one that a channel begins with.
    pub name: RuleName,
    /// Whom it is for; empty is everyone. May name derived dimensions.
    pub audience: When,
    /// Only the devices of this group, if one is named.
    #[serde(default)]
    pub devices: Option<GroupName>,
    /// Newest on top (first).
    pub stack: Vec<Placement>,
    /// Its one active or paused release, if any; then it is on top of the stack.
    #[serde(default)]
    pub moving: Option<ReleaseId>,
    /// Concluded placements, newest last; the last five are never swept.
    pub concluded: Vec<Placement>,
    /// Every release that it started and might still be run, oldest first and at most 64: what a
    /// revert withdraws.
    pub started: Vec<ReleaseId>,
    /// The same in the order in which they were last placed: a revert places old ones anew.
    #[serde(default)]
    pub placed: Vec<Named>,
    /// Concluded releases that devices below them install before anything newer, lowest first;
    /// never swept.
    #[serde(default)]
    pub floors: Vec<Placement>,
    /// Whether devices go back to what shipped in the binary when nothing else matches, and which
    /// release they left for it last.
    pub embedded: Option<ReleaseId>,
    /// Whether that was asked for, so that they don't fall to the rules beneath before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub embeds_at_once: bool,
}

/// A release at its place. It becomes one row per variant.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Placement {
    /// Which release.
    pub release: ReleaseId,
    /// The package's version, for people and for the lower-version rule.
    pub version: Version,
    /// Where devices are hashed to.
    pub salt: Salt,
    /// How much of the audience it reaches; where variants differ, the least of those that go on.
    pub share: Share,
    /// Whether only those who run it keep it.
    pub held: bool,
    /// By variant, in the manifest's order.
    pub variants: Vec<PlacedVariant>,
    /// The manifest.
    pub manifest: TargetEntry,
    /// Whether devices below it install it before anything newer, once it concluded.
    #[serde(default)]
    pub floor: bool,
    /// What the release sets itself; it goes before what the channel sets.
    #[serde(default, skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties,
    /// Whether some of its devices were sent elsewhere while it stands: it is withdrawn, so that
    /// they may go down, and stays so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partly_withdrawn: bool,
}

/// A release's config for one variant of its package.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct PlacedVariant {
    /// The variant's `when` joined with the package's `requires`.
    pub when: When,
    /// The release config.
    pub config: TargetEntry,
    /// The variant's images.
    pub images: Vec<TargetEntry>,
    /// How much of the variant's devices it reaches, where variants move one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Whether it was stopped by itself: only those who run it keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
}

/// How a variant was stopped while others of its release go on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Until it is resumed.
    Paused,
    /// For those who have it, until the rule next concludes.
    Kept,
}

/// The name of the rule that a channel begins with.
pub const EVERYONE: &str = "everyone";

impl Default for ChannelSettings {
    /// Hourly polls, a quarter of an hour while something moves; the lifetimes of `docs/wire.md`.
    fn default() -> Self {
        const DAY: u32 = 24 * 60 * 60;
        Self {
            poll_idle: 3600,
            poll_active: 900,
            jitter: 5000,
            timestamp_lifetime: 14 * DAY,
            targets_lifetime: 90 * DAY,
            root_lifetime: 365 * DAY,
        }
    }
}

impl RuleName {
    /// `everyone`.
    #[must_use]
    pub fn everyone() -> Self {
        Self(EVERYONE.into())
    }
}

impl Rule {
    /// A rule for everyone that has placed nothing yet.
    #[must_use]
    pub fn everyone() -> Self {
        Self::new(RuleName::everyone(), When::new(), None)
    }

    /// A rule that has placed nothing yet.
    #[must_use]
    pub const fn new(name: RuleName, audience: When, devices: Option<GroupName>) -> Self {
        Self {
            name,
            audience,
            devices,
            stack: Vec::new(),
            moving: None,
            concluded: Vec::new(),
            started: Vec::new(),
            placed: Vec::new(),
            floors: Vec::new(),
            embedded: None,
            embeds_at_once: false,
        }
    }

    /// The placement of a release, if it stands at the edge.
    #[must_use]
    pub fn placement(&self, release: &ReleaseId) -> Option<&Placement> {
        self.stack
            .iter()
            .find(|placement| placement.release == *release)
    }

    /// Whether a placement reached everybody.
    #[must_use]
    pub fn is_concluded(&self, placement: &Placement) -> bool {
        !placement.held && self.moving.as_ref() != Some(&placement.release)
    }

    /// The newest concluded placement: what most of the audience runs.
    #[must_use]
    pub fn serving(&self) -> Option<&Placement> {
        self.stack
            .iter()
            .find(|placement| self.is_concluded(placement))
    }
}

impl Channel {
    /// An open channel with the rule `everyone`.
    #[must_use]
    pub fn new(name: ChannelName, settings: ChannelSettings) -> Self {
        Self {
            name,
            changed: 0,
            state: ChannelState::Open,
            settings,
            rules: vec![Rule::everyone()],
            withdrawn: Vec::new(),
            moved: None,
            calm: true,
            agenda: Vec::new(),
            pins: Vec::new(),
            config: RemoteConfig::default(),
            experiments: Experiments::default(),
        }
    }

    /// The rule of a name.
    #[must_use]
    pub fn rule(&self, name: &RuleName) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == *name)
    }

    /// The rule of a name, to change it.
    pub fn rule_mut(&mut self, name: &RuleName) -> Option<&mut Rule> {
        self.rules.iter_mut().find(|rule| rule.name == *name)
    }
}
