//! What a publisher refuses to write. Devices read more laxly.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::rows::{Answer, Devices, KnownRow, Row};
use super::{Layer, Matcher, Table};
use crate::{json, limit};

/// Why a table must not be published. Every message names what to change.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    /// More than [`limit::ROWS`] rows.
    #[error("the table has {rows} rows, at most {max} fit: conclude or abort releases; most rows: {largest}", max = limit::ROWS)]
    Rows {
        /// Rows in all, those of layers included.
        rows: usize,
        /// The releases with the most rows.
        largest: String,
    },
    /// More than [`limit::LAYERS`] layers.
    #[error("the table has {0} properties layers, at most {max} fit: conclude some", max = limit::LAYERS)]
    Layers(usize),
    /// More than [`limit::WITHDRAWN`] withdrawn releases.
    #[error("the table withdraws {0} releases, at most {max} fit: keep the newest", max = limit::WITHDRAWN)]
    Withdrawn(usize),
    /// A whole targets line above [`limit::TARGETS_BYTES`].
    #[error("the targets line has {bytes} bytes, at most {max} fit; largest: {largest}", max = limit::TARGETS_BYTES)]
    Bytes {
        /// Of the line.
        bytes: usize,
        /// The releases whose rows take the most bytes.
        largest: String,
    },
    /// Something in the head of the table.
    #[error("the table {0}")]
    Head(String),
    /// Something in one row.
    #[error("row {index} of {place}{of}: {rule}", of = release.as_deref().map(|r| format!(" ({r})")).unwrap_or_default())]
    Row {
        /// `rows`, or a layer's name.
        place: String,
        /// From 0.
        index: usize,
        /// Its release, where the row is understood.
        release: Option<String>,
        /// The rule that it breaks.
        rule: &'static str,
    },
}

impl Table {
    /// Checks everything that a publisher promises of a table.
    ///
    /// # Errors
    /// The first rule that is broken, with the largest contributors where it is a limit.
    pub fn check(&self) -> Result<(), TableError> {
        if let Some(why) = self.newer() {
            return Err(TableError::Head(why));
        }
        let rows = self.all_rows().count();
        if rows > limit::ROWS {
            return Err(TableError::Rows {
                rows,
                largest: self.largest(|_| 1),
            });
        }
        if self.properties.len() > limit::LAYERS {
            return Err(TableError::Layers(self.properties.len()));
        }
        if self.withdrawn.len() > limit::WITHDRAWN {
            return Err(TableError::Withdrawn(self.withdrawn.len()));
        }
        if !all_different(self.withdrawn.iter()) {
            return Err(TableError::Head("withdraws a release twice".to_string()));
        }
        if !all_different(self.properties.iter().map(|layer| &layer.layer)) {
            return Err(TableError::Head("has a properties layer twice".to_string()));
        }
        check_rows("rows", &self.rows)?;
        self.properties
            .iter()
            .try_for_each(|Layer { layer, rows }| check_rows(layer.as_str(), rows))
    }

    /// Checks the length of the whole targets line that holds this table.
    ///
    /// # Errors
    /// [`TableError::Bytes`], with the releases whose rows take the most.
    pub fn check_line(&self, bytes: usize) -> Result<(), TableError> {
        if bytes <= limit::TARGETS_BYTES {
            return Ok(());
        }
        let largest = self.largest(|row| json::canonical(row).map_or(0, |bytes| bytes.len()));
        Err(TableError::Bytes { bytes, largest })
    }

    fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows
            .iter()
            .chain(self.properties.iter().flat_map(|layer| &layer.rows))
    }

    /// The three releases that weigh most, such as `01J… (12), 01K… (9), 01H… (1)`.
    fn largest(&self, weigh: impl Fn(&Row) -> usize) -> String {
        let mut weights = BTreeMap::<&str, usize>::new();
        for row in self.all_rows() {
            let release = match row {
                Row::Known(row) => row.release.as_str(),
                Row::Unknown { .. } => "a row of another kind",
            };
            *weights.entry(release).or_default() += weigh(row);
        }
        let mut weights: Vec<_> = weights.into_iter().collect();
        weights.sort_by_key(|(_, weight)| core::cmp::Reverse(*weight));
        let names: Vec<_> = weights
            .iter()
            .take(3)
            .map(|(name, weight)| format!("{name} ({weight})"))
            .collect();
        names.join(", ")
    }
}

fn all_different<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    items.windows(2).all(|pair| pair[0] != pair[1])
}

fn check_rows(place: &str, rows: &[Row]) -> Result<(), TableError> {
    for (index, row) in rows.iter().enumerate() {
        let (release, verdict) = match row {
            Row::Known(row) => (Some(row.release.to_string()), check_row(row)),
            Row::Unknown { .. } => (None, Err("is not understood by devices")),
        };
        verdict.map_err(|rule| TableError::Row {
            place: place.to_string(),
            index,
            release,
            rule,
        })?;
    }
    Ok(())
}

fn check_row(row: &KnownRow) -> Result<(), &'static str> {
    if row.salt.is_none() && (row.devices.is_some() || matches!(row.answer, Answer::Ranges(_))) {
        return Err("needs a salt for its devices or ranges");
    }
    if let Some(Devices::Inline(hashes)) = &row.devices {
        if hashes.len() > limit::DEVICES_INLINE {
            return Err("holds more than 500 devices in place: put them into a device list");
        }
        if !hashes.is_sorted_by(|left, right| left < right) {
            return Err("must hold its devices sorted, each once");
        }
        if !hashes.iter().all(|hash| super::list::is_list_hash(hash)) {
            return Err("must hold devices of 16 lower-case hex digits");
        }
    }
    if let Answer::Ranges(ranges) = &row.answer {
        let inside = ranges
            .iter()
            .all(|(low, high, _)| low <= high && *high < limit::BUCKETS);
        let disjoint = ranges.is_sorted_by(|(_, high, _), (low, _, _)| high < low);
        if !inside || !disjoint {
            return Err("must have ranges within 0 to 9999, sorted and disjoint");
        }
    }
    row.when.values().try_for_each(check_matcher)
}

fn check_matcher(matcher: &Matcher) -> Result<(), &'static str> {
    match matcher {
        Matcher::Within(range) if range.is_empty() => {
            Err("has a version range that nothing lies within")
        }
        Matcher::Within(_) => Ok(()),
        Matcher::Among(values) if values.is_empty() => Err("has a condition without values"),
        Matcher::Among(values) => {
            if !values
                .iter()
                .all(|value| json::is_signable(value) && value.len() <= limit::ATTRIBUTE_BYTES)
            {
                return Err(
                    "has a value that is not NFC, has control characters or more than 256 bytes",
                );
            }
            if all_different(values.iter()) {
                Ok(())
            } else {
                Err("has a value twice in one condition")
            }
        }
    }
}
