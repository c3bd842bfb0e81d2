//! Variants that are stopped one by one, while others of their release go on.

mod back;

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
use crate::verb::{abort, about, check_may_grow, pause, put, ramp, release_in, revert, start};

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
        VariantVerb::Abort { keep: false } => back::take_back(plan, which, only),
        VariantVerb::Revert => back::return_to_replaced(plan, which, only),
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
