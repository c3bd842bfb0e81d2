//! Editing whom a rule is for, while it places what it places.

use wavecast_wire::name::ReleaseId;

use crate::channel::{Placement, Rule};
use crate::command::RuleEdit;
use crate::coverage::covers_rule;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::share::Share;
use crate::verb::rule;

/// Gives a rule another audience. Devices that leave it go on with the rules beneath, down to a
/// lower version if need be; devices that join it get what it places.
pub fn edit(plan: &mut Plan<'_>, change: &RuleEdit) -> Result<Outcome, Refusal> {
    let (channel, name) = (&change.channel, &change.rule);
    rule::check_not_everyone(name, "is for everyone")?;
    let head = plan.head().clone();
    rule::check_whom(&head, &change.audience, change.devices.as_ref())?;
    let before = plan.rule(channel, name)?.clone();
    rule::check_no_experiment(plan, channel, name)?;
    check_buckets(&before, change)?;
    let edited = plan.rule(channel, name)?;
    edited.audience.clone_from(&change.audience);
    edited.devices.clone_from(&change.devices);
    let after = edited.clone();
    rule::check_order(&head, plan.open(channel)?)?;
    let some_leave = !covers_rule(&head.dimensions, &after, &before);
    let some_join = !covers_rule(&head.dimensions, &before, &after);
    let beneath = plan.beneath(channel, name)?;
    if some_join {
        check_versions(plan, &after, &beneath)?;
    }
    if some_leave {
        leave(plan, change, &after, &beneath)?;
    }
    let own = after.serving();
    let own = own.and_then(|placement| plan.find_release(&placement.release));
    if let Some(own) = own {
        let (here, there) = (Some(Named::from(&own)), beneath.first().map(Named::from));
        if some_leave && there.is_some() {
            plan.moves(&own, Share::ALL, here.clone(), there.clone());
        }
        if some_join {
            plan.moves(&own, Share::ALL, there, here);
        }
    }
    Ok(rule::about(channel))
}

/// Lets devices that leave go down, those too that slept on something older of the rule's. It
/// still stands for those that stay.
fn leave(
    plan: &mut Plan<'_>,
    change: &RuleEdit,
    rule: &Rule,
    beneath: &[Placement],
) -> Result<(), Refusal> {
    let stack: Vec<ReleaseId> = rule.stack.iter().map(|p| p.release.clone()).collect();
    let is_above = |named: &&Named| beneath.iter().any(|p| p.version < named.version);
    let older = rule.placed.iter().filter(is_above);
    let older = older.map(|named| named.release.clone());
    let left: Vec<ReleaseId> = older.filter(|id| !stack.contains(id)).collect();
    let left: Vec<ReleaseId> = left.into_iter().chain(stack.iter().cloned()).collect();
    let rule = plan.rule(&change.channel, &change.rule)?;
    let placements = rule.stack.iter_mut().chain(&mut rule.concluded);
    for placement in placements.filter(|p| left.contains(&p.release)) {
        placement.partly_withdrawn = true;
    }
    plan.open(&change.channel)?.withdraw(left);
    follow(plan, change, &stack)
}

/// The records of releases say how they are placed.
fn follow(plan: &mut Plan<'_>, change: &RuleEdit, left: &[ReleaseId]) -> Result<(), Refusal> {
    for id in left {
        let placed = plan
            .rule(&change.channel, &change.rule)?
            .placement(id)
            .cloned();
        if let Some(mut release) = plan.find_release(id) {
            release.placement = placed;
            plan.put_release(release);
        }
    }
    Ok(())
}

/// A group's devices fall into buckets under its own salt: another group would take a release away
/// from devices that it reached.
fn check_buckets(before: &Rule, change: &RuleEdit) -> Result<(), Refusal> {
    let moving = before.moving.as_ref().and_then(|id| before.placement(id));
    let Some(moving) = moving.filter(|moving| moving.widest() != Share::ALL) else {
        return Ok(());
    };
    if before.devices == change.devices {
        return Ok(());
    }
    let sentence = format!(
        "release {} ({}) is being ramped in rule {}, whose devices would fall into other buckets",
        moving.release, moving.version, change.rule.0
    );
    let hint =
        "bring it to 100% with `wavecast ramp 100%`, or take it back with `wavecast rollback`";
    Err(Refusal::state("group", sentence, hint))
}

/// Devices that join wouldn't go down to what the rule places.
fn check_versions(plan: &Plan<'_>, rule: &Rule, beneath: &[Placement]) -> Result<(), Refusal> {
    let Some(newest) = beneath.iter().map(|placement| &placement.version).max() else {
        return Ok(());
    };
    let allows = |placement: &Placement| {
        let release = plan.find_release(&placement.release);
        release.is_some_and(|release| release.policy.downgrade)
    };
    let moving = rule.moving.as_ref().and_then(|id| rule.placement(id));
    let mut given = rule.serving().into_iter().chain(moving);
    let Some(lower) = given.find(|p| p.version < *newest && !allows(p)) else {
        return Ok(());
    };
    let sentence = format!(
        "rule {} places version {}; devices that join it run {newest} and wouldn't take it",
        rule.name.0, lower.version
    );
    let hint = "ship at least that version in the rule first";
    Err(Refusal::state("audience", sentence, hint))
}
