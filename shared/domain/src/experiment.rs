//! Experiments: variants of properties or of packages for random parts of an audience.
//!
//! A layer is a line of 10,000 buckets under a salt. Experiments of one layer whose audiences may
//! share devices have buckets of their own, so no device is in two of them; those of different
//! layers are independent. An experiment reserves its buckets when it is made, and every variant a
//! part of them: a ramp fills each part from its beginning, so a device that has a variant keeps it.
//!
//! A device runs one package, so experiments on packages share one layer. A row of the table has
//! one salt, so that layer hashes devices as the hold-out does, and leaves the hold-out's buckets
//! out: that is how a table says "of this variant, and not held out".

use serde::{Deserialize, Serialize};
use wavecast_wire::config::Properties;
use wavecast_wire::limit;
use wavecast_wire::name::{LayerName, ReleaseId, Salt};
use wavecast_wire::time::Timestamp;

use crate::channel::{Placement, RuleName};
use crate::package::TargetEntry;
use crate::share::Share;

/// The experiments of a channel.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Experiments {
    /// The share of all devices that gets no experiment, for good.
    pub holdout: Share,
    /// Where devices are hashed to for it; never changes.
    pub salt: Option<Salt>,
    /// What devices of the hold-out get: nothing.
    pub nothing: Option<TargetEntry>,
    /// Layers, with the experiments that run in them.
    pub layers: Vec<ExperimentLayer>,
}

/// A line of buckets that its experiments share.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ExperimentLayer {
    /// Its name.
    pub name: LayerName,
    /// Where devices are hashed to in it; the hold-out's salt where it holds packages.
    pub salt: Salt,
    /// What runs in it.
    pub running: Vec<Experiment>,
}

/// An experiment that runs.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Experiment {
    /// Its id.
    pub id: ReleaseId,
    /// Its name within the channel.
    pub name: String,
    /// Whose devices take part.
    pub rule: RuleName,
    /// The first of its buckets.
    pub from: u16,
    /// How many buckets it reserves: how much of the audience it may ever reach.
    pub width: u16,
    /// How much of them it reaches.
    pub share: Share,
    /// Whether only those who have a variant keep it.
    #[serde(default)]
    pub held: bool,
    /// Two to eight.
    pub variants: Vec<ExperimentVariant>,
    /// Since when.
    pub at: Timestamp,
    /// By whom, for people.
    pub by: String,
}

/// One variant.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ExperimentVariant {
    /// Its name within the experiment.
    pub name: String,
    /// Its share of the experiment; all of them make 100 %.
    pub weight: Share,
    /// What its devices get.
    #[serde(flatten)]
    pub treatment: Treatment,
}

/// What the devices of a variant get.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "treatment")]
pub enum Treatment {
    /// Other values.
    Properties {
        /// What it sets.
        properties: Properties,
        /// The properties file.
        entry: TargetEntry,
    },
    /// Another package.
    Package {
        /// Its release, which becomes the rule's when the variant is chosen.
        placement: Box<Placement>,
    },
    /// Among variants with packages: whatever the rule gives.
    Nothing,
}

impl ExperimentVariant {
    /// Its release's placement, if it has a package.
    #[must_use]
    pub fn placement(&self) -> Option<&Placement> {
        match &self.treatment {
            Treatment::Package { placement } => Some(placement),
            _ => None,
        }
    }

    /// Its properties file, if it sets values.
    #[must_use]
    pub const fn entry(&self) -> Option<&TargetEntry> {
        match &self.treatment {
            Treatment::Properties { entry, .. } => Some(entry),
            _ => None,
        }
    }
}

impl Experiment {
    /// The buckets of each variant that it reaches now, those that reach nobody left out.
    #[must_use]
    pub fn ranges(&self) -> Vec<(u16, u16, &ExperimentVariant)> {
        let mut ranges = Vec::new();
        let (mut first, mut sum) = (u32::from(self.from), 0u32);
        for variant in &self.variants {
            sum += u32::from(variant.weight.value());
            // Cut at the sums, so that the parts fill what is reserved to the last bucket.
            let end = u32::from(self.from) + u32::from(self.width) * sum / 10_000;
            let reached = (end - first) * u32::from(self.share.value()) / 10_000;
            if let (Some(last), Ok(low)) = ((first + reached).checked_sub(1), u16::try_from(first))
                && reached > 0
                && let Ok(last) = u16::try_from(last)
            {
                ranges.push((low, last, variant));
            }
            first = end;
        }
        ranges
    }

    /// How much of the audience a variant reaches.
    #[must_use]
    pub fn reach(&self, variant: &str) -> Share {
        let ranges = self.ranges();
        let own = ranges.iter().find(|(_, _, one)| one.name == variant);
        own.and_then(|(first, last, _)| Share::permyriad(last - first + 1))
            .unwrap_or(Share::NONE)
    }

    /// How much of its audience has a variant of it.
    #[must_use]
    pub fn reached(&self) -> Share {
        let reached = u32::from(self.width) * u32::from(self.share.value()) / 10_000;
        let reached = u16::try_from(reached).ok();
        reached.and_then(Share::permyriad).unwrap_or(Share::ALL)
    }

    /// A variant by its name.
    #[must_use]
    pub fn variant(&self, name: &str) -> Option<&ExperimentVariant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// The releases of its variants, each with the variant's name; none where it sets values.
    pub fn placements(&self) -> impl Iterator<Item = (&str, &Placement)> {
        self.variants
            .iter()
            .filter_map(|variant| Some((variant.name.as_str(), variant.placement()?)))
    }
}

/// The last place for so many buckets in a row, at or above `least`, that touches nothing taken.
/// Spans are a first bucket and the one after the last; they may overlap each other.
#[must_use]
pub(crate) fn last_free(mut taken: Vec<(u16, u16)>, least: u16, width: u16) -> Option<u16> {
    taken.sort_unstable_by_key(|(_, end)| std::cmp::Reverse(*end));
    let mut below = limit::BUCKETS;
    for (begin, end) in taken {
        let gap = below.checked_sub(end.max(least));
        if gap.is_some_and(|gap| gap >= width) {
            return Some(below - width);
        }
        below = below.min(begin);
    }
    let gap = below.checked_sub(least)?;
    (gap >= width).then(|| below - width)
}

impl Experiments {
    /// The layer in which packages are tried, if one runs.
    #[must_use]
    pub fn of_packages(&self) -> Option<&ExperimentLayer> {
        let salt = self.salt.as_ref()?;
        self.layers.iter().find(|layer| layer.salt == *salt)
    }

    /// All that runs, with its layer.
    pub fn running(&self) -> impl Iterator<Item = (&ExperimentLayer, &Experiment)> {
        let layers = self.layers.iter();
        layers.flat_map(|layer| layer.running.iter().map(move |one| (layer, one)))
    }

    /// The releases of all variants, with their rules.
    pub fn placements(&self) -> impl Iterator<Item = (&RuleName, &Placement)> {
        self.running().flat_map(|(_, experiment)| {
            let placements = experiment.placements();
            placements.map(|(_, placement)| (&experiment.rule, placement))
        })
    }

    /// The placement of one variant's release, to change it.
    pub(crate) fn placement_mut(&mut self, release: &ReleaseId) -> Option<&mut Placement> {
        let running = self.layers.iter_mut().flat_map(|layer| &mut layer.running);
        let variants = running.flat_map(|experiment| &mut experiment.variants);
        variants
            .filter_map(|variant| match &mut variant.treatment {
                Treatment::Package { placement } => Some(placement.as_mut()),
                _ => None,
            })
            .find(|placement| placement.release == *release)
    }

    /// An experiment by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Experiment> {
        let mut running = self.running().map(|(_, experiment)| experiment);
        running.find(|experiment| experiment.name == name)
    }

    /// The same, to change it.
    pub(crate) fn named_mut(&mut self, name: &str) -> Option<&mut Experiment> {
        self.layers
            .iter_mut()
            .flat_map(|layer| &mut layer.running)
            .find(|experiment| experiment.name == name)
    }

    /// Takes an experiment away; layers in which nothing runs go too.
    pub(crate) fn remove(&mut self, name: &str) {
        for layer in &mut self.layers {
            layer.running.retain(|experiment| experiment.name != name);
        }
        self.layers.retain(|layer| !layer.running.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::last_free;

    #[test]
    fn room_is_found_from_the_end() {
        assert_eq!(last_free(vec![], 0, 10_000), Some(0));
        assert_eq!(last_free(vec![], 500, 9_500), Some(500));
        assert_eq!(last_free(vec![], 500, 9_501), None);
        assert_eq!(last_free(vec![(9_000, 10_000)], 0, 1_000), Some(8_000));
        assert_eq!(
            last_free(vec![(2_000, 4_000), (8_000, 10_000)], 0, 3_000),
            Some(5_000)
        );
        assert_eq!(
            last_free(vec![(2_000, 4_000), (8_000, 10_000)], 0, 4_001),
            None
        );
        // Those of audiences that share nothing may lie on each other.
        assert_eq!(
            last_free(vec![(2_000, 9_000), (5_000, 10_000)], 0, 2_000),
            Some(0)
        );
        assert_eq!(
            last_free(vec![(2_000, 9_000), (5_000, 10_000)], 1, 2_000),
            None
        );
    }
}
