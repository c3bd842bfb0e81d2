//! Places in the index of due things, and in the index for listings.

use wavecast_domain::app::Channel;
use wavecast_domain::head::Head;
use wavecast_domain::package::{File, FileStatus, PackageStatus};
use wavecast_domain::release::{Release, Status};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, ChannelName, OrgName, Scope};
use wavecast_wire::time::Timestamp;

use super::{key, order};
use crate::port::Index;

/// How many groups due things are spread over.
pub const SHARDS: u8 = 16;

/// The group of a shard's due things.
#[must_use]
pub fn group(shard: u8) -> String {
    format!("DUE#{shard:02}")
}

/// The group of a shard's staged files, ordered by when they were last touched.
#[must_use]
pub fn staged_group(shard: u8) -> String {
    format!("STAGED#{shard:02}")
}

/// The group of a shard's condemned files, ordered by when they may be deleted.
#[must_use]
pub fn condemned_group(shard: u8) -> String {
    format!("CONDEMNED#{shard:02}")
}

/// The group of a shard's entries that end, ordered by when.
#[must_use]
pub fn expiring_group(shard: u8) -> String {
    format!("EXPIRES#{shard:02}")
}

/// Ends at a time, in the shard of its partition.
#[must_use]
pub fn expiring(pk: &str, end: Timestamp) -> Index {
    Index {
        group: expiring_group(shard(pk)),
        order: order::time(end),
    }
}

/// The group of a shard's channels that were ever published.
#[must_use]
pub fn published_group(shard: u8) -> String {
    format!("HEADS#{shard:02}")
}

fn shard(of: &str) -> u8 {
    Sha256::of(of.as_bytes()).0[0] % SHARDS
}

/// Due at a time, in the shard of a scope or an application.
#[must_use]
pub fn at(of: &str, time: Timestamp) -> Index {
    Index {
        group: group(shard(of)),
        order: order::time(time),
    }
}

/// A channel is due with the first item of its agenda.
#[must_use]
pub fn channel(org: &OrgName, app: &AppName, channel: &Channel) -> Option<Index> {
    let first = channel.agenda.first()?;
    Some(at(&format!("{org}/{app}/{}", channel.name), first.at))
}

/// A head is due when its freshness must be renewed; an unwritten one at once, and a fenced one too, so
/// that every tick can tell of it.
#[must_use]
pub fn head(scope: &Scope, head: &Head) -> Option<Index> {
    let waits = head.fence.is_some();
    if head.sealed.is_none() && !waits {
        return None;
    }
    let time = if head.written && !waits {
        head.renew
    } else {
        head.issued
    };
    Some(at(&scope.to_string(), time))
}

/// Every head is listed, so that repair finds it.
#[must_use]
pub fn published(scope: &Scope) -> Index {
    let order = scope.to_string();
    Index {
        group: published_group(shard(&order)),
        order,
    }
}

/// The group of organizations whose groups at the issuer aren't as they are wanted.
pub const GROUPS: &str = "GROUPS";

/// An organization is due while something is to be done about its groups, and a saga until it is over.
#[must_use]
pub fn groups(org: &OrgName) -> Index {
    Index {
        group: GROUPS.to_owned(),
        order: org.to_string(),
    }
}

/// A package is due while it is being checked.
#[must_use]
pub fn package(
    org: &OrgName,
    app: &AppName,
    status: &PackageStatus,
    created: Timestamp,
) -> Option<Index> {
    matches!(status, PackageStatus::Checking).then(|| at(&key::space(org, app), created))
}

/// A staged file waits for the sweep until a package makes it ready.
#[must_use]
pub fn file(file: &File) -> Option<Index> {
    let shard = file.sha256.0[0] % SHARDS;
    let (group, time) = match file.status {
        FileStatus::Ready => return None,
        FileStatus::Uploaded { at } => (staged_group(shard), at),
        FileStatus::Condemned { after } => (condemned_group(shard), after),
    };
    Some(Index {
        group,
        order: order::time(time),
    })
}

/// The group of an application's releases of one channel and status.
#[must_use]
pub fn releases_group(
    org: &OrgName,
    app: &AppName,
    channel: &ChannelName,
    status: Status,
) -> String {
    let status = format!("{status:?}").to_lowercase();
    format!("R#{}/{channel}#{status}", key::space(org, app))
}

/// A release among those of its channel and status.
#[must_use]
pub fn release(org: &OrgName, app: &AppName, release: &Release) -> Index {
    Index {
        group: releases_group(org, app, &release.channel, release.status),
        order: release.id.as_str().to_owned(),
    }
}

/// The group of one actor's audit events on an aggregate.
#[must_use]
pub fn actor_group(aggregate: &str, actor: &str) -> String {
    format!("E#{aggregate}#{actor}")
}
