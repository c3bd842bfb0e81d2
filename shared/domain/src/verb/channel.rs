//! Channels: opened, configured, moved, retired, forgotten.

use wavecast_wire::limit;
use wavecast_wire::name::{ChannelName, Scope};

use crate::channel::{Channel, ChannelSettings, ChannelState, DueKind};
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::Status;
use crate::verb::bounds::check_channel;
use crate::verb::schedule;

/// Channels of an application that are not deleted.
const MOST_CHANNELS: usize = 199;
/// Channel names of an application, deleted ones included: each keeps its `seq` for ever.
const MOST_NAMES: usize = 2000;
/// Channels that send their devices to one: each signs its root, besides the root's own keys.
const MOST_ARRIVING: usize = limit::SIGNATURES - 4;

/// Opens a channel, or one that ended again; its name keeps its `seq` and root.
pub fn create(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    settings: Option<ChannelSettings>,
) -> Result<Outcome, Refusal> {
    let present = plan.app.head.channels.get(name).cloned();
    check_free(name, present.as_ref())?;
    check_room(plan, present.is_none())?;
    let before = plan.app.channels.remove(name);
    let mut channel = match before {
        // What a retired channel served is still there.
        Some(retired) if present == Some(ChannelState::Retired) => retired,
        // Devices of the old name may leave what they run for what comes.
        Some(deleted) => {
            let mut channel = Channel::new(name.clone(), deleted.settings);
            channel.withdraw(deleted.withdrawn);
            channel.withdraw(deleted.rules.into_iter().flat_map(|rule| rule.started));
            channel
        }
        None => Channel::new(name.clone(), ChannelSettings::default()),
    };
    channel.state = ChannelState::Open;
    channel.settings = settings.unwrap_or(channel.settings);
    check_channel(&channel.settings)?;
    plan.app.channels.insert(name.clone(), channel);
    plan.app
        .head
        .channels
        .insert(name.clone(), ChannelState::Open);
    plan.want_keys(name);
    Ok(Outcome::Channel {
        channel: name.clone(),
    })
}

/// Changes a channel's settings.
pub fn configure(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    settings: ChannelSettings,
) -> Result<Outcome, Refusal> {
    check_channel(&settings)?;
    plan.channel(name)?.settings = settings;
    Ok(Outcome::Channel {
        channel: name.clone(),
    })
}

/// Sends a channel's devices to another open channel of the same application.
pub fn move_to(plan: &mut Plan<'_>, name: &ChannelName, to: &Scope) -> Result<Outcome, Refusal> {
    plan.open(name)?;
    let head = &plan.app.head;
    if (&to.org, &to.app) != (&head.org, &head.name) || to.channel == *name {
        let rule = format!("{to} must be another channel of {}/{}", head.org, head.name);
        return Err(Refusal::invalid(
            "to",
            rule,
            "`wavecast channel list` shows the channels",
        ));
    }
    match head.channels.get(&to.channel) {
        Some(ChannelState::Open) => {}
        Some(_) => {
            let rule = format!("channel {} has ended", to.channel);
            return Err(Refusal::state("to", rule, "name one that is open"));
        }
        None => {
            let hint = format!("`wavecast channel create {}` opens it", to.channel);
            return Err(Refusal::missing(format!("channel {}", to.channel), hint));
        }
    }
    let there = ChannelState::Moved { to: to.clone() };
    let arriving = head.channels.values().filter(|state| **state == there);
    if arriving.count() >= MOST_ARRIVING {
        let rule = format!("{MOST_ARRIVING} channels have moved to {to}, as many as can");
        let hint = "delete one whose devices have all followed";
        return Err(Refusal::new(Reason::Limit, "to", rule, hint));
    }
    // The other channel's next root says that this one vouches for it.
    plan.want_keys(&to.channel);
    finish(plan, name, ChannelState::Moved { to: to.clone() })
}

/// Ends a channel; devices keep what they run.
pub fn retire(plan: &mut Plan<'_>, name: &ChannelName) -> Result<Outcome, Refusal> {
    plan.open(name)?;
    finish(plan, name, ChannelState::Retired)
}

/// Forgets an ended channel. The edge still says how it ended, so its part stays.
pub fn delete(plan: &mut Plan<'_>, name: &ChannelName) -> Result<Outcome, Refusal> {
    let field = format!("channel {name}");
    if plan.channel(name)?.state == ChannelState::Open {
        let rule = format!("{field} is open");
        let hint = "end it first with `wavecast channel retire`, or send its devices on with `wavecast channel move`";
        return Err(Refusal::state(field, rule, hint));
    }
    plan.app
        .head
        .channels
        .insert(name.clone(), ChannelState::Deleted);
    Ok(Outcome::Channel {
        channel: name.clone(),
    })
}

/// A day after the last movement devices ask less often; upkeep's alone.
pub fn calm(plan: &mut Plan<'_>, name: &ChannelName) -> Result<Outcome, Refusal> {
    let now = plan.cx.now;
    // Devices of a deleted channel still ask, so it calms down as well.
    let Some(channel) = plan.app.channels.get_mut(name) else {
        let hint = "`wavecast channel list` shows the channels";
        return Err(Refusal::missing(format!("channel {name}"), hint));
    };
    let is_due = |due: &crate::channel::Due| due.what == DueKind::Calm && due.at <= now;
    if !channel.agenda.iter().any(is_due) {
        let rule = format!("something moved in channel {name} less than a day ago");
        return Err(Refusal::state(
            format!("channel {name}"),
            rule,
            "it happens by itself",
        ));
    }
    channel.agenda.retain(|due| due.what != DueKind::Calm);
    channel.calm = true;
    Ok(Outcome::Channel {
        channel: name.clone(),
    })
}

/// Ends a channel. What was to start by itself is a draft again, what was to grow stays.
fn finish(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    state: ChannelState,
) -> Result<Outcome, Refusal> {
    let channel = plan.open(name)?;
    let due: Vec<_> = channel
        .agenda
        .iter()
        .filter_map(|due| due.release().cloned())
        .collect();
    for id in due {
        let release = plan.find_release(&id);
        match release.filter(|release| release.status == Status::Scheduled) {
            Some(release) => schedule::back_to_draft(plan, release)?,
            None => plan.open(name)?.unplan(&id),
        }
    }
    plan.open(name)?.state = state.clone();
    plan.app.head.channels.insert(name.clone(), state);
    Ok(Outcome::Channel {
        channel: name.clone(),
    })
}

fn check_free(name: &ChannelName, present: Option<&ChannelState>) -> Result<(), Refusal> {
    let field = format!("channel {name}");
    match present {
        None | Some(ChannelState::Deleted | ChannelState::Retired) => Ok(()),
        Some(ChannelState::Open) => {
            let rule = format!("{field} exists");
            let hint = "change its settings with `wavecast channel set`";
            Err(Refusal::new(Reason::Exists, field, rule, hint))
        }
        Some(ChannelState::Moved { to }) => {
            let rule = format!("{field} has moved to {to}, and its devices with it");
            let hint = format!("`wavecast channel delete {name}` frees the name");
            Err(Refusal::new(Reason::Exists, field, rule, hint))
        }
    }
}

fn check_room(plan: &Plan<'_>, is_new_name: bool) -> Result<(), Refusal> {
    let states = plan.app.head.channels.values();
    let living = states
        .filter(|state| **state != ChannelState::Deleted)
        .count();
    let names = plan.app.head.channels.len();
    if living >= MOST_CHANNELS {
        let rule = format!("the application has {living} channels, as many as allowed");
        return Err(Refusal::new(
            Reason::Limit,
            "channel",
            rule,
            "retire and delete one first",
        ));
    }
    if is_new_name && names >= MOST_NAMES {
        let rule = format!("the application has used {names} channel names, as many as allowed");
        return Err(Refusal::new(
            Reason::Limit,
            "channel",
            rule,
            "open a deleted name again",
        ));
    }
    Ok(())
}
