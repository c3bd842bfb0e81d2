//! Variants that are stopped one by one, while others of their release go on.

use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;
use wavecast_wire::table::When;

use crate::channel::{PlacedVariant, Placement, RuleName, Stopped};
use crate::command::{ReleaseRef, VariantVerb};
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::release::{Release, Status};
use crate::share::Share;
use crate::verb::only::check_only;
use crate::verb::{
    abort, about, check_may_grow, pause, put, ramp, release_in, revert, stand, start,
};

/// A verb on some variants of a release. Where that leaves none that goes on, it is a verb on the
/// whole release.
pub fn apply(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    only: &When,
    verb: VariantVerb,
) -> Result<Outcome, Refusal> {
    match verb {
        VariantVerb::Pause => pause(plan, which, only),
        VariantVerb::Resume => resume(plan, which, only),
        // Which concludes as soon as the others reached everybody too.
        VariantVerb::Conclude => ramp::ramp(plan, which, Share::ALL, Some(only), false),
        VariantVerb::Abort { keep: true } => keep(plan, which, only),
        VariantVerb::Abort { keep: false } => take_back(plan, which, only),
        VariantVerb::Revert => return_to_replaced(plan, which, only),
    }
}

/// Takes variants back: of what moves in a rule, else of what it concluded.
pub fn revert(
    plan: &mut Plan<'_>,
    channel: &ChannelName,
    rule: &RuleName,
    only: &When,
) -> Result<Outcome, Refusal> {
    let present = plan.rule(channel, rule)?;
    let moving = present.moving.clone();
    let serving = present.serving().map(|placement| placement.release.clone());
    let verb = match moving {
        Some(_) => VariantVerb::Abort { keep: false },
        None => VariantVerb::Revert,
    };
    let id = moving.or(serving);
    let id = id.ok_or_else(|| revert::nothing_placed(channel))?;
    let which = ReleaseRef {
        channel: channel.clone(),
        id,
    };
    apply(plan, &which, only, verb)
}

/// Holds variants of an active release.
fn pause(plan: &mut Plan<'_>, which: &ReleaseRef, only: &When) -> Result<Outcome, Refusal> {
    let mut release = release_in(plan, which, "pause a part of it", &[Status::Active])?;
    let placement = placed(plan, &release, only)?;
    if !placement
        .variants
        .iter()
        .any(|v| v.goes_on() && v.is_meant(Some(only)))
    {
        return Err(nothing_to_do(&release, "pause", "going on"));
    }
    if !goes_on_without(placement, only) {
        return pause::pause(plan, which);
    }
    for variant in placement.variants.iter_mut().filter(|v| v.goes_on()) {
        if variant.is_meant(Some(only)) {
            variant.stopped = Some(Stopped::Paused);
        }
    }
    placement.recount();
    release.share = placement.share;
    release.times.moved = Some(plan.cx.now);
    start::settle(plan, release)
}

/// Opens variants again that were paused, by themselves or with the whole release.
fn resume(plan: &mut Plan<'_>, which: &ReleaseRef, only: &When) -> Result<Outcome, Refusal> {
    let allowed = [Status::Active, Status::Paused];
    let mut release = release_in(plan, which, "resume a part of it", &allowed)?;
    check_may_grow(plan, &release)?;
    let placement = placed(plan, &release, only)?;
    if placement.held {
        placement.held = false;
        let going = placement.variants.iter_mut().filter(|v| v.goes_on());
        going.for_each(|variant| variant.stopped = Some(Stopped::Paused));
    }
    let is_paused = |v: &PlacedVariant| v.stopped == Some(Stopped::Paused);
    if !placement
        .variants
        .iter()
        .any(|v| is_paused(v) && v.is_meant(Some(only)))
    {
        return Err(nothing_to_do(&release, "resume", "paused"));
    }
    let reached = placement.open_paused(Some(only));
    release.share = placement.share;
    release.status = Status::Active;
    release.times.moved = Some(plan.cx.now);
    let from = plan.serving(&release.channel, &release.rule)?;
    plan.moves(&release, reached, from, Some(Named::from(&release)));
    start::settle(plan, release)
}

/// Stops variants of an active or paused release: who has it keeps it.
fn keep(plan: &mut Plan<'_>, which: &ReleaseRef, only: &When) -> Result<Outcome, Refusal> {
    let allowed = [Status::Active, Status::Paused];
    let mut release = release_in(plan, which, "abort a part of it", &allowed)?;
    let placement = placed(plan, &release, only)?;
    let is_left = |v: &PlacedVariant| v.stopped != Some(Stopped::Kept);
    if !placement
        .variants
        .iter()
        .any(|v| is_left(v) && !v.is_meant(Some(only)))
    {
        return abort::hold(plan, release);
    }
    for variant in placement
        .variants
        .iter_mut()
        .filter(|v| v.is_meant(Some(only)))
    {
        variant.stopped = Some(Stopped::Kept);
    }
    placement.recount();
    release.share = placement.share;
    release.times.moved = Some(plan.cx.now);
    rest(plan, release)
}

/// Stops variants of an active or paused release: their devices return to what is beneath.
fn take_back(plan: &mut Plan<'_>, which: &ReleaseRef, only: &When) -> Result<Outcome, Refusal> {
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
    let to = plan.serving(&release.channel, &release.rule)?;
    plan.moves(&release, gone.widest(), Some(Named::from(&gone)), to);
    rest(plan, release)
}

/// What goes on of a release, some of whose variants were stopped for good.
fn rest(plan: &mut Plan<'_>, release: Release) -> Result<Outcome, Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    let placement = rule.placement(&release.id);
    let going = placement.is_some_and(|p| p.variants.iter().any(PlacedVariant::goes_on));
    match (going, release.status) {
        (true, Status::Active) => start::settle(plan, release),
        (true, _) => {
            let outcome = about(&release);
            put(plan, release)?;
            Ok(outcome)
        }
        (false, Status::Active) if placement.is_some_and(Placement::is_partly_paused) => {
            let which = ReleaseRef {
                channel: release.channel.clone(),
                id: release.id.clone(),
            };
            put(plan, release)?;
            pause::pause(plan, &which)
        }
        (false, _) => abort::hold(plan, release),
    }
}

/// Returns some devices of a concluded release to what it replaced; the others keep it.
fn return_to_replaced(
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

/// The placement of a release, once `only` picks whole variants of it.
fn placed<'a>(
    plan: &'a mut Plan<'_>,
    release: &Release,
    only: &When,
) -> Result<&'a mut Placement, Refusal> {
    let rule = plan.rule(&release.channel, &release.rule)?;
    let missing = || Refusal::missing(format!("release {}", release.id), "it isn't at the edge");
    let placement = rule.placement_mut(&release.id).ok_or_else(missing)?;
    check_only(placement, Some(only))?;
    Ok(placement)
}

fn goes_on_without(placement: &Placement, only: &When) -> bool {
    let mut variants = placement.variants.iter();
    variants.any(|variant| variant.goes_on() && !variant.is_meant(Some(only)))
}

fn nothing_to_do(release: &Release, verb: &str, how: &str) -> Refusal {
    let rule = format!(
        "no variant of release {} for these devices is {how}, so there is nothing to {verb}",
        release.id
    );
    Refusal::state(
        "only",
        rule,
        "`wavecast status` shows how each variant stands",
    )
}
