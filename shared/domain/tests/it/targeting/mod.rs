//! The right release for the right device.

mod audiences;
mod dimensions;
mod floors;
mod groups;
mod in_use;
mod pins;
mod preview;
mod rules;
mod shadows;
mod stories;
mod told_apart;
mod variants;
mod versions;

use wavecast_domain::Command;
use wavecast_domain::app::{Dimension, Dimensions, GroupName, RuleName};
use wavecast_domain::command::{NewRule, ReleaseRef, StartWhen};
use wavecast_domain::decide::Decision;
use wavecast_domain::refusal::Refusal;
use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

use crate::world::{World, channel, released, share, when};

fn dimension(name: &str) -> DimensionName {
    name.parse().expect("a dimension")
}

fn rule(name: &str) -> RuleName {
    RuleName(name.into())
}

fn group(name: &str) -> GroupName {
    name.parse().expect("a group")
}

fn attributes(pairs: &[(&str, &str)]) -> Attributes {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect()
}

fn refuses(refusal: &Refusal, words: &[&str]) {
    let said = format!("{} | {} | {}", refusal.field, refusal.rule, refusal.hint);
    for word in words {
        assert!(said.contains(word), "{word:?} in {said}");
    }
}

impl World {
    fn new_rule(&self, name: &str, audience: &str) -> NewRule {
        NewRule {
            channel: channel("stable"),
            name: rule(name),
            audience: when(audience),
            devices: None,
            before: None,
        }
    }

    pub fn rule_for(&mut self, name: &str, audience: &str) -> Decision {
        self.run(Command::CreateRule(self.new_rule(name, audience)))
    }

    /// Creates a package and starts it in a rule.
    fn ship_in(&mut self, name: &str, version: &str, to: Option<&str>) -> ReleaseRef {
        self.package(version);
        self.release_in(name, version, to)
    }

    /// Starts a package that exists in a rule.
    fn release_in(&mut self, name: &str, version: &str, to: Option<&str>) -> ReleaseRef {
        let mut new = self.new_release(version, StartWhen::Now(to.map(share)));
        new.rule = Some(rule(name));
        released(&self.run(Command::CreateRelease(new)))
    }

    /// What a device gets in `stable`.
    fn gets(&self, id: &str, of: &Attributes) -> Choice {
        let table = self.render("stable").table;
        let lists = table
            .lists()
            .into_iter()
            .map(|name| (name.clone(), self.list(name)));
        let lists: Lists = lists.collect();
        let asker = Asker {
            id,
            attributes: of,
            active: None,
        };
        table.choose(&asker, &lists)
    }

    /// The hashes of a device list, from the record that its bytes are made of.
    fn list(&self, name: &wavecast_wire::name::TargetName) -> Vec<String> {
        let found = self
            .records
            .iter()
            .find_map(|(key, record)| match (key, record) {
                (
                    wavecast_domain::record::RecordKey::Target(_, of),
                    wavecast_domain::record::Record::Target(target),
                ) if of == name => Some(target.bytes.clone()),
                _ => None,
            });
        let list = wavecast_wire::table::DeviceList::read(&found.expect("a record"));
        list.expect("a list").devices
    }

    pub fn declare(&mut self, name: &str, declared: Dimension) -> Dimensions {
        let mut all = self.head.dimensions.clone();
        all.insert(dimension(name), declared);
        self.run(configure(all.clone()));
        all
    }
}

fn configure(dimensions: Dimensions) -> Command {
    Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    }
}

/// The release that a choice names.
fn of(choice: &Choice) -> Option<&str> {
    match choice {
        Choice::Config { release, .. } => Some(release.as_str()),
        _ => None,
    }
}

fn values(of: &[&str]) -> Vec<String> {
    of.iter().map(|value| (*value).into()).collect()
}
