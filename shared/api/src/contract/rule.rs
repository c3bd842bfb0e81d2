//! Rules of a channel: audiences and what they get.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::{app, coverage};
use wavecast_wire::table;

/// The condition on one dimension.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Matcher {
    /// The value is one of these.
    Among(Vec<String>),
    /// The value is a version within this range.
    Within(String),
}

/// An audience and what it gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rule {
    /// `everyone` for the one that a channel begins with.
    #[schema(example = "everyone")]
    pub name: String,
    /// Whom it is for; empty is everyone.
    pub audience: BTreeMap<String, Matcher>,
    /// Only the devices of this group, if one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "testers")]
    pub group: Option<String>,
    /// Concluded releases that devices below them install before anything newer, the lowest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub floors: Vec<Placement>,
    /// What is placed, the newest first; a device gets the first that it falls into.
    pub stack: Vec<Placement>,
    /// What concluded before, the newest last; a revert can return to them.
    pub concluded: Vec<Placement>,
    /// The release with which devices went back to what shipped in their binary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedded: Option<String>,
}

/// A release at its place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Placement {
    /// Which release.
    pub release: String,
    /// Its package's version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// How much of the audience it reaches; where variants differ, the least of them.
    #[schema(example = "12.5%")]
    pub share: String,
    /// How much of each variant's devices it reaches, where they differ or one was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<VariantShare>,
    /// Whether only those who run it keep it.
    pub held: bool,
    /// Where devices are hashed to.
    pub salt: String,
}

/// How much of one variant's devices a release reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct VariantShare {
    /// Whose devices.
    pub when: BTreeMap<String, Matcher>,
    /// How much of them.
    #[schema(example = "50%")]
    pub share: String,
    /// How it was stopped, if it was while others go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<VariantStop>,
}

/// How a variant was stopped while others of its release go on.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum VariantStop {
    /// Who has it keeps it, until it is resumed.
    Paused,
    /// Who has it keeps it, until the rule next concludes.
    Kept,
}

/// A rule to add to a channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRule {
    /// As a channel's name.
    #[schema(example = "testers")]
    pub name: String,
    /// Whom it is for; all of the conditions must hold.
    #[serde(default)]
    pub audience: BTreeMap<String, Matcher>,
    /// Only the devices of this group.
    #[schema(example = "testers")]
    pub group: Option<String>,
    /// Directly before this rule; last before `everyone` if not said.
    pub before: Option<String>,
}

/// Whom a rule is for from now on: all of it is said anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditRule {
    /// All of its conditions; all must hold.
    #[serde(default)]
    pub audience: BTreeMap<String, Matcher>,
    /// Only the devices of this group; of none in particular if not said.
    #[schema(example = "testers")]
    pub group: Option<String>,
}

/// Where a rule goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveRule {
    /// Directly before this rule; last before `everyone` if not said.
    pub before: Option<String>,
}

/// How a rule stands to one before it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleFinding {
    /// The rule.
    pub rule: String,
    /// The one before it.
    pub before: String,
    /// How they stand.
    pub kind: RuleFindingKind,
    /// What the devices that belong to both say of themselves: one of these. An empty one is any
    /// device (of both groups, where they are for groups).
    pub shared: Vec<BTreeMap<String, Matcher>>,
}

/// How two rules stand.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleFindingKind {
    /// Some devices belong to both; the one before decides what they get.
    Overlaps,
    /// Every device belongs to the one before, which gives all of its devices something: this rule
    /// reaches nobody.
    Shadowed,
}

/// A channel's rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rules {
    /// In priority order.
    pub rules: Vec<Rule>,
    /// Rules that share devices, and rules that are never reached.
    pub findings: Vec<RuleFinding>,
}

impl From<coverage::Finding> for RuleFinding {
    fn from(finding: coverage::Finding) -> Self {
        Self {
            rule: finding.rule.0,
            before: finding.before.0,
            kind: match finding.kind {
                coverage::FindingKind::Overlaps => RuleFindingKind::Overlaps,
                coverage::FindingKind::Shadowed => RuleFindingKind::Shadowed,
            },
            shared: finding.shared.into_iter().map(when).collect(),
        }
    }
}

/// Conditions on device attributes, by dimension; all must hold.
pub(crate) fn when(when: table::When) -> BTreeMap<String, Matcher> {
    let matcher = |matcher| match matcher {
        table::Matcher::Among(values) => Matcher::Among(values),
        table::Matcher::Within(range) => Matcher::Within(range.to_string()),
    };
    let when = when.into_iter();
    when.map(|(name, condition)| (name.into(), matcher(condition)))
        .collect()
}

/// How far each variant got, where they differ or one was taken back.
pub(crate) fn variants(placement: &app::Placement) -> Vec<VariantShare> {
    let variants = placement.variants.iter();
    let stop = |stopped| match stopped {
        app::Stopped::Paused => VariantStop::Paused,
        app::Stopped::Kept => VariantStop::Kept,
    };
    let one = |variant: &app::PlacedVariant| VariantShare {
        when: when(variant.when.clone()),
        share: placement.share_of(variant).to_string(),
        stopped: variant.stopped.map(stop),
    };
    // Where one was taken back, the others are named, so that nobody takes them for all.
    let differ = placement.partly_withdrawn
        || variants
            .clone()
            .any(|variant| variant.share.is_some() || variant.stopped.is_some());
    match differ {
        true => variants.map(one).collect(),
        false => Vec::new(),
    }
}

impl From<app::Placement> for Placement {
    fn from(placement: app::Placement) -> Self {
        Self {
            variants: variants(&placement),
            release: placement.release.into(),
            version: placement.version.to_string(),
            share: placement.share.to_string(),
            held: placement.held,
            salt: placement.salt.into(),
        }
    }
}

impl From<app::Rule> for Rule {
    fn from(rule: app::Rule) -> Self {
        Self {
            name: rule.name.0,
            audience: when(rule.audience),
            group: rule.devices.map(Into::into),
            floors: rule.floors.into_iter().map(Into::into).collect(),
            stack: rule.stack.into_iter().map(Into::into).collect(),
            concluded: rule.concluded.into_iter().map(Into::into).collect(),
            embedded: rule.embedded.map(Into::into),
        }
    }
}
