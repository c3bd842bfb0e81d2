//! Invariants of a release's life as a fleet sees them, for any ids and shares.

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;

use crate::fleet::Fleet;
use crate::world::{World, rollback};

const DEVICES: usize = 200;

fn share(permyriad: u16) -> String {
    Share::permyriad(permyriad).expect("a share").to_string()
}

/// `stable` runs 1.0 everywhere, and 2.0 reaches a share.
fn two_versions(permyriad: u16) -> (World, Fleet, wavecast_domain::command::ReleaseRef) {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut fleet = Fleet::new(DEVICES);
    fleet.poll(&world);
    let release = world.ship("2.0", Some(&share(permyriad)));
    (world, fleet, release)
}

#[test]
fn nobody_and_everybody_are_exact() {
    let (mut world, mut fleet, release) = two_versions(0);
    fleet.poll(&world);
    assert!(fleet.runs(&release.id).is_empty());
    world.run(Command::Ramp {
        release: release.clone(),
        to: Share::ALL,
        keep_open: true,
        only: None,
    });
    fleet.poll(&world);
    assert_eq!(fleet.runs(&release.id).len(), DEVICES);
    world.run(Command::Conclude(release.clone()));
    let before = fleet.running();
    fleet.poll(&world);
    assert_eq!(fleet.running(), before);
}

#[test]
fn a_device_that_never_polled_gets_what_is_concluded() {
    let (world, _, release) = two_versions(2500);
    let mut fleet = Fleet::new(DEVICES);
    fleet.poll(&world);
    let salt = world.release_record(&release).salt;
    assert_eq!(fleet.runs(&release.id), fleet.below(salt.as_str(), 2500));
    assert_eq!(fleet.running().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_higher_ramp_never_removes_a_device(mut steps in prop::collection::vec(1u16..=9999, 2..6)) {
        steps.sort_unstable();
        let (mut world, mut fleet, release) = two_versions(steps[0]);
        let salt = world.release_record(&release).salt;
        let mut before = Vec::new();
        for step in steps {
            world.ramp(&release, &share(step));
            fleet.poll(&world);
            let runs = fleet.runs(&release.id);
            prop_assert!(before.iter().all(|device| runs.contains(device)));
            prop_assert_eq!(&runs, &fleet.below(salt.as_str(), step));
            before = runs;
        }
        world.ramp(&release, "100%");
        fleet.poll(&world);
        prop_assert_eq!(fleet.runs(&release.id).len(), DEVICES);
    }

    #[test]
    fn a_pause_keeps_who_has_it_and_lets_nobody_in(permyriad in 1u16..=9999, online in any::<u64>()) {
        let (mut world, mut fleet, release) = two_versions(permyriad);
        fleet.poll_some(&world, "stable", |number| online >> (number % 64) & 1 == 1);
        let before = fleet.running();
        let had = fleet.runs(&release.id);
        world.run(Command::Pause(release.clone()));
        fleet.poll(&world);
        prop_assert_eq!(fleet.runs(&release.id), had);
        prop_assert_eq!(fleet.running(), before);
        world.run(Command::Resume(release.clone()));
        fleet.poll(&world);
        let salt = world.release_record(&release).salt;
        prop_assert_eq!(fleet.runs(&release.id), fleet.below(salt.as_str(), permyriad));
    }

    #[test]
    fn a_hotfix_reaches_exactly_those_who_may_run_the_bad_one(permyriad in 1u16..=9999, paused in any::<bool>(), lower in any::<bool>()) {
        let (mut world, mut fleet, release) = two_versions(permyriad);
        fleet.poll(&world);
        let had = fleet.runs(&release.id);
        if paused {
            world.run(Command::Pause(release.clone()));
        }
        let fix = world.replace(if lower { "1.9" } else { "2.0.1" }, None);
        fleet.poll(&world);
        prop_assert_eq!(fleet.runs(&fix.id), had);
        prop_assert!(fleet.runs(&release.id).is_empty());
    }

    #[test]
    fn an_abort_returns_everybody_or_keeps_who_has_it(permyriad in 1u16..=9999, keep in any::<bool>(), online in any::<u64>()) {
        let (mut world, mut fleet, release) = two_versions(permyriad);
        fleet.poll_some(&world, "stable", |number| online >> (number % 64) & 1 == 1);
        let had = fleet.runs(&release.id);
        world.abort(&release, keep);
        fleet.poll(&world);
        let runs = fleet.runs(&release.id);
        if keep {
            prop_assert_eq!(runs, had);
        } else {
            prop_assert!(runs.is_empty());
            prop_assert_eq!(fleet.running().len(), 1);
        }
    }

    #[test]
    fn a_revert_brings_everybody_to_one_release(back in 0usize..4, online in any::<u64>()) {
        let mut world = World::new(Kind::Bundle);
        let mut fleet = Fleet::new(DEVICES);
        let mut all = Vec::new();
        for number in 1..=4u32 {
            all.push(world.ship(&format!("{number}.0"), Some("100%")));
            // Some sleep through some of them.
            fleet.poll_some(&world, "stable", |device| online.rotate_left(number * 7) >> (device % 64) & 1 == 1);
        }
        world.ship("5.0", Some("30%"));
        fleet.poll_some(&world, "stable", |device| device % 3 == 0);
        world.run(rollback(Some(&all[back])));
        fleet.poll(&world);
        prop_assert_eq!(fleet.runs(&all[back].id).len(), DEVICES);
    }

    #[test]
    fn the_same_device_and_table_give_the_same_answer(permyriad in 0u16..=9999) {
        let (world, mut fleet, _) = two_versions(permyriad);
        fleet.poll(&world);
        let once = fleet.clone();
        fleet.poll(&world);
        prop_assert_eq!(&once.devices, &fleet.devices);
        prop_assert_eq!(world.render("stable"), world.render("stable"));
    }
}
