//! Rows: what one may hold, and what this reader understands.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::When;
use crate::limit;
use crate::name::{ReleaseId, Salt, TargetName};

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
        raw: Value,
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

/// Every key that a row may have. Any other makes it a row that this reader doesn't understand.
const KEYS: [&str; 9] = [
    "config", "devices", "embedded", "hold", "ranges", "release", "salt", "skip", "when",
];

impl TryFrom<Value> for Row {
    type Error = crate::json::JsonError;
    /// Never fails: what isn't understood is kept as it came.
    fn try_from(raw: Value) -> Result<Self, Self::Error> {
        Ok(match raw.as_object().and_then(understand) {
            Some(row) => Self::Known(row),
            None => Self::Unknown {
                skip: raw["skip"] == Value::Bool(true),
                raw,
            },
        })
    }
}

/// `None` for an unknown key, operator or type, or a combination that this grammar doesn't have.
fn understand(object: &Map<String, Value>) -> Option<KnownRow> {
    if !object.keys().all(|key| KEYS.contains(&key.as_str())) {
        return None;
    }
    flag(object, "skip")?;
    let devices = optional::<Devices>(object, "devices")?;
    let row = KnownRow {
        release: required(object, "release")?,
        when: optional(object, "when")?.unwrap_or_default(),
        salt: optional(object, "salt")?,
        hold: flag(object, "hold")?,
        answer: answer(object)?,
        devices,
    };
    let well_formed = match &row.devices {
        Some(Devices::Inline(hashes)) => hashes.iter().all(|hash| super::list::is_list_hash(hash)),
        _ => true,
    };
    let salted = row.devices.is_some() || matches!(row.answer, Answer::Ranges(_));
    (well_formed && (row.salt.is_some() || !salted)).then_some(row)
}

/// Exactly one of `config`, `ranges` and `embedded`.
fn answer(object: &Map<String, Value>) -> Option<Answer> {
    match (
        object.get("config"),
        object.get("ranges"),
        object.get("embedded"),
    ) {
        (Some(Value::Null), None, None) => Some(Answer::Config(None)),
        (Some(_), None, None) => Some(Answer::Config(Some(required(object, "config")?))),
        (None, Some(_), None) => {
            let ranges: Vec<(u16, u16, TargetName)> = required(object, "ranges")?;
            let ordered = ranges
                .iter()
                .all(|(low, high, _)| low <= high && *high < limit::BUCKETS);
            ordered.then_some(Answer::Ranges(ranges))
        }
        (None, None, Some(Value::Bool(true))) => Some(Answer::Embedded),
        _ => None,
    }
}

fn required<T: for<'de> Deserialize<'de>>(object: &Map<String, Value>, key: &str) -> Option<T> {
    T::deserialize(object.get(key)?).ok()
}

/// The outer `None` is a value of another type; `null` is one too.
fn optional<T: for<'de> Deserialize<'de>>(
    object: &Map<String, Value>,
    key: &str,
) -> Option<Option<T>> {
    match object.get(key) {
        Some(value) => T::deserialize(value).ok().map(Some),
        None => Some(None),
    }
}

fn flag(object: &Map<String, Value>, key: &str) -> Option<bool> {
    object.get(key).map_or(Some(false), Value::as_bool)
}

impl From<Row> for Value {
    fn from(row: Row) -> Self {
        match row {
            Row::Known(row) => row.into(),
            Row::Unknown { raw, .. } => raw,
        }
    }
}

impl From<KnownRow> for Value {
    fn from(row: KnownRow) -> Self {
        let mut object = Map::new();
        let mut put = |key: &str, value: Self| object.insert(String::from(key), value);
        put("release", row.release.as_str().into());
        if !row.when.is_empty() {
            let members = row
                .when
                .into_iter()
                .map(|(name, matcher)| (String::from(name), matcher.into()));
            put("when", Self::Object(members.collect()));
        }
        match row.devices {
            Some(Devices::Inline(hashes)) => drop(put("devices", hashes.into())),
            Some(Devices::Listed(target)) => drop(put("devices", target.as_str().into())),
            None => {}
        }
        if let Some(salt) = &row.salt {
            put("salt", salt.as_str().into());
        }
        if row.hold {
            put("hold", true.into());
        }
        match row.answer {
            Answer::Config(target) => {
                put("config", target.map_or(Self::Null, |t| t.as_str().into()))
            }
            Answer::Ranges(ranges) => {
                let ranges = ranges.into_iter().map(|(low, high, target)| {
                    Self::Array([low.into(), high.into(), target.as_str().into()].into())
                });
                put("ranges", Self::Array(ranges.collect()))
            }
            Answer::Embedded => put("embedded", true.into()),
        };
        Self::Object(object)
    }
}
