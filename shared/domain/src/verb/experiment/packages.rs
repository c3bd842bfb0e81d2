//! The packages of an experiment: each is a release that no other verb moves.

use wavecast_wire::manifest::Kind;

use super::{fresh, unusable};
use crate::channel::Placement;
use crate::command::{NewExperiment, NewVariant, PackageRef, ReleaseEdit};
use crate::config;
use crate::experiment::{Experiment, Treatment};
use crate::package::Package;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::verb::{draft, start};

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
    draft::fill(&mut release, &edit, &plan.head().settings, plan.cx.now)?;
    draft::check(plan, &release)?;
    let (package, ready) = plan.ready(name, version)?;
    check_version(plan, &release)?;
    start::check_index(plan, &package, &release)?;
    let values = plan.open(&new.channel)?.settled_values(&experiment.rule);
    let made = config::make(plan.head(), &release, &package, &ready, &values)?;
    start::check_met(plan, &release, &made.placement)?;
    check_way_back(plan, &release, &package, &made.placement)?;
    plan.put_targets(made.configs);
    release.placement = Some(made.placement.clone());
    plan.put_release(release);
    Ok(Treatment::Package {
        placement: Box::new(made.placement),
    })
}

/// Devices wouldn't go down to a variant, and a floor would send them up again at once.
pub fn check_version(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
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
