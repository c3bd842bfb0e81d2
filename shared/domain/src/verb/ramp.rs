//! Ramping: a release reaches more of its audience, never less.

use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{about, check_may_grow, release_in, start};

/// Reaches a share; the present one is a success without movement.
pub fn ramp(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    to: Share,
    keep_open: bool,
) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "ramp it", &[Status::Active])?;
    if to < release.share {
        let rule = format!(
            "release {} reaches {}; a ramp only grows, and {to} is less",
            release.id, release.share
        );
        let hint = "stop it with `wavecast pause`, take it back with `wavecast rollback`, or replace it with `wavecast ship --replace`";
        return Err(Refusal::state("to", rule, hint));
    }
    // All of the audience asks anew whether it stays open: this ramp's word is the last one. Short
    // of that, it is a word to the stages that follow.
    release.keep_open = keep_open || (release.keep_open && to != Share::ALL);
    let concludes = to == Share::ALL && !release.keep_open;
    if to == release.share && !concludes {
        plan.put_release(release.clone());
        return Ok(about(&release));
    }
    reach(plan, release, to)
}

/// Lets an active release reach a greater share; all of the audience concludes it unless it is
/// to stay open.
pub fn reach(plan: &mut Plan<'_>, mut release: Release, to: Share) -> Result<Outcome, Refusal> {
    let more = to.beyond(release.share);
    if more != Share::NONE {
        check_may_grow(plan, &release)?;
    }
    let rule = plan.rule(&release.channel, &release.rule)?;
    let from = rule.serving().map(Named::from);
    if let Some(placement) = rule.placement_mut(&release.id) {
        placement.share = to;
    }
    release.share = to;
    release.times.moved = Some(plan.cx.now);
    plan.moves(&release, more, from, Some(Named::from(&release)));
    start::settle(plan, release)
}
