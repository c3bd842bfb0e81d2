//! Concluding: a release reached everybody, and what is beneath it goes.

use crate::channel::Placement;
use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{about, check_may_grow, end, guard, put, release_in, stage};

/// Concludes an active release; whoever it didn't reach yet moves at once.
pub fn conclude(plan: &mut Plan<'_>, which: &ReleaseRef) -> Result<Outcome, Refusal> {
    let release = release_in(plan, which, "conclude it", &[Status::Active])?;
    check_none_paused(plan, &release)?;
    let from = plan.serving(&release.channel, &release.rule)?;
    let rest = Share::ALL.beyond(release.share);
    if rest != Share::NONE {
        check_may_grow(plan, &release)?;
        guard::reach(plan, &release, Share::ALL, None, true)?;
    }
    plan.moves(&release, rest, from, Some(Named::from(&release)));
    let outcome = about(&release);
    finish(plan, release)?;
    Ok(outcome)
}

/// A release doesn't reach everybody while it is held for some of them.
fn check_none_paused(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    let placement = rule.placement(&release.id);
    if !placement.is_some_and(Placement::is_partly_paused) {
        return Ok(());
    }
    let field = format!("release {}", release.id);
    let rule = format!("{field} is paused for some of its variants");
    let hint = "`wavecast resume` opens them, `wavecast rollback --only` takes them back";
    Err(Refusal::state(field, rule, hint))
}

/// Concludes the moving release of a rule.
pub fn finish(plan: &mut Plan<'_>, mut release: Release) -> Result<(), Refusal> {
    plan.open(&release.channel)?.unplan(&release.id);
    let rule = plan.rule(&release.channel, &release.rule)?;
    let gone = rule.conclude();
    // Devices that must go down from here, and those that sleep through it, need leave to do so
    // even when what stands here no longer says that it allows it.
    if gone.iter().any(|placement| rule.strands(placement)) {
        let left = rule.started_outside_stack();
        plan.open(&release.channel)?.withdraw(left);
    }
    end(plan, &gone, Status::Superseded);
    stage::count(&mut release);
    release.status = Status::Concluded;
    release.times.moved = Some(plan.cx.now);
    put(plan, release)
}
