//! Standing on a release again: what a revert places, withdraws and ends.

use std::cmp::Reverse;

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ReleaseId;

use crate::channel::Placement;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{about, schema, start};

/// Places a target again, with what beneath it still serves narrower binaries.
pub fn stand_on(
    plan: &mut Plan<'_>,
    mut target: Release,
    moving: Option<&Release>,
    serving: Option<&Release>,
) -> Result<Outcome, Refusal> {
    if serving.is_some_and(|serving| serving.id == target.id) {
        let rule = format!("release {} is what everybody gets already", target.id);
        return Err(Refusal::state("to", rule, "name another with `--to`"));
    }
    check_target(plan, &target)?;
    let Some(placement) = target.placement.as_ref().map(Placement::concluded) else {
        return Err(Refusal::missing(
            format!("release {}", target.id),
            "it was never started",
        ));
    };
    let outcome = about(&target);
    let to = Some(Named::from(&placement));
    let (reach, rest) = (moving.map_or(Share::NONE, Release::reached), Share::ALL);
    if let Some(moving) = moving {
        plan.moves(&target, reach, Some(Named::from(moving)), to.clone());
    }
    plan.moves(&target, rest.beyond(reach), serving.map(Named::from), to);
    let (stack, passed_over) = with_fallbacks(plan, &target, placement)?;
    let left = replace_stack(plan, &target, stack.clone())?;
    plan.open(&target.channel)?.withdraw(passed_over);
    for placement in &left {
        shelter(plan, &target, placement)?;
    }
    if let Some(serving) = serving
        && plan
            .rule(&target.channel, &target.rule)?
            .started_before(&serving.id, &target.id)
    {
        // Forward again: another revert leads to what it replaces now.
        target.replaced = Some(serving.id.clone());
    }
    target.placement = stack.first().cloned();
    again_concluded(plan, target);
    for fallback in &stack[1..] {
        if let Some(mut release) = plan.find_release(&fallback.release) {
            release.placement = Some(fallback.clone());
            again_concluded(plan, release);
        }
    }
    Ok(outcome)
}

/// Nothing returns to what was yanked, to what devices that confirmed a higher rollback index
/// couldn't take, or to values that the schema refuses by now.
pub fn check_target(plan: &mut Plan<'_>, target: &Release) -> Result<(), Refusal> {
    if plan.is_yanked(target) {
        let rule = format!(
            "package {} {} of release {} was yanked",
            target.package, target.version, target.id
        );
        let hint = "name another release with `wavecast rollback --to`, or ship a fixed version";
        return Err(Refusal::state("to", rule, hint));
    }
    schema::check_return(plan, target)?;
    match plan.find_package(&target.package, &target.version) {
        Some(package) => start::check_index(plan, &package, target),
        None => Ok(()),
    }
}

/// A target and, newest first, what stood beneath it for binaries that it doesn't support; and
/// what would have, were its package not yanked.
fn with_fallbacks(
    plan: &mut Plan<'_>,
    target: &Release,
    placement: Placement,
) -> Result<(Vec<Placement>, Vec<ReleaseId>), Refusal> {
    let withdrawn = plan.open(&target.channel)?.withdrawn.clone();
    let rule = plan.rule(&target.channel, &target.rule)?;
    let later = rule.left_by(Some(&placement));
    let known = rule.stack.iter().chain(rule.concluded.iter().rev());
    let mut older: Vec<_> = known.cloned().collect();
    // Wherever they are remembered: what stands for everybody would hide what stood above it.
    older.sort_by_key(|candidate| Reverse(rule.started_at(&candidate.release)));
    let (mut stack, mut passed_over) = (vec![placement], Vec::new());
    for candidate in older {
        let id = &candidate.release;
        let may_stand = candidate.partly_withdrawn || !withdrawn.contains(id);
        let is_older = !later.contains(id) && may_stand && !candidate.held;
        let is_new = stack.iter().all(|placed| placed.release != *id);
        if !is_older || !is_new || !candidate.reaches_beyond(&stack) {
            continue;
        }
        let found = plan.find_release(id);
        if let Some(release) = found.filter(|release| !plan.is_yanked(release)) {
            schema::check_return(plan, &release)?;
            stack.push(candidate.concluded());
        } else {
            passed_over.push(id.clone());
        }
    }
    Ok((stack, passed_over))
}

/// With nothing beneath, a bundle goes back to what shipped in the binary.
pub fn stand_on_nothing(plan: &mut Plan<'_>, serving: Release) -> Result<Outcome, Refusal> {
    let beneath = plan.beneath(&serving.channel, &serving.rule)?;
    let to = beneath.first().map(Named::from);
    plan.moves(&serving, Share::ALL, Some(Named::from(&serving)), to);
    let left = replace_stack(plan, &serving, Vec::new())?;
    for placement in &left {
        shelter(plan, &serving, placement)?;
    }
    Ok(about(&serving))
}

/// Leaves nothing placed but what is held.
pub fn leave_all(plan: &mut Plan<'_>, of: &Release) -> Result<(), Refusal> {
    replace_stack(plan, of, Vec::new()).map(drop)
}

/// Changes what a rule stands on, withdraws what it started since, and ends what went.
fn replace_stack(
    plan: &mut Plan<'_>,
    of: &Release,
    stack: Vec<Placement>,
) -> Result<Vec<Placement>, Refusal> {
    let rule = plan.rule(&of.channel, &of.rule)?;
    let moving = rule.moving.clone();
    let later = rule.left_by(stack.first());
    let whole = stack.iter().filter(|placement| !placement.partly_withdrawn);
    let placed: Vec<_> = whole.map(|placement| placement.release.clone()).collect();
    let gone = rule.stand_on(stack);
    rule.embedded = None;
    rule.embeds_at_once = false;
    let channel = plan.open(&of.channel)?;
    channel.withdraw(later.iter().cloned());
    for release in &placed {
        channel.readmit(release);
    }
    for placement in &gone {
        plan.open(&of.channel)?.unplan(&placement.release);
        let Some(mut release) = plan.find_release(&placement.release) else {
            continue;
        };
        release.status = match moving.as_ref() {
            Some(moving) if *moving == release.id => Status::Aborted,
            _ if later.contains(&release.id) => Status::Reverted,
            _ => Status::Superseded,
        };
        release.times.moved = Some(plan.cx.now);
        release.times.ended = Some(plan.cx.now);
        plan.put_release(release);
    }
    Ok(gone)
}

/// Where devices that leave a placement may find no other row, in the rules beneath either, a bundle
/// goes back to what shipped in the binary; firmware has nothing to go back to.
pub fn shelter(plan: &mut Plan<'_>, of: &Release, left: &Placement) -> Result<(), Refusal> {
    let kind = plan.app.head.kind;
    let beneath = plan.beneath(&of.channel, &of.rule)?;
    let rule = plan.rule(&of.channel, &of.rule)?;
    let is_bare = rule.serving().is_none() && beneath.is_empty();
    let others = [rule.stack.clone(), beneath].concat();
    match kind {
        Kind::Bundle if left.reaches_beyond(&others) => {
            rule.embedded = Some(left.release.clone());
            Ok(())
        }
        Kind::Firmware if is_bare => {
            let rule = format!(
                "nothing stands beneath release {}, and firmware has nothing else to return to",
                left.release
            );
            // What concluded can't be held or replaced any more, only followed.
            let hint = if of.status == Status::Concluded {
                "fix it forward with `wavecast ship`"
            } else {
                "hold it with `wavecast pause`, or replace it with `wavecast ship --replace`"
            };
            Err(Refusal::state(
                format!("release {}", left.release),
                rule,
                hint,
            ))
        }
        _ => Ok(()),
    }
}

pub fn again_concluded(plan: &mut Plan<'_>, mut release: Release) {
    if release.status != Status::Concluded {
        release.status = Status::Concluded;
        release.times.moved = Some(plan.cx.now);
        release.times.ended = None;
    }
    release.share = Share::ALL;
    plan.put_release(release);
}
