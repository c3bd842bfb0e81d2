//! Keys: stolen online ones, strangers' ones, unknown ones.

use wavecast_device::agent::Report;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{MetaFile, Poll, Role, Root};

use super::{endures, latest, lines, mixed, offered, repels, serve, stranger, timestamp_over};
use crate::forge::{Forge, sign};
use crate::lab::Lab;
use crate::updates::{now, running, site};

/// The highest number that metadata can hold.
const MOST: u64 = (1 << 53) - 1;

#[test]
fn key_compromise_of_the_timestamp_alone_installs_nothing() {
    let (mut lab, _) = offered();
    let evil = stranger(&lab.forge);
    let told = repels(&mut lab, |edge| {
        let theirs = evil.latest();
        let theirs = lines(&theirs);
        let honest = Forge::new("acme/site/stable", 1_800_000_000);
        let meta = MetaFile::of(evil.seq, theirs.snapshot);
        let timestamp = timestamp_over(&honest, evil.seq, meta);
        serve(edge, mixed(&timestamp, theirs.snapshot, theirs.targets));
    });
    assert_eq!(
        told,
        ["poll_failed snapshot: snapshot has 0 of 1 signatures"]
    );
}

/// Whoever holds the keys of timestamp and snapshot drives every number as high as it goes.
fn fast_forward(lab: &mut Lab) {
    let honest = (lab.forge.seq, lab.forge.now, lab.forge.poll, lab.forge.root);
    lab.forge.seq = MOST - 1;
    lab.forge.now = "9990-01-01T00:00:00Z".parse().unwrap();
    lab.forge.poll = Poll {
        seconds: u32::MAX,
        jitter: u16::MAX,
    };
    lab.forge.publish();
    (lab.forge.seq, lab.forge.now, lab.forge.poll, lab.forge.root) = honest;
}

#[test]
fn fast_forward_attack_is_recovered_by_rotating_timestamp_and_snapshot_keys() {
    let mut lab = running();
    fast_forward(&mut lab);
    lab.poll();
    assert_eq!(lab.told(), [format!("verified {MOST}")]);
    let sleeps = lab.wake_at.unwrap() - lab.now;
    assert!(sleeps <= 2 * 86_400, "no publisher puts a device to sleep");
    // The owner has the edge again; without new keys the device can't know.
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    let why = format!("version 3 is below {MOST}, which this device has seen");
    assert_eq!(lab.told(), [format!("poll_failed timestamp: {why}")]);
    lab.forge
        .rotate(&[(Role::Timestamp, 12), (Role::Snapshot, 13)]);
    lab.forge.publish();
    lab.pass(900);
    let root = Report::Root { version: 2 };
    assert!(lab.reports.contains(&root), "{:?}", lab.reports);
    assert_eq!(lab.runs(), Some("r2"));
    // The floor of time fell with the keys that had raised it.
    lab.pass(600);
    assert_eq!(lab.told().last().unwrap(), "unchanged");
}

#[test]
fn fast_forward_attack_by_the_timestamp_alone_is_recovered_too() {
    let mut lab = running();
    let whole = latest(&lab.forge.edge);
    let seen = lines(&whole);
    let evil = timestamp_over(&lab.forge, MOST, MetaFile::of(2, seen.snapshot));
    serve(
        &mut lab.forge.edge,
        mixed(&evil, seen.snapshot, seen.targets),
    );
    lab.poll();
    assert_eq!(lab.told(), [format!("verified {MOST}")]);
    lab.forge.rotate(&[(Role::Timestamp, 12)]);
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn key_compromise_with_a_hint_of_roots_that_will_never_be_is_recovered_by_rotation() {
    let mut lab = running();
    let honest = lab.forge.root;
    lab.forge.root = MOST;
    lab.forge.publish();
    lab.forge.root = honest;
    lab.poll();
    assert_eq!(
        lab.told(),
        ["poll_failed the newest root is not at the edge yet"]
    );
    lab.forge.rotate(&[(Role::Timestamp, 12)]);
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn key_compromise_of_a_key_that_was_rotated_out_is_worth_nothing() {
    let (mut lab, before) = offered();
    let thief = Forge::new("acme/site/stable", lab.now);
    lab.forge.rotate(&[
        (Role::Timestamp, 12),
        (Role::Snapshot, 13),
        (Role::Targets, 14),
    ]);
    lab.forge.publish();
    lab.pass(86_400);
    assert_eq!(lab.runs(), Some("r2"));
    lab.told();
    let whole = latest(&before);
    let old = lines(&whole);
    let evil = timestamp_over(&thief, 99, MetaFile::of(2, old.snapshot));
    serve(&mut lab.forge.edge, mixed(&evil, old.snapshot, old.targets));
    lab.poll();
    assert_eq!(
        lab.told(),
        ["poll_failed timestamp: timestamp has 0 of 1 signatures"]
    );
    lab.forge.publish();
    lab.pass(900);
    assert_eq!(lab.told(), ["verified 5"]);
}

/// The next root, with whatever an owner may have written into it; signed by the root key.
fn change_root(lab: &mut Lab, change: impl FnOnce(&mut Root)) {
    let bytes = lab.forge.root_bytes(lab.forge.root);
    let mut root = Envelope::<Root>::read(&bytes, limit::ROOT_BYTES_CLIENT)
        .unwrap()
        .signed;
    lab.forge.root += 1;
    root.version = lab.forge.root;
    change(&mut root);
    let bytes = sign(&root, &[&lab.forge.keys[&Role::Root]]);
    let object = ObjectKey::Root(lab.forge.scope.clone(), lab.forge.root);
    lab.forge.put(&object, bytes);
    lab.forge.publish();
}

/// A key that nobody knows yet.
const FUTURE: &str = r#"{"keytype":"sphincs+","scheme":"shake-256s","keyval":{"public":"00"}}"#;

#[test]
fn unknown_key_types_beside_a_known_one_count_for_nothing() {
    let (mut lab, _) = offered();
    change_root(&mut lab, |root| {
        root.keys
            .insert("f00".into(), serde_json::from_str(FUTURE).unwrap());
        for role in root.roles.values_mut() {
            role.keyids.push("f00".into());
        }
    });
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert!(lab.reports.contains(&Report::Root { version: 2 }));
}

#[test]
fn unknown_key_types_alone_hold_the_device_until_a_root_that_it_knows() {
    let (mut lab, _) = offered();
    change_root(&mut lab, |root| {
        let id = "f00".to_owned();
        root.keys
            .insert(id.clone(), serde_json::from_str(FUTURE).unwrap());
        root.roles.get_mut("timestamp").unwrap().keyids = vec![id];
    });
    lab.pass(86_400);
    assert_eq!(lab.runs(), Some("r1"));
    assert_eq!(
        lab.told().last().unwrap(),
        "poll_failed timestamp: timestamp has 0 of 1 signatures"
    );
    lab.forge.rotate(&[]);
    lab.forge.publish();
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn one_key_under_two_names_never_makes_a_threshold_of_two() {
    let (mut lab, _) = offered();
    change_root(&mut lab, |root| {
        let timestamp = root.roles.get_mut("timestamp").unwrap();
        let key = root.keys[&timestamp.keyids[0]].clone();
        root.keys.insert("f00".into(), key);
        timestamp.keyids.push("f00".into());
        timestamp.threshold = 2;
    });
    let whole = latest(&lab.forge.edge);
    let own = lines(&whole);
    // The same signature, under both names.
    let mut twice: serde_json::Value = serde_json::from_slice(own.timestamp).unwrap();
    let mut second = twice["signatures"][0].clone();
    second["keyid"] = "f00".into();
    twice["signatures"].as_array_mut().unwrap().push(second);
    let twice = wavecast_wire::json::canonical(&twice).unwrap();
    let twice = mixed(&twice, own.snapshot, own.targets);
    serve(&mut lab.forge.edge, twice);
    lab.pass(86_400);
    assert_eq!(lab.runs(), Some("r1"));
    assert_eq!(
        lab.told().last().unwrap(),
        "poll_failed timestamp: timestamp has 1 of 2 signatures"
    );
}

#[test]
fn a_root_is_never_skipped_replayed_or_signed_by_strangers_alone() {
    let (mut lab, _) = offered();
    let one = lab.forge.root_bytes(1);
    let mut later = Forge::new("acme/site/stable", lab.now);
    later.rotate(&[(Role::Root, 11)]);
    later.rotate(&[]);
    let theirs = stranger(&lab.forge).root_bytes(2);
    let cases = [
        (one, "root: version 1 stands where 2 was announced"),
        (later.root_bytes(3), "root: root has 0 of 1 signatures"),
        (theirs, "root: root has 0 of 1 signatures"),
    ];
    for (root, why) in cases {
        let told = endures(
            &mut lab,
            |edge| {
                edge.insert("acme/site/stable/2.root.json".into(), root);
                serve(edge, Vec::new());
            },
            |lab| {
                let trusted = lab.agent.state().trusted().unwrap();
                assert_eq!(trusted.root_version(), Ok(1));
            },
        );
        assert_eq!(told, [format!("poll_failed {why}")]);
        (lab, _) = offered();
    }
}
