//! What the audit trail says of a commit: the verb, its subject, and each field before and after.

use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::command::Command;
use crate::decide::{LiveUse, Outcome};
use crate::event::Change;
use crate::package::Package;
use crate::record::{Record, RecordKey};

/// Characters of a value that the trail shows.
const SHOWN: usize = 200;

/// The verb as the trail and the API name it.
pub(crate) const fn verb(command: &Command) -> &'static str {
    match command {
        Command::ConfigureApp { .. } => "app.configure",
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
        Command::Revert { .. } => "release.revert",
        Command::Clone { .. } => "release.clone",
        Command::Promote { .. } => "release.promote",
        Command::Retry(_) => "release.retry",
    }
}

/// What a commit was about, such as `release 01J…`.
pub(crate) fn subject(app: &App, outcome: &Outcome) -> String {
    match outcome {
        Outcome::App => format!("app {}/{}", app.head.org, app.head.name),
        Outcome::Channel { channel } => format!("channel {channel}"),
        Outcome::Package { name, version } => format!("package {name} {version}"),
        Outcome::Release { release, .. } => format!("release {release}"),
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
            fields(&prefix, Some(before), after, &["placement", "times"])
        }
        (_, Record::Release(after)) => fields(
            &release_prefix(key, outcome),
            None,
            after,
            &["placement", "times", "id", "created_by"],
        ),
        (Some(Record::Package(before)), Record::Package(after)) => {
            package_changes(Some(before), after)
        }
        (_, Record::Package(after)) => package_changes(None, after),
        _ => Vec::new(),
    }
}

/// A package's status stands for what the publisher found of it.
fn package_changes(before: Option<&Package>, after: &Package) -> Vec<Change> {
    let status = |package: &Package| some(package.status.as_str().into());
    let mut changes = fields("", before, after, &["status", "created", "created_by"]);
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
