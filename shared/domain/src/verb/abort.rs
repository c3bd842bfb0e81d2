//! Aborting: a release is stopped, and its devices return to what is beneath, or keep it.

use crate::channel::Placement;
use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::verb::{about, put, release_in, stand, start};

/// Stops an active or paused release.
pub fn abort(plan: &mut Plan<'_>, which: &ReleaseRef, keep: bool) -> Result<Outcome, Refusal> {
    let release = release_in(plan, which, "abort it", &[Status::Active, Status::Paused])?;
    if keep {
        hold(plan, release)
    } else {
        take_back(plan, release)
    }
}

/// Whoever has it keeps it until the rule next concludes.
pub fn hold(plan: &mut Plan<'_>, mut release: Release) -> Result<Outcome, Refusal> {
    stop(plan, &mut release)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    rule.moving = None;
    if let Some(placement) = rule.placement_mut(&release.id) {
        placement.held = true;
    }
    let outcome = about(&release);
    put(plan, release)?;
    Ok(outcome)
}

/// Everybody returns to the placement beneath, or to what shipped in the binary.
pub fn take_back(plan: &mut Plan<'_>, mut release: Release) -> Result<Outcome, Refusal> {
    let serving = plan
        .rule(&release.channel, &release.rule)?
        .serving()
        .cloned();
    let fallback = serving.and_then(|beneath| plan.find_release(&beneath.release));
    if let Some(fallback) = &fallback {
        check_fallback(plan, &release, fallback)?;
    }
    stop(plan, &mut release)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    let left = rule.remove(&release.id);
    if let Some(left) = &left {
        stand::shelter(plan, &release, left)?;
    }
    plan.open(&release.channel)?.withdraw([release.id.clone()]);
    let to = plan.serving(&release.channel, &release.rule)?;
    let reached = left.as_ref().map_or(release.share, Placement::widest);
    plan.moves(&release, reached, Some(Named::from(&release)), to);
    let outcome = about(&release);
    plan.put_release(release);
    Ok(outcome)
}

fn stop(plan: &mut Plan<'_>, release: &mut Release) -> Result<(), Refusal> {
    let now = plan.cx.now;
    release.status = Status::Aborted;
    release.times.moved = Some(now);
    release.times.ended = Some(now);
    plan.open(&release.channel)?.unplan(&release.id);
    Ok(())
}

/// No fallback may use a yanked package, or one that devices couldn't go back to.
pub fn check_fallback(
    plan: &mut Plan<'_>,
    release: &Release,
    fallback: &Release,
) -> Result<(), Refusal> {
    let package = plan.find_package(&fallback.package, &fallback.version);
    if let Some(package) = package {
        start::check_index(plan, &package, release)?;
    }
    if !plan.is_yanked(fallback) {
        return Ok(());
    }
    let rule = format!(
        "beneath release {} stands {}, whose package {} {} was yanked",
        release.id, fallback.id, fallback.package, fallback.version,
    );
    let hint = "hold it with `wavecast pause`, replace it with `wavecast ship --replace`, or name another release with `wavecast rollback --to`";
    Err(Refusal::state(
        format!("release {}", fallback.id),
        rule,
        hint,
    ))
}
