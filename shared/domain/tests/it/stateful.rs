//! Any sequence of commands keeps every invariant, and no device gets lost on the way.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewRelease, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::Decision;
use wavecast_domain::package::PackageStatus;
use wavecast_domain::record::Record;
use wavecast_domain::release::{Release, Stage, Status};
use wavecast_domain::share::Share;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{ChannelName, Salt};
use wavecast_wire::table::Choice;

use crate::fleet::{Device, Fleet};
use crate::world::{World, channel};

const CHANNELS: [&str; 2] = ["stable", "beta"];
const DEVICES: usize = 60;

/// One step of a story; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Ship {
        channel: usize,
        version: usize,
        to: Option<u16>,
        replace: bool,
        downgrade: bool,
        keep_open: bool,
    },
    Moving {
        channel: usize,
        verb: Verb,
    },
    Rollback {
        channel: usize,
        to: Option<usize>,
    },
    Promote {
        from: usize,
        to: Option<u16>,
        replace: bool,
    },
    Schedule {
        release: usize,
        hours: i64,
    },
    Yank {
        version: usize,
        now: usize,
    },
    Some {
        release: usize,
        verb: Verb,
    },
    Wait {
        hours: i64,
    },
    WakeSome {
        mask: u64,
    },
}

#[derive(Clone, Debug)]
enum Verb {
    Ramp(u16),
    Pause,
    Resume,
    Conclude,
    Abort(bool),
    Retry,
    Clone,
    Start,
    Delete,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let to = || {
        prop_oneof![
            Just(None),
            (0u16..=10_000).prop_map(Some),
            Just(Some(10_000))
        ]
    };
    let verb = prop_oneof![
        3 => (0u16..=10_000).prop_map(Verb::Ramp),
        1 => Just(Verb::Ramp(10_000)),
        2 => Just(Verb::Pause),
        2 => Just(Verb::Resume),
        2 => Just(Verb::Conclude),
        2 => any::<bool>().prop_map(Verb::Abort),
        1 => Just(Verb::Retry),
        1 => Just(Verb::Clone),
        1 => Just(Verb::Start),
        1 => Just(Verb::Delete),
    ];
    let ship = (
        0..2usize,
        0..VERSIONS.len(),
        to(),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(channel, version, to, replace, downgrade, keep_open)| Step::Ship {
                channel,
                version,
                to,
                replace,
                downgrade,
                keep_open,
            },
        );
    let step = prop_oneof![
        6 => ship,
        6 => (0..2usize, verb.clone()).prop_map(|(channel, verb)| Step::Moving { channel, verb }),
        3 => (0..2usize, prop::option::of(0..16usize)).prop_map(|(channel, to)| Step::Rollback { channel, to }),
        2 => (0..2usize, to(), prop::bool::weighted(0.3)).prop_map(|(from, to, replace)| Step::Promote { from, to, replace }),
        1 => (0..16usize, 1..40i64).prop_map(|(release, hours)| Step::Schedule { release, hours }),
        1 => (0..VERSIONS.len(), 0..4usize).prop_map(|(version, now)| Step::Yank { version, now }),
        1 => (0..16usize, verb).prop_map(|(release, verb)| Step::Some { release, verb }),
        2 => (1..30i64).prop_map(|hours| Step::Wait { hours }),
        2 => any::<u64>().prop_map(|mask| Step::WakeSome { mask }),
    ];
    prop::collection::vec(step, 1..30)
}

/// Versions and what they require of binaries: a package's identity.
const VERSIONS: [(&str, Option<&str>); 10] = [
    ("1.0", None),
    ("1.1", None),
    ("1.2", Some(">=1")),
    ("2.0-rc.1", None),
    ("2.0", Some(">=2")),
    ("2.1", None),
    ("2.2", Some(">=2")),
    ("3.0", None),
    ("3.0.0.1", Some(">=1")),
    ("4.0", None),
];

struct Story {
    world: World,
    /// Polls after every commit; one per channel.
    awake: [Fleet; 2],
    /// Polls now and then.
    sleepy: [Fleet; 2],
    released: Vec<ReleaseRef>,
}

fn fleet(binary: usize) -> Fleet {
    let mut fleet = Fleet::new(DEVICES).with("app_version", "2.5");
    for device in fleet.devices.iter_mut().skip(binary).step_by(3) {
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
        let fleets = || [fleet(0), fleet(1)];
        Self {
            world,
            awake: fleets(),
            sleepy: fleets(),
            released: Vec::new(),
        }
    }

    fn moving(&self, channel: &ChannelName) -> Option<ReleaseRef> {
        let id = self.world.channels[channel].rules[0].moving.clone()?;
        Some(ReleaseRef {
            channel: channel.clone(),
            id,
        })
    }

    fn any_release(&self, number: usize) -> Option<ReleaseRef> {
        self.released
            .get(number % self.released.len().max(1))
            .cloned()
    }

    /// The command of a step, if it has an object.
    fn command(&self, step: &Step) -> Option<Command> {
        let share = |to: &Option<u16>| to.and_then(Share::permyriad);
        Some(match step {
            Step::Ship {
                channel: at,
                version,
                to,
                replace,
                downgrade,
                keep_open,
            } => {
                let policy = Policy {
                    downgrade: *downgrade,
                    ..Policy::default()
                };
                Command::CreateRelease(NewRelease {
                    channel: channel(CHANNELS[*at]),
                    edit: ReleaseEdit {
                        policy: Some(policy),
                        keep_open: Some(*keep_open),
                        ..ReleaseEdit::default()
                    },
                    replace: *replace,
                    ..self
                        .world
                        .new_release(VERSIONS[*version].0, StartWhen::Now(share(to)))
                })
            }
            Step::Moving { channel: at, verb } => verb.of(self.moving(&channel(CHANNELS[*at]))?),
            Step::Some { release, verb } => verb.of(self.any_release(*release)?),
            Step::Rollback { channel: at, to } => {
                let to = to
                    .and_then(|number| self.any_release(number))
                    .map(|release| release.id);
                Command::Revert {
                    channel: channel(CHANNELS[*at]),
                    rule: RuleName::everyone(),
                    to,
                }
            }
            Step::Promote { from, to, replace } => Command::Promote {
                from: channel(CHANNELS[*from]),
                to: channel(CHANNELS[1 - *from]),
                share: share(to),
                replace: *replace,
            },
            Step::Schedule { release, hours } => Command::Schedule {
                release: self.any_release(*release)?,
                start: self.world.now.plus(hours * 3600),
                window: 3600,
                stages: [(1000, 0), (5000, 3600), (10_000, 7200)]
                    .map(|(to, after)| Stage {
                        share: Share::permyriad(to).expect("a share"),
                        after,
                    })
                    .to_vec(),
            },
            Step::Yank { version, now } => Command::YankPackage {
                name: "app".parse().expect("a name"),
                version: VERSIONS[*version].0.parse().expect("a version"),
                reason: "bad".into(),
                now: CHANNELS
                    .iter()
                    .take(*now % 3)
                    .map(|name| channel(name))
                    .collect(),
            },
            Step::Wait { .. } | Step::WakeSome { .. } => return None,
        })
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Wait { hours } => {
                for _ in 0..*hours {
                    self.world.wait(3600);
                    self.world.tick();
                }
            }
            Step::WakeSome { mask } => {
                for (fleet, name) in self.sleepy.iter_mut().zip(CHANNELS) {
                    fleet.poll_some(&self.world, name, |number| mask >> (number % 64) & 1 == 1);
                }
            }
            _ => {
                let Some(command) = self.command(step) else {
                    return Ok(());
                };
                let before = self.releases();
                let Ok(decision) = self
                    .world
                    .run_as(wavecast_domain::principal::Principal::Bootstrap, command)
                else {
                    return Ok(());
                };
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
    fn check_step(
        &mut self,
        before: &BTreeMap<String, Release>,
        decision: &Decision,
    ) -> Result<(), TestCaseError> {
        for (id, after) in self.releases() {
            let Some(before) = before.get(&id) else {
                continue;
            };
            prop_assert!(
                allowed(before.status, after.status),
                "{id}: {:?} -> {:?}",
                before.status,
                after.status
            );
            if before.status == Status::Active && after.status == Status::Active {
                prop_assert!(after.share >= before.share, "{id}: a ramp only grows");
            }
            let starts = before.placement.is_none() && after.placement.is_some();
            prop_assert!(
                !starts || !self.is_yanked(&after),
                "{id}: a yanked package was started"
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
    fn check_state(&self) -> Result<(), TestCaseError> {
        let mut releases = self.releases();
        self.check_salts(&releases)?;
        for name in CHANNELS {
            let part = &self.world.channels[&channel(name)];
            let rule = &part.rules[0];
            prop_assert!(
                part.withdrawn.len() <= 64 && rule.concluded.len() <= 5 && rule.started.len() <= 64
            );
            for (place, placement) in rule.stack.iter().enumerate() {
                let record = releases.remove(placement.release.as_str());
                let record = record.expect("a placement has a record, and one place");
                let is_moving = rule.moving.as_ref() == Some(&placement.release);
                prop_assert!(!is_moving || place == 0, "what moves is on top");
                let status = match (is_moving, placement.held) {
                    (true, false) => Status::Active,
                    (true, true) => Status::Paused,
                    (false, true) => Status::Aborted,
                    (false, false) => Status::Concluded,
                };
                prop_assert_eq!(record.status, status);
                prop_assert_eq!(record.share, placement.share);
                prop_assert_eq!(record.placement.as_ref(), Some(placement));
                prop_assert!(!part.withdrawn.contains(&placement.release));
            }
            prop_assert!(
                rule.moving
                    .as_ref()
                    .is_none_or(|id| rule.placement(id).is_some())
            );
            prop_assert_eq!(self.world.render(name), self.world.render(name));
        }
        for (id, release) in releases {
            let at_edge = matches!(
                release.status,
                Status::Active | Status::Paused | Status::Concluded
            );
            prop_assert!(!at_edge, "{id} is {:?} and has no place", release.status);
        }
        Ok(())
    }

    /// A salt belongs to one release, and to those that took its place.
    fn check_salts(&self, releases: &BTreeMap<String, Release>) -> Result<(), TestCaseError> {
        let mut of: BTreeMap<Salt, Vec<&Release>> = BTreeMap::new();
        for release in releases.values() {
            of.entry(release.salt.clone()).or_default().push(release);
        }
        for sharing in of.values().filter(|sharing| sharing.len() > 1) {
            for release in sharing {
                let is_first = release.salt.as_str() == release.id.as_str();
                let took_over = sharing
                    .iter()
                    .any(|other| release.origin.as_ref() == Some(&other.id));
                prop_assert!(is_first || took_over, "{} reuses a salt", release.id);
            }
        }
        Ok(())
    }

    /// Whoever polls runs what the table chose for it, and stays there.
    fn check_devices(&mut self) -> Result<(), TestCaseError> {
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
            prop_assert!(arrived(device), "{device:?} couldn't go where it was sent");
        }
        Ok(())
    }
}

fn arrived(device: &Device) -> bool {
    match &device.chosen {
        Some(Choice::Config { release, .. }) => {
            device.active.as_ref().is_some_and(|(id, _)| id == release)
        }
        Some(Choice::Embedded { .. }) => device.active.is_none(),
        _ => true,
    }
}

/// The table of a release's life. A commit that starts may conclude at once.
fn allowed(from: Status, to: Status) -> bool {
    use Status::{
        Aborted, Active, Concluded, Draft, Missed, Paused, Reverted, Scheduled, Superseded,
    };
    from == to
        || matches!(
            (from, to),
            (Draft, Scheduled | Active | Concluded)
                | (Scheduled, Draft | Active | Concluded | Missed)
                | (Missed, Active | Concluded | Draft)
                | (Active, Paused | Concluded | Aborted | Superseded)
                | (Paused, Active | Aborted | Superseded)
                | (Concluded, Reverted | Superseded)
                | (Superseded | Reverted | Aborted, Concluded)
        )
}

impl Verb {
    fn of(&self, release: ReleaseRef) -> Command {
        match self {
            Self::Ramp(to) => Command::Ramp {
                release,
                to: Share::permyriad(*to).expect("a share"),
                keep_open: to % 2 == 1,
            },
            Self::Pause => Command::Pause(release),
            Self::Resume => Command::Resume(release),
            Self::Conclude => Command::Conclude(release),
            Self::Abort(keep) => Command::Abort {
                release,
                keep: *keep,
            },
            Self::Retry => Command::Retry(release),
            Self::Clone => Command::Clone {
                release,
                into: None,
            },
            Self::Start => Command::Start {
                release,
                share: None,
                replace: false,
            },
            Self::Delete => Command::DeleteRelease(release),
        }
    }
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
