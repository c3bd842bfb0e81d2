//! What the engine loads before a command is decided.
//!
//! First the channels that the command names ([`channels`], or all of them where
//! [`every_channel`] says so), then the records of [`needs`], then those of [`more`] until it
//! names none that wasn't asked for yet: what a release points to is known only once it is loaded.

use std::collections::BTreeSet;

use wavecast_wire::name::{ChannelName, ReleaseId};

use crate::app::App;
use crate::approval::{self, Asked};
use crate::channel::{Channel, Rule};
use crate::command::{Command, ReleaseRef};
use crate::decide::Facts;
use crate::record::{Record, RecordKey};
use crate::release::Release;
use crate::vault::NewVersion;

/// The channels that a command names; the engine loads them with the head, before [`needs`].
/// A name that has no channel yet is simply absent from [`App::channels`].
#[must_use]
pub fn channels(command: &Command) -> Vec<ChannelName> {
    match command.meant() {
        Command::Ask(Asked::Keys(change)) => vec![change.channel.clone()],
        Command::CreateRule(new) => vec![new.channel.clone()],
        Command::EditRule(edit) => vec![edit.channel.clone()],
        Command::CreateExperiment(new) => vec![new.channel.clone()],
        Command::CreateChannel { channel, .. }
        | Command::ConfigureChannel { channel, .. }
        | Command::RetireChannel { channel }
        | Command::DeleteChannel { channel }
        | Command::Calm { channel }
        | Command::MoveChannel { channel, .. }
        | Command::MoveRule { channel, .. }
        | Command::Unpin { channel, .. }
        | Command::ExpirePin { channel, .. }
        | Command::Embed { channel, .. }
        | Command::SetConfig { channel, .. }
        | Command::RampConfig { channel, .. }
        | Command::RevertConfig { channel, .. }
        | Command::RampExperiment { channel, .. }
        | Command::HoldExperiment { channel, .. }
        | Command::StopExperiment { channel, .. }
        | Command::ConcludeExperiment { channel, .. }
        | Command::HoldOut { channel, .. }
        | Command::DeleteRule { channel, .. }
        | Command::RevertVariants { channel, .. }
        | Command::Revert { channel, .. } => vec![channel.clone()],
        Command::YankPackage { now, .. } => now.clone(),
        Command::CreateRelease(new) => vec![new.channel.clone()],
        Command::Clone { release, into } => {
            let mut names = vec![release.channel.clone()];
            names.extend(into.clone().filter(|into| *into != release.channel));
            names
        }
        Command::Promote { from, to, .. } => vec![from.clone(), to.clone()],
        // That of its release; what is about the application as a whole names none.
        meant => release_of(meant)
            .map(|release| release.channel.clone())
            .into_iter()
            .collect(),
    }
}

/// Whether a command looks at every channel: at live uses of a package, dimensions or a group.
#[must_use]
pub fn every_channel(command: &Command) -> bool {
    matches!(
        command.meant(),
        Command::YankPackage { .. }
            | Command::ConfigureApp {
                dimensions: Some(_),
                ..
            }
            | Command::SetGroup { .. }
            | Command::SetSchema { .. }
            | Command::DeleteGroup { .. }
    )
}

/// The records that the engine must load for a command.
#[must_use]
pub fn needs(app: &App, command: &Command) -> Vec<RecordKey> {
    let mut keys: BTreeSet<_> = approval::needs(&app.head, command).into_iter().collect();
    let command = command.meant();
    match command {
        Command::CreatePackage(new) => {
            keys.insert(RecordKey::Package(new.name.clone(), new.version.clone()));
            // Read at one instant: what is stored, and how much may be.
            keys.extend([RecordKey::Org, RecordKey::Usage]);
        }
        Command::YankPackage { name, version, .. } => {
            keys.insert(RecordKey::Package(name.clone(), version.clone()));
        }
        Command::CreateRelease(new) => {
            keys.insert(RecordKey::Package(new.package.clone(), new.version.clone()));
        }
        Command::CreateExperiment(new) => {
            let packages = new.variants.iter().filter_map(|v| v.package.clone());
            keys.extend(packages.map(|one| RecordKey::Package(one.name, one.version)));
        }
        Command::SetSecret(NewVersion { name, .. })
        | Command::UseSecret { name, .. }
        | Command::RemoveSecret { name } => {
            keys.insert(RecordKey::Secret(name.clone()));
        }
        _ => {
            let named = release_of(command).map(|release| RecordKey::Release(release.id.clone()));
            keys.extend(named);
            if let Command::Revert { to: Some(to), .. } = command {
                keys.insert(RecordKey::Release(to.clone()));
            }
        }
    }
    if !matches!(
        command,
        Command::ConfigureChannel { .. } | Command::Calm { .. }
    ) {
        let named = channels(command)
            .into_iter()
            .filter_map(|name| app.channels.get(&name));
        keys.extend(named.flat_map(releases_of_channel).map(RecordKey::Release));
    }
    keys.into_iter().collect()
}

/// Further records that the loaded ones point to: packages of releases, and the releases that
/// they replaced. Call it again with what it named until it names nothing new; a record that
/// doesn't exist is named again and stays absent.
#[must_use]
pub fn more(app: &App, facts: &Facts, command: &Command) -> Vec<RecordKey> {
    let command = command.meant();
    let falls_back = matches!(
        command,
        Command::Abort { .. }
            | Command::Variants { .. }
            | Command::RevertVariants { .. }
            | Command::Revert { .. }
            | Command::YankPackage { .. }
    );
    let packages = falls_back
        || matches!(
            command,
            Command::CreateRelease(_)
                | Command::Start { .. }
                | Command::EditRelease { .. }
                | Command::Schedule { .. }
                | Command::Clone { .. }
                | Command::Promote { .. }
                | Command::Ramp { .. }
                | Command::NextStage(_)
                | Command::Resume(_)
                | Command::Conclude(_)
                | Command::Retry(_)
                | Command::Pin { .. }
                | Command::SetConfig { .. }
                | Command::RampConfig { .. }
                | Command::RevertConfig { .. }
                | Command::CreateExperiment(_)
                | Command::RampExperiment { .. }
                | Command::HoldExperiment { .. }
                | Command::ConcludeExperiment { .. }
        );
    let releases = facts.values().filter_map(|record| match record {
        Record::Release(release) => Some(release),
        _ => None,
    });
    let mut keys = BTreeSet::new();
    for release in releases {
        if packages {
            keys.insert(RecordKey::Package(
                release.package.clone(),
                release.version.clone(),
            ));
        }
        if falls_back && is_placed(app, release) {
            keys.extend(release.replaced.clone().map(RecordKey::Release));
        }
    }
    keys.into_iter()
        .filter(|key| !facts.contains_key(key))
        .collect()
}

/// Whether a release is at the edge, so that a revert may go to what it replaced.
fn is_placed(app: &App, release: &Release) -> bool {
    let rule = app
        .channels
        .get(&release.channel)
        .and_then(|channel| channel.rule(&release.rule));
    rule.is_some_and(|rule| rule.placement(&release.id).is_some())
}

/// The release that a command names.
fn release_of(command: &Command) -> Option<&ReleaseRef> {
    match command {
        Command::EditRelease { release, .. }
        | Command::DeleteRelease(release)
        | Command::Schedule { release, .. }
        | Command::Unschedule(release)
        | Command::Start { release, .. }
        | Command::Miss(release)
        | Command::Ramp { release, .. }
        | Command::NextStage(release)
        | Command::Pause(release)
        | Command::Resume(release)
        | Command::Conclude(release)
        | Command::Abort { release, .. }
        | Command::Variants { release, .. }
        | Command::Clone { release, .. }
        | Command::Pin { release, .. }
        | Command::Retry(release) => Some(release),
        _ => None,
    }
}

/// Every release whose record a verb may change: those at the edge, those that a revert may
/// return to, those that are tried, and those that are due.
fn releases_of_channel(channel: &Channel) -> Vec<ReleaseId> {
    let due = channel.agenda.iter().filter_map(|due| due.release());
    let placed = channel.rules.iter().flat_map(releases_of_rule);
    let tried = channel.experiments.placements();
    let tried = tried.map(|(_, placement)| &placement.release);
    due.chain(placed).chain(tried).cloned().collect()
}

fn releases_of_rule(rule: &Rule) -> impl Iterator<Item = &ReleaseId> {
    rule.stack
        .iter()
        .chain(&rule.concluded)
        .chain(&rule.floors)
        .map(|placement| &placement.release)
        .chain(&rule.embedded)
}
