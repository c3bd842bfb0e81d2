//! The steps of a random story over several rules, and the commands that they come to.

use proptest::prelude::*;
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::command::{
    ConfigChange, NewExperiment, NewVariant, PackageRef, ReleaseEdit, ReleaseRef, RuleEdit,
    StartWhen, VariantVerb, Who,
};
use wavecast_domain::share::Share;
use wavecast_wire::config::Properties;

use super::super::{group, rule};
use crate::world::{World, channel, when};

pub const RULES: [&str; 4] = ["testers", "ios", "new", "everyone"];
pub const VERSIONS: [&str; 8] = ["1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "3.0", "3.1"];
pub const VARIANTS: [&str; 2] = [r#"{"os":["ios"]}"#, r#"{"os":["android","web"]}"#];
/// Devices that are pinned and, but for the last, testers at first.
pub const NAMED: [&str; 4] = ["device-0002", "device-0007", "device-0011", "device-0014"];
/// What the rules `ios` and `new` may be for.
const AUDIENCES: [&str; 4] = [
    r#"{"os":["ios"]}"#,
    r#"{"os":["ios","web"]}"#,
    r#"{"tier":["new"]}"#,
    r#"{"tier":["new"],"os":["android","ios"]}"#,
];
const EXPERIMENTS: [&str; 3] = ["one", "two", "three"];

/// One step, in a rule where it is about one; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum What {
    Ship(Ship),
    Ramp(u16, Option<usize>),
    Pause(Option<usize>),
    Resume(Option<usize>),
    Conclude(usize),
    Abort(bool, Option<usize>),
    Rollback(Option<usize>),
    Embed,
    Pin(usize, usize),
    Unpin(usize),
    Reorder(usize),
    Audience(usize),
    Testers(usize),
    Config(Option<u16>),
    RampConfig(u16),
    RevertConfig,
    Try(Try),
    RampTry(usize, u16),
    HoldTry(usize, bool),
    EndTry(usize, Option<usize>),
    HoldOut(u16),
    Wait,
}

#[derive(Clone, Debug)]
pub struct Ship {
    version: usize,
    to: Option<u16>,
    replace: bool,
    floor: bool,
    only: Option<usize>,
}

/// An experiment: its name, how much it reserves and reaches, and the version of each variant, or
/// values.
#[derive(Clone, Debug)]
pub struct Try {
    name: usize,
    reserve: u16,
    share: u16,
    versions: Option<[Option<usize>; 2]>,
}

pub fn steps() -> impl Strategy<Value = Vec<(usize, What)>> {
    let only = || prop::option::weighted(0.3, 0..VARIANTS.len());
    let version = || prop::option::of(0..VERSIONS.len());
    let flag = |chance| prop::bool::weighted(chance);
    let ship = (
        0..VERSIONS.len(),
        prop::option::of(share()),
        flag(0.2),
        flag(0.15),
        only(),
    );
    let ship = ship.prop_map(|(version, to, replace, floor, only)| Ship {
        version,
        to,
        replace,
        floor,
        only,
    });
    let versions = prop::option::weighted(0.7, [version(), version()]);
    // Large ones meet the hold-out's buckets, small ones leave room for each other.
    let reserve = prop_oneof![3 => 200..=6000u16, 1 => 7000..=10_000u16];
    let tried = (0..EXPERIMENTS.len(), reserve, share(), versions);
    let tried = tried.prop_map(|(name, reserve, share, versions)| Try {
        name,
        reserve,
        share,
        versions,
    });
    let one = || 0..EXPERIMENTS.len();
    let moving = prop_oneof![
        8 => ship.prop_map(What::Ship),
        5 => (share(), only()).prop_map(|(to, only)| What::Ramp(to, only)),
        4 => only().prop_map(What::Pause),
        9 => only().prop_map(What::Resume),
        2 => (0..VARIANTS.len()).prop_map(What::Conclude),
        2 => (any::<bool>(), only()).prop_map(|(keep, only)| What::Abort(keep, only)),
        2 => only().prop_map(What::Rollback),
        1 => Just(What::Embed),
    ];
    let standing = prop_oneof![
        2 => (0..NAMED.len(), 0..16usize).prop_map(|(who, release)| What::Pin(who, release)),
        4 => (0..NAMED.len()).prop_map(What::Unpin),
        1 => (0..RULES.len()).prop_map(What::Reorder),
        1 => (0..AUDIENCES.len()).prop_map(What::Audience),
        1 => (1..NAMED.len()).prop_map(What::Testers),
        1 => Just(What::Wait),
    ];
    let values = prop_oneof![
        3 => prop::option::weighted(0.6, 1..9000u16).prop_map(What::Config),
        3 => (5000..=10_000u16).prop_map(What::RampConfig),
        1 => Just(What::RevertConfig),
    ];
    // Most of what grows meets no experiment, so some would take nearly everything.
    let held_out = prop_oneof![0..3000u16, 3000..9000u16];
    let trying = prop_oneof![
        4 => tried.prop_map(What::Try),
        3 => (one(), share()).prop_map(|(name, to)| What::RampTry(name, to)),
        2 => (one(), any::<bool>()).prop_map(|(name, held)| What::HoldTry(name, held)),
        2 => (one(), prop::option::of(0..2usize)).prop_map(|(name, chosen)| What::EndTry(name, chosen)),
        2 => held_out.prop_map(What::HoldOut),
    ];
    let what = prop_oneof![8 => moving, 2 => standing, 2 => values, 4 => trying];
    // Most of a story happens in few rules, so that something happens to what moves there.
    let of = prop_oneof![1 => Just(0), 3 => Just(1), 1 => Just(2), 4 => Just(3)];
    let story = prop::collection::vec((of, what), 1..40);
    // Who is held out is promised something from the beginning, in half of the stories.
    (prop::option::of(500..3000u16), story).prop_map(|(held_out, mut story)| {
        let first = held_out.map(|share| (0, What::HoldOut(share)));
        story.splice(0..0, first);
        story
    })
}

fn share() -> impl Strategy<Value = u16> + Clone {
    prop_oneof![Just(10_000u16), 0u16..=10_000]
}

fn part(permyriad: u16) -> Share {
    Share::permyriad(permyriad).expect("a share")
}

impl What {
    /// The command of this step in a rule, if it has an object.
    pub fn command(&self, world: &World, of: &RuleName) -> Option<Command> {
        self.on_release(world, of)
            .or_else(|| self.on_rules(world, of))
            .or_else(|| self.on_values(world, of))
    }

    fn on_release(&self, world: &World, of: &RuleName) -> Option<Command> {
        let stable = channel("stable");
        let moving = || {
            let id = world.channels[&stable].rule(of)?.moving.clone()?;
            let channel = stable.clone();
            Some(ReleaseRef { channel, id })
        };
        let some = |only: usize, verb| {
            Some(Command::Variants {
                release: moving()?,
                only: when(VARIANTS[only]),
                verb,
            })
        };
        match self {
            Self::Ship(ship) => Some(ship.command(world, of)),
            Self::Ramp(to, only) => Some(Command::Ramp {
                release: moving()?,
                to: part(*to),
                only: only.map(|only| when(VARIANTS[only])),
                keep_open: false,
            }),
            Self::Pause(None) => moving().map(Command::Pause),
            Self::Pause(Some(only)) => some(*only, VariantVerb::Pause),
            Self::Resume(None) => moving().map(Command::Resume),
            Self::Resume(Some(only)) => some(*only, VariantVerb::Resume),
            Self::Conclude(only) => some(*only, VariantVerb::Conclude),
            Self::Abort(keep, None) => Some(Command::Abort {
                release: moving()?,
                keep: *keep,
            }),
            Self::Abort(keep, Some(only)) => some(*only, VariantVerb::Abort { keep: *keep }),
            Self::Rollback(None) => Some(Command::Revert {
                channel: stable,
                rule: of.clone(),
                to: None,
            }),
            Self::Rollback(Some(only)) => Some(Command::RevertVariants {
                channel: stable,
                rule: of.clone(),
                only: when(VARIANTS[*only]),
            }),
            Self::Embed => Some(Command::Embed {
                channel: stable,
                rule: of.clone(),
            }),
            _ => None,
        }
    }

    fn on_rules(&self, world: &World, of: &RuleName) -> Option<Command> {
        let stable = channel("stable");
        let who = |number: usize| Who::Device(NAMED[number].into());
        match self {
            Self::Pin(number, release) => {
                let rules = &world.channels[&stable].rules;
                let started: Vec<_> = rules.iter().flat_map(|rule| &rule.started).collect();
                let id = (*started.get(release % started.len().max(1))?).clone();
                Some(Command::Pin {
                    release: ReleaseRef {
                        channel: stable,
                        id,
                    },
                    who: who(*number),
                    until: world.now.plus(7200),
                    reason: "looking".into(),
                })
            }
            Self::Unpin(number) => Some(Command::Unpin {
                channel: stable,
                who: who(*number),
            }),
            Self::Reorder(before) => Some(Command::MoveRule {
                channel: stable,
                rule: of.clone(),
                before: Some(rule(RULES[*before])),
            }),
            Self::Audience(number) => Some(Command::EditRule(RuleEdit {
                channel: stable,
                rule: of.clone(),
                audience: when(AUDIENCES[*number]),
                devices: None,
            })),
            Self::Testers(count) => Some(Command::SetGroup {
                group: group("testers"),
                devices: DevicesInput::Ids(NAMED[..*count].iter().map(|id| (*id).into()).collect()),
            }),
            _ => None,
        }
    }

    fn on_values(&self, world: &World, of: &RuleName) -> Option<Command> {
        let channel = channel("stable");
        let name = |number: usize| EXPERIMENTS[number].to_owned();
        Some(match self {
            Self::Config(share) => Command::SetConfig {
                channel,
                change: ConfigChange {
                    rule: Some(of.clone()),
                    set: page(world.head.revision),
                    ..ConfigChange::default()
                },
                share: share.map(part),
                now: false,
            },
            Self::RampConfig(to) => Command::RampConfig {
                channel,
                to: part(*to),
                now: false,
            },
            Self::RevertConfig => Command::RevertConfig {
                channel,
                to: None,
                now: false,
            },
            Self::Try(tried) => Command::CreateExperiment(tried.new_in(of)),
            Self::RampTry(number, to) => Command::RampExperiment {
                channel,
                name: name(*number),
                to: part(*to),
            },
            Self::HoldTry(number, held) => Command::HoldExperiment {
                channel,
                name: name(*number),
                held: *held,
            },
            Self::EndTry(number, None) => Command::StopExperiment {
                channel,
                name: name(*number),
            },
            Self::EndTry(number, Some(variant)) => Command::ConcludeExperiment {
                channel,
                name: name(*number),
                variant: ["a", "b"][*variant].into(),
            },
            Self::HoldOut(share) => Command::HoldOut {
                channel,
                share: part(*share),
            },
            _ => return None,
        })
    }

    /// What kind of step it is, and whether it is about a part: `Pause` or `Pause some`.
    pub fn kind(&self) -> String {
        let (said, on_packages) = (
            format!("{self:?}"),
            matches!(self, Self::Try(one) if one.versions.is_some()),
        );
        let name: String = said.chars().take_while(|c| c.is_alphanumeric()).collect();
        let is_part = !matches!(self, Self::Ship(_) | Self::Try(_)) && said.contains("Some");
        match is_part || on_packages {
            true => format!("{name} some"),
            false => name,
        }
    }

    /// The experiment that it is about.
    pub fn experiment(&self) -> Option<&'static str> {
        match self {
            Self::RampTry(number, _) | Self::HoldTry(number, _) | Self::EndTry(number, _) => {
                Some(EXPERIMENTS[*number])
            }
            _ => None,
        }
    }
}

fn page(number: u64) -> Properties {
    serde_json::from_value(serde_json::json!({ "page": number })).expect("properties")
}

impl Ship {
    fn command(&self, world: &World, of: &RuleName) -> Command {
        let start = StartWhen::Now(self.to.map(part));
        let mut new = world.new_release(VERSIONS[self.version], start);
        new.rule = Some(of.clone());
        new.replace = self.replace;
        new.only = self.only.map(|only| when(VARIANTS[only]));
        new.edit = ReleaseEdit {
            floor: Some(self.floor),
            ..ReleaseEdit::default()
        };
        Command::CreateRelease(new)
    }
}

impl Try {
    fn new_in(&self, of: &RuleName) -> NewExperiment {
        let variant = |number: usize| NewVariant {
            name: ["a", "b"][number].into(),
            weight: part(5000),
            properties: match self.versions {
                Some(_) => Properties::new(),
                None => page(u64::try_from(number).expect("small")),
            },
            package: self
                .versions
                .and_then(|versions| versions[number])
                .map(|version| PackageRef {
                    name: "app".parse().expect("a name"),
                    version: VERSIONS[version].parse().expect("a version"),
                }),
        };
        NewExperiment {
            channel: channel("stable"),
            name: EXPERIMENTS[self.name].into(),
            rule: Some(of.clone()),
            layer: None,
            reserve: part(self.reserve),
            share: part(self.share),
            variants: vec![variant(0), variant(1)],
            policy: None,
            notes: None,
        }
    }
}
