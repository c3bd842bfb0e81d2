//! How far the packages of an experiment reach, and how their devices return.

use wavecast_wire::name::ChannelName;

use super::packages::check_version;
use crate::channel::{Channel, Placement};
use crate::decide::Named;
use crate::experiment::Experiment;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{self, stand, start};

/// Refuses to let variants reach further devices that wouldn't take them, or whose package was
/// yanked.
pub fn check_may_grow(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
) -> Result<(), Refusal> {
    for release in releases(plan, channel, experiment) {
        verb::check_may_grow(plan, &release)?;
        check_version(plan, &release)?;
        if let Some(package) = plan.find_package(&release.package, &release.version) {
            start::check_index(plan, &package, &release)?;
        }
    }
    Ok(())
}

/// Says in the records how much each variant reaches, and who moves since it reached less.
pub fn reach(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
    before: Share,
) -> Result<(), Refusal> {
    let was = Experiment {
        share: before,
        ..experiment.clone()
    };
    let from = plan.serving(channel, &experiment.rule)?;
    for (variant, placement) in experiment.placements() {
        let Some(mut release) = plan.find_release(&placement.release) else {
            continue;
        };
        release.share = experiment.reach(variant);
        release.times.moved = Some(plan.cx.now);
        let more = release.share.beyond(was.reach(variant));
        plan.moves(&release, more, from.clone(), Some(Named::from(&release)));
        plan.put_release(release);
    }
    Ok(())
}

/// Ends an experiment. Whoever has a package of it may go down to what the rule gives, or back to
/// what shipped in the binary where that gives nothing.
pub(crate) fn end(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    experiment: &Experiment,
) -> Result<(), Refusal> {
    plan.open(channel)?.experiments.remove(&experiment.name);
    let to = plan.serving(channel, &experiment.rule)?;
    for mut release in releases(plan, channel, experiment) {
        plan.open(channel)?.withdraw([release.id.clone()]);
        if let Some(left) = release.placement.clone() {
            stand::shelter(plan, &release, &left)?;
        }
        plan.moves(
            &release,
            release.share,
            Some(Named::from(&release)),
            to.clone(),
        );
        release.status = Status::Aborted;
        release.times.moved = Some(plan.cx.now);
        release.times.ended = Some(plan.cx.now);
        plan.put_release(release);
    }
    Ok(())
}

/// The releases of an experiment's variants.
pub fn releases(plan: &Plan<'_>, channel: &ChannelName, experiment: &Experiment) -> Vec<Release> {
    let placements = experiment.placements();
    let found = placements.filter_map(|(_, placement)| plan.find_release(&placement.release));
    found
        .filter(|release| release.channel == *channel)
        .collect()
}

/// A floor sends whoever is below it up, so no experiment may send them down again.
pub(crate) fn check_floors(channel: &Channel) -> Result<(), Refusal> {
    for (of, placement) in channel.experiments.placements() {
        let floors = channel.rule(of).map(|rule| rule.floors.as_slice());
        let highest = floors.and_then(<[Placement]>::last);
        let Some(floor) = highest.filter(|floor| placement.version < floor.version) else {
            continue;
        };
        let running = channel.experiments.running();
        let mut names = running.filter(|(_, experiment)| {
            let mut own = experiment.placements();
            own.any(|(_, one)| one.release == placement.release)
        });
        let name = names.next().map_or("", |(_, experiment)| &experiment.name);
        let sentence = format!(
            "experiment {name} gives version {}, below the floor {} of rule {}",
            placement.version, floor.version, of.0
        );
        let hint = "conclude the experiment or stop it first";
        return Err(Refusal::state(format!("experiment {name}"), sentence, hint));
    }
    Ok(())
}
