//! Pins: for a time, a device or a group gets a named release, whatever the rules say.

use wavecast_wire::bucket::{check_id, list_hash};
use wavecast_wire::name::{ChannelName, Salt};
use wavecast_wire::time::Timestamp;

use crate::channel::{DueKind, Pin, Pinned};
use crate::command::{ReleaseRef, Who};
use crate::config;
use crate::decide::{Named, Outcome};
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::release::{Release, Status};
use crate::verb::bounds::check_reason;
use crate::verb::schema::check_release;
use crate::verb::{guard, release_in};

/// Pins of one channel.
const MOST_PINS: usize = 32;
/// Seconds by which a pin's end may lie ahead: a year, so that none is forgotten.
const FARTHEST: i64 = 365 * 24 * 60 * 60;

/// Pins a device or group to a release that was started here; again is a change of the pin.
pub fn pin(
    plan: &mut Plan<'_>,
    which: &ReleaseRef,
    who: &Who,
    until: Timestamp,
    reason: &str,
) -> Result<Outcome, Refusal> {
    let started = [
        Status::Active,
        Status::Paused,
        Status::Experimental,
        Status::Concluded,
        Status::Aborted,
        Status::Superseded,
        Status::Reverted,
    ];
    let release = release_in(plan, which, "pin devices to it", &started)?;
    check_until(plan.cx.now, until)?;
    check_reason(reason)?;
    if let Who::Group(group) = who {
        guard::pin(plan, &release, group, until)?;
    }
    let made = make(plan, &release)?;
    let pin = Pin {
        id: plan.cx.fresh.id("pin").0,
        who: resolve(plan, who)?,
        release: Named::from(&release),
        manifest: made.manifest,
        variants: made.variants,
        until,
        reason: reason.into(),
        by: plan.cx.principal.to_string(),
        at: plan.cx.now,
    };
    let channel = plan.open(&which.channel)?;
    let before = channel.pins.iter().position(|one| one.is_for(who));
    if let Some(at) = before {
        let old = channel.pins.remove(at);
        channel.unplan_pin(&old.id);
    }
    if channel.pins.len() >= MOST_PINS {
        let rule = format!(
            "channel {} has {MOST_PINS} pins, as many as allowed",
            which.channel
        );
        let hint = "end one with `wavecast unpin`, or pin a group";
        return Err(Refusal::new(Reason::Limit, "pin", rule, hint));
    }
    let due = DueKind::Unpin {
        pin: pin.id.clone(),
    };
    channel.plan(until, due);
    channel.pins.push(pin);
    Ok(about(&which.channel))
}

/// Ends a pin before its time.
pub fn unpin(plan: &mut Plan<'_>, name: &ChannelName, who: &Who) -> Result<Outcome, Refusal> {
    let channel = plan.open(name)?;
    let found = channel.pins.iter().find(|pin| pin.is_for(who));
    let Some(id) = found.map(|pin| pin.id.clone()) else {
        let hint = "`wavecast status` shows the pins";
        return Err(Refusal::missing(format!("a pin of {who}"), hint));
    };
    end(plan, name, &id)
}

/// A pin's time is over; upkeep's alone.
pub fn expire(plan: &mut Plan<'_>, name: &ChannelName, id: &str) -> Result<Outcome, Refusal> {
    let now = plan.cx.now;
    let channel = plan.channel(name)?;
    match channel.pins.iter().find(|pin| pin.id == id) {
        Some(pin) if pin.until > now => {
            let rule = format!("pin {id} holds until {}", pin.until);
            Err(Refusal::state("pin", rule, "end it with `wavecast unpin`"))
        }
        Some(_) => end(plan, name, id),
        // It was ended by hand; what is left is its place on the agenda.
        None => {
            channel.unplan_pin(id);
            Ok(about(name))
        }
    }
}

fn end(plan: &mut Plan<'_>, name: &ChannelName, id: &str) -> Result<Outcome, Refusal> {
    let channel = plan.channel(name)?;
    let gone: Vec<Pin> = channel.pins.extract_if(.., |pin| pin.id == id).collect();
    channel.unplan_pin(id);
    for pin in gone {
        let release = pin.release.release;
        let is_placed = |rule: &crate::channel::Rule| rule.placement(&release).is_some();
        let is_it = |(_, placement): (_, &crate::channel::Placement)| placement.release == release;
        let is_tried = channel.experiments.placements().any(is_it);
        // What stands nowhere else may be left for a lower version.
        if !is_tried && !channel.rules.iter().any(is_placed) {
            channel.withdraw([release]);
        }
    }
    Ok(about(name))
}

/// The release's configs for whoever is pinned: they may go down to it.
fn make(plan: &mut Plan<'_>, release: &Release) -> Result<crate::channel::Placement, Refusal> {
    let (package, ready) = plan.ready(&release.package, &release.version)?;
    let mut lenient = release.clone();
    lenient.policy.downgrade = true;
    check_release(plan, release)?;
    let values = plan.open(&release.channel)?.settled_values(&release.rule);
    let made = config::make_for(&plan.app.head, &lenient, &package, &ready, &values, "-pin")?;
    plan.put_targets(made.configs);
    Ok(made.placement)
}

fn resolve(plan: &Plan<'_>, who: &Who) -> Result<Pinned, Refusal> {
    match who {
        Who::Group(group) if plan.head().groups.contains_key(group) => Ok(Pinned::Group {
            group: group.clone(),
        }),
        Who::Group(group) => {
            let hint = "`wavecast group set` names a group of devices";
            Err(Refusal::missing(format!("group {group}"), hint))
        }
        Who::Device(id) => {
            check_id(id).map_err(|error| {
                let hint = "name it as `wavecast-agent` does: the file `id` in its data";
                Refusal::invalid("device", error.to_string(), hint)
            })?;
            let salt: Salt = plan
                .cx
                .fresh
                .id("pin salt")
                .0
                .parse()
                .map_err(|error| Refusal::invalid("pin", format!("{error}"), "try again"))?;
            let hash = list_hash(salt.as_str(), id);
            Ok(Pinned::Device { salt, hash })
        }
    }
}

fn check_until(now: Timestamp, until: Timestamp) -> Result<(), Refusal> {
    if until > now && until <= now.plus(FARTHEST) {
        return Ok(());
    }
    let rule = format!("until {until} must lie ahead, within a year");
    Err(Refusal::invalid("until", rule, "a rule holds for longer"))
}

fn about(channel: &ChannelName) -> Outcome {
    Outcome::Channel {
        channel: channel.clone(),
    }
}

impl Pin {
    fn is_for(&self, who: &Who) -> bool {
        match (&self.who, who) {
            (Pinned::Group { group }, Who::Group(other)) => group == other,
            (Pinned::Device { salt, hash }, Who::Device(id)) => {
                list_hash(salt.as_str(), id) == *hash
            }
            _ => false,
        }
    }
}
