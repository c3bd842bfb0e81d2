//! Concluding an experiment: one variant for all of its audience.

use wavecast_wire::config::Properties;
use wavecast_wire::name::ChannelName;

use super::{about, end, found, reach};
use crate::channel::{Placement, RuleName};
use crate::command::ConfigChange;
use crate::decide::{Named, Outcome};
use crate::experiment::{Experiment, ExperimentVariant, Treatment};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::Status;
use crate::share::Share;
use crate::verb::{guard, remote, stand, start};

/// Ends an experiment with a variant for all of its audience, the hold-out included.
pub fn conclude(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    name: &str,
    variant: &str,
) -> Result<Outcome, Refusal> {
    let experiment = found(plan, channel, name)?;
    let chosen = experiment.variant(variant).cloned();
    let chosen = chosen.ok_or_else(|| unknown(&experiment, variant))?;
    match &chosen.treatment {
        Treatment::Properties { properties, .. } => {
            // First, so that no other variant is laid over what is chosen.
            plan.open(channel)?.experiments.remove(name);
            set(plan, channel, &experiment, &chosen, properties)?;
        }
        Treatment::Package { placement } => {
            guard::try_out(plan, channel, &experiment, "conclude", Some(variant))?;
            place(plan, channel, &experiment, placement)?;
        }
        // What everybody else has is what everybody gets.
        Treatment::Nothing => end(plan, channel, &experiment)?,
    }
    Ok(about(channel))
}

/// What the variant sets becomes a version of the configuration.
fn set(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
    chosen: &ExperimentVariant,
    properties: &Properties,
) -> Result<(), Refusal> {
    let is_everyone = experiment.rule == RuleName::everyone();
    let change = ConfigChange {
        rule: (!is_everyone).then(|| experiment.rule.clone()),
        set: properties.clone(),
        unset: Vec::new(),
        reason: Some(format!(
            "experiment {} chose {}",
            experiment.name, chosen.name
        )),
    };
    remote::set(plan, channel, &change, None, false).map(drop)
}

/// The variant's release becomes the rule's: who runs it keeps it, all others get it.
fn place(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
    chosen: &Placement,
) -> Result<(), Refusal> {
    let rule = plan.rule(channel, &experiment.rule)?;
    let serving = rule.serving().map(|placement| placement.release.clone());
    if let Some(moving) = rule.moving.clone() {
        return Err(start::occupied(plan, &moving));
    }
    let found = plan.find_release(&chosen.release).ok_or_else(|| {
        let hint = "stop the experiment with `wavecast experiment stop`";
        Refusal::missing(format!("release {}", chosen.release), hint)
    })?;
    let (package, _) = plan.ready(&found.package, &found.version)?;
    start::check_version(plan, &found)?;
    start::check_index(plan, &package, &found)?;
    let to = Some(Named::from(chosen));
    let others = reach::releases(plan, channel, experiment);
    let mut rest = Share::ALL.beyond(found.share);
    let mut left = Vec::new();
    for mut other in others.into_iter().filter(|one| one.id != found.id) {
        rest = rest.beyond(other.share);
        plan.moves(&other, other.share, Some(Named::from(&other)), to.clone());
        plan.open(channel)?.withdraw([other.id.clone()]);
        other.status = Status::Aborted;
        other.times.moved = Some(plan.cx.now);
        other.times.ended = Some(plan.cx.now);
        plan.put_release(other.clone());
        left.push(other);
    }
    let from = plan.serving(channel, &experiment.rule)?;
    plan.moves(&found, rest, from, to);
    let open = plan.open(channel)?;
    open.experiments.remove(&experiment.name);
    open.readmit(&chosen.release);
    plan.rule(channel, &experiment.rule)?
        .start(chosen.concluded());
    let mut release = found;
    release.status = Status::Active;
    release.share = Share::ALL;
    release.replaced = serving;
    start::settle(plan, release)?;
    // The chosen one may run on fewer binaries than those of the other variants do.
    for other in left {
        if let Some(placement) = &other.placement {
            stand::shelter(plan, &other, placement)?;
        }
    }
    Ok(())
}

fn unknown(experiment: &Experiment, variant: &str) -> Refusal {
    let names = experiment.variants.iter().map(|v| v.name.as_str());
    let names: Vec<&str> = names.collect();
    let rule = format!("experiment {} has no variant {variant}", experiment.name);
    let hint = format!("it has {}", names.join(", "));
    Refusal::new(Reason::NotFound, "variant", rule, hint)
}
