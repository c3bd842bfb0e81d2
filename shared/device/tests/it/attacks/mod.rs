//! A hostile edge: every attack of the TUF specification's list that needs no stolen root, and
//! what is beyond the list. Each says what the device keeps, what it tells, and that it goes on
//! as soon as the attack ends.

mod files;
mod home;
mod keys;
mod metadata;
mod newer;

use std::collections::BTreeMap;

use wavecast_wire::latest::{Lines, join, split};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Role, Snapshot, TimestampBody, TimestampExtra};

use crate::forge::{Forge, key, sign};
use crate::lab::Lab;
use crate::updates::{now, running, site};

/// Every object at an edge, by path.
type Edge = BTreeMap<String, Vec<u8>>;

/// A device that runs `r1`, whose channel has `r2` by now; and the edge of before.
pub fn offered() -> (Lab, Edge) {
    let mut lab = running();
    let before = lab.forge.edge.clone();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    (lab, before)
}

/// Serves a hostile edge for one poll. The device keeps what runs and all that it trusts; then the
/// edge is honest, and the device updates by itself. Answers what was told meanwhile.
pub fn repels(lab: &mut Lab, attack: impl FnOnce(&mut Edge)) -> Vec<String> {
    let before = lab.agent.state().clone();
    let told = endures(lab, attack, |lab| {
        assert_eq!(lab.agent.state().trusted, before.trusted);
    });
    assert_eq!(lab.runs(), Some("r2"), "{:?}", lab.reports);
    told
}

/// [`repels`], for an attack that may go so far as `then` asserts, and that the device may not get
/// over by itself.
pub fn endures(
    lab: &mut Lab,
    attack: impl FnOnce(&mut Edge),
    then: impl FnOnce(&Lab),
) -> Vec<String> {
    let honest = lab.forge.edge.clone();
    let (device, current) = (lab.agent.state().device.clone(), lab.current);
    lab.told();
    attack(&mut lab.forge.edge);
    lab.poll();
    let told = lab.told();
    assert_eq!(lab.agent.state().device, device, "{told:?}");
    assert_eq!((lab.runs(), lab.current), (Some("r1"), current));
    then(lab);
    lab.forge.edge = honest;
    lab.pass(900);
    told
}

/// Puts these bytes in the place of `latest.ndjson`.
pub fn serve(edge: &mut Edge, latest: Vec<u8>) {
    let object = ObjectKey::Latest("acme/site/stable".parse().unwrap());
    edge.insert(object.path(), latest);
}

pub fn latest(edge: &Edge) -> Vec<u8> {
    edge["acme/site/stable/latest.ndjson"].clone()
}

/// One poll with lines from others.
pub fn mixed(timestamp: &[u8], snapshot: &[u8], targets: &[u8]) -> Vec<u8> {
    join(Lines {
        timestamp,
        snapshot,
        targets,
    })
}

pub fn lines(latest: &[u8]) -> Lines<'_> {
    split(latest).unwrap()
}

/// A timestamp that whoever holds the timestamp's key signs over any snapshot.
pub fn timestamp_over(forge: &Forge, version: u64, snapshot: MetaFile) -> Vec<u8> {
    let extra = TimestampExtra {
        v: 1,
        scope: forge.scope.clone(),
        crit: Vec::new(),
        issued: forge.now,
        root: forge.root,
        poll: forge.poll,
    };
    let body = TimestampBody::new(version, end(forge), snapshot, extra);
    sign(&body, &[&forge.keys[&Role::Timestamp]])
}

/// A snapshot that whoever holds the snapshot's key signs over any targets.
pub fn snapshot_over(forge: &Forge, version: u64, targets: MetaFile) -> Vec<u8> {
    let body = Snapshot::new(forge.scope.clone(), version, end(forge), targets);
    sign(&body, &[&forge.keys[&Role::Snapshot]])
}

fn end(forge: &Forge) -> Timestamp {
    forge.now.plus(forge.seconds_to_live)
}

/// Somebody with keys of their own, who publishes an evil `r2` under the channel's name.
pub fn stranger(forge: &Forge) -> Forge {
    let mut stranger = Forge::new(&forge.scope.to_string(), forge.now.0);
    stranger.keys = Role::ALL
        .into_iter()
        .zip([key(61), key(62), key(63), key(64)])
        .collect();
    stranger.rotate(&[]);
    stranger.seq = forge.seq;
    let evil = site(&mut stranger, "6.6.6");
    stranger.ship("evil", &evil, now());
    stranger
}
