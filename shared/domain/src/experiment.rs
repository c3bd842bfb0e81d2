//! Experiments: variants of properties for random parts of an audience, in layers of the table.
//!
//! A layer is a line of 10,000 buckets under a salt of its own. Experiments of one layer have
//! buckets of their own, so no device is in two of them; those of different layers are independent.
//! An experiment reserves its buckets when it is made, and every variant a part of them: a ramp
//! fills each part from its beginning, so a device that has a variant keeps it.

use serde::{Deserialize, Serialize};
use wavecast_wire::config::Properties;
use wavecast_wire::limit;
use wavecast_wire::name::{LayerName, ReleaseId, Salt};
use wavecast_wire::time::Timestamp;

use crate::channel::RuleName;
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
    /// Where devices are hashed to in it.
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
    /// What it sets.
    pub properties: Properties,
    /// The properties file.
    pub entry: TargetEntry,
}

impl Experiment {
    /// The buckets of each variant that it reaches now, those that get nothing left out.
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

    /// A variant by its name.
    #[must_use]
    pub fn variant(&self, name: &str) -> Option<&ExperimentVariant> {
        self.variants.iter().find(|variant| variant.name == name)
    }
}

impl ExperimentLayer {
    /// Where so many buckets in a row are free.
    #[must_use]
    pub fn free(&self, width: u16) -> Option<u16> {
        let mut taken: Vec<(u16, u16)> = self
            .running
            .iter()
            .map(|experiment| (experiment.from, experiment.from + experiment.width))
            .collect();
        taken.sort_unstable();
        let mut from = 0;
        for (begin, end) in taken {
            if begin - from >= width {
                return Some(from);
            }
            from = end;
        }
        (limit::BUCKETS - from >= width).then_some(from)
    }
}

impl Experiments {
    /// An experiment by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Experiment> {
        self.layers
            .iter()
            .flat_map(|layer| &layer.running)
            .find(|experiment| experiment.name == name)
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
