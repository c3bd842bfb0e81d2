//! The combinations of attributes that tables tell apart.

use std::collections::{BTreeMap, BTreeSet};

use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{Attributes, KnownRow, Matcher, Row, Table};
use wavecast_wire::version::Version;

/// Combinations that are asked for; beyond that, one for each row, and each value by itself.
const MOST_CELLS: usize = 64;

/// One set of attributes for each way in which the tables' conditions can be met: every named
/// value, every bound of a range and what lies between, and the dimension left unset.
#[must_use]
pub fn cells(tables: &[&Table]) -> Vec<Attributes> {
    let mut values: BTreeMap<&DimensionName, BTreeSet<String>> = BTreeMap::new();
    for row in tables.iter().flat_map(|table| rows(table)) {
        for (name, matcher) in &row.when {
            if name.as_str() == PACKAGE_VERSION {
                continue;
            }
            let of_name = values.entry(name).or_default();
            match matcher {
                Matcher::Among(among) => of_name.extend(among.iter().cloned()),
                Matcher::Within(range) => of_name.extend(bounds(range.as_str())),
            }
        }
    }
    let values: Vec<(&DimensionName, Vec<String>)> = values
        .into_iter()
        .map(|(name, found)| (name, with_between(found)))
        .collect();
    let product = values
        .iter()
        .try_fold(1usize, |n, (_, values)| n.checked_mul(values.len() + 1));
    if product.is_some_and(|cells| cells <= MOST_CELLS) {
        return all(&values);
    }
    let mut cells = vec![Attributes::new()];
    for cell in by_row(tables, &values)
        .into_iter()
        .chain(one_by_one(&values))
    {
        if cells.len() < MOST_CELLS && !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    cells
}

/// What is understood of a table's rows, and of its layers'.
fn rows(table: &Table) -> impl Iterator<Item = &KnownRow> {
    let layers = table.properties.iter().flat_map(|layer| &layer.rows);
    let all = table.rows.iter().chain(layers);
    all.filter_map(|row| match row {
        Row::Known(row) => Some(row),
        Row::Unknown { .. } => None,
    })
}

/// For each row a device that meets its conditions; first for the rows that aren't in all tables,
/// because with them something changes.
fn by_row(tables: &[&Table], values: &[(&DimensionName, Vec<String>)]) -> Vec<Attributes> {
    let all: Vec<Vec<&KnownRow>> = tables.iter().map(|table| rows(table).collect()).collect();
    let differs = |row: &&&KnownRow| !all.iter().all(|rows| rows.contains(*row));
    let each = || all.iter().flatten();
    let changed = each().filter(differs);
    let present = each().filter(|row| !differs(row));
    let of = |row: &&KnownRow| meets(row, values);
    changed.chain(present).filter_map(of).collect()
}

/// What a device says that meets a row's conditions.
fn meets(row: &KnownRow, values: &[(&DimensionName, Vec<String>)]) -> Option<Attributes> {
    let says = |name: &DimensionName, matcher: &Matcher| match matcher {
        Matcher::Among(among) => among.first().cloned(),
        Matcher::Within(range) => {
            let (_, known) = values.iter().find(|(one, _)| *one == name)?;
            let within = |value: &&String| {
                let version = value.parse::<Version>();
                version.is_ok_and(|version| range.contains(&version))
            };
            known.iter().find(within).cloned()
        }
    };
    let own = row.when.iter();
    own.filter(|(name, _)| name.as_str() != PACKAGE_VERSION)
        .map(|(name, matcher)| Some((name.as_str().to_owned(), says(name, matcher)?)))
        .collect()
}

fn bounds(range: &str) -> impl Iterator<Item = String> {
    let version = |comparison: &str| comparison.trim_start_matches(['<', '>', '=']).to_owned();
    range.split(',').map(version)
}

/// Versions get one more below the lowest, one above each: a device between two bounds.
fn with_between(values: BTreeSet<String>) -> Vec<String> {
    let mut versions: Vec<Version> = values.iter().filter_map(|v| v.parse().ok()).collect();
    if versions.len() < values.len() {
        return values.into_iter().collect();
    }
    versions.sort();
    versions.dedup();
    let mut found: Vec<Version> = Vec::new();
    found.extend(
        "0".parse::<Version>()
            .ok()
            .filter(|low| Some(low) < versions.first()),
    );
    for (place, version) in versions.iter().enumerate() {
        found.push(version.clone());
        // The next whole version: below it lie none but prereleases.
        let [first, second, third, fourth] = version.parts();
        let above = format!("{first}.{second}.{third}.{}", fourth + 1);
        let fits = |one: &Version| versions.get(place + 1).is_none_or(|next| one < next);
        found.extend(above.parse().ok().filter(fits));
    }
    found
        .iter()
        .map(|version| version.as_str().to_owned())
        .collect()
}

fn all(values: &[(&DimensionName, Vec<String>)]) -> Vec<Attributes> {
    let mut cells = vec![Attributes::new()];
    for (name, found) in values {
        let with = |cell: &Attributes| -> Vec<Attributes> {
            let set = |value: &String| {
                let mut cell = cell.clone();
                cell.insert(name.as_str().into(), value.clone());
                cell
            };
            std::iter::once(cell.clone())
                .chain(found.iter().map(set))
                .collect()
        };
        cells = cells.iter().flat_map(with).collect();
    }
    cells
}

fn one_by_one(values: &[(&DimensionName, Vec<String>)]) -> Vec<Attributes> {
    let each = values.iter().flat_map(|(name, found)| {
        found
            .iter()
            .map(|value| Attributes::from([(name.as_str().into(), value.clone())]))
    });
    each.collect()
}
