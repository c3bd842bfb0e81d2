//! The properties layers: remote configuration on a line of its own.

use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::TargetName;
use wavecast_wire::table::{Answer, KnownRow, Layer, Matcher, Row, When};
use wavecast_wire::version::Range;

use super::rows::{Audience, plain};
use crate::app::AppHead;
use crate::channel::Channel;
use crate::experiment::{Experiment, ExperimentLayer};
use crate::remote::{ConfigFile, LAYER, PlacedConfig};
use crate::share::Share;

/// The layers of a channel: its configuration, and above it the experiments, which an app sees
/// first. None where nothing was ever set.
pub(super) fn layers(app: &AppHead, channel: &Channel) -> Vec<Layer> {
    let placed = channel.config.stack.iter();
    let rows: Vec<Row> = placed
        .flat_map(|placed| of_placed(app, channel, placed))
        .collect();
    let config = LAYER.parse().map(|layer| Layer { layer, rows });
    let experiments = channel.experiments.layers.iter();
    let experiments = experiments.map(|layer| Layer {
        layer: layer.name.clone(),
        rows: of_experiments(app, channel, layer),
    });
    config
        .into_iter()
        .chain(experiments)
        .filter(|layer| !layer.rows.is_empty())
        .collect()
}

/// The hold-out first: whoever is in it gets nothing. Then each experiment in its own buckets.
fn of_experiments(app: &AppHead, channel: &Channel, layer: &ExperimentLayer) -> Vec<Row> {
    let running = layer.running.iter();
    let of_running = running.flat_map(|experiment| of_experiment(app, channel, layer, experiment));
    let mut rows: Vec<KnownRow> = of_running.collect();
    let experiments = &channel.experiments;
    if let (Some((first, last)), Some(salt), Some(nothing), Some(any)) = (
        experiments.holdout.buckets(),
        &experiments.salt,
        &experiments.nothing,
        rows.first().map(|row| row.release.clone()),
    ) {
        let answer = Answer::Ranges(vec![(first, last, nothing.name.clone())]);
        let held_out = KnownRow {
            salt: Some(salt.clone()),
            ..plain(&any, When::new(), answer)
        };
        rows.insert(0, held_out);
    }
    rows.into_iter().map(Row::Known).collect()
}

/// The values of an experiment; its packages, if it has any, stand among the rows.
fn of_experiment(
    app: &AppHead,
    channel: &Channel,
    layer: &ExperimentLayer,
    experiment: &Experiment,
) -> Vec<KnownRow> {
    let ranges = experiment.ranges();
    let with_file = ranges.into_iter().filter_map(|(first, last, variant)| {
        let name = variant.entry()?.name.clone();
        Some((first, last, name))
    });
    let ranges: Vec<(u16, u16, TargetName)> = with_file.collect();
    let Some(rule) = channel.rule(&experiment.rule) else {
        return Vec::new();
    };
    if ranges.is_empty() {
        return Vec::new();
    }
    Audience::of(app, rule).rows(&When::new(), |when| KnownRow {
        salt: Some(layer.salt.clone()),
        hold: experiment.held,
        ..plain(&experiment.id, when, Answer::Ranges(ranges.clone()))
    })
}

/// Rule by rule in priority order, each of its files where its devices find it.
fn of_placed(app: &AppHead, channel: &Channel, placed: &PlacedConfig) -> Vec<Row> {
    let files = placed.files.iter();
    files
        .flat_map(|file| of_file(app, channel, placed, file))
        .collect()
}

fn of_file(app: &AppHead, channel: &Channel, placed: &PlacedConfig, file: &ConfigFile) -> Vec<Row> {
    let Some(rule) = channel.rule(&file.rule) else {
        return Vec::new();
    };
    let Some(runs) = condition(file) else {
        return Vec::new();
    };
    let target = file.entry.name.clone();
    let (salt, answer) = match placed.share.buckets() {
        // A group's devices fall into buckets under its own salt: they get a version together.
        _ if placed.share == Share::ALL || rule.devices.is_some() => {
            (None, Answer::Config(Some(target)))
        }
        Some((first, last)) => {
            let ranges = Answer::Ranges(vec![(first, last, target)]);
            (Some(placed.salt.clone()), ranges)
        }
        None => return Vec::new(),
    };
    let audience = Audience::of(app, rule);
    let rows = audience.rows(&runs, |when| KnownRow {
        salt: salt.clone(),
        ..plain(&placed.version, when, answer.clone())
    });
    rows.into_iter().map(Row::Known).collect()
}

/// Devices that run a release which sets something itself are told by its version.
fn condition(file: &ConfigFile) -> Option<When> {
    let Some(version) = &file.runs else {
        return Some(When::new());
    };
    let range: Range = format!("={}", version.without_build()).parse().ok()?;
    let name = PACKAGE_VERSION.parse().ok()?;
    Some(When::from([(name, Matcher::Within(range))]))
}
