//! Inputs of the verbs on channels and releases.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use super::policy::Policy;
use super::release::Stage;
use super::rule::Matcher;

/// Of a verb that needs no input.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Where a channel's devices go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveChannel {
    /// `organization/application/channel`, of the same application.
    #[schema(example = "acme/lamp/next")]
    pub to: String,
}

/// What a channel returns to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevertChannel {
    /// Of this rule; `everyone` if not said.
    pub rule: Option<String>,
    /// To this release; to the one that was replaced if not said.
    pub to: Option<String>,
    /// Only the variants whose devices all meet this, to what was before; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
}

/// Where a channel's concluded release goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromoteChannel {
    /// The channel that gets it.
    #[schema(example = "stable")]
    pub to: String,
    /// The share; the application's first step, or 100 % when it is the first, if not said.
    #[schema(example = "5%")]
    pub share: Option<String>,
    /// Whether it supersedes what moves there.
    #[serde(default)]
    pub replace: bool,
}

/// Which keys of a channel to rotate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateKeys {
    /// Of these roles; if not said, of all but the root, or of none where `package_keys` is said.
    #[serde(default)]
    pub roles: Vec<KeyRole>,
    /// From now on these must sign packages; what they say replaces what was said before.
    #[serde(default)]
    pub package_keys: Option<PackageKeys>,
}

/// The keys that must sign packages, whoever publishes them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageKeys {
    /// How many distinct keys must sign.
    #[schema(example = 1)]
    pub threshold: u64,
    /// The public keys.
    pub keys: Vec<PackageKey>,
}

/// A public key, as TUF writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageKey {
    /// `ed25519` or `ecdsa`.
    #[schema(example = "ed25519")]
    pub keytype: String,
    /// `ed25519` or `ecdsa-sha2-nistp256`.
    #[schema(example = "ed25519")]
    pub scheme: String,
    /// Its value.
    pub keyval: PackageKeyValue,
}

/// The value of a public key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageKeyValue {
    /// 64 hex digits of an Ed25519 key, or the SPKI PEM of a P-256 one.
    pub public: String,
}

/// A role of a channel's keys.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyRole {
    /// Says which keys the others have.
    Root,
    /// Says which snapshot is the newest.
    Timestamp,
    /// Says which targets go together.
    Snapshot,
    /// Says what devices get.
    Targets,
}

/// A release to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRelease {
    /// For which channel.
    #[schema(example = "stable")]
    pub channel: String,
    /// For which rule; `everyone` if not said.
    pub rule: Option<String>,
    /// The package's name.
    #[schema(example = "lamp")]
    pub package: String,
    /// The package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// How devices go about it; the application's settings if not said.
    pub policy: Option<Policy>,
    /// Notes by language tag; at most 4 KiB.
    pub notes: Option<BTreeMap<String, String>>,
    /// Settings that go with it; no fractional numbers.
    pub properties: Option<BTreeMap<String, serde_json::Value>>,
    /// Whether 100 % stays open instead of concluding.
    pub keep_open: Option<bool>,
    /// Whether it starts at once; else it stays a draft.
    #[serde(default)]
    pub start: bool,
    /// With which share it starts; if not said, the first of a rule with 100 %, later ones with
    /// the application's first step.
    #[schema(example = "5%")]
    pub share: Option<String>,
    /// Where it starts at once: only the variants whose devices all meet this; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
    /// Whether it supersedes what its rule has active or paused.
    #[serde(default)]
    pub replace: bool,
    /// Whether devices below it install it before anything newer, once it concluded.
    pub floor: Option<bool>,
    /// On a dry run, what the package will be, in case that it isn't there yet.
    pub foreseen: Option<ForeseenPackage>,
}

/// A package before its files are uploaded, as far as it decides who would get it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeseenPackage {
    /// What it will run on: version ranges by dimension.
    #[serde(default)]
    pub requires: BTreeMap<String, String>,
    /// Nothing will go below the highest index that a device confirmed; 0 if not said.
    #[serde(default)]
    pub rollback_index: u32,
    /// Whom its variants will fit, 1 to 128; an empty one fits all.
    pub variants: Vec<BTreeMap<String, Matcher>>,
    /// How many images each variant will have, in their order; none where it isn't said.
    #[serde(default)]
    pub images: Vec<usize>,
}

/// What to change of a draft; what is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditRelease {
    /// How devices go about it.
    pub policy: Option<Policy>,
    /// Notes by language tag; at most 4 KiB.
    pub notes: Option<BTreeMap<String, String>>,
    /// Settings that go with it; no fractional numbers.
    pub properties: Option<BTreeMap<String, serde_json::Value>>,
    /// Whether 100 % stays open instead of concluding.
    pub keep_open: Option<bool>,
    /// Whether devices below it install it before anything newer, once it concluded.
    pub floor: Option<bool>,
}

/// How a release starts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartRelease {
    /// The share; the application's first step, or 100 % when it is the first, if not said.
    #[schema(example = "5%")]
    pub share: Option<String>,
    /// Only the variants whose devices all meet this; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
    /// Whether it supersedes what its rule has active or paused.
    #[serde(default)]
    pub replace: bool,
}

/// How far a release goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RampRelease {
    /// The share, in steps of 0.01 %; it only grows.
    #[schema(example = "50%")]
    pub to: String,
    /// Only the variants whose devices all meet this; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
    /// Whether 100 % stays open instead of concluding.
    #[serde(default)]
    pub keep_open: bool,
}

/// Which variants of a release are meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SomeVariants {
    /// Only the variants whose devices all meet this; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
}

/// How a release is stopped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbortRelease {
    /// Whether who has it keeps it; else everybody returns to what is beneath.
    #[serde(default)]
    pub keep: bool,
    /// Only the variants whose devices all meet this; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
}

/// What a concluded release is taken back for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevertRelease {
    /// To this release; to the one that it replaced if not said.
    pub to: Option<String>,
    /// Only the variants whose devices all meet this, to what was replaced; all if not said.
    pub only: Option<BTreeMap<String, Matcher>>,
}

/// What takes the place of an active or paused release, with its salt and the share it reached.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupersedeRelease {
    /// The package's name.
    #[schema(example = "lamp")]
    pub package: String,
    /// The package's version.
    #[schema(example = "1.2.1")]
    pub version: String,
    /// How devices go about it; the application's settings if not said.
    pub policy: Option<Policy>,
    /// Notes by language tag; at most 4 KiB.
    pub notes: Option<BTreeMap<String, String>>,
    /// Settings that go with it; no fractional numbers.
    pub properties: Option<BTreeMap<String, serde_json::Value>>,
    /// Whether 100 % stays open instead of concluding.
    pub keep_open: Option<bool>,
}

/// Where a copy of a release goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloneRelease {
    /// Into this channel; into its own if not said.
    #[schema(example = "beta")]
    pub into: Option<String>,
}

/// When a release starts and grows by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRelease {
    /// When it starts.
    #[schema(example = "2026-11-22T09:00:00Z")]
    pub start: String,
    /// Seconds by which the start may be late before it is missed; an hour if not said.
    #[schema(example = 3600)]
    pub window: Option<u32>,
    /// Growing shares, in order; the first is reached at the start.
    pub stages: Vec<Stage>,
}
