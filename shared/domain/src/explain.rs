//! Whose a row of the table is, and who sets a value: what the state knows and the table doesn't say.

use wavecast_wire::config::Properties;
use wavecast_wire::name::{ReleaseId, TargetName};
use wavecast_wire::table::{Answer, Choice, KnownRow, LayerOutcome, Outcome, Row, Said, Table};
use wavecast_wire::version::Version;

use crate::app::AppHead;
use crate::channel::{Channel, Placement, Rule, RuleName};
use crate::experiment::{Experiment, Treatment};
use crate::remote::{ConfigFile, LAYER, own_values};
use crate::render::rows;

/// Whose a row is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Owner {
    /// Whether it is a pin's.
    pub pinned: bool,
    /// Whether it keeps the hold-out out.
    pub held_out: bool,
    /// The rule whose devices it is for.
    pub rule: Option<RuleName>,
    /// The version that its devices run, where only those are meant.
    pub runs: Option<Version>,
    /// The experiment.
    pub experiment: Option<String>,
    /// The variant that it gives; of a row with several, the one that the device got.
    pub variant: Option<String>,
}

/// The owners of a channel's rows.
#[derive(Debug)]
pub struct Owners<'a> {
    channel: &'a Channel,
    rows: Vec<Owner>,
    layers: Vec<Vec<Owner>>,
}

impl<'a> Owners<'a> {
    /// The owners of everything in the table that a channel was rendered to, as a device met it.
    #[must_use]
    pub fn new(app: &AppHead, channel: &'a Channel, table: &Table, outcome: &Outcome) -> Self {
        let rows = rows::owned(app, channel);
        let rows = rows
            .into_iter()
            .map(|(rule, row)| of_row(channel, rule, &row));
        let layers = table.properties.iter().zip(&outcome.layers);
        let layers = layers.map(|(layer, met)| {
            let got = target(&met.explanation.choice);
            let rows = layer.rows.iter();
            rows.map(|row| of_layer_row(channel, row, got)).collect()
        });
        Self {
            channel,
            rows: rows.collect(),
            layers: layers.collect(),
        }
    }

    /// The owner of a row.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&Owner> {
        self.rows.get(index)
    }

    /// The owner of a row of a layer, which is named by its place.
    #[must_use]
    pub fn layer_row(&self, layer: usize, index: usize) -> Option<&Owner> {
        self.layers.get(layer)?.get(index)
    }

    /// Who sets a value, for people: `rule lamps`, `variant on of experiment button`. `None` where
    /// a release config only carries what the configuration was when it was made.
    #[must_use]
    pub fn set_by(&self, outcome: &Outcome, name: &str, said: &Said) -> Option<String> {
        let Some(layer) = &said.layer else {
            let Choice::Config { release, .. } = &outcome.explanation.choice else {
                return None;
            };
            let placed = placement(self.channel, release)?;
            return sets(&placed.properties, name).then(|| format!("release {}", placed.version));
        };
        let met = outcome.layers.iter().find(|met| met.layer == *layer)?;
        match layer.as_str() {
            LAYER => self.set_by_configuration(met, name),
            _ => {
                let (experiment, variant) = self.variant(met)?;
                Some(format!(
                    "variant {variant} of experiment {}",
                    experiment.name
                ))
            }
        }
    }

    fn set_by_configuration(&self, met: &LayerOutcome, name: &str) -> Option<String> {
        let Choice::Config { release, target } = &met.explanation.choice else {
            return None;
        };
        let version = self.channel.config.version(release)?;
        let file = config_file(self.channel, release, target)?;
        let rule = self.channel.rule(&file.rule)?;
        let own = own_values(rule).into_iter();
        let own = own.filter(|(version, _)| Some(version) == file.runs.as_ref());
        if let Some((version, _)) = own.into_iter().find(|(_, own)| sets(own, name)) {
            return Some(format!("release {version}"));
        }
        let of_rule = version.rules.get(&rule.name.0);
        if of_rule.is_some_and(|values| sets(values, name)) {
            return Some(format!("rule {}", rule.name.0));
        }
        Some(match sets(&version.values, name) {
            true => "everyone".to_owned(),
            false => "the schema's default".to_owned(),
        })
    }

    fn variant(&self, met: &LayerOutcome) -> Option<(&Experiment, String)> {
        let Choice::Config { release, target } = &met.explanation.choice else {
            return None;
        };
        let (_, experiment) = experiment(self.channel, release)?;
        Some((experiment, variant_of(experiment, target)?))
    }
}

/// A row among the packages: a pin's, else a rule's; of an experiment where its release is tried.
fn of_row(channel: &Channel, rule: Option<&Rule>, row: &KnownRow) -> Owner {
    let Some(rule) = rule else {
        return Owner {
            pinned: true,
            ..Owner::default()
        };
    };
    let running = channel.experiments.running();
    let mut tried = running.flat_map(|(_, experiment)| {
        let placements = experiment.placements();
        placements.map(move |(variant, placement)| (experiment, variant, placement))
    });
    let tried = tried.find(|(_, _, placement)| placement.release == row.release);
    Owner {
        rule: Some(rule.name.clone()),
        experiment: tried.map(|(experiment, _, _)| experiment.name.clone()),
        variant: tried.map(|(_, variant, _)| variant.to_owned()),
        ..Owner::default()
    }
}

/// A row of a layer: the configuration's of a rule, or an experiment's, or the hold-out's.
fn of_layer_row(channel: &Channel, row: &Row, got: Option<&TargetName>) -> Owner {
    let Row::Known(row) = row else {
        return Owner::default();
    };
    let named = names(&row.answer);
    let nothing = channel.experiments.nothing.as_ref();
    if nothing.is_some_and(|nothing| named.contains(&&nothing.name)) {
        return Owner {
            held_out: true,
            ..Owner::default()
        };
    }
    if let Some((rule, experiment)) = experiment(channel, &row.release) {
        let got = got.filter(|got| named.contains(got));
        return Owner {
            rule: Some(rule.clone()),
            experiment: Some(experiment.name.clone()),
            variant: got.and_then(|got| variant_of(experiment, got)),
            ..Owner::default()
        };
    }
    let mut files = named
        .iter()
        .filter_map(|target| config_file(channel, &row.release, target));
    files.next().map_or_else(Owner::default, |file| Owner {
        rule: Some(file.rule.clone()),
        runs: file.runs.clone(),
        ..Owner::default()
    })
}

fn names(answer: &Answer) -> Vec<&TargetName> {
    match answer {
        Answer::Config(target) => target.iter().collect(),
        Answer::Ranges(ranges) => ranges.iter().map(|(_, _, target)| target).collect(),
        Answer::Embedded => Vec::new(),
    }
}

const fn target(choice: &Choice) -> Option<&TargetName> {
    match choice {
        Choice::Config { target, .. } => Some(target),
        _ => None,
    }
}

fn sets(values: &Properties, name: &str) -> bool {
    values.contains_key(name)
}

fn placement<'a>(channel: &'a Channel, release: &ReleaseId) -> Option<&'a Placement> {
    let rules = channel.rules.iter();
    let placed = rules.flat_map(|rule| rule.stack.iter().chain(&rule.floors));
    let tried = channel.experiments.placements();
    let mut all = placed.chain(tried.map(|(_, placement)| placement));
    all.find(|placement| placement.release == *release)
}

fn config_file<'a>(
    channel: &'a Channel,
    version: &ReleaseId,
    target: &TargetName,
) -> Option<&'a ConfigFile> {
    let stack = &channel.config.stack;
    let placed = stack.iter().find(|placed| placed.version == *version)?;
    placed.files.iter().find(|file| file.entry.name == *target)
}

fn experiment<'a>(channel: &'a Channel, id: &ReleaseId) -> Option<(&'a RuleName, &'a Experiment)> {
    let mut running = channel.experiments.running();
    let (_, found) = running.find(|(_, experiment)| experiment.id == *id)?;
    Some((&found.rule, found))
}

fn variant_of(experiment: &Experiment, target: &TargetName) -> Option<String> {
    let is_it = |treatment: &Treatment| match treatment {
        Treatment::Properties { entry, .. } => entry.name == *target,
        _ => false,
    };
    let mut variants = experiment.variants.iter();
    let found = variants.find(|variant| is_it(&variant.treatment))?;
    Some(found.name.clone())
}
