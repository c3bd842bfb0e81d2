//! Commands on an application: parsed, never bare strings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wavecast_wire::config::{Policy, Properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::DsseSignature;
use wavecast_wire::name::{ChannelName, DimensionName, LayerName, PackageName, ReleaseId, Scope};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::{Range, Version};

use crate::app::{ChannelSettings, DevicesInput, Dimensions, GroupName, RuleName, Settings};
use crate::approval::{self, Asked};
use crate::id::Ulid;
use crate::name::SecretName;
use crate::release::Stage;
use crate::share::Share;
use crate::vault::NewVersion;

/// A change of one application.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum Command {
    /// Change settings or dimensions.
    ConfigureApp {
        /// The new settings, if any.
        settings: Option<Settings>,
        /// The new dimensions, if any.
        dimensions: Option<Dimensions>,
    },
    /// Name a group of devices, or change who belongs to it.
    SetGroup {
        /// Its name.
        group: GroupName,
        /// All of its devices afterwards.
        devices: DevicesInput,
    },
    /// Forget a group of devices.
    DeleteGroup {
        /// Which.
        group: GroupName,
    },
    /// Add a rule to a channel.
    CreateRule(NewRule),
    /// Change whom a rule is for.
    EditRule(RuleEdit),
    /// Give a rule another priority.
    MoveRule {
        /// The channel.
        channel: ChannelName,
        /// Which.
        rule: RuleName,
        /// Directly before this one; last before `everyone` if not said.
        before: Option<RuleName>,
    },
    /// Delete a rule; its devices go on with the rules beneath.
    DeleteRule {
        /// The channel.
        channel: ChannelName,
        /// Which.
        rule: RuleName,
    },
    /// Give a device or group a named release for a time.
    Pin {
        /// Which release.
        release: ReleaseRef,
        /// To whom.
        who: Who,
        /// Until when.
        until: Timestamp,
        /// Why.
        reason: String,
    },
    /// End a pin before its time.
    Unpin {
        /// The channel.
        channel: ChannelName,
        /// Whose.
        who: Who,
    },
    /// A pin's time is over; upkeep's alone.
    ExpirePin {
        /// The channel.
        channel: ChannelName,
        /// Which.
        pin: String,
    },
    /// Send a rule's devices back to what shipped in their binary.
    Embed {
        /// The channel.
        channel: ChannelName,
        /// The rule.
        rule: RuleName,
    },
    /// Set the schema of an application's remote configuration, or take it away.
    SetSchema {
        /// JSON Schema 2020-12.
        document: Option<Value>,
    },
    /// Change a channel's remote configuration.
    SetConfig {
        /// The channel.
        channel: ChannelName,
        /// What changes.
        change: ConfigChange,
        /// How much of the channel it reaches; all of it if not said.
        share: Option<Share>,
        /// Whether the release configs of held placements carry it too.
        now: bool,
    },
    /// Let the configuration that is on its way reach more.
    RampConfig {
        /// The channel.
        channel: ChannelName,
        /// The share.
        to: Share,
        /// Whether the release configs of held placements carry it too.
        now: bool,
    },
    /// Take back the configuration that is on its way, or return to an earlier one.
    RevertConfig {
        /// The channel.
        channel: ChannelName,
        /// To this version; to the one before if not said.
        to: Option<ReleaseId>,
        /// Whether the release configs of held placements carry it too.
        now: bool,
    },
    /// Make an experiment.
    CreateExperiment(NewExperiment),
    /// Let an experiment reach more of what it reserves.
    RampExperiment {
        /// The channel.
        channel: ChannelName,
        /// Which.
        name: String,
        /// The share.
        to: Share,
    },
    /// Hold an experiment: who has a variant keeps it, nobody new gets one; or open it again.
    HoldExperiment {
        /// The channel.
        channel: ChannelName,
        /// Which.
        name: String,
        /// Whether it is held from now on.
        held: bool,
    },
    /// End an experiment: nobody gets a variant of it any more.
    StopExperiment {
        /// The channel.
        channel: ChannelName,
        /// Which.
        name: String,
    },
    /// End an experiment with one variant for everybody.
    ConcludeExperiment {
        /// The channel.
        channel: ChannelName,
        /// Which.
        name: String,
        /// The variant.
        variant: String,
    },
    /// Keep a share of all devices out of every experiment.
    HoldOut {
        /// The channel.
        channel: ChannelName,
        /// The share.
        share: Share,
    },
    /// Open a channel.
    CreateChannel {
        /// Its name.
        channel: ChannelName,
        /// Its settings, if not the defaults.
        settings: Option<ChannelSettings>,
    },
    /// Change a channel's settings.
    ConfigureChannel {
        /// Which.
        channel: ChannelName,
        /// The new settings.
        settings: ChannelSettings,
    },
    /// Send a channel's devices to another channel of the same application.
    MoveChannel {
        /// Which.
        channel: ChannelName,
        /// Where to.
        to: Scope,
    },
    /// End a channel.
    RetireChannel {
        /// Which.
        channel: ChannelName,
    },
    /// Forget an ended channel.
    DeleteChannel {
        /// Which.
        channel: ChannelName,
    },
    /// The idle poll interval begins; upkeep's alone.
    Calm {
        /// Which.
        channel: ChannelName,
    },
    /// Create a package from uploaded files.
    CreatePackage(NewPackage),
    /// Take a package out of use.
    YankPackage {
        /// Its name.
        name: PackageName,
        /// Its version.
        version: Version,
        /// Why.
        reason: String,
        /// Channels with live uses that are replaced in the same commit.
        now: Vec<ChannelName>,
    },
    /// Create a release.
    CreateRelease(NewRelease),
    /// Change a draft.
    EditRelease {
        /// Which.
        release: ReleaseRef,
        /// The new content.
        edit: ReleaseEdit,
    },
    /// Delete a draft or a missed release.
    DeleteRelease(ReleaseRef),
    /// Start by itself later.
    Schedule {
        /// Which.
        release: ReleaseRef,
        /// When.
        start: Timestamp,
        /// Seconds it may be late.
        window: u32,
        /// Growing shares.
        stages: Vec<Stage>,
    },
    /// Back to a draft.
    Unschedule(ReleaseRef),
    /// Start a draft, a missed or (upkeep's alone) a due release.
    Start {
        /// Which.
        release: ReleaseRef,
        /// The share; the application's first step if not said.
        share: Option<Share>,
        /// Only the variants whose devices all meet this; all if not said.
        only: Option<When>,
        /// Whether it supersedes what its rule has active or paused.
        replace: bool,
    },
    /// A due start came too late; upkeep's alone.
    Miss(ReleaseRef),
    /// Reach more of the audience.
    Ramp {
        /// Which.
        release: ReleaseRef,
        /// The share.
        to: Share,
        /// Only the variants whose devices all meet this; all if not said.
        only: Option<When>,
        /// Whether 100 % stays open.
        keep_open: bool,
    },
    /// A due stage; upkeep's alone.
    NextStage(ReleaseRef),
    /// Hold it.
    Pause(ReleaseRef),
    /// Open it again.
    Resume(ReleaseRef),
    /// It reached everybody: what is beneath goes.
    Conclude(ReleaseRef),
    /// Stop it.
    Abort {
        /// Which.
        release: ReleaseRef,
        /// Whether who has it keeps it, else everybody returns to the placement beneath.
        keep: bool,
    },
    /// Stop some variants of a release, or let them go on.
    Variants {
        /// Which release.
        release: ReleaseRef,
        /// Only the variants whose devices all meet this.
        only: When,
        /// What to do with them.
        verb: VariantVerb,
    },
    /// Take back some variants of what moves in a rule, else of what it concluded.
    RevertVariants {
        /// The channel.
        channel: ChannelName,
        /// The rule.
        rule: RuleName,
        /// Only the variants whose devices all meet this.
        only: When,
    },
    /// Return from a concluded release.
    Revert {
        /// The channel.
        channel: ChannelName,
        /// The rule.
        rule: RuleName,
        /// To this release; to the one it replaced if not said.
        to: Option<ReleaseId>,
    },
    /// A new draft like this one.
    Clone {
        /// Which.
        release: ReleaseRef,
        /// In this channel; in its own if not said.
        into: Option<ChannelName>,
    },
    /// Release in one channel what another concluded.
    Promote {
        /// From.
        from: ChannelName,
        /// To.
        to: ChannelName,
        /// The share; the application's first step (or 100 % when it is the first) if not said.
        share: Option<Share>,
        /// Whether it supersedes what moves there.
        replace: bool,
    },
    /// Let devices on which it failed try again.
    Retry(ReleaseRef),
    /// Say what needs the approvals of others, or that nothing does.
    SetApprovals {
        /// The policy.
        policy: Option<approval::Policy>,
    },
    /// Ask for the approvals that something needs, instead of doing it.
    Ask(Asked),
    /// Approve what a request asks for.
    Approve {
        /// Which.
        request: Ulid,
        /// Of what was read: an approval is of nothing else.
        digest: Sha256,
        /// What there is to say about it.
        comment: Option<String>,
    },
    /// End a request without approval.
    Reject {
        /// Which.
        request: Ulid,
        /// What there is to say about it.
        comment: Option<String>,
    },
    /// Say something about a request.
    Comment {
        /// Which.
        request: Ulid,
        /// What.
        text: String,
    },
    /// Set the next version of a secret; its value was sealed for exactly that one.
    SetSecret(NewVersion),
    /// Use another version of a secret.
    UseSecret {
        /// Which.
        name: SecretName,
        /// The version.
        version: u32,
    },
    /// Forget all values of a secret.
    RemoveSecret {
        /// Which.
        name: SecretName,
    },
}

impl Command {
    /// What is meant: of a request for approvals, what would be done.
    #[must_use]
    pub fn meant(&self) -> &Self {
        match self {
            Self::Ask(Asked::Command(command)) => command.meant(),
            other => other,
        }
    }
}

/// A release, with its channel so that both can be loaded at once.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ReleaseRef {
    /// Its channel.
    pub channel: ChannelName,
    /// Its id.
    pub id: ReleaseId,
}

/// What may be done with some variants of a release while others go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum VariantVerb {
    /// Hold them.
    Pause,
    /// Open them again.
    Resume,
    /// They reach all of their devices.
    Conclude,
    /// Stop them.
    Abort {
        /// Whether who has one keeps it, else its devices return to the placement beneath.
        keep: bool,
    },
    /// Return their devices from a concluded release to the one that it replaced.
    Revert,
}

/// What changes of a channel's remote configuration.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct ConfigChange {
    /// For the devices of this rule; for everyone if not said.
    pub rule: Option<RuleName>,
    /// Values to set.
    pub set: Properties,
    /// Values to take away.
    pub unset: Vec<String>,
    /// Why, for people.
    pub reason: Option<String>,
}

/// An experiment to make.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct NewExperiment {
    /// In which channel.
    pub channel: ChannelName,
    /// Its name.
    pub name: String,
    /// Whose devices take part; everyone's if not said.
    pub rule: Option<RuleName>,
    /// Experiments of one layer exclude each other. If not said, those on packages go to the layer
    /// of packages, others to one of their own name.
    pub layer: Option<LayerName>,
    /// How much of the layer it may ever reach.
    pub reserve: Share,
    /// How much of that it reaches at first.
    pub share: Share,
    /// Two to eight.
    pub variants: Vec<NewVariant>,
    /// How devices go about packages; the application's settings if not said.
    pub policy: Option<Policy>,
    /// Localized notes that go with packages.
    pub notes: Option<BTreeMap<String, String>>,
}

/// A variant of an experiment to make.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewVariant {
    /// Its name.
    pub name: String,
    /// Its share of the experiment.
    pub weight: Share,
    /// What it sets; nothing for one that changes nothing.
    pub properties: Properties,
    /// The package that it gives. An experiment is on packages or on properties.
    pub package: Option<PackageRef>,
}

/// A package by name and version.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct PackageRef {
    /// Its name.
    pub name: PackageName,
    /// Its version.
    pub version: Version,
}

/// A rule to add.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewRule {
    /// For which channel.
    pub channel: ChannelName,
    /// Its name.
    pub name: RuleName,
    /// Whom it is for.
    pub audience: When,
    /// Only the devices of this group, if one is named.
    pub devices: Option<GroupName>,
    /// Directly before this one; last before `everyone` if not said.
    pub before: Option<RuleName>,
}

/// Whom a rule is for from now on.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RuleEdit {
    /// The channel.
    pub channel: ChannelName,
    /// Which rule.
    pub rule: RuleName,
    /// All of its conditions.
    pub audience: When,
    /// Only the devices of this group, if one is named.
    pub devices: Option<GroupName>,
}

/// A package to create.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewPackage {
    /// Its name.
    pub name: PackageName,
    /// Its version.
    pub version: Version,
    /// What it runs on.
    pub requires: BTreeMap<DimensionName, Range>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// Hash of the uploaded file list.
    pub list: Sha256,
    /// Package signatures over the manifest.
    pub signatures: Vec<DsseSignature>,
    /// Bytes of the list and of all files that it names. The engine reads them from the list, whatever
    /// is said here; `None` where the list isn't here.
    #[serde(default)]
    pub bytes: Option<u64>,
}

/// A release to create.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct NewRelease {
    /// For which channel.
    pub channel: ChannelName,
    /// For which rule; `everyone` if not said.
    pub rule: Option<RuleName>,
    /// The package's name.
    pub package: PackageName,
    /// The package's version.
    pub version: Version,
    /// The rest.
    pub edit: ReleaseEdit,
    /// Whether it stays a draft, starts now or later.
    pub start: StartWhen,
    /// Where it starts now: only the variants whose devices all meet this; all if not said.
    pub only: Option<When>,
    /// Whether it supersedes what its rule has active or paused.
    pub replace: bool,
}

/// When a new release starts.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum StartWhen {
    /// By a later command.
    Draft,
    /// At once: the first of a rule with 100 %, later ones with the first step, unless said.
    Now(Option<Share>),
}

/// What a draft may change.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct ReleaseEdit {
    /// How devices go about it.
    pub policy: Option<Policy>,
    /// Localized notes.
    pub notes: Option<BTreeMap<String, String>>,
    /// Settings that go with it.
    pub properties: Option<Properties>,
    /// Whether 100 % stays open.
    pub keep_open: Option<bool>,
    /// Whether devices below it install it before anything newer.
    pub floor: Option<bool>,
}

/// Whom a pin is for.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub enum Who {
    /// A device, by its id.
    Device(String),
    /// A group of devices.
    Group(GroupName),
}

impl std::fmt::Display for Who {
    /// For people to read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device(id) => write!(f, "device {id}"),
            Self::Group(group) => write!(f, "group {group}"),
        }
    }
}
