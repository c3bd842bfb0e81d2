//! The packages of an experiment: each is a release that no other verb moves.

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;

use super::{fresh, unusable};
use crate::channel::{Channel, Placement};
use crate::command::{NewExperiment, NewVariant, PackageRef, ReleaseEdit};
use crate::config;
use crate::decide::Named;
use crate::experiment::{Experiment, Treatment};
use crate::package::Package;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{self, draft, stand, start};

/// Makes the release of a variant.
pub fn make(
    plan: &mut Plan<'_>,
    new: &NewExperiment,
    experiment: &Experiment,
    variant: &NewVariant,
    package: &PackageRef,
) -> Result<Treatment, Refusal> {
    let (name, version) = (&package.name, &package.version);
    let blank = draft::blank(plan, &new.channel, &experiment.rule, name, version)?;
    let id = fresh(plan, &format!("variant {}", variant.name))?;
    let mut release = Release {
        salt: match &plan.head().settings.salt {
            Some(fixed) => fixed.clone(),
            None => id.as_str().parse().map_err(unusable)?,
        },
        id,
        status: Status::Experimental,
        ..blank
    };
    release.times.started = Some(plan.cx.now);
    let edit = ReleaseEdit {
        policy: new.policy.clone(),
        notes: new.notes.clone(),
        ..ReleaseEdit::default()
    };
    draft::fill(&mut release, &edit, &plan.head().settings)?;
    draft::check(plan, &release)?;
    let (package, ready) = plan.ready(name, version)?;
    check_version(plan, &release)?;
    start::check_index(plan, &package, &release)?;
    let values = plan.open(&new.channel)?.settled_values(&experiment.rule);
    let made = config::make(plan.head(), &release, &package, &ready, &values)?;
    check_way_back(plan, &release, &package, &made.placement)?;
    plan.put_targets(made.configs);
    release.placement = Some(made.placement.clone());
    plan.put_release(release);
    Ok(Treatment::Package {
        placement: Box::new(made.placement),
    })
}

/// Devices wouldn't go down to a variant, and a floor would send them up again at once.
fn check_version(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    start::check_version(plan, release)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    let moving = rule.moving.as_ref().and_then(|id| rule.placement(id));
    let Some(moving) = moving.filter(|moving| moving.version > release.version) else {
        return Ok(());
    };
    if release.policy.downgrade {
        return Ok(());
    }
    let sentence = format!(
        "version {} is below {}, which moves in rule {}; devices that have it wouldn't take it",
        release.version, moving.version, release.rule.0
    );
    let hint = "conclude the experiment or stop it, or try a higher version";
    Err(Refusal::state("version", sentence, hint))
}

/// An experiment may end without its variant, so whoever tried it must find a way back.
fn check_way_back(
    plan: &mut Plan<'_>,
    release: &Release,
    package: &Package,
    placement: &Placement,
) -> Result<(), Refusal> {
    let beneath = plan.beneath(&release.channel, &release.rule)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    let own = rule.stack.iter().filter(|p| rule.is_concluded(p)).cloned();
    let stands: Vec<Placement> = own.chain(beneath).collect();
    let of = |placement: &Placement| {
        let release = plan.find_release(&placement.release)?;
        let package = plan.find_package(&release.package, &release.version)?;
        Some(package.rollback_index)
    };
    let lowest = stands.iter().filter_map(of).min();
    if let Some(lowest) = lowest.filter(|lowest| *lowest < package.rollback_index) {
        let sentence = format!(
            "package {} {} has rollback index {}; what devices would return to has {lowest}, and nothing goes below",
            package.name, package.version, package.rollback_index
        );
        let hint = "ship it as a release, with `wavecast ship --to`";
        return Err(Refusal::state("rollback_index", sentence, hint));
    }
    if plan.app.head.kind == Kind::Firmware && placement.reaches_beyond(&stands) {
        let sentence = format!(
            "firmware that tried {} {} would have nothing to return to",
            package.name, package.version
        );
        let hint = "release something to all of these devices first, with `wavecast ship`";
        return Err(Refusal::state("package", sentence, hint));
    }
    Ok(())
}

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
