//! An edge that lies about what it serves: each lie, what the device says, and that it goes on as
//! soon as the edge is honest again.

mod bodies;
mod heads;
mod ranges;
mod slow;

use std::path::Path;

use wavecast_agent::World;
use wavecast_device::agent::{Report, State};

use crate::device::Device;
use crate::hostile::{Asked, Reply};

/// The object that every poll asks for.
pub const LATEST: &str = "latest.ndjson";
/// The files of bundles.
pub const FILES: &str = "/files/";

/// A device that runs 1.0.0, whose channel has 2.0.0 by now.
pub fn offered() -> Device {
    let mut device = Device::running();
    device.ship("2.0.0");
    device
}

/// While the edge lies about `part`, the device says why it doesn't update, keeps what runs and
/// leaves its trust as it was; then the edge is honest, and it updates. Answers why.
pub fn withstands(
    part: &str,
    lie: impl Fn(&Asked, &[u8]) -> Reply + Send + Sync + 'static,
) -> String {
    let device = offered();
    let before = state(&device.data());
    device.edge.lie(part, lie);
    let why = refused(&device, World::default());
    let after = state(&device.data());
    assert_eq!(device.current().as_deref(), Some("1.0.0"));
    assert_eq!(after.device, before.device);
    if part != FILES {
        assert_eq!(after.trusted, before.trusted);
    }
    recovers(&device);
    why
}

/// Runs until something is refused; why.
pub fn refused(device: &Device, world: World) -> String {
    let told = device.run_until_failure(world);
    let why = told.iter().find_map(|report| match report {
        Report::PollFailed { why, .. } | Report::InstallFailed { why, .. } => Some(why),
        _ => None,
    });
    let why = why.unwrap_or_else(|| panic!("nothing was refused: {told:?}"));
    why.replace(&device.edge.base, "")
}

/// The edge is honest again, and the device comes to 2.0.0 by itself.
pub fn recovers(device: &Device) {
    device.edge.be_honest();
    device.settle();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
}

pub fn state(data: &Path) -> State {
    wavecast_agent::read_state(data).unwrap().unwrap()
}

/// The world when roots are asked for again.
pub fn tomorrow() -> World {
    World {
        clock: || wavecast_agent::now().plus(86_401),
        ..World::default()
    }
}
