//! A device that was away for two years, over real HTTP and a real disk.

use wavecast_agent::{Outcome, World};
use wavecast_device::agent::Report;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::device::Device;

const DAY: i64 = 86_400;

/// A clock without a battery: it began to count when the device was switched on.
fn in_1970() -> World {
    World {
        clock: || Timestamp(wavecast_agent::now().0 % DAY),
        ..World::default()
    }
}

#[test]
fn a_device_two_years_old_with_a_1970_clock_three_roots_behind_comes_home() {
    let mut device = Device::running();
    let left = device.forge.now;
    let rotations: [(i64, &[(Role, u8)]); 3] = [
        (30, &[(Role::Timestamp, 12), (Role::Snapshot, 13)]),
        (300, &[(Role::Targets, 14), (Role::Root, 11)]),
        (729, &[(Role::Timestamp, 22), (Role::Root, 21)]),
    ];
    for (day, fresh) in rotations {
        device.forge.now = left.plus(day * DAY);
        device.forge.rotate(fresh);
        device.forge.publish();
    }
    device.forge.now = left.plus(730 * DAY);
    device.ship("2.0.0");
    let (outcome, told) = device.run(in_1970(), |_| false);
    assert_eq!(outcome, Ok(Outcome::Settled));
    assert!(told.contains(&Report::Root { version: 4 }), "{told:?}");
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
    // It goes on in 1970, and with its clock set.
    let (outcome, told) = device.run(in_1970(), |_| false);
    assert_eq!(
        (outcome, &told[0]),
        (Ok(Outcome::Settled), &Report::Unchanged)
    );
    device.ship("3.0.0");
    let set = World {
        clock: || wavecast_agent::now().plus(730 * DAY),
        ..World::default()
    };
    device.run(set, |_| false).0.unwrap();
    assert_eq!(device.current().as_deref(), Some("3.0.0"));
}
