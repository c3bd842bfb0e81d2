//! Why a device gets what it gets.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
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
        }
    }
}
