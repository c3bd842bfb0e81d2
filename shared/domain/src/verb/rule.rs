//! Rules: audiences in priority order, each with a stack of its own.

use wavecast_wire::name::ChannelName;
use wavecast_wire::table::When;

use crate::app::AppHead;
use crate::channel::{Channel, DueKind, Rule, RuleName};
use crate::command::NewRule;
use crate::coverage::covers_rule;
use crate::decide::{Named, Outcome};
use crate::device_group::GroupName;
use crate::dimension::check_audience;
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::Status;
use crate::share::Share;
use crate::verb::end;

/// Rules of a channel, `everyone` included.
const MOST_RULES: usize = 32;

/// Adds a rule that has placed nothing yet: nobody moves.
pub fn create(plan: &mut Plan<'_>, new: &NewRule) -> Result<Outcome, Refusal> {
    check_name(&new.name)?;
    let head = plan.head().clone();
    check_whom(&head, &new.audience, new.devices.as_ref())?;
    let channel = plan.open(&new.channel)?;
    if channel.rule(&new.name).is_some() {
        let field = format!("rule {}", new.name.0);
        let rule = format!("{field} exists in {}", new.channel);
        return Err(Refusal::new(
            Reason::Exists,
            field,
            rule,
            "choose another name",
        ));
    }
    if channel.rules.len() >= MOST_RULES {
        let rule = format!(
            "channel {} has {MOST_RULES} rules, as many as allowed",
            new.channel
        );
        return Err(Refusal::new(
            Reason::Limit,
            "rule",
            rule,
            "delete one first",
        ));
    }
    let rule = Rule::new(new.name.clone(), new.audience.clone(), new.devices.clone());
    let place = place_before(channel, new.before.as_ref())?;
    channel.rules.insert(place, rule);
    check_order(&head, channel)?;
    Ok(about(&new.channel))
}

/// Somebody, not everybody, and in words that are declared.
pub(super) fn check_whom(
    head: &AppHead,
    audience: &When,
    devices: Option<&GroupName>,
) -> Result<(), Refusal> {
    check_audience(&head.dimensions, audience)?;
    if let Some(group) = devices.filter(|group| !head.groups.contains_key(*group)) {
        let hint = "`wavecast group set` names a group of devices";
        return Err(Refusal::missing(format!("group {group}"), hint));
    }
    if audience.is_empty() && devices.is_none() {
        let rule = "a rule for everyone is there already: `everyone`";
        let hint = "say whom it is for, or release in `everyone`";
        return Err(Refusal::invalid("audience", rule, hint));
    }
    Ok(())
}

/// Gives a rule another priority. Devices that belong to several rules may get something else.
pub fn reorder(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    rule: &RuleName,
    before: Option<&RuleName>,
) -> Result<Outcome, Refusal> {
    check_not_everyone(rule, "stands last, for whom no other rule reaches")?;
    plan.rule(name, rule)?;
    if before == Some(rule) {
        let sentence = format!("rule {} can't stand before itself", rule.0);
        return Err(Refusal::invalid("before", sentence, "name another rule"));
    }
    let head = plan.head().clone();
    let channel = plan.open(name)?;
    let Some(at) = channel.rules.iter().position(|one| one.name == *rule) else {
        return Ok(about(name));
    };
    let moved = channel.rules.remove(at);
    let place = place_before(channel, before)?;
    channel.rules.insert(place, moved);
    check_order(&head, channel)?;
    Ok(about(name))
}

/// Deletes a rule: its devices go on with the rules beneath, down to a lower version if need be.
pub fn delete(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    rule: &RuleName,
) -> Result<Outcome, Refusal> {
    check_not_everyone(rule, "is what a channel begins with, and stays")?;
    let found = plan.rule(name, rule)?.clone();
    if let Some(moving) = &found.moving {
        let sentence = format!("release {moving} moves in rule {}", rule.0);
        let hint = format!(
            "take it back with `wavecast rollback --rule {0}`, or bring it to everybody with `wavecast ramp 100% --rule {0}`",
            rule.0
        );
        return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
    }
    check_unscheduled(plan, name, rule)?;
    check_no_experiment(plan, name, rule)?;
    let to = plan.beneath(name, rule)?.first().map(Named::from);
    if let Some(serving) = found.serving().and_then(|p| plan.find_release(&p.release))
        && to.is_some()
    {
        plan.moves(&serving, Share::ALL, Some(Named::from(&serving)), to);
    }
    end(plan, &found.stack, Status::Reverted);
    let channel = plan.open(name)?;
    channel.rules.retain(|one| one.name != *rule);
    // Whoever runs what it placed may go down to what the rules beneath give, now or later.
    let placed = found
        .stack
        .iter()
        .map(|placement| placement.release.clone());
    channel.withdraw(placed);
    Ok(about(name))
}

pub(super) fn about(channel: &ChannelName) -> Outcome {
    Outcome::Channel {
        channel: channel.clone(),
    }
}

/// Where a rule goes: directly before another one, or last before `everyone`.
fn place_before(channel: &Channel, before: Option<&RuleName>) -> Result<usize, Refusal> {
    let everyone = RuleName::everyone();
    let name = before.unwrap_or(&everyone);
    let found = channel.rules.iter().position(|rule| rule.name == *name);
    found.ok_or_else(|| {
        let hint = "`wavecast rule list` shows the channel's rules";
        Refusal::missing(format!("rule {}", name.0), hint)
    })
}

/// Refuses an order in which all of a rule's devices belong to one before it, which would decide
/// for them once its release reached everybody.
pub(super) fn check_order(head: &AppHead, channel: &Channel) -> Result<(), Refusal> {
    for (place, rule) in channel.rules.iter().enumerate() {
        let mut above = channel.rules[..place].iter();
        let Some(over) = above.find(|over| covers_rule(&head.dimensions, over, rule)) else {
            continue;
        };
        let sentence = format!(
            "every device of rule {} belongs to rule {} too, which would stand before it and decide for them",
            rule.name.0, over.name.0
        );
        let hint = format!("place it before the wider one: `--before {}`", over.name.0);
        return Err(Refusal::state(
            format!("rule {}", rule.name.0),
            sentence,
            hint,
        ));
    }
    Ok(())
}

/// Whoever has a variant keeps it, so an experiment's audience stays as it is.
pub(super) fn check_no_experiment(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    rule: &RuleName,
) -> Result<(), Refusal> {
    let mut running = plan.open(name)?.experiments.running();
    let Some((_, experiment)) = running.find(|(_, one)| one.rule == *rule) else {
        return Ok(());
    };
    let sentence = format!("experiment {} runs in rule {}", experiment.name, rule.0);
    let hint = "stop or conclude it first";
    Err(Refusal::state(format!("rule {}", rule.0), sentence, hint))
}

/// A scheduled release of a rule that is gone could never start.
fn check_unscheduled(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    rule: &RuleName,
) -> Result<(), Refusal> {
    let agenda = plan.open(name)?.agenda.clone();
    let starts = agenda.into_iter().filter_map(|due| match due.what {
        DueKind::Start { release } => Some(release),
        _ => None,
    });
    for id in starts {
        if plan
            .find_release(&id)
            .is_some_and(|release| release.rule == *rule)
        {
            let sentence = format!("release {id} is scheduled in rule {}", rule.0);
            let hint = "`wavecast release unschedule` makes it a draft again";
            return Err(Refusal::state(format!("rule {}", rule.0), sentence, hint));
        }
    }
    Ok(())
}

pub(super) fn check_not_everyone(rule: &RuleName, why: &str) -> Result<(), Refusal> {
    if *rule != RuleName::everyone() {
        return Ok(());
    }
    let sentence = format!("the rule everyone {why}");
    Err(Refusal::state(
        "rule everyone",
        sentence,
        "name another rule",
    ))
}

/// Written as a channel's name.
fn check_name(name: &RuleName) -> Result<(), Refusal> {
    name.0.parse::<ChannelName>().map(drop).map_err(|error| {
        Refusal::invalid(
            "name",
            format!("a rule's name {}", error.rule),
            "such as testers",
        )
    })
}
