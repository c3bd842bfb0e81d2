//! What a change does to devices, before it is made: the table as it is and as it would be, asked
//! by the same devices.

mod cells;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::{ChannelName, LayerName, ReleaseId, TargetName};
use wavecast_wire::table::{Answer, Asker, Attributes, Choice, Layer, Lists, Move, Row, Table};
use wavecast_wire::tuf::TargetFile;
use wavecast_wire::version::Version;

pub use cells::cells;

/// Devices of a uniform fleet that says nothing of itself: one for every permyriad.
pub const UNIFORM: usize = 10_000;
/// The fewest devices of each kind, where tables tell many kinds apart.
const FEWEST: usize = 500;

/// A channel before and after a change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Preview {
    /// Which.
    pub channel: ChannelName,
    /// As it is; `None` where it had no table.
    pub before: Option<Table>,
    /// As it would be.
    pub after: Table,
    /// The releases that either names.
    pub releases: Releases,
    /// The properties files of the table as it is.
    pub files_before: Files,
    /// The properties files of the table as it would be.
    pub files_after: Files,
}

/// What properties files hold, as far as it is known: files of one hash are the same values under
/// whatever name, and one that sets nothing is no values at all.
pub type Files = BTreeMap<TargetName, Sha256>;

/// The hashes of what a table's layers name.
#[must_use]
pub fn files(table: &Table, targets: &BTreeMap<TargetName, TargetFile>) -> Files {
    let rows = table.properties.iter().flat_map(|layer| &layer.rows);
    let known = rows.filter_map(|row| match row {
        Row::Known(row) => Some(row),
        Row::Unknown { .. } => None,
    });
    let named = known.flat_map(|row| match &row.answer {
        Answer::Config(name) => name.iter().collect(),
        Answer::Ranges(ranges) => ranges.iter().map(|(_, _, name)| name).collect(),
        Answer::Embedded => Vec::new(),
    });
    let hash = |name: &TargetName| Some((name.clone(), targets.get(name)?.sha256()?));
    named.filter_map(hash).collect()
}

/// What a device last applied of each layer.
type Applied = BTreeMap<LayerName, (ReleaseId, TargetName)>;

/// Releases by id.
pub type Releases = BTreeMap<ReleaseId, Known>;

/// What matters of a release that devices may go to.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Known {
    /// Its package's version.
    pub version: Version,
    /// Whether devices may go down to it.
    #[serde(default)]
    pub downgrade: bool,
}

/// A device to ask for.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// What it says of itself.
    #[serde(default)]
    pub attributes: Attributes,
}

/// What a device gets.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Gets {
    /// A release.
    Release {
        /// Which.
        release: ReleaseId,
    },
    /// What shipped in its binary.
    Embedded,
    /// Whatever it runs.
    Keeps,
    /// Another channel's.
    Moved,
}

/// Devices that say the same of themselves and go the same way.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
pub struct Cohort {
    /// What they say of themselves, as far as it matters here.
    pub attributes: Attributes,
    /// What they get now.
    pub from: Gets,
    /// What they would get.
    pub to: Gets,
    /// How many of those asked.
    pub devices: usize,
    /// How many were asked that say the same of themselves.
    pub of: usize,
}

/// What came of asking.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Comparison {
    /// How many were asked.
    pub asked: usize,
    /// How many would get something else.
    pub moved: usize,
    /// How many would see other values of the remote configuration.
    pub values: usize,
    /// Those that would move, by cohort.
    pub cohorts: Vec<Cohort>,
}

impl Preview {
    /// What a uniform fleet would do: of every combination of attributes that either table tells
    /// apart, as many devices, [`UNIFORM`] at most.
    #[must_use]
    pub fn uniform(&self) -> Comparison {
        let mut comparison = Comparison::default();
        let tables: Vec<&Table> = self.before.iter().chain([&self.after]).collect();
        let lists = no_lists(&tables);
        let cells = cells(&tables);
        let each = (2 * UNIFORM / cells.len().max(1)).clamp(FEWEST, UNIFORM);
        for attributes in cells {
            let device = |number| Asked {
                id: format!("uniform-{number}"),
                attributes: attributes.clone(),
            };
            comparison.add(self.compare((0..each).map(device), &lists));
        }
        comparison
    }

    /// What devices of a list would do. `lists` holds the device lists that the tables name, as
    /// far as they are known.
    #[must_use]
    pub fn compare(&self, devices: impl Iterator<Item = Asked>, lists: &Lists) -> Comparison {
        let mut counts: BTreeMap<(Attributes, Gets, Gets), usize> = BTreeMap::new();
        let mut asked: BTreeMap<Attributes, usize> = BTreeMap::new();
        let mut values = 0;
        for device in devices {
            values += usize::from(self.sees_other_values(&device, lists));
            let (from, to) = self.ask(&device, lists);
            *asked.entry(device.attributes.clone()).or_default() += 1;
            if from != to {
                *counts.entry((device.attributes, from, to)).or_default() += 1;
            }
        }
        let cohort = |((attributes, from, to), devices)| Cohort {
            of: asked.get(&attributes).copied().unwrap_or_default(),
            attributes,
            from,
            to,
            devices,
        };
        Comparison {
            asked: asked.values().sum(),
            moved: counts.values().sum(),
            values,
            cohorts: counts.into_iter().map(cohort).collect(),
        }
    }

    /// What one device gets, before and after. It is taken to have followed the channel: it runs
    /// what it was offered, what is held included.
    fn ask(&self, device: &Asked, lists: &Lists) -> (Gets, Gets) {
        let Some(before) = &self.before else {
            let (_, to) = self.choose(&self.after, device, None, lists);
            return (Gets::Keeps, to);
        };
        let (active, _) = self.choose(&open(before), device, None, lists);
        let (_, from) = self.choose(before, device, active.as_ref(), lists);
        match self.choose(&self.after, device, active.as_ref(), lists).1 {
            Gets::Keeps => (from.clone(), from),
            to => (from, to),
        }
    }

    /// Whether the layers would give a device other values. It is taken to have applied what it was
    /// offered, what is held included.
    fn sees_other_values(&self, device: &Asked, lists: &Lists) -> bool {
        let asked = |table: &Table, applied: &Applied| -> Applied {
            let one = |layer: &Layer| {
                let asker = Asker {
                    id: &device.id,
                    attributes: &device.attributes,
                    active: applied.get(&layer.layer).map(|(release, _)| release),
                };
                match table.choose_in(layer, &asker, lists) {
                    Choice::Config { release, target } => {
                        Some((layer.layer.clone(), (release, target)))
                    }
                    _ => None,
                }
            };
            table.properties.iter().filter_map(one).collect()
        };
        let had = self.before.as_ref().map(|before| {
            let applied = asked(&open(before), &Applied::new());
            asked(before, &applied)
        });
        let had = had.unwrap_or_default();
        let after = asked(&self.after, &had);
        values(&had, &self.files_before) != values(&after, &self.files_after)
    }

    /// A table's choice for a device that runs a release; the release that it names, if any.
    fn choose(
        &self,
        table: &Table,
        device: &Asked,
        active: Option<&ReleaseId>,
        lists: &Lists,
    ) -> (Option<ReleaseId>, Gets) {
        let running = active.and_then(|id| self.releases.get(id));
        let mut attributes = device.attributes.clone();
        if let Some(running) = running {
            attributes.insert(PACKAGE_VERSION.into(), running.version.as_str().into());
        }
        let asker = Asker {
            id: &device.id,
            attributes: &attributes,
            active,
        };
        match table.choose(&asker, lists) {
            Choice::Config { release, target } => {
                if !self.may_go(table, active, &release, &target) {
                    return (None, Gets::Keeps);
                }
                (Some(release.clone()), Gets::Release { release })
            }
            Choice::Embedded { .. } => (None, Gets::Embedded),
            Choice::Moved(_) => (None, Gets::Moved),
            Choice::Keep | Choice::Hold { .. } | Choice::NeedsList(_) | Choice::Retired => {
                (None, Gets::Keeps)
            }
        }
    }

    /// A lower version is taken only where the table or the config lets a device go down.
    fn may_go(
        &self,
        table: &Table,
        active: Option<&ReleaseId>,
        to: &ReleaseId,
        config: &TargetName,
    ) -> bool {
        let Some(chosen) = self.releases.get(to) else {
            return true;
        };
        let running = active.and_then(|id| self.releases.get(id));
        let one = Move {
            running: active,
            running_version: running.map(|known| &known.version),
            running_fits: true,
            confirmed_index: 0,
            chosen_version: &chosen.version,
            chosen_index: 0,
            downgrade: chosen.downgrade || config.as_str().contains("-pin"),
            withdrawn: &table.withdrawn,
        };
        one.check().is_ok()
    }
}

/// A table with what is held opened: whom it reached before it was held.
fn open(table: &Table) -> Table {
    let mut table = table.clone();
    let layers = table.properties.iter_mut();
    let layers = layers.flat_map(|layer| &mut layer.rows);
    for row in table.rows.iter_mut().chain(layers) {
        if let Row::Known(row) = row {
            row.hold = false;
        }
    }
    table
}

/// What a device applied of each layer that sets anything. A file of which nothing is known but its
/// name is taken to be another than all others.
fn values(applied: &Applied, files: &Files) -> BTreeMap<LayerName, Result<Sha256, TargetName>> {
    let nothing = Sha256::of(b"{}");
    let held = applied.iter().map(|(layer, (_, target))| {
        let hash = files.get(target).copied();
        (layer.clone(), hash.ok_or_else(|| target.clone()))
    });
    held.filter(|(_, hash)| *hash != Ok(nothing)).collect()
}

/// No device of a uniform fleet is on any list.
fn no_lists(tables: &[&Table]) -> Lists {
    let names = tables.iter().flat_map(|table| table.lists());
    names.map(|name| (name.clone(), Vec::new())).collect()
}

impl Comparison {
    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.moved += other.moved;
        self.values += other.values;
        self.cohorts.extend(other.cohorts);
    }
}
