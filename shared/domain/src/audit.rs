//! What the audit trail says of a commit: the verb, its subject, and each field before and after.

use serde::Serialize;
use serde_json::Value;

use crate::app::{App, Channel, Pin, Pinned, Rule};
use crate::command::{Command, VariantVerb};
use crate::decide::{LiveUse, Outcome};
use crate::event::Change;
use crate::package::Package;
use crate::record::{Record, RecordKey};
use crate::remote::ConfigVersion;
use crate::share::Share;

mod approval;
mod vault;

pub(crate) use approval::spent;

/// Characters of a value that the trail shows.
const SHOWN: usize = 200;

/// The verb as the trail and the API name it.
pub(crate) const fn verb(command: &Command) -> &'static str {
    match command {
        Command::ConfigureApp { .. } => "app.configure",
        Command::SetGroup { .. } => "group.set",
        Command::DeleteGroup { .. } => "group.delete",
        Command::CreateRule(_) => "rule.create",
        Command::EditRule(_) => "rule.edit",
        Command::MoveRule { .. } => "rule.move",
        Command::DeleteRule { .. } => "rule.delete",
        Command::Pin { .. } => "pin.set",
        Command::Unpin { .. } => "pin.end",
        Command::ExpirePin { .. } => "pin.expire",
        Command::Embed { .. } => "rule.embed",
        Command::SetSchema { .. } => "schema.set",
        Command::SetConfig { .. } => "config.set",
        Command::RampConfig { .. } => "config.ramp",
        Command::RevertConfig { .. } => "config.revert",
        Command::CreateExperiment(_) => "experiment.create",
        Command::RampExperiment { .. } => "experiment.ramp",
        Command::HoldExperiment { held: true, .. } => "experiment.pause",
        Command::HoldExperiment { held: false, .. } => "experiment.resume",
        Command::StopExperiment { .. } => "experiment.stop",
        Command::ConcludeExperiment { .. } => "experiment.conclude",
        Command::HoldOut { .. } => "experiment.holdout",
        Command::CreateChannel { .. } => "channel.create",
        Command::ConfigureChannel { .. } => "channel.configure",
        Command::MoveChannel { .. } => "channel.move",
        Command::RetireChannel { .. } => "channel.retire",
        Command::DeleteChannel { .. } => "channel.delete",
        Command::Calm { .. } => "channel.calm",
        Command::CreatePackage(_) => "package.create",
        Command::YankPackage { .. } => "package.yank",
        Command::CreateRelease(_) => "release.create",
        Command::EditRelease { .. } => "release.edit",
        Command::DeleteRelease(_) => "release.delete",
        Command::Schedule { .. } => "release.schedule",
        Command::Unschedule(_) => "release.unschedule",
        Command::Start { replace: false, .. } => "release.start",
        Command::Start { replace: true, .. } => "release.supersede",
        Command::Miss(_) => "release.miss",
        Command::Ramp { .. } => "release.ramp",
        Command::NextStage(_) => "release.stage",
        Command::Pause(_) => "release.pause",
        Command::Resume(_) => "release.resume",
        Command::Conclude(_) => "release.conclude",
        Command::Abort { .. } => "release.abort",
        Command::Variants { verb, .. } => variant_verb(*verb),
        Command::RevertVariants { .. } | Command::Revert { .. } => "release.revert",
        Command::Clone { .. } => "release.clone",
        Command::Promote { .. } => "release.promote",
        Command::Retry(_) => "release.retry",
        Command::SetApprovals { .. } => "approval.policy",
        Command::Ask(_) => "approval.request",
        Command::Approve { .. } => "approval.approve",
        Command::Reject { .. } => "approval.reject",
        Command::Comment { .. } => "approval.comment",
        Command::SetSecret(_) => "secret.set",
        Command::UseSecret { .. } => "secret.use",
        Command::RemoveSecret { .. } => "secret.remove",
    }
}

/// A verb on some variants is told as the one on the whole release.
const fn variant_verb(verb: VariantVerb) -> &'static str {
    match verb {
        VariantVerb::Pause => "release.pause",
        VariantVerb::Resume => "release.resume",
        VariantVerb::Conclude => "release.conclude",
        VariantVerb::Abort { .. } => "release.abort",
        VariantVerb::Revert => "release.revert",
    }
}

/// What a commit was about, such as `release 01J…`.
pub(crate) fn subject(app: &App, outcome: &Outcome) -> String {
    match outcome {
        Outcome::App => format!("app {}/{}", app.head.org, app.head.name),
        Outcome::Channel { channel } => format!("channel {channel}"),
        Outcome::Package { name, version } => format!("package {name} {version}"),
        Outcome::Release { release, .. } => format!("release {release}"),
        Outcome::Approval { request } => format!("approval {}", request.0),
        Outcome::Secret { name, .. } => format!("secret {name}"),
    }
}

/// What changed in the head and in channels.
pub(crate) fn state_changes(before: &App, after: &App) -> Vec<Change> {
    let mut changes = fields(
        "settings ",
        Some(&before.head.settings),
        &after.head.settings,
        &[],
    );
    changes.extend(fields(
        "dimension ",
        Some(&before.head.dimensions),
        &after.head.dimensions,
        &[],
    ));
    changes.extend(fields(
        "group ",
        Some(&before.head.groups),
        &after.head.groups,
        &[],
    ));
    changes.extend(approval::policy_changes(before, after));
    let schema = |app: &App| {
        let schema = app.head.schema.as_ref();
        schema.and_then(|schema| some(format!("version {}", schema.version)))
    };
    changes.extend(change("schema".into(), schema(before), schema(after)));
    changes.extend(fields(
        "channel ",
        Some(&before.head.channels),
        &after.head.channels,
        &[],
    ));
    for (name, channel) in &after.channels {
        let before = before.channels.get(name);
        let prefix = format!("{name} ");
        changes.extend(fields(
            &prefix,
            before.map(|b| &b.settings),
            &channel.settings,
            &[],
        ));
        // A channel begins with its one rule, which says nothing.
        changes.extend(before.and_then(|before| {
            change(
                format!("{name} rules"),
                some(rules(before)),
                some(rules(channel)),
            )
        }));
        changes.extend(change(
            format!("{name} pins"),
            before.map(pins).and_then(some),
            some(pins(channel)),
        ));
        changes.extend(config_changes(&prefix, before, channel));
        changes.extend(change(
            format!("{name} experiments"),
            before.map(experiments).and_then(some),
            some(experiments(channel)),
        ));
        let list = |ids: &[wavecast_wire::name::ReleaseId]| {
            ids.iter()
                .map(|id| id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let withdrawn = before.map(|b| list(&b.withdrawn)).unwrap_or_default();
        changes.extend(change(
            format!("{name} withdrawn"),
            some(withdrawn),
            some(list(&channel.withdrawn)),
        ));
    }
    changes
}

/// A channel's rules in priority order, with their audiences.
fn rules(channel: &Channel) -> String {
    let rule = |rule: &Rule| {
        let audience = serde_json::to_string(&rule.audience).unwrap_or_default();
        match &rule.devices {
            Some(group) => format!("{} {audience} of group {group}", rule.name.0),
            None => format!("{} {audience}", rule.name.0),
        }
    };
    let rules: Vec<String> = channel.rules.iter().map(rule).collect();
    rules.join(", ")
}

/// How a channel's remote configuration changed: each value, and how far it got.
fn config_changes(prefix: &str, before: Option<&Channel>, after: &Channel) -> Vec<Change> {
    let newest = |channel: Option<&Channel>| channel.and_then(|c| c.config.newest().cloned());
    let reach = |channel: &Channel| {
        let placed = channel.config.stack.first();
        placed.map(|placed| format!("{} at {}", placed.version, placed.share))
    };
    let (was, is) = (newest(before), newest(Some(after)));
    let mut changes: Vec<Change> = Vec::new();
    if was != is {
        let values = |version: &Option<ConfigVersion>| {
            version
                .as_ref()
                .map(|v| v.values.clone())
                .unwrap_or_default()
        };
        let rules = |version: &Option<ConfigVersion>| {
            version
                .as_ref()
                .map(|v| v.rules.clone())
                .unwrap_or_default()
        };
        changes.extend(fields(
            &format!("{prefix}config "),
            Some(&values(&was)),
            &values(&is),
            &[],
        ));
        changes.extend(fields(
            &format!("{prefix}config of rule "),
            Some(&rules(&was)),
            &rules(&is),
            &[],
        ));
    }
    let (was, is) = (before.and_then(reach), reach(after));
    changes.extend(change(format!("{prefix}config reaches"), was, is));
    changes
}

/// What runs in a channel's layers.
fn experiments(channel: &Channel) -> String {
    let experiments = &channel.experiments;
    let running = experiments.running().map(|(layer, one)| {
        let held = if one.held { ", paused" } else { "" };
        format!("{} in {} at {}{held}", one.name, layer.name, one.share)
    });
    let held =
        (experiments.holdout != Share::NONE).then(|| format!("{} held out", experiments.holdout));
    running.chain(held).collect::<Vec<_>>().join(", ")
}

/// A channel's pins.
fn pins(channel: &Channel) -> String {
    let pin = |pin: &Pin| {
        let who = match &pin.who {
            Pinned::Device { hash, .. } => format!("device {hash}"),
            Pinned::Group { group } => format!("group {group}"),
        };
        format!(
            "{who} to {} until {}: {}",
            pin.release.version, pin.until, pin.reason
        )
    };
    let pins: Vec<String> = channel.pins.iter().map(pin).collect();
    pins.join("; ")
}

/// What changed in a record. Fields of the commit's own subject stand bare.
pub(crate) fn record_changes(
    key: &RecordKey,
    before: Option<&Record>,
    after: &Record,
    outcome: &Outcome,
) -> Vec<Change> {
    match (before, after) {
        (Some(Record::Release(before)), Record::Release(after)) => {
            let prefix = release_prefix(key, outcome);
            fields(
                &prefix,
                Some(before),
                after,
                &["placement", "times", "authors"],
            )
        }
        (_, Record::Release(after)) => fields(
            &release_prefix(key, outcome),
            None,
            after,
            &["placement", "times", "id", "created_by", "authors"],
        ),
        (Some(Record::Package(before)), Record::Package(after)) => {
            package_changes(Some(before), after)
        }
        (_, Record::Package(after)) => package_changes(None, after),
        (before, Record::Approval(after)) => approval::changes(before, after, outcome),
        (before, Record::Secret(after)) => vault::changes(before, after),
        _ => Vec::new(),
    }
}

/// A package's status stands for what the publisher found of it.
fn package_changes(before: Option<&Package>, after: &Package) -> Vec<Change> {
    let status = |package: &Package| some(package.status.as_str().into());
    let mut changes = fields(
        "",
        before,
        after,
        &["status", "created", "created_by", "bytes"],
    );
    changes.extend(change(
        "status".into(),
        before.and_then(status),
        status(after),
    ));
    changes
}

/// A live use of a yanked package.
pub(crate) fn live_use(live: &LiveUse) -> Change {
    let what = format!("{} reaches {}", live.release.release, live.share);
    let after = if live.replaced {
        "replaced"
    } else {
        "left in place"
    };
    Change {
        field: format!("live use in {}", live.channel),
        before: Some(what),
        after: Some(after.into()),
    }
}

fn release_prefix(key: &RecordKey, outcome: &Outcome) -> String {
    match (key, outcome) {
        (RecordKey::Release(id), Outcome::Release { release, .. }) if id == release => {
            String::new()
        }
        (RecordKey::Release(id), _) => format!("release {id} "),
        _ => String::new(),
    }
}

/// The members of two objects that differ.
fn fields<T: Serialize>(prefix: &str, before: Option<&T>, after: &T, skip: &[&str]) -> Vec<Change> {
    let object = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (before.map(object).unwrap_or_default(), object(after));
    let mut names: Vec<_> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let changed = names
        .into_iter()
        .filter(|name| !skip.contains(&name.as_str()));
    changed
        .filter_map(|name| {
            change(
                format!("{prefix}{name}"),
                before.get(name).and_then(shown),
                after.get(name).and_then(shown),
            )
        })
        .collect()
}

fn change(field: String, before: Option<String>, after: Option<String>) -> Option<Change> {
    (before != after).then_some(Change {
        field,
        before,
        after,
    })
}

/// A value for people; empty ones are absent.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => return None,
        Value::Object(members) if members.is_empty() => return None,
        other => other.to_string(),
    };
    some(text)
}

fn some(text: String) -> Option<String> {
    match text.char_indices().nth(SHOWN) {
        _ if text.is_empty() => None,
        Some((at, _)) => Some(format!("{}…", &text[..at])),
        None => Some(text),
    }
}
