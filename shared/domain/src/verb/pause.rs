//! Pause and resume: whoever runs the release keeps it, nobody new gets it, and back.

use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::Status;
use crate::verb::{about, check_may_grow, put, release_in, stage};

/// Holds an active release.
pub fn pause(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "pause it", &[Status::Active])?;
    release.status = Status::Paused;
    release.times.moved = Some(plan.cx.now);
    let channel = plan.open(&release.channel)?;
    channel.unplan(&release.id);
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(placement) = rule.placement_mut(&release.id) {
        placement.held = true;
    }
    let outcome = about(&release);
    put(plan, release)?;
    Ok(outcome)
}

/// Opens a paused release again. The time to its next stage begins anew.
pub fn resume(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "resume it", &[Status::Paused])?;
    check_may_grow(plan, &release)?;
    release.status = Status::Active;
    release.times.moved = Some(plan.cx.now);
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(placement) = rule.placement_mut(&release.id) {
        placement.held = false;
        placement.open_paused(None);
        release.share = placement.share;
    }
    let from = plan.serving(&release.channel, &release.rule)?;
    plan.moves(
        &release,
        release.reached(),
        from,
        Some(Named::from(&release)),
    );
    stage::realign(plan, &mut release)?;
    let outcome = about(&release);
    put(plan, release)?;
    Ok(outcome)
}
