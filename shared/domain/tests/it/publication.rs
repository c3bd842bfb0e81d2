//! What is published: a whole life as devices see it, and its numbers and times.

use std::fmt::Write as _;

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::head::{Head, Sealed};
use wavecast_domain::{Publication, stamp};
use wavecast_wire::bucket::bucket;
use wavecast_wire::envelope;
use wavecast_wire::key::Signature;
use wavecast_wire::manifest::Kind;
use wavecast_wire::time::Timestamp;

use crate::world::{World, channel, share};

/// Rows and targets of `stable`, a line each.
fn shown(world: &World) -> String {
    let publication = world.render("stable");
    let mut text = String::new();
    writeln!(text, "poll {}", publication.poll.seconds).expect("written");
    for row in &publication.table.rows {
        writeln!(text, "row {}", serde_json::to_string(row).expect("a row")).expect("written");
    }
    let withdrawn: Vec<_> = publication
        .table
        .withdrawn
        .iter()
        .map(|id| id.as_str())
        .collect();
    writeln!(text, "withdrawn {}", withdrawn.join(" ")).expect("written");
    if publication.table.retired {
        text.push_str("retired\n");
    }
    for (name, file) in &publication.targets {
        writeln!(text, "target {name} {}", file.length).expect("written");
    }
    text
}

#[test]
fn a_whole_life_as_devices_see_it() {
    let mut world = World::new(Kind::Firmware);
    let variants = [
        r#"{"device_type":["lamp-1"]}"#,
        r#"{"device_type":["lamp-2"]}"#,
    ];
    let mut story = String::new();
    let mut tell = |world: &World, what: &str| {
        write!(story, "== {what}\n{}", shown(world)).expect("written");
    };
    tell(&world, "an empty channel");
    world.package_of("1.0", &[("firmware_version", ">=0.9")], &variants);
    world.release("1.0", None);
    tell(&world, "the first release");
    world.package_of("2.0", &[("firmware_version", ">=0.9")], &variants);
    let bad = world.release("2.0", Some("1%"));
    world.ramp(&bad, "12.5%");
    tell(&world, "2.0 at 12.5%");
    world.run(Command::Pause(bad));
    tell(&world, "2.0 paused");
    world.package_of("2.0.1", &[("firmware_version", ">=0.9")], &variants);
    let mut new = world.new_release("2.0.1", StartWhen::Now(None));
    new.replace = true;
    let fix = crate::world::released(&world.run(Command::CreateRelease(new)));
    tell(&world, "2.0.1 in its place");
    world.ramp(&fix, "100%");
    tell(&world, "2.0.1 concluded");
    world.rollback(None);
    tell(&world, "rolled back");
    world.wait(24 * 60 * 60);
    world.tick();
    world.run(Command::RetireChannel {
        channel: channel("stable"),
    });
    tell(&world, "retired a day later");
    insta::assert_snapshot!(story);
}

/// Seals a publication as the publisher does, with a signature that nobody checks here.
fn seal(publication: &Publication, head: &Head, root: u64, now: Timestamp) -> Head {
    let unsigned = stamp(publication, head, root, now);
    let signatures = [Signature {
        keyid: "00".repeat(32),
        sig: "00".repeat(64),
    }];
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let before = head.sealed.as_ref();
    let (targets, snapshot, of) = match &unsigned.targets {
        Some(body) => {
            let targets = envelope::seal(body, &signatures).expect("sealed");
            let snapshot = unsigned.snapshot(&targets);
            assert_eq!(snapshot.expires, body.expires);
            let snapshot = envelope::seal(&snapshot, &signatures).expect("sealed");
            (text(targets), text(snapshot), unsigned.seq)
        }
        None => {
            let sealed = before.expect("renewed");
            (
                sealed.targets.clone(),
                sealed.snapshot.clone(),
                sealed.targets_seq,
            )
        }
    };
    let timestamp = unsigned.timestamp(snapshot.as_bytes(), of);
    assert_eq!(timestamp.version, head.seq + 1);
    assert!(
        timestamp
            .snapshot()
            .expect("named")
            .is_of(snapshot.as_bytes())
    );
    let timestamp = envelope::seal(&timestamp, &signatures).expect("sealed");
    let fresh = unsigned.targets.as_ref().map(|targets| targets.expires);
    Head {
        seq: unsigned.seq,
        revision: head.revision,
        issued: unsigned.issued,
        root,
        written: true,
        renew: unsigned.renew_at(),
        fence: None,
        sealed: Some(Sealed {
            timestamp: text(timestamp),
            snapshot,
            snapshot_seq: of,
            targets,
            targets_seq: of,
            targets_expires: fresh.unwrap_or_else(|| before.expect("renewed").targets_expires),
        }),
    }
}

const DAY: i64 = 24 * 60 * 60;

#[test]
fn a_renewal_keeps_sealed_targets_until_half_of_their_life() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let publication = world.render("stable");
    let first = seal(&publication, &Head::default(), 1, world.now);
    let targets_seq = |head: &Head| head.sealed.as_ref().expect("sealed").targets_seq;
    assert_eq!((first.seq, targets_seq(&first)), (1, 1));
    let second = seal(&publication, &first, 1, world.now.plus(44 * DAY));
    assert_eq!((second.seq, targets_seq(&second)), (2, 1));
    let third = seal(&publication, &second, 1, world.now.plus(45 * DAY));
    assert_eq!((third.seq, targets_seq(&third)), (3, 3));
    let rotated = seal(&publication, &second, 2, world.now.plus(DAY));
    assert_eq!(targets_seq(&rotated), 3, "another root may name other keys");
    world.ship("2.0", None);
    let changed = seal(&world.render("stable"), &second, 1, world.now.plus(DAY));
    assert_eq!(targets_seq(&changed), 3, "other rows");
}

#[test]
fn issued_never_falls_and_renewal_is_due_at_half_the_life() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let publication = world.render("stable");
    let first = seal(&publication, &Head::default(), 1, world.now);
    let back = stamp(&publication, &first, 1, world.now.plus(-3 * DAY));
    assert_eq!(back.issued, first.issued);
    let left = first.issued.plus(14 * DAY).0 - first.renew.0;
    assert!((6 * DAY..=8 * DAY).contains(&left), "{left} s are left");
    let ancient = stamp(&publication, &first, 1, Timestamp::MAX);
    let expires = ancient.targets.expect("fresh").expires;
    assert!(expires < "9999-12-31T00:00:00Z".parse().expect("a time"));
}

#[test]
fn renewals_are_spread_over_a_day_to_either_side_of_half_the_life() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut publication = world.render("stable");
    publication.settings.timestamp_lifetime = 14 * 86_400;
    let names = (0..400).map(|n| format!("c{n}"));
    let mut due: Vec<(u16, i64)> = names
        .map(|name| {
            publication.scope.channel = channel(&name);
            let place = bucket("renewal", &publication.scope.to_string());
            let unsigned = stamp(&publication, &Head::default(), 1, world.now);
            (place, unsigned.renew_at().0 - world.now.0)
        })
        .collect();
    due.sort_unstable();
    // The first in a day before half of the life, the last a day after, the others evenly between.
    for (place, after) in &due {
        let wanted = 6 * DAY + 2 * DAY * i64::from(*place) / 10_000;
        assert_eq!(*after, wanted, "bucket {place}");
    }
    let (first, last) = (due[0].1, due[399].1);
    assert!(first < 6 * DAY + DAY / 10, "{first}");
    assert!(last > 8 * DAY - DAY / 10, "{last}");
}

#[test]
fn other_targets_are_sealed_even_where_the_table_stays() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let publication = world.render("stable");
    let first = seal(&publication, &Head::default(), 1, world.now);
    let fresh = |publication: &Publication| {
        stamp(publication, &first, 1, world.now.plus(DAY))
            .targets
            .is_some()
    };
    assert!(!fresh(&publication), "all is as it was sealed");
    let mut more = publication.clone();
    more.targets.pop_last();
    assert!(fresh(&more), "another target");
    let mut other = publication.clone();
    other.table.rows.clear();
    assert!(fresh(&other), "another table");
}

#[test]
fn the_poll_interval_calms_down_a_day_after_the_last_movement() {
    let mut world = World::new(Kind::Bundle);
    let poll = |world: &World| world.render("stable").poll.seconds;
    assert_eq!(poll(&world), 3600, "nothing moved yet");
    world.ship("1.0", None);
    assert_eq!(poll(&world), 900);
    world.wait(DAY - 1);
    world.tick();
    assert_eq!(poll(&world), 900);
    let release = world.ship("2.0", Some("10%"));
    world.wait(DAY - 1);
    world.tick();
    assert_eq!(poll(&world), 900, "the day begins anew");
    world.wait(1);
    world.tick();
    assert_eq!(poll(&world), 3600);
    assert_eq!(
        world.channels[&channel("stable")].status().reach,
        300 + 3600 + 1800
    );
    world.ramp(&release, "11%");
    assert_eq!(poll(&world), 900);
    assert_eq!(
        world.channels[&channel("stable")].status().reach,
        30 + 900 + 450
    );
}

#[test]
fn a_change_that_devices_do_not_see_publishes_nothing() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let before = world.channels[&channel("stable")].clone();
    let draft = world.draft("2.0");
    assert_eq!(world.channels[&channel("stable")], before);
    let start = world.now.plus(3600);
    let schedule = Command::Schedule {
        release: draft,
        start,
        window: 600,
        stages: vec![],
    };
    let decision = world.run(schedule);
    assert!(decision.publish.is_empty());
    assert_eq!(world.render("stable").poll.seconds, 900);
    let promoted = Command::Promote {
        from: channel("stable"),
        to: channel("beta"),
        share: Some(share("3%")),
        replace: false,
    };
    assert_eq!(world.run(promoted).publish, [channel("beta")].into());
}
