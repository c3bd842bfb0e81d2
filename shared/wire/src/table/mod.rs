//! The cohort table and its choice: which release config a device gets.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limit;
use crate::name::{LayerName, ReleaseId, Scope};

mod check;
mod choose;
mod downgrade;
mod explain;
mod list;
mod outcome;
mod rows;
mod when;

pub use check::TableError;
pub use choose::{Asker, Choice, Lists};
pub use downgrade::{Downgrade, Move};
pub use explain::{Explanation, RowReason};
pub use list::DeviceList;
pub use outcome::{Known, LayerOutcome, Need, Outcome, Said, Seen};
pub use rows::{Answer, Devices, KnownRow, Row};
pub use when::{Attributes, Matcher, When, fits, join};

/// The `x-wavecast` object of targets.
///
/// A table that is newer than this reader (a higher `v`, an unknown name in `crit`, another number
/// of buckets) is read as far as its scope, without rows: its answer is [`Choice::Hold`].
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Value")]
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

/// The table of this version, once it is known to be one.
#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    withdrawn: Vec<ReleaseId>,
    rows: Vec<Row>,
    #[serde(default)]
    properties: Vec<Layer>,
    #[serde(default)]
    moved: Option<Scope>,
    #[serde(default)]
    retired: bool,
}

/// What every version of a table has.
#[derive(Deserialize)]
struct Header {
    v: u64,
    scope: Scope,
    #[serde(default)]
    crit: Vec<String>,
    #[serde(default)]
    buckets: Value,
}

impl TryFrom<Value> for Table {
    type Error = serde_json::Error;
    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let Header {
            v,
            scope,
            crit,
            buckets,
        } = Header::deserialize(&value)?;
        let mut table = Self::new(scope);
        (table.v, table.crit) = (v, crit);
        // Anything but the number we know is another grammar, whatever its type.
        table.buckets = buckets.as_u64().unwrap_or(0);
        if table.newer().is_none() {
            let Body {
                withdrawn,
                rows,
                properties,
                moved,
                retired,
            } = Body::deserialize(value)?;
            table = Self {
                withdrawn,
                rows,
                properties,
                moved,
                retired,
                ..table
            };
        }
        Ok(table)
    }
}

impl Table {
    /// A table without rows: everybody keeps what they run.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        Self {
            v: 1,
            scope,
            crit: Vec::new(),
            buckets: u64::from(limit::BUCKETS),
            withdrawn: Vec::new(),
            rows: Vec::new(),
            properties: Vec::new(),
            moved: None,
            retired: false,
        }
    }

    /// What in this table is newer than this reader, which must then hold; `None` for nothing.
    #[must_use]
    pub fn newer(&self) -> Option<String> {
        if self.v != 1 {
            return Some(format!(
                "the table has version {}, this reader knows 1",
                self.v
            ));
        }
        if let Some(name) = self.crit.first() {
            return Some(format!(
                "the table needs '{name}', which this reader doesn't know"
            ));
        }
        let known = u64::from(limit::BUCKETS);
        (self.buckets != known).then(|| {
            format!(
                "the table has {} buckets, this reader knows {known}",
                self.buckets
            )
        })
    }
}
