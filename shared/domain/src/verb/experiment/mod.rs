//! Experiments: made, ramped, held, stopped, concluded.

mod check;
mod conclude;
mod packages;
mod reach;
mod room;

use wavecast_wire::config::{Properties, write_properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{ChannelName, ReleaseId, Salt};

use crate::channel::RuleName;
use crate::command::{NewExperiment, NewVariant};
use crate::decide::Outcome;
use crate::experiment::{Experiment, ExperimentVariant, Treatment};
use crate::package::TargetEntry;
use crate::plan::Plan;
use crate::record::TargetBytes;
use crate::refusal::Refusal;
use crate::remote::unwritable;
use crate::share::Share;
use crate::verb::guard;

pub use conclude::conclude;
pub(crate) use reach::{check_floors, end};

/// Makes an experiment; it reaches a share of what it reserves.
pub fn create(plan: &mut Plan<'_>, new: &NewExperiment) -> Result<Outcome, Refusal> {
    let rule = new.rule.clone().unwrap_or_else(RuleName::everyone);
    check::check(plan, new, &rule)?;
    let layer = room::layer(plan, new)?;
    let mut experiment = Experiment {
        id: fresh(plan, &format!("experiment {}", new.name))?,
        name: new.name.clone(),
        from: room::first_bucket(plan, new, &layer, &rule)?,
        rule,
        width: new.reserve.value(),
        share: new.share,
        held: false,
        variants: Vec::new(),
        at: plan.cx.now,
        by: plan.cx.principal.to_string(),
    };
    let is_on_packages = new.variants.iter().any(|variant| variant.package.is_some());
    for variant in &new.variants {
        let treatment = treat(plan, new, &experiment, variant, is_on_packages)?;
        experiment.variants.push(ExperimentVariant {
            name: variant.name.clone(),
            weight: variant.weight,
            treatment,
        });
    }
    guard::try_out(plan, &new.channel, &experiment, "create", None)?;
    let layers = &mut plan.open(&new.channel)?.experiments.layers;
    if let Some(layer) = layers.iter_mut().find(|one| one.name == layer) {
        layer.running.push(experiment.clone());
    }
    reach::reach(plan, &new.channel, &experiment, Share::NONE)?;
    Ok(about(&new.channel))
}

/// What a variant gives: values, a package, or in an experiment on packages nothing.
fn treat(
    plan: &mut Plan<'_>,
    new: &NewExperiment,
    experiment: &Experiment,
    variant: &NewVariant,
    is_on_packages: bool,
) -> Result<Treatment, Refusal> {
    if let Some(package) = &variant.package {
        return packages::make(plan, new, experiment, variant, package);
    }
    if is_on_packages {
        return Ok(Treatment::Nothing);
    }
    let name = format!("{}-{}", experiment.id, variant.name);
    let made = file(&name, &variant.properties)?;
    let entry = made.entry.clone();
    plan.put_targets(vec![made]);
    Ok(Treatment::Properties {
        properties: variant.properties.clone(),
        entry,
    })
}

/// Lets an experiment reach more of what it reserves; who has a variant keeps it.
pub fn ramp(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    name: &str,
    to: Share,
) -> Result<Outcome, Refusal> {
    let before = found(plan, channel, name)?;
    if before.held {
        let rule = format!("experiment {name} is paused, so it reaches nobody new");
        let hint = "open it again with `wavecast experiment resume`";
        return Err(Refusal::state(format!("experiment {name}"), rule, hint));
    }
    if to < before.share {
        let rule = format!(
            "experiment {name} reaches {}; a ramp only grows, and {to} is less",
            before.share
        );
        let hint =
            "hold it with `wavecast experiment pause`, or end it with `wavecast experiment stop`";
        return Err(Refusal::state("to", rule, hint));
    }
    if to > before.share {
        reach::check_may_grow(plan, channel, &before)?;
    }
    let after = Experiment {
        share: to,
        ..before.clone()
    };
    if to > before.share {
        guard::try_out(plan, channel, &after, "ramp", None)?;
    }
    replace(plan, channel, &after)?;
    reach::reach(plan, channel, &after, before.share)?;
    Ok(about(channel))
}

/// Holds an experiment, or opens it again: who has a variant keeps it, nobody new gets one.
pub fn hold(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    name: &str,
    held: bool,
) -> Result<Outcome, Refusal> {
    let before = found(plan, channel, name)?;
    if before.held == held {
        let how = if held { "paused already" } else { "not paused" };
        let field = format!("experiment {name}");
        let hint = "`wavecast experiment list` shows what runs";
        return Err(Refusal::state(&field, format!("{field} is {how}"), hint));
    }
    if !held {
        reach::check_may_grow(plan, channel, &before)?;
    }
    let after = Experiment { held, ..before };
    replace(plan, channel, &after)?;
    if !held {
        reach::reach(plan, channel, &after, Share::NONE)?;
    }
    Ok(about(channel))
}

/// Ends an experiment: everybody gets again what they would get without it.
pub fn stop(plan: &mut Plan<'_>, channel: &ChannelName, name: &str) -> Result<Outcome, Refusal> {
    let experiment = found(plan, channel, name)?;
    end(plan, channel, &experiment)?;
    Ok(about(channel))
}

/// Sets the standing hold-out. It only grows while experiments run: nobody who was promised none
/// is put into one.
pub fn hold_out(plan: &mut Plan<'_>, name: &ChannelName, share: Share) -> Result<Outcome, Refusal> {
    room::holdout_salt(plan, name)?;
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
    room::check_holdout(experiments, share)?;
    experiments.holdout = share;
    experiments.nothing = Some(nothing.entry.clone());
    plan.put_targets(vec![nothing]);
    Ok(about(name))
}

/// A properties file.
fn file(name: &str, properties: &Properties) -> Result<TargetBytes, Refusal> {
    let bytes = write_properties(properties).map_err(|error| unwritable("variants", &error))?;
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

fn fresh_salt(plan: &Plan<'_>, purpose: &str) -> Result<Salt, Refusal> {
    plan.cx.fresh.id(purpose).0.parse().map_err(unusable)
}

fn unusable(error: impl std::fmt::Display) -> Refusal {
    let hint = "try again with another name";
    Refusal::invalid("experiment", error.to_string(), hint)
}

fn found(plan: &mut Plan<'_>, channel: &ChannelName, name: &str) -> Result<Experiment, Refusal> {
    let found = plan.open(channel)?.experiments.named(name).cloned();
    found.ok_or_else(|| {
        let hint = "`wavecast experiment list` shows what runs";
        Refusal::missing(format!("experiment {name}"), hint)
    })
}

fn replace(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
) -> Result<(), Refusal> {
    let experiments = &mut plan.open(channel)?.experiments;
    if let Some(present) = experiments.named_mut(&experiment.name) {
        present.clone_from(experiment);
    }
    Ok(())
}

fn about(channel: &ChannelName) -> Outcome {
    Outcome::Channel {
        channel: channel.clone(),
    }
}
