//! Where devices land that can't run what was placed, or have nothing beneath them.

use wavecast_domain::Command;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Answer, Row};

use crate::fleet::Fleet;
use crate::revert::ids;
use crate::world::{World, rollback};

/// The answers of `stable`'s rows, such as `hold`, `ranges`, `config`, `embedded`.
fn rows(world: &World) -> Vec<&'static str> {
    let kind = |row: &Row| match row {
        Row::Known(row) if row.hold => "hold",
        Row::Known(row) => match row.answer {
            Answer::Ranges(_) => "ranges",
            Answer::Config(_) => "config",
            Answer::Embedded => "embedded",
        },
        Row::Unknown { .. } => "unknown",
    };
    world.render("stable").table.rows.iter().map(kind).collect()
}

#[test]
fn what_is_held_for_those_who_have_it_stays() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let kept = world.ship("3.0", Some("10%"));
    world.abort(&kept, true);
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&kept, &one]));
    assert_eq!(world.withdrawn(), ids(&[&two]));
    assert_eq!(rows(&world), ["hold", "config"]);
}

#[test]
fn with_nothing_beneath_a_bundle_goes_back_to_the_binary() {
    let mut world = World::new(Kind::Bundle);
    let only = world.ship("1.0", None);
    let mut fleet = Fleet::new(50);
    fleet.poll(&world);
    let decision = world.rollback(None);
    assert_eq!(decision.movements[0].to, None);
    assert_eq!(rows(&world), ["embedded"]);
    assert_eq!(world.withdrawn(), ids(&[&only]));
    fleet.poll(&world);
    assert!(fleet.devices.iter().all(|device| device.active.is_none()));
    let next = world.ship("1.1", None);
    assert_eq!(
        rows(&world),
        ["ranges", "embedded"],
        "a second try starts small"
    );
    world.ramp(&next, "100%");
    assert_eq!(rows(&world), ["config"]);
}

#[test]
fn with_nothing_beneath_firmware_is_refused() {
    let mut world = World::new(Kind::Firmware);
    let first = world.ship("1.0", Some("10%"));
    let refusal = world.refused(Command::Abort {
        release: first.clone(),
        keep: false,
    });
    assert_eq!(refusal.reason, Reason::State);
    assert!(refusal.hint.contains("`wavecast pause`"), "{refusal:?}");
    assert!(
        refusal.hint.contains("`wavecast ship --replace`"),
        "{refusal:?}"
    );
    world.run(Command::Conclude(first));
    let refusal = world.refused(rollback(None));
    assert!(refusal.rule.contains("firmware"), "{refusal:?}");
    assert!(
        refusal.hint.contains("`wavecast ship`"),
        "nothing moves that could be paused or replaced: {refusal:?}"
    );
    let mut empty = World::new(Kind::Firmware);
    assert!(
        empty
            .refused(rollback(None))
            .rule
            .contains("nothing is placed")
    );
}

#[test]
fn binaries_that_the_new_package_does_not_support_keep_their_newest() {
    let mut world = World::new(Kind::Bundle);
    let older = world.ship("1.0", None);
    world.package_of("1.1", &[("app_version", ">=1")], &["{}"]);
    let one = world.release("1.1", Some("100%"));
    assert_eq!(
        world.stack(),
        ids(&[&one, &older]),
        "binaries that don't tell keep 1.0"
    );
    world.package_of("2.0", &[("app_version", ">=2")], &["{}"]);
    let two = world.release("2.0", Some("100%"));
    assert_eq!(world.stack(), ids(&[&two, &one, &older]));
    world.package_of("2.1", &[("app_version", ">=2")], &["{}"]);
    let newer = world.release("2.1", Some("100%"));
    assert_eq!(world.stack(), ids(&[&newer, &one, &older]));
    assert_eq!(world.status(&one), Status::Concluded);
    let mut old_binaries = Fleet::new(10).with("app_version", "1.7");
    let mut new_binaries = Fleet::new(10).with("app_version", "2.0.5");
    old_binaries.poll(&world);
    new_binaries.poll(&world);
    assert_eq!(old_binaries.runs(&one.id).len(), 10);
    assert_eq!(new_binaries.runs(&newer.id).len(), 10);
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&two, &one, &older]));
}

#[test]
fn a_revert_brings_back_what_served_narrower_binaries() {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.0", &[("app_version", ">=1")], &["{}"]);
    let one = world.release("1.0", None);
    world.package_of("2.0", &[("app_version", ">=2")], &["{}"]);
    let two = world.release("2.0", Some("100%"));
    world.package_of("3.0", &[("app_version", ">=1")], &["{}"]);
    let bad = world.release("3.0", Some("100%"));
    assert_eq!(world.stack(), ids(&[&bad]));
    let mut old_binaries = Fleet::new(10).with("app_version", "1.7");
    old_binaries.poll(&world);
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&two, &one]));
    old_binaries.poll(&world);
    assert_eq!(old_binaries.runs(&one.id).len(), 10);
}

#[test]
fn what_stands_for_everybody_hides_no_narrower_one_that_comes_back() {
    let mut world = World::new(Kind::Bundle);
    let base = world.ship("1.0", None);
    world.package_of("1.2", &[("app_version", ">=1")], &["{}"]);
    let one = world.release("1.2", Some("100%"));
    let mut sleepy = Fleet::new(10).with("app_version", "1.5");
    sleepy.poll(&world);
    world.package_of("2.0", &[("app_version", ">=2")], &["{}"]);
    let two = world.release("2.0", Some("100%"));
    let before = world.stack();
    assert_eq!(before, ids(&[&two, &one, &base]));
    world.package_of("3.0", &[("app_version", ">=1")], &["{}"]);
    let bad = world.release("3.0", Some("100%"));
    assert_eq!(world.stack(), ids(&[&bad, &base]));
    let mut awake = sleepy.clone();
    awake.poll(&world);
    world.rollback(None);
    assert_eq!(world.stack(), before, "as it stood before");
    for fleet in [&mut awake, &mut sleepy] {
        fleet.poll(&world);
        assert_eq!(fleet.runs(&one.id).len(), 10);
    }
    // Nor after a way there and back.
    world.rollback(Some(&bad));
    assert_eq!(world.stack(), ids(&[&bad, &base]));
    world.rollback(None);
    assert_eq!(world.stack(), before);
}

#[test]
fn nothing_goes_below_a_rollback_index() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut new = world.new_package("2.0", &[]);
    new.rollback_index = 7;
    world.run(Command::CreatePackage(new));
    world.check("2.0", &["{}"]);
    let raised = world.release("2.0", Some("10%"));
    let refusal = world.refused(Command::Abort {
        release: raised.clone(),
        keep: false,
    });
    assert_eq!(refusal.field, "rollback_index");
    world.run(Command::Conclude(raised));
    assert_eq!(world.refused(rollback(None)).field, "rollback_index");
}

#[test]
fn what_only_stood_beneath_is_superseded_and_not_withdrawn() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let middle = world.ship("2.0", Some("100%"));
    world.rollback(None);
    // The newest leaves binaries below 2 to what is beneath it.
    world.package_of("3.0", &[("app_version", ">=2")], &["{}"]);
    let newest = world.release("3.0", Some("100%"));
    assert_eq!(world.stack(), ids(&[&newest, &old]));
    // Back to what serves every binary: nothing is wrong with the old one, it is just not needed.
    world.rollback(Some(&middle));
    assert_eq!(world.stack(), ids(&[&middle]));
    assert_eq!(world.status(&newest), Status::Reverted);
    assert_eq!(world.status(&old), Status::Superseded);
    assert_eq!(world.withdrawn(), ids(&[&newest]));
}

/// A binary that a new release doesn't fit still goes back to what shipped.
#[test]
fn shelter_stays_for_binaries_that_the_next_release_does_not_fit() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rollback(None);
    world.package_of("1.1", &[("app_version", ">=2")], &["{}"]);
    world.release("1.1", Some("100%"));
    assert_eq!(rows(&world), ["config", "embedded"]);
    let stopped = world.ship("1.2", Some("100%"));
    assert_eq!(world.stack(), ids(&[&stopped]));
    assert_eq!(rows(&world), ["config"]);
}

/// Devices that sleep through a release that let them go down may still do so afterwards.
#[test]
fn who_must_go_down_may_do_so_later() {
    let mut world = World::new(Kind::Bundle);
    let high = world.ship("2.0", None);
    let mut fleet = Fleet::new(20);
    fleet.poll(&world);
    world.package("1.0");
    let at_once = wavecast_domain::command::StartWhen::Now(Some(crate::world::share("100%")));
    let mut low = world.new_release("1.0", at_once);
    low.edit.policy = Some(wavecast_wire::config::Policy {
        downgrade: true,
        ..Default::default()
    });
    world.run(Command::CreateRelease(low));
    assert_eq!(world.withdrawn(), ids(&[&high]));
    let next = world.ship("1.1", Some("100%"));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&next.id).len(), 20);
}
