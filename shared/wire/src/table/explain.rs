//! The choice in sentences, row by row.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::choose::{Asker, Choice, Lists, Verdict, walk};
use super::rows::{Answer, KnownRow, Row};
use super::{Layer, Table};
use crate::bucket::bucket;
use crate::name::ReleaseId;

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

impl Table {
    /// The choice, with what each row said on the way.
    #[must_use]
    pub fn explain(&self, asker: &Asker<'_>, lists: &Lists) -> Explanation {
        match self.before_rows() {
            Some(choice) => Explanation {
                rows: Vec::new(),
                choice,
            },
            None => explain(&self.rows, asker, lists),
        }
    }
}

impl Layer {
    /// The layer's choice, with what each row said on the way.
    #[must_use]
    pub fn explain(&self, asker: &Asker<'_>, lists: &Lists) -> Explanation {
        explain(&self.rows, asker, lists)
    }
}

fn explain(rows: &[Row], asker: &Asker<'_>, lists: &Lists) -> Explanation {
    let mut reasons = Vec::new();
    let choice = walk(rows, asker, lists, |index, row, verdict| {
        let known = match row {
            Row::Known(row) => Some(row),
            Row::Unknown { .. } => None,
        };
        let bucket = known.and_then(|row| place(row, asker));
        reasons.push(RowReason {
            index,
            release: known.map(|row| row.release.clone()),
            matched: matches!(verdict, Verdict::Matched(_)),
            why: sentence(verdict, bucket),
            bucket,
        });
    });
    Explanation {
        rows: reasons,
        choice,
    }
}

fn place(row: &KnownRow, asker: &Asker<'_>) -> Option<u16> {
    match (&row.answer, &row.salt) {
        (Answer::Ranges(_), Some(salt)) => Some(bucket(salt.as_str(), asker.id)),
        _ => None,
    }
}

fn sentence(verdict: &Verdict<'_>, bucket: Option<u16>) -> String {
    match verdict {
        Verdict::Matched(choice) => match (choice, bucket) {
            (Choice::Config { target, .. }, Some(bucket)) => {
                format!("matches: bucket {bucket} lies in a range that gets {target}")
            }
            (Choice::Config { target, .. }, None) => format!("matches: gets {target}"),
            (Choice::Keep, _) => String::from("matches: keeps what it runs"),
            (Choice::Embedded { .. }, _) => {
                String::from("matches: goes back to what shipped in the binary")
            }
            (Choice::NeedsList(target), _) => {
                format!("keeps what it runs until the device list {target} is fetched and verified")
            }
            (Choice::Hold { why }, _) => format!("holds: {why}"),
            (Choice::Moved(scope), _) => format!("the channel moved to {scope}"),
            (Choice::Retired, _) => String::from("the channel has ended"),
        },
        Verdict::Held => String::from("is held: only devices that run this release already match"),
        Verdict::Unfit(name) => format!("doesn't match: the device's {name} is unset or another"),
        Verdict::Unlisted => String::from("doesn't match: the device is not on the list"),
        Verdict::Outside => match bucket {
            Some(bucket) => format!("doesn't match: bucket {bucket} lies outside the ramp"),
            None => String::from("doesn't match: the bucket lies outside the ramp"),
        },
        Verdict::Skipped => String::from("is skipped: not understood, and marked so"),
    }
}
