//! Why a device gets what it gets.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::explain::{Owner, Owners};
use wavecast_engine::control::Explained;
use wavecast_wire::table;

/// What the table answers to one device, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    /// The channel.
    #[schema(example = "acme/lamp/stable")]
    pub scope: String,
    /// The application's revision that the table shows; the edge may be a moment behind it.
    pub revision: u64,
    /// The device's id.
    pub device: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// The answer.
    pub choice: Choice,
    /// What each row said, in order, up to the one that decided.
    pub rows: Vec<RowReason>,
    /// The package version with which the layers are asked: that of the release which it gets, else
    /// what the device says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "1.2.0")]
    pub package_version: Option<String>,
    /// What each layer of values answers; a later one goes before those in front of it.
    pub layers: Vec<LayerReason>,
    /// What its app sees of the release config and the layers, by name.
    pub values: Vec<SeenValue>,
    /// Targets that couldn't be read, so that what they say isn't known.
    pub missing: Vec<String>,
}

/// What one layer of values answers to a device, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct LayerReason {
    /// Its name.
    #[schema(example = "config")]
    pub layer: String,
    /// The answer; `keep` where no row reaches the device: the layer says nothing to it.
    pub choice: Choice,
    /// What each row said, in order, up to the one that decided.
    pub rows: Vec<RowReason>,
}

/// A value that an app sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenValue {
    /// The property's name.
    #[schema(example = "theme")]
    pub name: String,
    /// The value.
    pub value: serde_json::Value,
    /// The layer that says it; absent for the release config.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "config")]
    pub layer: Option<String>,
    /// Who sets it, for people; absent where a release config carries the configuration as it was
    /// when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "rule lamps")]
    pub set_by: Option<String>,
    /// What it goes before, nearest first.
    pub over: Vec<SaidValue>,
}

/// A value that another one goes before.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidValue {
    /// The value.
    pub value: serde_json::Value,
    /// The layer that says it; absent for the release config.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    /// Who sets it, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
}

/// What a table answers to one device.
#[derive(Debug, Serialize, ToSchema)]
pub struct Choice {
    /// Which kind of answer.
    pub kind: ChoiceKind,
    /// The release that it gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The release config, or the device list that must be read first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Where the channel went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What a device wouldn't understand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The kinds of answers.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    /// Get this release.
    Config,
    /// Keep what you run.
    Keep,
    /// Go back to what shipped in the binary.
    Embedded,
    /// Keep running and polling: something is newer than this reader.
    Hold,
    /// Keep, until a device list was read.
    NeedsList,
    /// The channel moved.
    Moved,
    /// The channel ended.
    Retired,
}

/// What one row said.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowReason {
    /// Its place, from 0.
    pub index: usize,
    /// Its release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Whether it decided.
    pub matched: bool,
    /// Why.
    pub why: String,
    /// The device's bucket of 10,000, where the row has ranges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<u16>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<RowOwner>,
}

/// Whose a row is.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowOwner {
    /// The rule whose devices it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "everyone")]
    pub rule: Option<String>,
    /// The version that its devices run, where only those are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<String>,
    /// The experiment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experiment: Option<String>,
    /// The variant that it gives; of a row with several, the one that the device got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Whether it is a pin's.
    pub pinned: bool,
    /// Whether it keeps the hold-out out of experiments.
    pub held_out: bool,
}

impl Explanation {
    /// What was explained from the ledger.
    #[must_use]
    pub fn of(
        scope: String,
        device: String,
        attributes: BTreeMap<String, String>,
        explained: Explained,
    ) -> Self {
        let owners = explained.owners();
        let outcome = &explained.outcome;
        let met = &outcome.explanation;
        Self {
            scope,
            revision: explained.app.revision,
            device,
            attributes,
            choice: met.choice.clone().into(),
            rows: reasons(&met.rows, |index| owners.row(index)),
            package_version: outcome.package_version.clone(),
            layers: layers(&owners, outcome),
            values: values(&owners, outcome),
            missing: outcome.missing.iter().map(ToString::to_string).collect(),
        }
    }
}

fn reasons<'a>(
    rows: &[table::RowReason],
    owner: impl Fn(usize) -> Option<&'a Owner>,
) -> Vec<RowReason> {
    let rows = rows.iter().map(|row| RowReason {
        owner: owner(row.index).map(Into::into),
        ..row.clone().into()
    });
    rows.collect()
}

fn layers(owners: &Owners<'_>, outcome: &table::Outcome) -> Vec<LayerReason> {
    let layers = outcome.layers.iter().enumerate();
    let layers = layers.map(|(place, met)| LayerReason {
        layer: met.layer.to_string(),
        choice: met.explanation.choice.clone().into(),
        rows: reasons(&met.explanation.rows, |index| {
            owners.layer_row(place, index)
        }),
    });
    layers.collect()
}

fn values(owners: &Owners<'_>, outcome: &table::Outcome) -> Vec<SeenValue> {
    let seen = |one: &table::Seen| {
        let said = one.said.iter().map(|said| SaidValue {
            value: said.value.clone(),
            layer: said.layer.as_ref().map(ToString::to_string),
            set_by: owners.set_by(outcome, &one.name, said),
        });
        let mut said = said.collect::<Vec<_>>().into_iter();
        let SaidValue {
            value,
            layer,
            set_by,
        } = said.next()?;
        Some(SeenValue {
            name: one.name.clone(),
            value,
            layer,
            set_by,
            over: said.collect(),
        })
    };
    outcome.values.iter().filter_map(seen).collect()
}

impl From<&Owner> for RowOwner {
    fn from(owner: &Owner) -> Self {
        Self {
            rule: owner.rule.as_ref().map(|rule| rule.0.clone()),
            runs: owner.runs.as_ref().map(ToString::to_string),
            experiment: owner.experiment.clone(),
            variant: owner.variant.clone(),
            pinned: owner.pinned,
            held_out: owner.held_out,
        }
    }
}

impl From<table::Choice> for Choice {
    fn from(choice: table::Choice) -> Self {
        let of = |kind| Self {
            kind,
            release: None,
            target: None,
            to: None,
            why: None,
        };
        match choice {
            table::Choice::Config { release, target } => Self {
                release: Some(release.into()),
                target: Some(target.into()),
                ..of(ChoiceKind::Config)
            },
            table::Choice::Keep => of(ChoiceKind::Keep),
            table::Choice::Embedded { release } => Self {
                release: Some(release.into()),
                ..of(ChoiceKind::Embedded)
            },
            table::Choice::Hold { why } => Self {
                why: Some(why),
                ..of(ChoiceKind::Hold)
            },
            table::Choice::NeedsList(target) => Self {
                target: Some(target.into()),
                ..of(ChoiceKind::NeedsList)
            },
            table::Choice::Moved(to) => Self {
                to: Some(to.into()),
                ..of(ChoiceKind::Moved)
            },
            table::Choice::Retired => of(ChoiceKind::Retired),
        }
    }
}

impl From<table::RowReason> for RowReason {
    fn from(reason: table::RowReason) -> Self {
        Self {
            index: reason.index,
            release: reason.release.map(Into::into),
            matched: reason.matched,
            why: reason.why,
            bucket: reason.bucket,
            owner: None,
        }
    }
}
