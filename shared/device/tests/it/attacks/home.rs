//! A device that was away for years.

use wavecast_device::agent::Report;
use wavecast_wire::tuf::Role;

use crate::lab::Lab;
use crate::updates::{now, running, site};

const DAY: i64 = 86_400;

/// Two years pass, with three roots, of which the first two have expired by now; every key is
/// another one, and so is the release.
fn two_years_pass(lab: &mut Lab) {
    let left = lab.forge.now;
    let rotations: [(i64, &[(Role, u8)]); 3] = [
        (30, &[(Role::Timestamp, 12), (Role::Snapshot, 13)]),
        (300, &[(Role::Targets, 14), (Role::Root, 11)]),
        (729, &[(Role::Timestamp, 22), (Role::Root, 21)]),
    ];
    for (day, fresh) in rotations {
        lab.forge.now = left.plus(day * DAY);
        lab.forge.rotate(fresh);
        lab.forge.publish();
    }
    lab.forge.now = left.plus(730 * DAY);
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
}

#[test]
fn a_device_two_years_old_with_a_1970_clock_three_roots_behind_comes_home() {
    let mut lab = running();
    two_years_pass(&mut lab);
    lab.now = 0;
    lab.start();
    assert_eq!(lab.runs(), Some("r2"), "{:?}", lab.reports);
    assert!(lab.reports.contains(&Report::Root { version: 4 }));
    // Then its clock is set, and it goes on as any other.
    lab.now = lab.forge.now.0;
    let three = site(&mut lab.forge, "3.0.0");
    lab.forge.ship("r3", &three, now());
    lab.pass(600);
    assert_eq!(lab.runs(), Some("r3"));
}

#[test]
fn it_comes_home_though_the_edge_hides_the_newest_root_for_a_while() {
    let mut lab = running();
    two_years_pass(&mut lab);
    lab.now = 0;
    let hidden = lab
        .forge
        .edge
        .remove("acme/site/stable/4.root.json")
        .unwrap();
    lab.start();
    assert_eq!(lab.runs(), Some("r1"));
    let trusted = lab.agent.state().trusted().unwrap();
    assert_eq!(trusted.root_version(), Ok(3));
    lab.forge
        .edge
        .insert("acme/site/stable/4.root.json".into(), hidden);
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"), "{:?}", lab.reports);
}

#[test]
fn it_believes_nothing_of_before_its_own_build_though_its_clock_says_1970() {
    let mut lab = running();
    let stale = lab.forge.edge.clone();
    two_years_pass(&mut lab);
    let home = std::mem::replace(&mut lab.forge.edge, stale);
    lab.settings.build = lab.forge.now.plus(-DAY);
    lab.now = 0;
    lab.start();
    assert!(lab.told().iter().any(|told| told.starts_with("expired ")));
    lab.forge.edge = home;
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"));
}
