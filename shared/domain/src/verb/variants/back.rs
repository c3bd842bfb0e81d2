//! Variants whose devices go back: to what is beneath, or to what their release replaced.

use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{self, When};

use super::{placed, rest};
use crate::channel::Placement;
use crate::command::ReleaseRef;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::{abort, about, put, release_in, revert, stand};

/// Stops variants of an active or paused release: their devices return to what is beneath.
pub fn take_back(plan: &mut Plan<'_>, which: &ReleaseRef, only: &When) -> Result<Outcome, Refusal> {
    let allowed = [Status::Active, Status::Paused];
    let mut release = release_in(plan, which, "abort a part of it", &allowed)?;
    if placed(plan, &release, only)?
        .variants
        .iter()
        .all(|v| v.is_meant(Some(only)))
    {
        return abort::take_back(plan, release);
    }
    let serving = plan
        .rule(&release.channel, &release.rule)?
        .serving()
        .cloned();
    let fallback = serving.and_then(|beneath| plan.find_release(&beneath.release));
    if let Some(fallback) = &fallback {
        abort::check_fallback(plan, &release, fallback)?;
    }
    let placement = placed(plan, &release, only)?;
    let gone = placement.split_off(only);
    release.share = placement.share;
    release.times.moved = Some(plan.cx.now);
    leave(plan, &release, &gone)?;
    let to = found_beneath(plan, &release, &gone)?;
    plan.moves(&release, gone.widest(), Some(Named::from(&gone)), to);
    rest(plan, release)
}

/// Returns some devices of a concluded release to what it replaced; the others keep it.
pub fn return_to_replaced(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    only: &When,
) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "take a part of it back", &[Status::Concluded])?;
    check_on_top(plan, &release)?;
    if placed(plan, &release, only)?
        .variants
        .iter()
        .all(|v| v.is_meant(Some(only)))
    {
        return revert::revert(plan, &release.channel, &release.rule, None);
    }
    let target = revert::replaced_by(plan, &release)?;
    if let Some(target) = &target {
        stand::check_target(plan, target)?;
    }
    let gone = placed(plan, &release, only)?.split_off(only);
    let from = Some(Named::from(&gone));
    let to = target.as_ref().map(Named::from);
    if let Some(target) = target {
        stand_beneath(plan, &release, target)?;
    }
    leave(plan, &release, &gone)?;
    plan.moves(&release, Share::ALL, from, to);
    let rule = plan.rule(&release.channel, &release.rule)?;
    if let Some(rest) = rule.placement(&release.id).cloned() {
        rule.set_floor(&rest);
        rule.remember_concluded(rest);
    }
    release.times.moved = Some(plan.cx.now);
    let outcome = about(&release);
    put(plan, release)?;
    Ok(outcome)
}

/// Only what most of the audience runs is returned from, and only while nothing moves above it.
fn check_on_top(plan: &mut Plan<'_>, release: &Release) -> Result<(), Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    let serving = rule.serving().map(|placement| placement.release.clone());
    let top = rule.moving.clone().or(serving);
    match top.filter(|top| *top != release.id) {
        None => Ok(()),
        Some(above) => {
            let sentence = format!("release {above} stands above release {}", release.id);
            let hint = "take that one back first with `wavecast rollback`";
            Err(Refusal::state(
                format!("release {}", release.id),
                sentence,
                hint,
            ))
        }
    }
}

/// Places a release again directly beneath another one, for those whom that one no longer serves.
fn stand_beneath(plan: &mut Plan<'_>, above: &Release, mut target: Release) -> Result<(), Refusal> {
    let Some(placement) = target.placement.as_ref().map(Placement::concluded) else {
        return Ok(());
    };
    let rule = plan.rule(&above.channel, &above.rule)?;
    if rule.placement(&target.id).is_none() {
        let place = rule.stack.iter().position(|p| p.release == above.id);
        let beneath = place.map_or(rule.stack.len(), |place| place + 1);
        rule.stack.insert(beneath, placement.clone());
    }
    rule.remember_concluded(placement.clone());
    if !placement.partly_withdrawn {
        plan.open(&above.channel)?.readmit(&target.id);
    }
    target.placement = Some(placement);
    stand::again_concluded(plan, target);
    Ok(())
}

/// What the devices of variants that are gone find first: what serves the others may have been taken
/// back for these.
fn found_beneath(
    plan: &mut Plan<'_>,
    release: &Release,
    gone: &Placement,
) -> Result<Option<Named>, Refusal> {
    let beneath = plan.beneath(&release.channel, &release.rule)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    let standing = rule.stack.iter().filter(|p| rule.is_concluded(p));
    let shares = |one: &&Placement| {
        let mut gone = gone.variants.iter();
        gone.any(|gone| {
            let mut variants = one.variants.iter();
            variants.any(|variant| table::join(&[&variant.when, &gone.when]).is_some())
        })
    };
    let found = standing.chain(&beneath).find(shares);
    Ok(found.map(Named::from))
}

/// Lets devices leave what was taken back for them; firmware must find something to go to.
fn leave(plan: &mut Plan<'_>, release: &Release, gone: &Placement) -> Result<(), Refusal> {
    plan.open(&release.channel)?.withdraw([release.id.clone()]);
    let beneath = plan.beneath(&release.channel, &release.rule)?;
    let rule = plan.rule(&release.channel, &release.rule)?;
    let standing = rule.stack.iter().filter(|p| rule.is_concluded(p)).cloned();
    let others: Vec<Placement> = standing.chain(beneath).collect();
    if plan.app.head.kind == Kind::Firmware && gone.reaches_beyond(&others) {
        let field = format!("release {}", release.id);
        let rule = format!(
            "nothing beneath {field} serves all of these devices, and firmware has nothing else to return to"
        );
        let hint = "hold it for them with `wavecast pause --only`, or ship a fixed version";
        return Err(Refusal::state(field, rule, hint));
    }
    stand::shelter(plan, release, gone)
}
