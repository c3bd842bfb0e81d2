//! Ramping: a release reaches more of its audience, never less.

use wavecast_wire::table::When;

use crate::channel::Stopped;
use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::only::check_only;
use crate::verb::{about, check_may_grow, guard, release_in, start};

/// Reaches a share; the present one is a success without movement.
pub fn ramp(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    to: Share,
    only: Option<&When>,
    keep_open: bool,
) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "ramp it", &[Status::Active])?;
    let present = reached(plan, &release, only)?;
    if to < present {
        let rule = format!(
            "release {} reaches {present}; a ramp only grows, and {to} is less",
            release.id
        );
        let hint = "stop it with `wavecast pause`, take it back with `wavecast rollback`, or replace it with `wavecast ship --replace`";
        return Err(Refusal::state("to", rule, hint));
    }
    // All of the audience asks anew whether it stays open: this ramp's word is the last one. Short
    // of that, it is a word to the stages that follow.
    release.keep_open = keep_open || (release.keep_open && to != Share::ALL);
    let concludes = to == Share::ALL && !release.keep_open;
    if to == present && !concludes {
        plan.put_release(release.clone());
        return Ok(about(&release));
    }
    reach(plan, release, to, only)
}

/// The least share of the variants that are meant.
fn reached(plan: &mut Plan<'_>, release: &Release, only: Option<&When>) -> Result<Share, Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    let Some(placement) = rule.placement(&release.id) else {
        return Ok(release.share);
    };
    check_only(placement, only)?;
    let meant = placement.variants.iter().filter(|v| v.is_meant(only));
    let going = meant.clone().filter(|variant| variant.goes_on());
    let least = going.map(|variant| placement.share_of(variant)).min();
    match (least, meant.map(|variant| variant.stopped).next().flatten()) {
        (None, Some(how)) => Err(is_stopped(release, how)),
        (least, _) => Ok(least.unwrap_or(release.share)),
    }
}

fn is_stopped(release: &Release, how: Stopped) -> Refusal {
    let (said, hint) = match how {
        Stopped::Paused => ("paused", "open it again with `wavecast resume --only`"),
        Stopped::Kept => ("aborted", "`wavecast ship` starts the next release"),
    };
    let rule = format!("release {} is {said} for these devices", release.id);
    Refusal::state("only", rule, hint)
}

/// Lets an active release reach a greater share; all of the audience concludes it unless it is
/// to stay open.
pub fn reach(
    plan: &mut Plan<'_>,
    mut release: Release,
    to: Share,
    only: Option<&When>,
) -> Result<Outcome, Refusal> {
    let more = to.beyond(reached(plan, &release, only)?);
    if more != Share::NONE {
        check_may_grow(plan, &release)?;
        let concludes = to == Share::ALL && !release.keep_open;
        guard::reach(plan, &release, to, only, concludes)?;
    }
    let from = plan.serving(&release.channel, &release.rule)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(placement) = rule.placement_mut(&release.id) {
        placement.reach(to, only);
        release.share = placement.share;
    }
    release.times.moved = Some(plan.cx.now);
    plan.moves(&release, more, from, Some(Named::from(&release)));
    start::settle(plan, release)
}
