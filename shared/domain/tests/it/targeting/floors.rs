//! Floors: releases that devices below them install before anything newer.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseRef, StartWhen};
use wavecast_wire::manifest::Kind;

use super::refuses;
use crate::fleet::Fleet;
use crate::world::{World, released, share};

fn floor(world: &mut World, version: &str) -> ReleaseRef {
    world.package(version);
    let mut new = world.new_release(version, StartWhen::Now(Some(share("100%"))));
    new.edit.floor = Some(true);
    released(&world.run(Command::CreateRelease(new)))
}

/// The versions that a device runs, poll by poll.
fn walk(world: &World, fleet: &mut Fleet) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..6 {
        fleet.poll(world);
        let runs = fleet.devices[0]
            .active
            .as_ref()
            .map(|(_, version)| version.to_string());
        seen.extend(runs);
    }
    seen.dedup();
    seen
}

#[test]
fn a_device_that_slept_passes_every_floor_on_its_way() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut sleeper = Fleet::new(1);
    sleeper.poll(&world);
    floor(&mut world, "2.0");
    world.ship("2.5", Some("100%"));
    floor(&mut world, "3.0");
    for version in ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"] {
        world.ship(version, Some("100%"));
    }
    assert_eq!(world.rule().floors.len(), 2, "floors are never swept");
    assert_eq!(walk(&world, &mut sleeper), ["2.0", "3.0", "3.7"]);
    // A device that runs nothing of ours has nothing to carry over.
    assert_eq!(walk(&world, &mut Fleet::new(1)), ["3.7"]);
}

#[test]
fn a_floor_holds_for_whoever_a_ramp_reaches() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut sleeper = Fleet::new(1);
    sleeper.poll(&world);
    floor(&mut world, "2.0");
    let moving = world.ship("3.0", Some("99.99%"));
    assert_eq!(walk(&world, &mut sleeper), ["2.0", "3.0"]);
    assert_eq!(sleeper.runs(&moving.id), [0]);
}

#[test]
fn going_back_beneath_a_floor_takes_it_away() {
    let mut world = World::new(Kind::Bundle);
    let first = world.ship("1.0", None);
    let mut fleet = Fleet::new(3);
    let second = floor(&mut world, "2.0");
    world.ship("3.0", Some("100%"));
    fleet.poll(&world);
    world.rollback(Some(&first));
    assert!(world.rule().floors.is_empty());
    assert_eq!(walk(&world, &mut fleet), ["1.0"]);
    world.rollback(Some(&second));
    assert_eq!(world.rule().floors.len(), 1);
    assert_eq!(walk(&world, &mut fleet), ["2.0"]);
}

#[test]
fn a_version_beneath_a_floor_is_refused_even_where_downgrades_are_allowed() {
    let mut world = World::new(Kind::Bundle);
    floor(&mut world, "2.0");
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Now(None));
    new.edit.policy = Some(wavecast_wire::config::Policy {
        downgrade: true,
        ..wavecast_wire::config::Policy::default()
    });
    refuses(
        &world.refused(Command::CreateRelease(new)),
        &["below release", "a floor", "rollback --to"],
    );
}

#[test]
fn there_are_few_floors() {
    let mut world = World::new(Kind::Bundle);
    for number in 1..=8 {
        floor(&mut world, &format!("{number}.0"));
    }
    world.package("9.0");
    let mut new = world.new_release("9.0", StartWhen::Now(None));
    new.edit.floor = Some(true);
    refuses(
        &world.refused(Command::CreateRelease(new)),
        &["has 8 floors"],
    );
}

#[test]
fn a_yanked_floor_is_a_live_use() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let second = floor(&mut world, "2.0");
    world.ship("3.0", Some("100%"));
    let yank = |now: bool| Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "2.0".parse().expect("a version"),
        reason: "bad".into(),
        now: if now {
            vec![second.channel.clone()]
        } else {
            Vec::new()
        },
    };
    let decision = world.run(yank(false));
    assert_eq!(decision.uses.len(), 1);
    assert_eq!(decision.uses[0].release.release, second.id);
    world.run(yank(true));
    assert!(world.rule().floors.is_empty());
}

/// Released again, a version is no second floor; taken back, it is none at all.
#[test]
fn the_same_version_again_is_the_same_floor() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let first = floor(&mut world, "2.0");
    let mut again = world.new_release("2.0", StartWhen::Now(Some(share("100%"))));
    again.edit.floor = Some(true);
    let again = released(&world.run(Command::CreateRelease(again)));
    let floors = |world: &World| -> Vec<_> {
        let floors = world.rule().floors.iter();
        floors.map(|floor| floor.release.clone()).collect()
    };
    assert_eq!(floors(&world), [again.id]);
    world.rollback(None);
    assert_eq!(floors(&world), [first.id]);
}

/// Returned to and shipped again, the version of a floor is not below it.
#[test]
fn the_version_of_the_floor_is_shipped_above_it() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let first = floor(&mut world, "2.0");
    let again = world.release("2.0", Some("10%"));
    assert_eq!(world.stack(), [again.id, first.id]);
}
