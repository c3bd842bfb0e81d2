//! Rules of a channel: audiences and what they get.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::app;
use wavecast_wire::table;

/// The condition on one dimension.
#[derive(Debug, Serialize, ToSchema)]
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
    /// How much of the audience it reaches.
    #[schema(example = "12.5%")]
    pub share: String,
    /// Whether only those who run it keep it.
    pub held: bool,
    /// Where devices are hashed to.
    pub salt: String,
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

impl From<app::Placement> for Placement {
    fn from(placement: app::Placement) -> Self {
        Self {
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
            stack: rule.stack.into_iter().map(Into::into).collect(),
            concluded: rule.concluded.into_iter().map(Into::into).collect(),
            embedded: rule.embedded.map(Into::into),
        }
    }
}
