//! The choice: one reading of the rows, shared by the answer and its explanation.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::rows::{Answer, Devices, KnownRow, Row};
use super::when::{self, Attributes};
use super::{Layer, Table};
use crate::bucket::{bucket, list_hash};
use crate::name::{DimensionName, ReleaseId, Salt, Scope, TargetName};

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

/// What one row says to one device.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Verdict<'a> {
    /// It decides.
    Matched(Choice),
    /// Held, and the device runs another release.
    Held,
    /// This dimension doesn't match.
    Unfit(&'a DimensionName),
    /// The device isn't on the row's list.
    Unlisted,
    /// The bucket lies outside all ranges.
    Outside,
    /// Not understood, and marked to be skipped.
    Skipped,
}

/// Reads rows in order until one decides; `see` is told what each said. No row: keep.
pub(super) fn walk<'a>(
    rows: &'a [Row],
    asker: &Asker<'_>,
    lists: &Lists,
    mut see: impl FnMut(usize, &'a Row, &Verdict<'a>),
) -> Choice {
    for (index, row) in rows.iter().enumerate() {
        let verdict = match row {
            Row::Known(row) => ask(row, asker, lists),
            Row::Unknown { skip: true, .. } => Verdict::Skipped,
            Row::Unknown { skip: false, .. } => Verdict::Matched(Choice::Hold {
                why: format!(
                    "row {index} has a key, operator or type that this reader doesn't know"
                ),
            }),
        };
        see(index, row, &verdict);
        if let Verdict::Matched(choice) = verdict {
            return choice;
        }
    }
    Choice::Keep
}

/// The order matters where a list is missing: it is asked for only if everything cheaper matched.
fn ask<'a>(row: &'a KnownRow, asker: &Asker<'_>, lists: &Lists) -> Verdict<'a> {
    if row.hold && asker.active != Some(&row.release) {
        return Verdict::Held;
    }
    if let Some(name) = when::failing(&row.when, asker.attributes) {
        return Verdict::Unfit(name);
    }
    let salt = row.salt.as_ref().map_or("", Salt::as_str);
    match &row.devices {
        Some(Devices::Inline(hashes)) if !hashes.contains(&list_hash(salt, asker.id)) => {
            return Verdict::Unlisted;
        }
        Some(Devices::Listed(target)) => match lists.get(target) {
            None => return Verdict::Matched(Choice::NeedsList(target.clone())),
            Some(list) if list.binary_search(&list_hash(salt, asker.id)).is_err() => {
                return Verdict::Unlisted;
            }
            Some(_) => {}
        },
        _ => {}
    }
    let release = row.release.clone();
    match &row.answer {
        Answer::Config(None) => Verdict::Matched(Choice::Keep),
        Answer::Config(Some(target)) => Verdict::Matched(Choice::Config {
            release,
            target: target.clone(),
        }),
        Answer::Embedded => Verdict::Matched(Choice::Embedded { release }),
        Answer::Ranges(ranges) => {
            let place = bucket(salt, asker.id);
            match ranges
                .iter()
                .find(|(low, high, _)| (*low..=*high).contains(&place))
            {
                Some((_, _, target)) => Verdict::Matched(Choice::Config {
                    release,
                    target: target.clone(),
                }),
                None => Verdict::Outside,
            }
        }
    }
}

impl Table {
    /// The choice of a device among the rows.
    #[must_use]
    pub fn choose(&self, asker: &Asker<'_>, lists: &Lists) -> Choice {
        self.before_rows()
            .unwrap_or_else(|| walk(&self.rows, asker, lists, |_, _, _| {}))
    }

    /// The choice of a device in one of this table's layers: what holds the table, or ends the
    /// channel, goes for its layers too. `active` in `asker` is the release last applied from it.
    #[must_use]
    pub fn choose_in(&self, layer: &Layer, asker: &Asker<'_>, lists: &Lists) -> Choice {
        self.before_rows()
            .unwrap_or_else(|| layer.choose(asker, lists))
    }

    /// What is decided before any row is read.
    pub(super) fn before_rows(&self) -> Option<Choice> {
        if let Some(why) = self.newer() {
            return Some(Choice::Hold { why });
        }
        let moved = self.moved.clone().map(Choice::Moved);
        moved.or_else(|| self.retired.then_some(Choice::Retired))
    }

    /// Every device list that the rows name, each once: what a client that hasn't one must fetch.
    #[must_use]
    pub fn lists(&self) -> Vec<&TargetName> {
        let layers = self.properties.iter().flat_map(|layer| &layer.rows);
        let mut names: Vec<_> = self
            .rows
            .iter()
            .chain(layers)
            .filter_map(Row::list)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Row {
    fn list(&self) -> Option<&TargetName> {
        match self {
            Self::Known(KnownRow {
                devices: Some(Devices::Listed(target)),
                ..
            }) => Some(target),
            _ => None,
        }
    }
}

impl Layer {
    /// The layer's choice; `active` in `asker` is the release last applied from this layer.
    #[must_use]
    pub fn choose(&self, asker: &Asker<'_>, lists: &Lists) -> Choice {
        walk(&self.rows, asker, lists, |_, _, _| {})
    }
}
