//! Remote configuration: set, ramped, taken back. No package is on its way.

use wavecast_wire::config::{Properties, write_properties};
use wavecast_wire::name::{ChannelName, ReleaseId, Salt};

use crate::channel::RuleName;
use crate::command::ConfigChange;
use crate::config;
use crate::decide::Outcome;
use crate::plan::Plan;
use crate::refusal::{Reason, Refusal};
use crate::remote::{ConfigVersion, PlacedConfig, unwritable, views};
use crate::schema::check_public;
use crate::share::Share;
use crate::verb::bounds::check_reason;
use crate::verb::schema;

/// Bytes of the values of one version.
const MOST_BYTES: usize = 16 * 1024;

/// Makes a new version of a channel's values and lets it reach a share of the channel.
pub fn set(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    change: &ConfigChange,
    share: Option<Share>,
    now: bool,
) -> Result<Outcome, Refusal> {
    if let Some(reason) = &change.reason {
        check_reason(reason)?;
    }
    check_change(change)?;
    let rule = change.rule.clone().unwrap_or_else(RuleName::everyone);
    plan.rule(name, &rule)?;
    let channel = plan.open(name)?;
    if let Some(moving) = channel.config.moving() {
        return Err(occupied(&moving.version, moving.share));
    }
    let before = channel.config.newest().cloned();
    let mut values = before
        .as_ref()
        .map(|v| v.values.clone())
        .unwrap_or_default();
    let mut rules = before.map(|version| version.rules).unwrap_or_default();
    let edited = match rule == RuleName::everyone() {
        true => &mut values,
        false => rules.entry(rule.0.clone()).or_default(),
    };
    for key in &change.unset {
        if edited.remove(key).is_none() {
            let sentence = format!("{key} isn't set for {}", rule.0);
            let hint = "`wavecast config show` shows what is set";
            let field = format!("config.{key}");
            return Err(Refusal::new(Reason::NotFound, field, sentence, hint));
        }
    }
    edited.extend(change.set.clone());
    rules.retain(|_, values| !values.is_empty());
    let version = ConfigVersion {
        id: fresh(plan, "config")?,
        values,
        rules,
        at: plan.cx.now,
        by: plan.cx.principal.to_string(),
        reason: change.reason.clone(),
    };
    place(plan, name, version, share.unwrap_or(Share::ALL), now)
}

/// Refuses what changes nothing, and what says two things of one property.
fn check_change(change: &ConfigChange) -> Result<(), Refusal> {
    if change.set.is_empty() && change.unset.is_empty() {
        let rule = "nothing is set and nothing taken away";
        return Err(Refusal::invalid(
            "config",
            rule,
            "name what changes: `NAME=VALUE`, or `--unset NAME`",
        ));
    }
    let mut names = change.unset.iter();
    match names.find(|name| change.set.contains_key(*name)) {
        None => Ok(()),
        Some(name) => {
            let rule = format!("{name} is set and taken away at once");
            Err(Refusal::invalid(
                format!("config.{name}"),
                rule,
                "say one of them",
            ))
        }
    }
}

/// Lets the version that is on its way reach more.
pub fn ramp(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    to: Share,
    now: bool,
) -> Result<Outcome, Refusal> {
    let config = &mut plan.open(name)?.config;
    let Some(moving) = config.moving().cloned() else {
        return Err(nothing_moves(name));
    };
    if to < moving.share {
        let rule = format!(
            "version {} reaches {}; a ramp only grows, and {to} is less",
            moving.version, moving.share
        );
        let hint = "take it back with `wavecast config rollback`";
        return Err(Refusal::state("to", rule, hint));
    }
    if let Some(placed) = config.stack.first_mut() {
        placed.share = to;
    }
    if to == Share::ALL {
        settle(plan, name, now)?;
    }
    Ok(about(name))
}

/// Takes back what is on its way; else returns to the version before, or to a named one.
pub fn revert(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    to: Option<&ReleaseId>,
    now: bool,
) -> Result<Outcome, Refusal> {
    let config = &mut plan.open(name)?.config;
    if to.is_none() && config.moving().is_some() {
        let gone = config.stack.remove(0);
        config.history.retain(|version| version.id != gone.version);
        return Ok(about(name));
    }
    if let Some(moving) = config.moving() {
        return Err(occupied(&moving.version, moving.share));
    }
    let newest = config.newest().map(|version| version.id.clone());
    let target = match to {
        Some(id) => config.version(id),
        None => {
            let before = config.history.len().checked_sub(2);
            before.and_then(|at| config.history.get(at))
        }
    };
    let Some(target) = target.cloned() else {
        let hint = "`wavecast config history` shows the versions that are kept";
        let what = to.map_or("an earlier version".to_owned(), |id| {
            format!("version {id}")
        });
        return Err(Refusal::missing(what, hint));
    };
    if newest.as_ref() == Some(&target.id) {
        let rule = format!("version {} is what everybody has already", target.id);
        return Err(Refusal::state("to", rule, "name another one"));
    }
    let version = ConfigVersion {
        id: fresh(plan, "config")?,
        at: plan.cx.now,
        by: plan.cx.principal.to_string(),
        reason: Some(format!("back to {}", target.id)),
        ..target
    };
    place(plan, name, version, Share::ALL, now)
}

/// Checks a version against the schema, and puts it on top.
fn place(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    version: ConfigVersion,
    share: Share,
    now: bool,
) -> Result<Outcome, Refusal> {
    check(plan, name, &version)?;
    if share == Share::NONE {
        let rule = "a version that reaches nobody is no change";
        return Err(Refusal::invalid("share", rule, "such as 10%"));
    }
    let salt: Salt = version
        .id
        .as_str()
        .parse()
        .map_err(|error| Refusal::invalid("config", format!("{error}"), "try again"))?;
    let is_first = plan.open(name)?.config.stack.is_empty();
    if is_first && share != Share::ALL {
        let rule = "the first version has nothing beneath it that the others could keep";
        return Err(Refusal::invalid(
            "share",
            rule,
            "set it for everybody at first",
        ));
    }
    let config = &mut plan.open(name)?.config;
    config.stack.insert(
        0,
        PlacedConfig {
            version: version.id.clone(),
            salt,
            share,
            files: Vec::new(),
        },
    );
    config.remember(version);
    if share == Share::ALL {
        settle(plan, name, now)?;
    }
    Ok(about(name))
}

/// What reached everybody stands alone, and goes into the release configs of what is placed: of
/// what is held only where that is asked for, for those devices were promised that nothing changes.
fn settle(plan: &mut Plan<'_>, name: &ChannelName, now: bool) -> Result<(), Refusal> {
    let channel = plan.open(name)?;
    channel.config.stack.truncate(1);
    let rules = channel.rules.clone();
    let experiments = channel.experiments.clone();
    for rule in &rules {
        let placed = rule.stack.iter().chain(&rule.floors);
        for placement in placed.filter(|placement| now || !placement.held) {
            renew(plan, name, &rule.name, &placement.release, now)?;
        }
    }
    for (_, experiment) in experiments.running().filter(|(_, one)| now || !one.held) {
        for (_, placement) in experiment.placements() {
            renew(plan, name, &experiment.rule, &placement.release, now)?;
        }
    }
    Ok(())
}

/// Makes the configs of a placed release anew. What was yanked or can't be found keeps those that
/// it has.
pub fn renew(
    plan: &mut Plan<'_>,
    name: &ChannelName,
    rule: &RuleName,
    id: &ReleaseId,
    now: bool,
) -> Result<(), Refusal> {
    let Some(mut release) = plan.find_release(id) else {
        return Ok(());
    };
    let Ok((package, ready)) = plan.ready(&release.package, &release.version) else {
        return Ok(());
    };
    let values = plan.open(name)?.settled_values(rule);
    let made = config::make(plan.head(), &release, &package, &ready, &values)?;
    let channel = plan.open(name)?;
    if !channel.take_configs(&made.placement, now) {
        return Ok(());
    }
    if let Some(placed) = channel.placement(rule, id) {
        release.placement = Some(placed.clone());
    }
    plan.put_targets(made.configs);
    plan.put_release(release);
    Ok(())
}

fn check(plan: &Plan<'_>, name: &ChannelName, version: &ConfigVersion) -> Result<(), Refusal> {
    let bytes = serde_json::to_vec(version).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > MOST_BYTES {
        let rule = format!("the values would take {bytes} bytes; {MOST_BYTES} are allowed");
        let hint = "put what is large into a file of the package";
        return Err(Refusal::new(Reason::Limit, "config", rule, hint));
    }
    let all = std::iter::once(("config".to_owned(), &version.values));
    let of_rules = version.rules.iter();
    let of_rules = of_rules.map(|(rule, values)| (format!("config of rule {rule}"), values));
    for (field, values) in all.chain(of_rules) {
        check_values(&field, values)?;
    }
    let Some(channel) = plan.app.channels.get(name) else {
        return Ok(());
    };
    let seen = views::under(
        &plan.head().dimensions,
        channel,
        Some(version),
        "the configuration",
    );
    schema::check(plan, "config", &seen)
}

/// What the wire can't hold, and what must not be read by anyone.
fn check_values(field: &str, values: &Properties) -> Result<(), Refusal> {
    for name in values.keys() {
        check_public(&format!("{field}.{name}"), name)?;
    }
    write_properties(values)
        .map(drop)
        .map_err(|error| unwritable(field, &error))
}

fn fresh(plan: &Plan<'_>, purpose: &str) -> Result<ReleaseId, Refusal> {
    let id = plan.cx.fresh.id(purpose).0;
    id.parse()
        .map_err(|error| Refusal::invalid("config", format!("{error}"), "try again"))
}

fn occupied(version: &ReleaseId, share: Share) -> Refusal {
    let rule = format!("version {version} is on its way, at {share}");
    let hint = "bring it to everybody with `wavecast config ramp 100%`, or take it back with `wavecast config rollback`";
    Refusal::state("config", rule, hint)
}

fn nothing_moves(name: &ChannelName) -> Refusal {
    let rule = format!("no configuration is on its way in {name}");
    Refusal::state("config", rule, "`wavecast config set --to 10%` starts one")
}

fn about(channel: &ChannelName) -> Outcome {
    Outcome::Channel {
        channel: channel.clone(),
    }
}
