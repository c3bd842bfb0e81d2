//! Who takes how much of a publication, in words that people know.

use std::collections::BTreeMap;

use serde::Serialize;
use wavecast_wire::name::TargetName;
use wavecast_wire::table::Row;

use super::Publication;
use crate::channel::{Channel, Placement, RuleName};
use crate::experiment::ExperimentVariant;

/// Contributors that a refusal names.
const NAMED: usize = 5;

/// What one of them takes.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    rows: usize,
    bytes: usize,
}

/// The largest contributors to the rows of a table, such as
/// `release 01J… (1.2.0) of rule lamps (36 rows), experiment button (12 rows)`.
pub(super) fn of_rows(channel: &Channel, publication: &Publication) -> String {
    largest(channel, publication, |taken| taken.rows, "rows")
}

/// The largest contributors to the bytes of a targets line: their rows, and what those name.
pub(super) fn of_bytes(channel: &Channel, publication: &Publication) -> String {
    largest(channel, publication, |taken| taken.bytes, "bytes")
}

/// The largest contributors to the bytes of a channel's state.
pub(crate) fn of_state(channel: &Channel) -> String {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for rule in &channel.rules {
        let all = rule.stack.iter().chain(&rule.concluded).chain(&rule.floors);
        for one in all {
            let (id, version) = (&one.release, &one.version);
            let name = format!("release {id} ({version}) of rule {}", rule.name.0);
            *taken.entry(name).or_default() += length(one);
        }
    }
    let history = "the history of the configuration".to_owned();
    taken.insert(history, length(&channel.config));
    for (_, one) in channel.experiments.running() {
        taken.insert(format!("experiment {}", one.name), length(one));
    }
    named(taken.into_iter().collect(), "bytes")
}

fn largest(
    channel: &Channel,
    publication: &Publication,
    by: impl Fn(&Taken) -> usize,
    unit: &str,
) -> String {
    let taken = taken(channel, publication).into_iter();
    let taken = taken.map(|(name, taken)| (name, by(&taken)));
    named(taken.filter(|(_, taken)| *taken > 0).collect(), unit)
}

fn named(mut taken: Vec<(String, usize)>, unit: &str) -> String {
    taken.sort_by_key(|(_, taken)| std::cmp::Reverse(*taken));
    let named = taken.iter().take(NAMED);
    let named = named.map(|(name, taken)| format!("{name} ({taken} {unit})"));
    named.collect::<Vec<_>>().join(", ")
}

fn taken(channel: &Channel, publication: &Publication) -> BTreeMap<String, Taken> {
    let names = names(channel);
    let mut all: BTreeMap<String, Taken> = BTreeMap::new();
    let layers = publication.table.properties.iter();
    let rows = publication.table.rows.iter();
    for row in rows.chain(layers.flat_map(|layer| &layer.rows)) {
        let Row::Known(known) = row else { continue };
        let id = known.release.as_str();
        let name = names.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let taken = all.entry(name).or_default();
        taken.rows += 1;
        taken.bytes += length(row);
    }
    let owners = owners(channel, &names);
    for (name, file) in &publication.targets {
        let owner = owners.get(name).map_or("groups of devices", String::as_str);
        let taken = all.entry(owner.to_owned()).or_default();
        taken.bytes += name.as_str().len() + length(file);
    }
    all
}

fn length(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(0, |bytes| bytes.len())
}

/// What people call those whose ids stand in rows.
fn names(channel: &Channel) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for pin in &channel.pins {
        let (id, version) = (&pin.release.release, &pin.release.version);
        names.insert(id.to_string(), format!("release {id} ({version}), pinned"));
    }
    for (rule, placement) in placements(channel) {
        let (id, version) = (&placement.release, &placement.version);
        let name = format!("release {id} ({version}) of rule {}", rule.0);
        names.insert(id.to_string(), name);
    }
    for placed in &channel.config.stack {
        let id = &placed.version;
        names.insert(id.to_string(), format!("configuration {id}"));
    }
    for (_, experiment) in channel.experiments.running() {
        let name = format!("experiment {}", experiment.name);
        for (_, placement) in experiment.placements() {
            names.insert(placement.release.to_string(), name.clone());
        }
        names.insert(experiment.id.to_string(), name);
    }
    names
}

/// Whose each target is. Two releases of one package share its manifest: the later one has it.
fn owners(channel: &Channel, names: &BTreeMap<String, String>) -> BTreeMap<TargetName, String> {
    let mut owners = BTreeMap::new();
    let mut own = |id: &str, target: &TargetName| {
        let name = names.get(id).cloned().unwrap_or_else(|| id.to_owned());
        owners.insert(target.clone(), name);
    };
    for (_, placement) in placements(channel).chain(channel.experiments.placements()) {
        let id = placement.release.as_str();
        own(id, &placement.manifest.name);
        for variant in &placement.variants {
            own(id, &variant.config.name);
            let images = variant.images.iter();
            images.for_each(|image| own(id, &image.name));
        }
    }
    for pin in &channel.pins {
        let configs = pin.variants.iter().map(|variant| &variant.config);
        configs.for_each(|config| own(pin.release.release.as_str(), &config.name));
    }
    for placed in &channel.config.stack {
        let files = placed.files.iter();
        files.for_each(|file| own(placed.version.as_str(), &file.entry.name));
    }
    for (_, experiment) in channel.experiments.running() {
        let files = experiment
            .variants
            .iter()
            .filter_map(ExperimentVariant::entry);
        files.for_each(|entry| own(experiment.id.as_str(), &entry.name));
    }
    owners
}

fn placements(channel: &Channel) -> impl Iterator<Item = (&RuleName, &Placement)> {
    channel.rules.iter().flat_map(|rule| {
        let placed = rule.stack.iter().chain(&rule.floors);
        placed.map(|placement| (&rule.name, placement))
    })
}
