//! Any sequence of commands over several rules: each device gets one answer, and what one rule
//! does moves nobody outside of its audience.

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::command::{ReleaseEdit, ReleaseRef, StartWhen, Who};
use wavecast_domain::share::Share;
use wavecast_wire::bucket::list_hash;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Choice, When, fits};

use super::{group, rule};
use crate::fleet::{Device, Fleet};
use crate::world::{World, channel, when};

const RULES: [&str; 4] = ["testers", "ios", "new", "everyone"];
const VERSIONS: [&str; 8] = ["1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "3.0", "3.1"];
const VARIANTS: [&str; 2] = [r#"{"os":["ios"]}"#, r#"{"os":["android","web"]}"#];
const TESTERS: [&str; 3] = ["device-0002", "device-0007", "device-0011"];

#[derive(Clone, Debug)]
enum What {
    Ship {
        version: usize,
        to: Option<u16>,
        replace: bool,
        floor: bool,
        only: Option<usize>,
    },
    Ramp(u16, Option<usize>),
    Pause,
    Resume,
    Abort(bool),
    Rollback,
    Embed,
    Pin(usize, usize),
    Unpin(usize),
    Reorder(usize),
    Wait,
}

fn steps() -> impl Strategy<Value = Vec<(usize, What)>> {
    let share = || prop::option::of(prop_oneof![Just(10_000u16), 0u16..=10_000]);
    let only = || prop::option::weighted(0.3, 0..VARIANTS.len());
    let flag = |chance| prop::bool::weighted(chance);
    let ship = (0..VERSIONS.len(), share(), flag(0.2), flag(0.15), only());
    let ship = ship.prop_map(|(version, to, replace, floor, only)| What::Ship {
        version,
        to,
        replace,
        floor,
        only,
    });
    let what = prop_oneof![
        8 => ship,
        5 => (prop_oneof![Just(10_000u16), 0u16..=10_000], only()).prop_map(|(to, only)| What::Ramp(to, only)),
        2 => Just(What::Pause),
        2 => Just(What::Resume),
        2 => any::<bool>().prop_map(What::Abort),
        2 => Just(What::Rollback),
        1 => Just(What::Embed),
        1 => (0..TESTERS.len(), 0..16usize).prop_map(|(who, release)| What::Pin(who, release)),
        1 => (0..TESTERS.len()).prop_map(What::Unpin),
        1 => (0..RULES.len()).prop_map(What::Reorder),
        1 => Just(What::Wait),
    ];
    prop::collection::vec((0..RULES.len(), what), 1..25)
}

struct Story {
    world: World,
    fleet: Fleet,
}

impl Story {
    fn new() -> Self {
        let mut world = World::new(Kind::Bundle);
        for version in VERSIONS {
            world.package_of(version, &[], &VARIANTS);
        }
        world.run(Command::SetGroup {
            group: group("testers"),
            devices: DevicesInput::Ids(TESTERS.map(String::from).into()),
        });
        let mut testers = world.new_rule("testers", "{}");
        testers.devices = Some(group("testers"));
        world.run(Command::CreateRule(testers));
        world.rule_for("ios", r#"{"os":["ios"]}"#);
        world.rule_for("new", r#"{"app_version":">=2"}"#);
        let mut fleet = Fleet::new(60);
        for (number, device) in fleet.devices.iter_mut().enumerate() {
            let os = ["ios", "android", "web"][number % 3];
            device.attributes.insert("os".into(), os.into());
            let version = ["1.5", "2.5"][number / 3 % 2];
            device
                .attributes
                .insert("app_version".into(), version.into());
        }
        // Devices that say nothing, or nonsense, still get one answer.
        fleet.devices[57].attributes.clear();
        fleet.devices[58]
            .attributes
            .insert("app_version".into(), "x".repeat(10_000));
        fleet.devices[59]
            .attributes
            .insert("app_version".into(), "new".into());
        Self { world, fleet }
    }

    fn command(&self, of: &RuleName, what: &What) -> Option<Command> {
        let stable = channel("stable");
        let part = &self.world.channels[&stable];
        let moving = part.rule(of).and_then(|rule| rule.moving.clone());
        let moving = || {
            moving.clone().map(|id| ReleaseRef {
                channel: channel("stable"),
                id,
            })
        };
        let only = |only: &Option<usize>| only.map(|number| when(VARIANTS[number]));
        Some(match what {
            What::Ship {
                version,
                to,
                replace,
                floor,
                only: some,
            } => {
                let start = StartWhen::Now(to.and_then(Share::permyriad));
                let mut new = self.world.new_release(VERSIONS[*version], start);
                new.rule = Some(of.clone());
                new.replace = *replace;
                new.only = only(some);
                new.edit = ReleaseEdit {
                    floor: Some(*floor),
                    ..ReleaseEdit::default()
                };
                Command::CreateRelease(new)
            }
            What::Ramp(to, some) => Command::Ramp {
                release: moving()?,
                to: Share::permyriad(*to)?,
                only: only(some),
                keep_open: false,
            },
            What::Pause => Command::Pause(moving()?),
            What::Resume => Command::Resume(moving()?),
            What::Abort(keep) => Command::Abort {
                release: moving()?,
                keep: *keep,
            },
            What::Rollback => Command::Revert {
                channel: stable,
                rule: of.clone(),
                to: None,
            },
            What::Embed => Command::Embed {
                channel: stable,
                rule: of.clone(),
            },
            What::Pin(who, number) => {
                let started: Vec<_> = part.rules.iter().flat_map(|rule| &rule.started).collect();
                let id = (*started.get(number % started.len().max(1))?).clone();
                Command::Pin {
                    release: ReleaseRef {
                        channel: stable,
                        id,
                    },
                    who: Who::Device(TESTERS[*who].into()),
                    until: self.world.now.plus(7200),
                    reason: "looking".into(),
                }
            }
            What::Unpin(who) => Command::Unpin {
                channel: stable,
                who: Who::Device(TESTERS[*who].into()),
            },
            What::Reorder(before) => Command::MoveRule {
                channel: stable,
                rule: of.clone(),
                before: Some(rule(RULES[*before])),
            },
            What::Wait => return None,
        })
    }

    /// Whether a device may be moved by a command: it belongs to the rule, or is the one pinned.
    fn is_meant(&self, device: &Device, of: &RuleName, what: &What) -> bool {
        let is_tester = |who: usize| device.id == TESTERS[who];
        match what {
            What::Pin(who, _) | What::Unpin(who) => is_tester(*who),
            // An order decides for whoever belongs to several rules.
            What::Reorder(_) | What::Wait => true,
            _ => {
                let part = &self.world.channels[&channel("stable")];
                let Some(rule) = part.rule(of) else {
                    return false;
                };
                let in_group = rule.devices.as_ref().is_none_or(|name| {
                    let group = &self.world.head.groups[name];
                    group
                        .hashes
                        .contains(&list_hash(group.salt.as_str(), &device.id))
                });
                let audience: &When = &rule.audience;
                in_group && fits(audience, &device.attributes)
            }
        }
    }

    fn take(&mut self, of: &RuleName, what: &What) -> Result<(), TestCaseError> {
        self.fleet.poll(&self.world);
        let before = self.fleet.clone();
        match self.command(of, what) {
            // There is nothing to do it to.
            None if !matches!(what, What::Wait) => return Ok(()),
            Some(command) => drop(
                self.world
                    .run_as(wavecast_domain::principal::Principal::Bootstrap, command),
            ),
            None => {
                self.world.wait(3600);
                self.world.tick();
            }
        }
        prop_assert_eq!(self.world.render("stable"), self.world.render("stable"));
        self.fleet.poll(&self.world);
        for (was, is) in before.devices.iter().zip(&self.fleet.devices) {
            let answer = is.chosen.as_ref().expect("one answer");
            let is_one = matches!(
                answer,
                Choice::Config { .. } | Choice::Keep | Choice::Embedded { .. }
            );
            prop_assert!(is_one, "{:?}", answer);
            if !self.is_meant(was, of, what) {
                prop_assert_eq!(
                    &was.active,
                    &is.active,
                    "{:?} moved {} of another rule",
                    what,
                    &was.id
                );
            }
        }
        // Whoever went somewhere stays there: nothing sends a device to and fro.
        for _ in 0..4 {
            self.fleet.poll(&self.world);
        }
        let settled = self.fleet.clone();
        self.fleet.poll(&self.world);
        prop_assert_eq!(
            &settled.devices,
            &self.fleet.devices,
            "devices come to rest"
        );
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn one_rollout_moves_nobody_of_another(steps in steps()) {
        let mut story = Story::new();
        for (of, what) in &steps {
            story.take(&rule(RULES[*of]), what)?;
        }
    }
}
