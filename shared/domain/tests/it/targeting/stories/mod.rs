//! Any sequence of commands over several rules, with pins, floors, variants, groups, remote
//! configuration, experiments and a hold-out: each device gets one answer, what one rule does moves
//! nobody outside of its audience, and who has a variant of an experiment keeps it.

mod checks;
mod eyes;
mod steps;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use wavecast_domain::Command;
use wavecast_domain::app::{Channel, DevicesInput, Dimension, Rule, RuleName};
use wavecast_domain::dimension::expand;
use wavecast_domain::principal::Principal;
use wavecast_wire::bucket::list_hash;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::fits;

use super::{configure, dimension, group, rule};
use crate::fleet::{Device, Fleet};
use crate::world::{World, channel};
use checks::check_answer;
use eyes::Eyes;
use steps::{NAMED, RULES, VARIANTS, VERSIONS, What, steps};

type Checked = Result<(), TestCaseError>;

struct Story {
    world: World,
    fleet: Fleet,
    /// What each device sees of the configuration.
    eyes: Vec<Eyes>,
}

impl Story {
    fn new() -> Self {
        let mut world = World::new(Kind::Bundle);
        for version in VERSIONS {
            world.package_of(version, &[], &VARIANTS);
        }
        world.run(Command::SetGroup {
            group: group("testers"),
            devices: DevicesInput::Ids(NAMED[..3].iter().map(|id| (*id).into()).collect()),
        });
        let mut dimensions = world.head.dimensions.clone();
        let tier = r#"{"type":"derived","of":"app_version","groups":[
            {"name":"old","within":"<2"},{"name":"new","within":">=2"}]}"#;
        let tier: Dimension = serde_json::from_str(tier).expect("a dimension");
        dimensions.insert(dimension("tier"), tier);
        world.run(configure(dimensions));
        let mut testers = world.new_rule("testers", "{}");
        testers.devices = Some(group("testers"));
        world.run(Command::CreateRule(testers));
        world.rule_for("ios", r#"{"os":["ios"]}"#);
        world.rule_for("new", r#"{"tier":["new"]}"#);
        Self {
            world,
            fleet: fleet(),
            eyes: vec![Eyes::default(); 60],
        }
    }

    fn part(&self) -> &Channel {
        &self.world.channels[&channel("stable")]
    }

    fn poll(&mut self) {
        self.fleet.poll(&self.world);
        let publication = self.world.render("stable");
        for (device, eyes) in self.fleet.devices.iter().zip(&mut self.eyes) {
            eyes.look(&self.world, &publication, device);
        }
    }

    fn belongs(&self, device: &Device, rule: &Rule) -> bool {
        let in_group = rule.devices.as_ref().is_none_or(|name| {
            let group = &self.world.head.groups[name];
            let hash = list_hash(group.salt.as_str(), &device.id);
            group.hashes.contains(&hash)
        });
        let plain = expand(&self.world.head.dimensions, &rule.audience);
        in_group && plain.iter().any(|when| fits(when, &device.attributes))
    }

    /// The rule that a step is about.
    fn rule_of(&self, of: &RuleName, what: &What) -> Option<RuleName> {
        match what.experiment() {
            Some(name) => self
                .part()
                .experiments
                .named(name)
                .map(|one| one.rule.clone()),
            None => Some(of.clone()),
        }
    }

    /// The devices that a step may move, by its rule as it stands now.
    fn meant(&self, of: &RuleName, what: &What) -> Vec<bool> {
        let rule = self.rule_of(of, what);
        let rule = rule.and_then(|name| self.part().rule(&name));
        let is_meant = |device: &Device| match what {
            What::Pin(who, _) | What::Unpin(who) => device.id == NAMED[*who],
            // An order decides for whoever belongs to several rules; a pin may end.
            What::Reorder(_) | What::Wait => true,
            What::Testers(_) => NAMED.contains(&device.id.as_str()),
            What::Config(_) | What::RampConfig(_) | What::RevertConfig | What::HoldOut(_) => false,
            _ => rule.is_some_and(|rule| self.belongs(device, rule)),
        };
        self.fleet.devices.iter().map(is_meant).collect()
    }

    /// The devices whose values a step may change.
    fn meant_values(&self, of: &RuleName, what: &What) -> Vec<bool> {
        match what {
            What::Config(_) | What::Try(_) | What::RampTry(..) | What::EndTry(..) => {
                let rule = self.rule_of(of, what);
                let rule = rule.and_then(|name| self.part().rule(&name));
                let belongs = |d: &Device| rule.is_some_and(|rule| self.belongs(d, rule));
                self.fleet.devices.iter().map(belongs).collect()
            }
            What::HoldTry(..) => vec![false; self.fleet.devices.len()],
            What::RampConfig(_) | What::RevertConfig | What::HoldOut(_) => {
                vec![true; self.fleet.devices.len()]
            }
            What::Reorder(_) | What::Wait | What::Testers(_) | What::Audience(_) => {
                self.meant(of, what)
            }
            _ => vec![false; self.fleet.devices.len()],
        }
    }

    fn take(&mut self, of: &RuleName, what: &What) -> Checked {
        self.poll();
        let (before, saw) = (self.fleet.clone(), self.eyes.clone());
        let tried = self.tried();
        let mut meant = self.meant(of, what);
        let mut meant_values = self.meant_values(of, what);
        match what.command(&self.world, of) {
            // There is nothing to do it to.
            None if !matches!(what, What::Wait) => return Ok(()),
            Some(command) => drop(self.world.run_as(Principal::Bootstrap, command)),
            None => {
                self.world.wait(3600);
                self.world.tick();
            }
        }
        // Whoever joins an audience is meant as well.
        if matches!(what, What::Audience(_)) {
            for (was, is) in meant.iter_mut().zip(self.meant(of, what)) {
                *was |= is;
            }
            meant_values.clone_from(&meant);
        }
        self.check_render()?;
        self.poll();
        for (number, was) in before.devices.iter().enumerate() {
            let is = &self.fleet.devices[number];
            check_answer(is)?;
            if !meant[number] {
                prop_assert_eq!(&was.active, &is.active, "{:?} moved {}", what, &was.id);
            }
            if !meant_values[number] {
                let (saw, sees) = (&saw[number].values, &self.eyes[number].values);
                prop_assert_eq!(saw, sees, "{:?} showed {} something else", what, &was.id);
            }
        }
        self.check_held_out()?;
        self.check_kept(&before, &saw, &tried, what)?;
        self.check_rest()?;
        self.check_given()
    }
}

fn fleet() -> Fleet {
    let mut fleet = Fleet::new(60);
    for (number, device) in fleet.devices.iter_mut().enumerate() {
        let mut say = |name: &str, value: &str| device.attributes.insert(name.into(), value.into());
        say("os", ["ios", "android", "web"][number % 3]);
        say("app_version", ["1.5", "2.5"][number / 3 % 2]);
    }
    // Devices that say nothing, or nonsense, still get one answer.
    fleet.devices[57].attributes.clear();
    for (number, nonsense) in [(58, "x".repeat(10_000)), (59, "new".to_owned())] {
        let attributes = &mut fleet.devices[number].attributes;
        attributes.insert("app_version".into(), nonsense);
    }
    fleet
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

/// A property of stories says nothing if nothing happens in them.
#[test]
fn every_kind_of_step_is_accepted_sometimes() {
    let mut runner = TestRunner::deterministic();
    let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..150 {
        let story = steps().new_tree(&mut runner).expect("a story");
        let mut told = Story::new();
        for (of, what) in story.current() {
            let Some(command) = what.command(&told.world, &rule(RULES[of])) else {
                told.world.wait(3600);
                told.world.tick();
                continue;
            };
            let done = told.world.run_as(Principal::Bootstrap, command).is_ok();
            *accepted.entry(what.kind()).or_default() += usize::from(done);
        }
    }
    let rare: Vec<_> = accepted.iter().filter(|(_, times)| **times == 0).collect();
    assert!(rare.is_empty() && accepted.len() > 20, "{accepted:?}");
}
