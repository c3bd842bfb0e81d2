//! Any sequence of commands keeps every invariant, and no device gets lost on the way.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::decide::Decision;
use wavecast_domain::package::PackageStatus;
use wavecast_domain::principal::Principal;
use wavecast_domain::record::Record;
use wavecast_domain::release::{Release, Status};
use wavecast_domain::status::Phase;
use wavecast_wire::bucket::bucket;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::Salt;
use wavecast_wire::table::Choice;

use crate::fleet::{Device, Fleet};
use crate::story::{CHANNELS, Step, VERSIONS, What, steps};
use crate::world::{World, channel};

type Checked = Result<(), TestCaseError>;

const DEVICES: usize = 50;

struct Story {
    world: World,
    /// Poll after every commit; one fleet per channel.
    awake: [Fleet; 2],
    /// Each polls after some commits.
    sleepy: [Fleet; 2],
    released: Vec<ReleaseRef>,
    steps: usize,
}

/// Devices of which every third has an older binary.
fn fleet() -> Fleet {
    let mut fleet = Fleet::new(DEVICES).with("app_version", "2.5");
    for device in fleet.devices.iter_mut().step_by(3) {
        device.attributes.insert("app_version".into(), "1.5".into());
    }
    fleet
}

impl Story {
    fn new() -> Self {
        let mut world = World::new(Kind::Bundle);
        for (version, requires) in VERSIONS {
            let requires: Vec<_> = requires
                .iter()
                .map(|range| ("app_version", *range))
                .collect();
            world.package_of(version, &requires, &["{}"]);
        }
        let fleets = || [fleet(), fleet()];
        Self {
            world,
            awake: fleets(),
            sleepy: fleets(),
            released: Vec::new(),
            steps: 0,
        }
    }

    fn take(&mut self, step: &Step) -> Checked {
        self.steps += 1;
        if let What::Wait(hours) = step.what {
            for _ in 0..hours {
                self.world.wait(3600);
                self.world.tick();
            }
        } else {
            let Some(command) = step.command(&self.world, &self.released) else {
                return Ok(());
            };
            let before = self.releases();
            // A refusal changes nothing: the state is checked anyway.
            if let Ok(decision) = self.world.run_as(Principal::Bootstrap, command) {
                self.check_step(&before, &decision)?;
            }
        }
        self.remember();
        self.check_state()?;
        self.check_devices()
    }

    fn remember(&mut self) {
        for release in self.releases().into_values() {
            let release = ReleaseRef {
                channel: release.channel,
                id: release.id,
            };
            if !self.released.contains(&release) {
                self.released.push(release);
            }
        }
    }

    fn releases(&self) -> BTreeMap<String, Release> {
        let release = |record: &Record| match record {
            Record::Release(release) => Some((release.id.to_string(), release.as_ref().clone())),
            _ => None,
        };
        self.world.records.values().filter_map(release).collect()
    }

    /// What one command may do to releases, and whom it says that it moves.
    fn check_step(&mut self, before: &BTreeMap<String, Release>, decision: &Decision) -> Checked {
        for (id, after) in self.releases() {
            let Some(before) = before.get(&id) else {
                continue;
            };
            let (from, to) = (before.status, after.status);
            prop_assert!(is_allowed(from, to), "{id}: {from:?} -> {to:?}");
            if (from, to) == (Status::Active, Status::Active) {
                prop_assert!(after.share >= before.share, "{id}: a ramp only grows");
            }
            let comes = !is_at_edge(from) && is_at_edge(to);
            prop_assert!(
                !comes || !self.is_yanked(&after),
                "{id}: a yanked package came back"
            );
        }
        if decision.movements.is_empty() {
            for (fleet, name) in self.awake.iter_mut().zip(CHANNELS) {
                let settled = fleet.running();
                fleet.poll_some(&self.world, name, |_| true);
                prop_assert_eq!(settled, fleet.running(), "nobody was said to move");
            }
        }
        Ok(())
    }

    fn is_yanked(&self, release: &Release) -> bool {
        let package = self.world.package_record(release.version.as_str());
        matches!(package.status, PackageStatus::Yanked { .. })
    }

    /// What holds between any two commands.
    fn check_state(&self) -> Checked {
        let mut releases = self.releases();
        check_salts(&releases)?;
        for name in CHANNELS {
            self.check_channel(name, &mut releases)?;
            prop_assert_eq!(self.world.render(name), self.world.render(name));
        }
        for (id, release) in releases {
            prop_assert!(
                !is_at_edge(release.status),
                "{id} is {:?} nowhere",
                release.status
            );
        }
        Ok(())
    }

    /// The stack agrees with the records of its releases, which it takes from the map.
    fn check_channel(&self, name: &str, releases: &mut BTreeMap<String, Release>) -> Checked {
        let part = &self.world.channels[&channel(name)];
        let rule = &part.rules[0];
        prop_assert!(part.withdrawn.len() <= 64 && rule.started.len() <= 64);
        prop_assert!(rule.concluded.len() <= 5);
        for (place, placement) in rule.stack.iter().enumerate() {
            let record = releases.remove(placement.release.as_str());
            let record = record.expect("a placement has a record, and one place");
            let status = match rule.phase(placement) {
                Phase::Active => Status::Active,
                Phase::Paused => Status::Paused,
                Phase::Concluded => Status::Concluded,
                Phase::Kept => Status::Aborted,
            };
            let is_moving = matches!(status, Status::Active | Status::Paused);
            prop_assert!(!is_moving || place == 0, "what moves is on top");
            let is_above = rule.stack[..place]
                .iter()
                .all(|above| !rule.is_concluded(above));
            prop_assert!(is_above || !placement.held, "held past the next conclusion");
            prop_assert_eq!((record.status, record.share), (status, placement.share));
            prop_assert_eq!(record.placement.as_ref(), Some(placement));
            prop_assert!(
                !part.withdrawn.contains(&placement.release),
                "placed and withdrawn"
            );
        }
        prop_assert!(
            rule.moving
                .as_ref()
                .is_none_or(|id| rule.placement(id).is_some())
        );
        Ok(())
    }

    /// Whoever polls goes where it is sent, and stays there.
    fn check_devices(&mut self) -> Checked {
        let step = self.steps.to_string();
        for (fleet, name) in self.sleepy.iter_mut().zip(CHANNELS) {
            let wakes = |number: usize| bucket(&step, &number.to_string()) < 2000;
            fleet.poll_some(&self.world, name, wakes);
        }
        for (fleet, name) in self.awake.iter_mut().zip(CHANNELS) {
            fleet.poll_some(&self.world, name, |_| true);
            let once = fleet.clone();
            fleet.poll_some(&self.world, name, |_| true);
            prop_assert_eq!(
                &once.devices,
                &fleet.devices,
                "a second poll changes nothing"
            );
        }
        for device in self
            .awake
            .iter()
            .chain(&self.sleepy)
            .flat_map(|fleet| &fleet.devices)
        {
            prop_assert!(
                has_arrived(device),
                "{device:?} couldn't go where it was sent"
            );
        }
        Ok(())
    }
}

fn has_arrived(device: &Device) -> bool {
    match &device.chosen {
        Some(Choice::Config { release, .. }) => {
            device.active.as_ref().is_some_and(|(id, _)| id == release)
        }
        Some(Choice::Embedded { .. }) => device.active.is_none(),
        _ => true,
    }
}

/// A salt belongs to one release, and to those that took its place.
fn check_salts(releases: &BTreeMap<String, Release>) -> Checked {
    let mut of: BTreeMap<Salt, Vec<&Release>> = BTreeMap::new();
    for release in releases.values() {
        of.entry(release.salt.clone()).or_default().push(release);
    }
    for sharing in of.values() {
        for release in sharing {
            let is_own = release.salt.as_str() == release.id.as_str();
            let took_over = sharing
                .iter()
                .any(|other| release.origin.as_ref() == Some(&other.id));
            prop_assert!(is_own || took_over, "{} reuses a salt", release.id);
        }
    }
    Ok(())
}

fn is_at_edge(status: Status) -> bool {
    matches!(status, Status::Active | Status::Paused | Status::Concluded)
}

/// The table of a release's life. A commit that starts may conclude at once.
fn is_allowed(from: Status, to: Status) -> bool {
    use Status::*;
    from == to
        || matches!(
            (from, to),
            (Draft, Scheduled | Active | Concluded)
                | (Scheduled, Draft | Active | Concluded | Missed)
                | (Missed, Active | Concluded | Draft)
                | (Active, Paused | Concluded | Aborted | Superseded)
                | (Experimental, Concluded | Aborted)
                | (Paused, Active | Aborted | Superseded)
                | (Concluded, Reverted | Superseded)
                | (Superseded | Reverted | Aborted, Concluded)
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn any_story_keeps_every_invariant(steps in steps()) {
        let mut story = Story::new();
        for step in &steps {
            story.take(step)?;
        }
    }
}
