//! The cohort table and its choice: which release config a device gets.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::name::{DimensionName, LayerName, ReleaseId, Salt, Scope, TargetName};
use crate::version::Range;

/// The `x-wavecast` object of targets.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Table {
    /// 1.
    pub v: u64,
    /// What this repository speaks for.
    pub scope: Scope,
    /// Names that a reader must understand, else it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// 10,000; a reader that sees another number holds.
    pub buckets: u64,
    /// Releases that devices may leave for a lower version; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<ReleaseId>,
    /// In order; the first that matches decides.
    pub rows: Vec<Row>,
    /// Properties layers, read independently of the rows and of each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Layer>,
    /// Where the channel went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Scope>,
    /// Whether the channel ended.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub retired: bool,
}

/// One properties layer.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Layer {
    /// Its name, under which a device remembers what it applied.
    pub layer: LayerName,
    /// Rows of the same grammar.
    pub rows: Vec<Row>,
}

/// One row, or one that this reader doesn't understand.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "serde_json::Value", into = "serde_json::Value")]
pub enum Row {
    /// Understood.
    Known(KnownRow),
    /// An unknown key, operator or type: it means hold, unless it says `"skip":true`.
    Unknown {
        /// Whether to go on to the next row.
        skip: bool,
        /// The row as it came, to be written back unchanged.
        raw: serde_json::Value,
    },
}

/// A row that this reader understands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownRow {
    /// The release that it places.
    pub release: ReleaseId,
    /// Every named dimension must match.
    pub when: When,
    /// The device's list hash must be among them.
    pub devices: Option<Devices>,
    /// Where devices are hashed to; needed by ranges and devices.
    pub salt: Option<Salt>,
    /// Matches only a device whose active release is this row's.
    pub hold: bool,
    /// What a matching device gets.
    pub answer: Answer,
}

/// The conditions of a row, by dimension.
pub type When = BTreeMap<DimensionName, Matcher>;

/// The condition on one dimension.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Matcher {
    /// The value is one of these.
    Among(Vec<String>),
    /// The value is a version within this range.
    Within(Range),
}

/// The devices of a row.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Devices {
    /// Sorted list hashes, at most 500.
    Inline(Vec<String>),
    /// The name of a target that holds them.
    Listed(TargetName),
}

/// What a matching row answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// One config for all, or `None`: keep what you run.
    Config(Option<TargetName>),
    /// Inclusive bucket ranges; a bucket outside all of them falls through.
    Ranges(Vec<(u16, u16, TargetName)>),
    /// Go back to what shipped in the binary.
    Embedded,
}

/// What a device says of itself. Values longer than 256 bytes match nothing.
pub type Attributes = BTreeMap<String, String>;

/// A device that asks a table.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Its id, compared as is.
    pub id: &'a str,
    /// Its attributes; the caller sets `package_version`.
    pub attributes: &'a Attributes,
    /// Its active release, if it runs one of this channel's.
    pub active: Option<&'a ReleaseId>,
}

/// Device lists that were fetched and verified, by target name.
pub type Lists = BTreeMap<TargetName, Vec<String>>;

/// What a table answers to one device.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Get this config.
    Config {
        /// The row's release.
        release: ReleaseId,
        /// The config's target name.
        target: TargetName,
    },
    /// Keep what you run: no row matched, or the row says so.
    Keep,
    /// Go back to what shipped in the binary.
    Embedded {
        /// The row's release.
        release: ReleaseId,
    },
    /// Keep running, say so, keep polling: something here is newer than this reader.
    Hold {
        /// What isn't understood.
        why: String,
    },
    /// Keep, until this device list was fetched and verified.
    NeedsList(TargetName),
    /// The channel moved.
    Moved(Scope),
    /// The channel ended.
    Retired,
}

impl Table {
    /// The choice of a device among the rows.
    #[must_use]
    pub fn choose(&self, _asker: &Asker<'_>, _lists: &Lists) -> Choice {
        todo!()
    }

    /// The choice, with what each row said on the way.
    #[must_use]
    pub fn explain(&self, _asker: &Asker<'_>, _lists: &Lists) -> Explanation {
        todo!()
    }
}

impl Layer {
    /// The layer's choice; `active` in `asker` is the release last applied from this layer.
    #[must_use]
    pub fn choose(&self, _asker: &Asker<'_>, _lists: &Lists) -> Choice {
        todo!()
    }
}

/// A choice and its reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// What each row said, in order, up to the one that decided.
    pub rows: Vec<RowReason>,
    /// The choice, the same as [`Table::choose`]'s.
    pub choice: Choice,
}

/// What one row said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowReason {
    /// Its place, from 0.
    pub index: usize,
    /// Its release, where the row is understood.
    pub release: Option<ReleaseId>,
    /// Whether it decided.
    pub matched: bool,
    /// Why, in a sentence for people.
    pub why: String,
    /// The device's bucket, where the row has ranges.
    pub bucket: Option<u16>,
}

impl TryFrom<serde_json::Value> for Row {
    type Error = crate::json::JsonError;
    fn try_from(_raw: serde_json::Value) -> Result<Self, Self::Error> {
        todo!()
    }
}

impl From<Row> for serde_json::Value {
    fn from(_row: Row) -> Self {
        todo!()
    }
}
