//! The state of an application: settings in a head, and one part per channel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, ChannelName, DimensionName, OrgName, ReleaseId, Salt, Scope};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

use crate::package::TargetEntry;
use crate::share::Share;

/// An application as far as a command loaded it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct App {
    /// Always loaded.
    pub head: AppHead,
    /// The channels that the command names.
    pub channels: BTreeMap<ChannelName, Channel>,
}

/// The part of an application that every command loads.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppHead {
    /// The organization.
    pub org: OrgName,
    /// Its name.
    pub name: AppName,
    /// What its packages are.
    pub kind: Kind,
    /// Counts the commits of the application; orders them all.
    pub revision: u64,
    /// The revision that last changed the head itself.
    pub changed: u64,
    /// When it was created.
    pub created: Timestamp,
    /// Settings.
    pub settings: Settings,
    /// Declared dimensions.
    pub dimensions: BTreeMap<DimensionName, Dimension>,
    /// All channels, loaded or not; ended and deleted ones too, because a name keeps its `seq`.
    pub channels: BTreeMap<ChannelName, ChannelState>,
}

/// Settings of an application.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Settings {
    /// The share that a release starts with after the first.
    pub first_step: Share,
    /// A salt for all releases, where the application keeps rings.
    pub salt: Option<Salt>,
    /// Whether releases allow a downgrade unless they say otherwise.
    pub downgrade: bool,
    /// Seconds in which a new package must confirm its health, unless a release says otherwise.
    pub confirm_seconds: u32,
}

/// A declared device attribute.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Dimension {
    /// One of these values.
    Enum {
        /// The values.
        values: Vec<String>,
    },
    /// Any text up to 256 bytes.
    String,
    /// A version.
    Version,
}

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
    /// Whom it is for; empty is everyone.
    pub audience: When,
    /// Newest on top (first).
    pub stack: Vec<Placement>,
    /// Concluded placements, newest last; the last five are never swept.
    pub concluded: Vec<Placement>,
    /// Every release that it started and might still be run, oldest first: what a revert withdraws.
    pub started: Vec<ReleaseId>,
    /// Whether devices go back to what shipped in the binary when nothing else matches.
    pub embedded: Option<ReleaseId>,
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
    /// How much of the audience it reaches.
    pub share: Share,
    /// Whether only those who run it keep it.
    pub held: bool,
    /// By variant, in the manifest's order.
    pub variants: Vec<PlacedVariant>,
    /// The manifest.
    pub manifest: TargetEntry,
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
}
