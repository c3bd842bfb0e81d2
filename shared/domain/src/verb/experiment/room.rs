//! Where an experiment's buckets are: its layer, and its place in it.

use wavecast_wire::limit;
use wavecast_wire::name::{ChannelName, LayerName, Salt};

use super::{fresh_salt, unusable};
use crate::channel::{Channel, RuleName};
use crate::command::NewExperiment;
use crate::coverage::may_share;
use crate::dimension::Dimensions;
use crate::experiment::{Experiment, ExperimentLayer, Experiments, last_free};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::remote::LAYER;
use crate::share::Share;

/// Layers of experiments: the table has 16, one of them for the configuration.
const MOST_LAYERS: usize = limit::LAYERS - 1;
/// Experiments of one channel.
const MOST_EXPERIMENTS: usize = 32;

/// The layer of a new experiment, made if there is none of its name.
pub fn layer(plan: &mut Plan<'_>, new: &NewExperiment) -> Result<LayerName, Refusal> {
    let is_on_packages = new.variants.iter().any(|variant| variant.package.is_some());
    let salt = match is_on_packages {
        true => holdout_salt(plan, &new.channel)?,
        false => fresh_salt(plan, &format!("layer {}", new.name))?,
    };
    let experiments = &mut plan.open(&new.channel)?.experiments;
    let name = layer_name(experiments, new, is_on_packages)?;
    let present = experiments.layers.iter().find(|layer| layer.name == name);
    if present.is_some_and(|layer| is_on_packages && layer.salt != salt) {
        let rule = format!("layer {name} has experiments on values, and a line of its own");
        let hint = "choose another layer; experiments on values may then join it";
        return Err(Refusal::state("layer", rule, hint));
    }
    let is_new = present.is_none();
    check_count(experiments, is_new)?;
    if is_new {
        experiments.layers.push(ExperimentLayer {
            name: name.clone(),
            salt,
            running: Vec::new(),
        });
        let layers = &mut experiments.layers;
        layers.sort_by(|one, other| one.name.cmp(&other.name));
    }
    Ok(name)
}

/// What was said; else where packages are tried, or a layer of its own.
fn layer_name(
    experiments: &Experiments,
    new: &NewExperiment,
    is_on_packages: bool,
) -> Result<LayerName, Refusal> {
    let of_packages = experiments.of_packages().map(|layer| layer.name.clone());
    let of_packages = of_packages.filter(|_| is_on_packages);
    let name: LayerName = match (&new.layer, &of_packages) {
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => new.name.parse().map_err(unusable)?,
    };
    if name.as_str() == LAYER {
        let rule = format!("layer {LAYER} is the configuration's own");
        return Err(Refusal::invalid("layer", rule, "choose another name"));
    }
    match of_packages.filter(|one| *one != name) {
        None => Ok(name),
        Some(one) => {
            let rule = format!(
                "experiments on packages run in layer {one}: a device runs one package, so they exclude each other"
            );
            let hint = format!("leave it out, or say {one}");
            Err(Refusal::state("layer", rule, hint))
        }
    }
}

fn check_count(experiments: &Experiments, is_new: bool) -> Result<(), Refusal> {
    let (running, layers) = (experiments.running().count(), experiments.layers.len());
    if running < MOST_EXPERIMENTS && !(is_new && layers >= MOST_LAYERS) {
        return Ok(());
    }
    let rule = format!(
        "{running} experiments run in {layers} layers; {MOST_EXPERIMENTS} in {MOST_LAYERS} are allowed"
    );
    let hint = "conclude or stop one first";
    Err(Refusal::new(Reason::Limit, "layer", rule, hint))
}

/// The first bucket of a new experiment: of those that may share devices with it, none holds any
/// bucket of its own.
pub fn first_bucket(
    plan: &mut Plan<'_>,
    new: &NewExperiment,
    layer: &LayerName,
    rule: &RuleName,
) -> Result<u16, Refusal> {
    let dimensions = plan.head().dimensions.clone();
    let channel = plan.open(&new.channel)?;
    let experiments = &channel.experiments;
    let Some(layer) = experiments.layers.iter().find(|one| one.name == *layer) else {
        return Err(Refusal::missing(format!("layer {layer}"), "try again"));
    };
    let beside = beside(channel, &dimensions, layer, rule);
    let spans = beside.iter().map(|one| (one.from, one.from + one.width));
    let is_line = experiments.salt.as_ref() == Some(&layer.salt);
    let held_out = if is_line {
        experiments.holdout
    } else {
        Share::NONE
    };
    last_free(spans.collect(), held_out.value(), new.reserve.value())
        .ok_or_else(|| full(layer, &beside, held_out))
}

/// The experiments of a layer whose rules may share devices with a rule.
fn beside<'a>(
    channel: &'a Channel,
    dimensions: &Dimensions,
    layer: &'a ExperimentLayer,
    rule: &RuleName,
) -> Vec<&'a Experiment> {
    let own = channel.rule(rule);
    let meets = |one: &&Experiment| match (own, channel.rule(&one.rule)) {
        (Some(own), Some(other)) => may_share(dimensions, own, other),
        _ => true,
    };
    layer.running.iter().filter(meets).collect()
}

fn full(layer: &ExperimentLayer, beside: &[&Experiment], held_out: Share) -> Refusal {
    let share = |width: u16| Share::permyriad(width).unwrap_or_default();
    let running = beside
        .iter()
        .map(|one| format!("{} ({})", one.name, share(one.width)));
    let held_out = (held_out != Share::NONE).then(|| format!("the hold-out ({held_out})"));
    let names: Vec<String> = running.chain(held_out).collect();
    let rule = format!(
        "layer {} has no room for it beside {}",
        layer.name,
        names.join(", ")
    );
    let hint = "reserve less, or end one of them; experiments on values may have a layer of their own, which is independent";
    Refusal::state("reserve", rule, hint)
}

/// Where devices are hashed to for the hold-out, and for packages.
pub fn holdout_salt(plan: &mut Plan<'_>, name: &ChannelName) -> Result<Salt, Refusal> {
    let salt = fresh_salt(plan, "holdout")?;
    let experiments = &mut plan.open(name)?.experiments;
    Ok(experiments.salt.get_or_insert(salt).clone())
}

/// A device that has a package keeps it: the hold-out, which stands in the same line, stays below.
pub fn check_holdout(experiments: &Experiments, share: Share) -> Result<(), Refusal> {
    let running = experiments.of_packages().map(|layer| layer.running.iter());
    let lowest = running.into_iter().flatten().min_by_key(|one| one.from);
    let Some(lowest) = lowest.filter(|lowest| lowest.from < share.value()) else {
        return Ok(());
    };
    let room = Share::permyriad(lowest.from).unwrap_or_default();
    let rule = format!(
        "{share} reaches into what experiment {} reserves, and who has a variant keeps it",
        lowest.name
    );
    let hint = format!("hold out {room} at most, or end the experiment first");
    Err(Refusal::state("holdout", rule, hint))
}
