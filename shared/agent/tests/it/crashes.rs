//! The device dies, or its disk refuses once, at every single step of a change of its disk: before
//! it, in the middle of it, after it.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wavecast_agent::{Disk, Step, World};
use wavecast_wire::table::Row;

use crate::device::Device;
use crate::forge::everyone;

/// What happens at the step that was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// The device is dead from here on: nothing reaches the disk any more.
    Death,
    /// The disk refuses this one step, and works again.
    Refusal,
}

/// One change in the life of a device, at whose every step it fails once.
struct Change {
    device: Device,
    name: &'static str,
    /// What may stand in `current` at any time.
    whole: &'static [Option<&'static str>],
    /// What the device ends on, by itself.
    ends_on: &'static str,
}

#[test]
fn a_first_install_survives_death_at_every_step_of_the_disk() {
    let mut device = Device::new();
    device.ship("1.0.0");
    let whole = &[None, Some("1.0.0")];
    Change::new(device, "install", whole, "1.0.0").try_all();
}

#[test]
fn an_update_survives_death_at_every_step_of_the_disk() {
    let mut device = Device::running();
    device.ship("2.0.0");
    let whole = &[Some("1.0.0"), Some("2.0.0")];
    Change::new(device, "update", whole, "2.0.0").try_all();
}

#[test]
fn going_back_survives_death_at_every_step_of_the_disk() {
    let mut device = Device::running();
    device.ship("2.0.0");
    device.hooks.on_activate = Some("test \"$WAVECAST_VERSION\" != 2.0.0".into());
    let whole = &[Some("1.0.0"), Some("2.0.0")];
    Change::new(device, "unhealthy, then back", whole, "1.0.0").try_all();
}

#[test]
fn a_rollback_survives_death_at_every_step_of_the_disk() {
    let mut device = Device::running();
    device.ship("2.0.0");
    device.settle();
    let one = everyone("r-1.0.0", "release-r-1.0.0.json".parse().unwrap());
    device.forge.table.withdrawn = vec!["r-2.0.0".parse().unwrap()];
    device.forge.table.rows = vec![Row::Known(one)];
    device.forge.publish();
    device.deploy();
    let whole = &[Some("2.0.0"), Some("1.0.0")];
    Change::new(device, "rollback", whole, "1.0.0").try_all();
}

impl Change {
    fn new(
        device: Device,
        name: &'static str,
        whole: &'static [Option<&'static str>],
        ends_on: &'static str,
    ) -> Self {
        Self {
            device,
            name,
            whole,
            ends_on,
        }
    }

    fn try_all(mut self) {
        let base = self.device.keep_data();
        for fault in [Fault::Death, Fault::Refusal] {
            let mut points = 0;
            loop {
                self.device.restore_data(&base);
                let reached = self.fail_at(points, fault);
                let at = format!("{}: {fault:?} at point {points}: {reached:?}", self.name);
                self.check_whole(&at);
                self.device.settle();
                self.check_end(&at);
                if fault == Fault::Death {
                    self.check_cache(&at);
                }
                if reached.is_none() {
                    break;
                }
                points += 1;
            }
            self.goes_on();
            let line = format!("{}: {points} points, {fault:?}\n", self.name);
            // Past the capture of the test runner: how much was tried is a result.
            io::stderr().write_all(line.as_bytes()).unwrap();
            assert!(points > 60, "{line}");
        }
    }

    /// Lets the device work until it fails at step `point`; what that was, if it came so far.
    fn fail_at(&self, point: usize, fault: Fault) -> Option<String> {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::new(std::sync::Mutex::new(None));
        let (counter, reached) = (count.clone(), seen.clone());
        let watch = move |step: Step<'_>| {
            let number = counter.fetch_add(1, Ordering::SeqCst);
            let fails = match fault {
                Fault::Death => number >= point,
                Fault::Refusal => number == point,
            };
            if number == point {
                *reached.lock().unwrap() = Some(format!("{step:?}"));
            }
            if fails {
                return Err(io::Error::other("refused"));
            }
            Ok(())
        };
        let world = World {
            disk: Disk::watched(Arc::new(watch)),
            ..World::default()
        };
        self.device.run_until_failure(world);
        seen.lock().unwrap().take()
    }

    /// One of the good releases, all of it, and a state that can be read.
    fn check_whole(&self, at: &str) {
        let current = self.device.current();
        assert!(
            self.whole.contains(&current.as_deref()),
            "{at}: {current:?}"
        );
        let state = wavecast_agent::read_state(&self.device.data());
        assert!(state.is_ok(), "{at}: {state:?}");
    }

    /// Where the device comes to by itself: the release, the app's properties, nothing left over.
    fn check_end(&self, at: &str) {
        let device = &self.device;
        assert_eq!(device.current().as_deref(), Some(self.ends_on), "{at}");
        let state = wavecast_agent::read_state(&device.data()).unwrap().unwrap();
        let running = state.device.running.as_ref().unwrap();
        assert_eq!(running.package.version().as_str(), self.ends_on, "{at}");
        assert!(running.complete, "{at}");
        let properties = std::fs::read(device.data().join("properties.json")).unwrap();
        let properties: serde_json::Value = serde_json::from_slice(&properties).unwrap();
        assert_eq!(properties["version"], self.ends_on, "{at}");
        let mut kept: Vec<_> = state.device.slots().iter().map(u64::to_string).collect();
        kept.sort();
        assert_eq!(slots(&device.data()), kept, "{at}");
    }

    /// Nothing is left of what came. A file that the disk refused to remove goes with the next
    /// release.
    fn check_cache(&self, at: &str) {
        let left = std::fs::read_dir(self.device.data().join("cache")).unwrap();
        assert_eq!(left.count(), 0, "{at}");
    }

    /// The device is as good as any other: the next release arrives.
    fn goes_on(&mut self) {
        let table = self.device.forge.table.clone();
        self.device.ship("9.0.0");
        self.device.settle();
        assert_eq!(self.device.current().as_deref(), Some("9.0.0"));
        self.check_cache("9.0.0");
        self.device.forge.table = table;
        self.device.forge.publish();
        self.device.deploy();
    }
}

/// The slots that stand, and whatever else lies there that no slot needs.
fn slots(data: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(data.join("slots")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names
        .filter(|name| !name.ends_with(".files.json"))
        .collect();
    names.sort();
    names
}
