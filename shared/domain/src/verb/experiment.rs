//! Experiments: made, ramped, stopped, concluded.

use std::collections::BTreeSet;

use wavecast_wire::config::{Properties, write_properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::{ChannelName, ReleaseId, Salt};

use crate::channel::RuleName;
use crate::command::{ConfigChange, NewExperiment};
use crate::decide::Outcome;
use crate::experiment::{Experiment, ExperimentLayer, ExperimentVariant};
use crate::package::TargetEntry;
use crate::plan::Plan;
use crate::record::TargetBytes;
use crate::refusal::{Reason, Refusal};
use crate::remote::LAYER;
use crate::schema;
use crate::share::Share;
use crate::verb::remote;

/// Variants of an experiment.
const VARIANTS: std::ops::RangeInclusive<usize> = 2..=8;
/// Layers of experiments: the table has 16, one of them for the configuration.
const MOST_LAYERS: usize = limit::LAYERS - 1;
/// Experiments of one channel.
const MOST_EXPERIMENTS: usize = 32;

/// Makes an experiment; it reaches a share of what it reserves.
pub fn create(plan: &mut Plan<'_>, new: &NewExperiment) -> Result<Outcome, Refusal> {
    new.name.parse::<ChannelName>().map_err(|error| {
        let rule = format!("an experiment's name {}", error.rule);
        Refusal::invalid("name", rule, "such as checkout-button")
    })?;
    let rule = new.rule.clone().unwrap_or_else(RuleName::everyone);
    if let Some(group) = &plan.rule(&new.channel, &rule)?.devices {
        let sentence = format!(
            "rule {} is for group {group}, whose devices fall into buckets of their own",
            rule.0
        );
        let hint = "run it in a rule that goes by dimensions";
        return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
    }
    let width = new.reserve.value();
    if width == 0 {
        let rule = "an experiment that reserves nobody reaches nobody";
        return Err(Refusal::invalid("reserve", rule, "such as 20%"));
    }
    check_variants(plan, new)?;
    check_room(plan, new)?;
    let id = fresh(plan, &format!("experiment {}", new.name))?;
    let mut variants = Vec::new();
    for variant in &new.variants {
        let made = file(&format!("{id}-{}", variant.name), &variant.properties)?;
        variants.push(ExperimentVariant {
            name: variant.name.clone(),
            weight: variant.weight,
            properties: variant.properties.clone(),
            entry: made.entry.clone(),
        });
        plan.put_targets(vec![made]);
    }
    let salt: Salt = fresh(plan, &format!("layer {}", new.layer))?
        .as_str()
        .parse()
        .map_err(unusable)?;
    let mut experiment = Experiment {
        id,
        name: new.name.clone(),
        rule,
        from: 0,
        width,
        share: new.share,
        variants,
        at: plan.cx.now,
        by: plan.cx.principal.to_string(),
    };
    let layers = &mut plan.open(&new.channel)?.experiments.layers;
    if !layers.iter().any(|layer| layer.name == new.layer) {
        layers.push(ExperimentLayer {
            name: new.layer.clone(),
            salt,
            running: Vec::new(),
        });
        layers.sort_by(|one, other| one.name.cmp(&other.name));
    }
    for layer in layers.iter_mut().filter(|layer| layer.name == new.layer) {
        experiment.from = layer.free(width).ok_or_else(|| full(layer))?;
        layer.running.push(experiment.clone());
    }
    Ok(about(&new.channel))
}

/// Lets an experiment reach more of what it reserves; who has a variant keeps it.
pub fn ramp(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    name: &str,
    to: Share,
) -> Result<Outcome, Refusal> {
    let experiment = plan.open(channel)?.experiments.named_mut(name);
    let experiment = experiment.ok_or_else(|| missing(name))?;
    if to < experiment.share {
        let rule = format!(
            "experiment {name} reaches {}; a ramp only grows, and {to} is less",
            experiment.share
        );
        return Err(Refusal::state(
            "to",
            rule,
            "end it with `wavecast experiment stop`",
        ));
    }
    experiment.share = to;
    Ok(about(channel))
}

/// Ends an experiment: everybody sees again what they saw without it.
pub fn stop(plan: &mut Plan<'_>, channel: &ChannelName, name: &str) -> Result<Outcome, Refusal> {
    let experiments = &mut plan.open(channel)?.experiments;
    experiments.named(name).ok_or_else(|| missing(name))?;
    experiments.remove(name);
    Ok(about(channel))
}

/// Ends an experiment with a variant for all of its audience, the hold-out included.
pub fn conclude(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    name: &str,
    variant: &str,
) -> Result<Outcome, Refusal> {
    let found = plan.open(channel)?.experiments.named(name).cloned();
    let experiment = found.ok_or_else(|| missing(name))?;
    let Some(chosen) = experiment.variant(variant) else {
        let names: Vec<&str> = experiment
            .variants
            .iter()
            .map(|v| v.name.as_str())
            .collect();
        let rule = format!("experiment {name} has no variant {variant}");
        let hint = format!("it has {}", names.join(", "));
        return Err(Refusal::new(Reason::NotFound, "variant", rule, hint));
    };
    let is_everyone = experiment.rule == RuleName::everyone();
    let change = ConfigChange {
        rule: (!is_everyone).then(|| experiment.rule.clone()),
        set: chosen.properties.clone(),
        unset: Vec::new(),
        reason: Some(format!("experiment {name} chose {variant}")),
    };
    remote::set(plan, channel, &change, None, false)?;
    plan.open(channel)?.experiments.remove(name);
    Ok(about(channel))
}

/// Sets the standing hold-out. It only grows while experiments run: nobody who was promised none
/// is put into one.
pub fn hold_out(plan: &mut Plan<'_>, name: &ChannelName, share: Share) -> Result<Outcome, Refusal> {
    let salt: Salt = fresh(plan, "holdout")?.as_str().parse().map_err(unusable)?;
    let nothing = file("nothing", &Properties::new())?;
    let experiments = &mut plan.open(name)?.experiments;
    if share < experiments.holdout && !experiments.layers.is_empty() {
        let rule = format!(
            "{} of the devices were promised no experiment, and some run; {share} is less",
            experiments.holdout
        );
        let hint = "stop or conclude the experiments first";
        return Err(Refusal::state("holdout", rule, hint));
    }
    experiments.holdout = share;
    experiments.salt.get_or_insert(salt);
    experiments.nothing = Some(nothing.entry.clone());
    plan.put_targets(vec![nothing]);
    Ok(about(name))
}

fn check_variants(plan: &Plan<'_>, new: &NewExperiment) -> Result<(), Refusal> {
    let count = new.variants.len();
    if !VARIANTS.contains(&count) {
        let rule = format!("an experiment has 2 to 8 variants, not {count}");
        return Err(Refusal::invalid("variants", rule, "such as off and on"));
    }
    let sum: u32 = new
        .variants
        .iter()
        .map(|v| u32::from(v.weight.value()))
        .sum();
    if sum != 10_000 {
        let rule = format!("the weights make {}.{:02}%, not 100%", sum / 100, sum % 100);
        return Err(Refusal::invalid("variants", rule, "such as 50% and 50%"));
    }
    let names: BTreeSet<&str> = new.variants.iter().map(|v| v.name.as_str()).collect();
    if names.len() < count {
        let rule = "two variants have the same name";
        return Err(Refusal::invalid("variants", rule, "name each once"));
    }
    for variant in &new.variants {
        let field = format!("variants.{}", variant.name);
        variant.name.parse::<ChannelName>().map_err(|error| {
            let rule = format!("a variant's name {}", error.rule);
            Refusal::invalid(&field, rule, "such as on")
        })?;
        if u32::from(new.reserve.value()) * u32::from(variant.weight.value()) < 10_000 {
            let rule = format!("variant {} would get less than one bucket", variant.name);
            return Err(Refusal::invalid(
                &field,
                rule,
                "reserve more, or weigh it higher",
            ));
        }
        for name in variant.properties.keys() {
            schema::check_public(&format!("{field}.{name}"), name)?;
        }
        if let Some(schema) = &plan.head().schema {
            schema::read(&schema.document)?.check(&field, &variant.properties)?;
        }
    }
    Ok(())
}

fn check_room(plan: &mut Plan<'_>, new: &NewExperiment) -> Result<(), Refusal> {
    if new.layer.as_str() == LAYER {
        let rule = format!("layer {LAYER} is the configuration's own");
        return Err(Refusal::invalid("layer", rule, "choose another name"));
    }
    let experiments = &plan.open(&new.channel)?.experiments;
    if experiments.named(&new.name).is_some() {
        let rule = format!("experiment {} runs", new.name);
        return Err(Refusal::new(
            Reason::Exists,
            "name",
            rule,
            "choose another name",
        ));
    }
    let running: usize = experiments
        .layers
        .iter()
        .map(|layer| layer.running.len())
        .sum();
    let is_new = !experiments
        .layers
        .iter()
        .any(|layer| layer.name == new.layer);
    if running >= MOST_EXPERIMENTS || (is_new && experiments.layers.len() >= MOST_LAYERS) {
        let rule = format!(
            "{running} experiments run in {} layers; {MOST_EXPERIMENTS} in {MOST_LAYERS} are allowed",
            experiments.layers.len()
        );
        return Err(Refusal::new(
            Reason::Limit,
            "layer",
            rule,
            "conclude or stop one first",
        ));
    }
    Ok(())
}

fn file(name: &str, properties: &Properties) -> Result<TargetBytes, Refusal> {
    let bytes = write_properties(properties).map_err(|error| {
        let hint = "properties are flat: texts, integers, booleans or null";
        Refusal::invalid("variants", error.to_string(), hint)
    })?;
    let entry = TargetEntry {
        name: format!("properties-{name}.json")
            .parse()
            .map_err(unusable)?,
        sha256: Sha256::of(&bytes),
        length: bytes.len() as u64,
    };
    Ok(TargetBytes { entry, bytes })
}

fn fresh(plan: &Plan<'_>, purpose: &str) -> Result<ReleaseId, Refusal> {
    plan.cx.fresh.id(purpose).0.parse().map_err(unusable)
}

fn unusable(error: impl std::fmt::Display) -> Refusal {
    Refusal::invalid(
        "experiment",
        error.to_string(),
        "try again with another name",
    )
}

fn full(layer: &ExperimentLayer) -> Refusal {
    let names: Vec<String> = layer
        .running
        .iter()
        .map(|one| format!("{} ({:.2}%)", one.name, f64::from(one.width) / 100.0))
        .collect();
    let rule = format!(
        "layer {} has no room for it beside {}",
        layer.name,
        names.join(", ")
    );
    let hint = "reserve less, end one of them, or use a layer of its own: experiments of other layers are independent";
    Refusal::state("reserve", rule, hint)
}

fn missing(name: &str) -> Refusal {
    let hint = "`wavecast experiment list` shows what runs";
    Refusal::missing(format!("experiment {name}"), hint)
}

fn about(channel: &ChannelName) -> Outcome {
    Outcome::Channel {
        channel: channel.clone(),
    }
}
