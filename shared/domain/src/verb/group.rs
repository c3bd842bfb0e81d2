//! Groups of devices by hashed id.

use wavecast_wire::name::Salt;

use crate::channel::{ChannelState, Pinned, Rule};
use crate::decide::Outcome;
use crate::device_group::{DeviceGroup, DevicesInput, GroupName, MOST_GROUPS};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::share::Share;

/// Names a group, or changes who belongs to it: rules that name it are for its devices from now on.
pub fn set(
    plan: &mut Plan<'_>,
    group: &GroupName,
    devices: &DevicesInput,
) -> Result<Outcome, Refusal> {
    let groups = &plan.head().groups;
    if !groups.contains_key(group) && groups.len() >= MOST_GROUPS {
        let rule = format!("the application has {MOST_GROUPS} groups, as many as allowed");
        let hint = "delete one, or let devices declare a dimension";
        return Err(Refusal::new(Reason::Limit, "group", rule, hint));
    }
    // The buckets of a group's devices change with its salt: a ramp would lose some.
    let ramping = |rule: &Rule| {
        let moving = rule.moving.as_ref().and_then(|id| rule.placement(id));
        moving
            .filter(|placement| placement.share != Share::ALL)
            .map(|placement| format!("release {} ({})", placement.release, placement.version))
    };
    if let Some(moving) = uses(plan, group, ramping).first() {
        let rule = format!("{moving} is being ramped among the devices of group {group}");
        let hint =
            "bring it to 100% with `wavecast ramp 100%`, or take it back with `wavecast rollback`";
        return Err(Refusal::state(format!("group {group}"), rule, hint));
    }
    let salt: Salt = plan
        .cx
        .fresh
        .id("group")
        .0
        .parse()
        .map_err(|error| Refusal::invalid("group", format!("{error}"), "try again"))?;
    let (made, targets) = DeviceGroup::make(devices, &salt)?;
    plan.put_targets(targets);
    plan.app.head.groups.insert(group.clone(), made);
    Ok(Outcome::App)
}

/// Forgets a group that no rule names.
pub fn delete(plan: &mut Plan<'_>, group: &GroupName) -> Result<Outcome, Refusal> {
    let field = format!("group {group}");
    let named = |rule: &Rule| {
        let releases: Vec<String> = rule
            .stack
            .iter()
            .map(|placement| format!("release {} ({})", placement.release, placement.version))
            .collect();
        let rule = format!("rule {}", rule.name.0);
        Some([vec![rule], releases].concat().join(", "))
    };
    let mut uses = uses(plan, group, named);
    let pinned = Pinned::Group {
        group: group.clone(),
    };
    for (name, channel) in &plan.app.channels {
        let pins = channel.pins.iter().filter(|pin| pin.who == pinned);
        uses.extend(pins.map(|pin| {
            let release = &pin.release;
            format!(
                "a pin to release {} ({}) in {name}",
                release.release, release.version
            )
        }));
    }
    if !uses.is_empty() {
        let rule = format!("{field} is in use: {}", uses.join("; "));
        return Err(Refusal::state(
            field,
            rule,
            "delete those rules and pins first",
        ));
    }
    if plan.app.head.groups.remove(group).is_none() {
        return Err(Refusal::missing(
            field,
            "`wavecast group list` shows the groups",
        ));
    }
    Ok(Outcome::App)
}

/// What the rules that name a group answer, with their channels.
fn uses(plan: &Plan<'_>, group: &GroupName, of: impl Fn(&Rule) -> Option<String>) -> Vec<String> {
    let head = &plan.app.head;
    let mut uses = Vec::new();
    for (name, channel) in &plan.app.channels {
        if head.channels.get(name) == Some(&ChannelState::Deleted) {
            continue;
        }
        let rules = channel.rules.iter();
        let rules = rules.filter(|rule| rule.devices.as_ref() == Some(group));
        uses.extend(
            rules
                .filter_map(&of)
                .map(|what| format!("{what} in {name}")),
        );
    }
    uses
}
