//! Yanking: no release, promotion or fallback may use a package any more.

use wavecast_wire::name::{ChannelName, PackageName, ReleaseId, TargetName};
use wavecast_wire::version::Version;

use crate::channel::{Placement, Rule, RuleName};
use crate::decide::{LiveUse, Named, Outcome};
use crate::package::{PackageStatus, Ready};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Status;
use crate::share::Share;
use crate::verb::bounds::check_reason;
use crate::verb::{abort, experiment, revert, stand};

/// Yanks a package; live uses are listed, and in the channels of `now` replaced.
pub fn yank(
    plan: &mut Plan<'_>,
    name: &PackageName,
    version: &Version,
    reason: &str,
    now: &[ChannelName],
) -> Result<Outcome, Refusal> {
    check_reason(reason)?;
    let ready = mark(plan, name, version, reason)?;
    for channel in now {
        plan.open(channel)?;
    }
    let manifest = &ready.manifest.name;
    for live in uses(plan, manifest, now) {
        plan.uses(live);
    }
    for channel in now {
        replace_all(plan, channel, manifest)?;
    }
    Ok(Outcome::Package {
        name: name.clone(),
        version: version.clone(),
    })
}

fn mark(
    plan: &mut Plan<'_>,
    name: &PackageName,
    version: &Version,
    reason: &str,
) -> Result<Ready, Refusal> {
    let field = format!("package {name} {version}");
    let Some(mut package) = plan.find_package(name, version) else {
        return Err(Refusal::missing(
            field,
            "`wavecast package list` shows the packages",
        ));
    };
    let ready = match package.status {
        PackageStatus::Ready(ready) | PackageStatus::Yanked { ready, .. } => ready,
        PackageStatus::Checking | PackageStatus::Refused { .. } => {
            let rule = format!("{field} is not ready, so nothing can use it");
            return Err(Refusal::state(field, rule, "nothing is to be done"));
        }
    };
    package.status = PackageStatus::Yanked {
        reason: reason.into(),
        ready: ready.clone(),
    };
    plan.put_package(package);
    Ok(ready)
}

/// Where a package is at the edge, among the loaded channels.
fn uses(plan: &Plan<'_>, manifest: &TargetName, now: &[ChannelName]) -> Vec<LiveUse> {
    let rules = plan
        .app
        .channels
        .values()
        .flat_map(|channel| channel.rules.iter().map(move |rule| (&channel.name, rule)));
    let placed = rules.flat_map(|(channel, rule)| {
        let is_beneath = |floor: &&Placement| rule.placement(&floor.release).is_none();
        let floors = rule.floors.iter().filter(is_beneath);
        let all = rule.stack.iter().chain(floors).collect::<Vec<_>>();
        all.into_iter().map(move |p| (channel, rule, p))
    });
    placed
        .filter(|(_, _, placement)| placement.manifest.name == *manifest)
        .map(|(channel, rule, placement)| LiveUse {
            channel: channel.clone(),
            rule: rule.name.clone(),
            release: Named::from(placement),
            share: placement.share,
            replaced: now.contains(channel),
        })
        .chain(pins(plan, manifest, now))
        .chain(variants(plan, manifest, now))
        .collect()
}

/// Pins to a release of the package.
fn pins(plan: &Plan<'_>, manifest: &TargetName, now: &[ChannelName]) -> Vec<LiveUse> {
    let pins = plan
        .app
        .channels
        .values()
        .flat_map(|channel| channel.pins.iter().map(move |pin| (&channel.name, pin)));
    pins.filter(|(_, pin)| pin.manifest.name == *manifest)
        .map(|(channel, pin)| LiveUse {
            channel: channel.clone(),
            rule: RuleName(format!("pin {}", pin.id)),
            release: pin.release.clone(),
            share: Share::ALL,
            replaced: now.contains(channel),
        })
        .collect()
}

/// Variants of experiments that give the package.
fn variants(plan: &Plan<'_>, manifest: &TargetName, now: &[ChannelName]) -> Vec<LiveUse> {
    let mut uses = Vec::new();
    for channel in plan.app.channels.values() {
        for (_, experiment) in channel.experiments.running() {
            let giving = experiment.placements();
            let giving = giving.filter(|(_, placement)| placement.manifest.name == *manifest);
            uses.extend(giving.map(|(variant, placement)| LiveUse {
                channel: channel.name.clone(),
                rule: RuleName(format!("experiment {}", experiment.name)),
                release: Named::from(placement),
                share: experiment.reach(variant),
                replaced: now.contains(&channel.name),
            }));
        }
    }
    uses
}

/// Ends the experiments of a channel that try the package.
fn end_experiments(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    manifest: &TargetName,
) -> Result<(), Refusal> {
    let experiments = plan.open(channel)?.experiments.clone();
    for (_, one) in experiments.running() {
        let mut placements = one.placements();
        if placements.any(|(_, placement)| placement.manifest.name == *manifest) {
            experiment::end(plan, channel, one)?;
        }
    }
    Ok(())
}

/// Takes a package out of every rule of a channel.
fn replace_all(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    manifest: &TargetName,
) -> Result<(), Refusal> {
    let rules: Vec<_> = plan
        .open(channel)?
        .rules
        .iter()
        .map(|rule| rule.name.clone())
        .collect();
    let part = plan.open(channel)?;
    let ended: Vec<String> = part
        .pins
        .extract_if(.., |pin| pin.manifest.name == *manifest)
        .map(|pin| pin.id)
        .collect();
    for pin in ended {
        part.unplan_pin(&pin);
    }
    end_experiments(plan, channel, manifest)?;
    for rule in rules {
        plan.rule(channel, &rule)?
            .floors
            .retain(|floor| floor.manifest.name != *manifest);
        // Each round takes at least one use away; a revert may bring older releases, never this
        // package, so the number of uses falls.
        while let Some(found) = find(plan.rule(channel, &rule)?, manifest) {
            match found {
                Use::Serving => revert::past_serving(plan, channel, &rule)?,
                Use::Moving(release) => take_back(plan, &release)?,
                Use::Aside(placement) => drop_aside(plan, channel, &rule, &placement)?,
                Use::BeneathAnother(moving) => return Err(stands_above(channel, &moving)),
            }
        }
    }
    Ok(())
}

/// A use of the package, by what it takes to replace it.
enum Use {
    /// Most of the audience runs it; what moves above it, if anything, uses the package as well.
    Serving,
    /// It moves.
    Moving(ReleaseId),
    /// It is held, or serves binaries that what is above it doesn't support.
    Aside(Box<Placement>),
    /// Most of the audience runs it, and another package moves above it.
    BeneathAnother(ReleaseId),
}

fn find(rule: &Rule, manifest: &TargetName) -> Option<Use> {
    let uses_it = |placement: &&Placement| placement.manifest.name == *manifest;
    let moving = rule.moving.as_ref().and_then(|id| rule.placement(id));
    if rule.serving().filter(uses_it).is_some() {
        return Some(match moving.filter(|moving| !uses_it(moving)) {
            Some(other) => Use::BeneathAnother(other.release.clone()),
            None => Use::Serving,
        });
    }
    if let Some(moving) = moving.filter(uses_it) {
        return Some(Use::Moving(moving.release.clone()));
    }
    rule.stack
        .iter()
        .find(uses_it)
        .map(|placement| Use::Aside(Box::new(placement.clone())))
}

fn take_back(plan: &mut Plan<'_>, release: &ReleaseId) -> Result<(), Refusal> {
    let found = plan.find_release(release).ok_or_else(|| {
        Refusal::missing(
            format!("release {release}"),
            "`wavecast doctor` looks into it",
        )
    })?;
    abort::take_back(plan, found).map(drop)
}

fn stands_above(channel: &ChannelName, moving: &ReleaseId) -> Refusal {
    let rule = format!(
        "in {channel}, release {moving} moves above what is yanked, which can't be replaced beneath it"
    );
    let hint = "bring it to 100% with `wavecast ramp 100%`, or take it back with `wavecast rollback`, then yank with `--now`";
    Refusal::state(format!("channel {channel}"), rule, hint)
}

/// Takes a placement away that is held, or beneath another: its devices go where the rest goes.
fn drop_aside(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
    placement: &Placement,
) -> Result<(), Refusal> {
    plan.rule(channel, rule)?.remove(&placement.release);
    plan.open(channel)?.withdraw([placement.release.clone()]);
    if let Some(mut release) = plan.find_release(&placement.release) {
        let to = plan.serving(channel, rule)?;
        plan.moves(&release, placement.share, Some(Named::from(placement)), to);
        stand::shelter(plan, &release, placement)?;
        if release.status == Status::Concluded {
            release.status = Status::Reverted;
            release.times.ended = Some(plan.cx.now);
        }
        plan.put_release(release);
    }
    Ok(())
}
