//! What holds after each step of a story.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wavecast_domain::app::{Channel, RuleName};
use wavecast_domain::experiment::Experiment;
use wavecast_domain::{App, render};
use wavecast_wire::bucket::bucket;
use wavecast_wire::json::canonical;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::{Choice, fits};

use super::eyes::Eyes;
use super::steps::{NAMED, What};
use super::{Checked, Story};
use crate::fleet::{Device, Fleet};
use crate::world::channel;

impl Story {
    /// The state says it all: read back, it renders to the same bytes.
    pub fn check_render(&self) -> Checked {
        let name = channel("stable");
        let app = self.world.app_with(std::slice::from_ref(&name));
        let read = |text: String| serde_json::from_str::<Channel>(&text);
        let again = App {
            head: serde_json::to_string(&app.head)
                .and_then(|text| serde_json::from_str(&text))
                .expect("a head"),
            channels: [(
                name.clone(),
                serde_json::to_string(&app.channels[&name])
                    .and_then(read)
                    .expect("a channel"),
            )]
            .into(),
        };
        let bytes = |app: &App| {
            let publication = render(app, &name).expect("rendered");
            let table = canonical(&publication.table).expect("canonical");
            (table, canonical(&publication.targets).expect("canonical"))
        };
        prop_assert_eq!(bytes(&app), bytes(&again));
        Ok(())
    }

    /// The experiments that run, by the releases that they give.
    pub fn tried(&self) -> BTreeMap<ReleaseId, Experiment> {
        let mut tried = BTreeMap::new();
        for (_, experiment) in self.part().experiments.running() {
            for (_, placement) in experiment.placements() {
                tried.insert(placement.release.clone(), experiment.clone());
            }
        }
        tried
    }

    fn is_held_out(&self, device: &Device) -> bool {
        let experiments = &self.part().experiments;
        let salt = experiments.salt.as_ref();
        salt.is_some_and(|salt| bucket(salt.as_str(), &device.id) < experiments.holdout.value())
    }

    /// A device of the hold-out gets no experiment, whatever runs, unless it is pinned to one.
    pub fn check_held_out(&self) -> Checked {
        let tried = self.tried();
        let experiments = &self.part().experiments;
        // Sixty devices are few: of the line of packages, no bucket of the hold-out is reserved.
        let lines = experiments.of_packages().into_iter();
        for one in lines.flat_map(|line| &line.running) {
            let held_out = experiments.holdout.value();
            prop_assert!(
                one.from >= held_out,
                "{} reserves what is held out",
                one.name
            );
        }
        for (device, eyes) in self.fleet.devices.iter().zip(&self.eyes) {
            if !self.is_held_out(device) {
                continue;
            }
            if let Some(Choice::Config { release, target }) = &device.chosen {
                let is_pin = target.as_str().contains("-pin");
                prop_assert!(
                    is_pin || !tried.contains_key(release),
                    "{} is held out",
                    device.id
                );
            }
            for (release, target) in eyes.applied.values() {
                let mut running = self.part().experiments.running();
                let is_tried = running.any(|(_, one)| one.id == *release);
                let is_nothing = target.as_str() == "properties-nothing.json";
                prop_assert!(!is_tried || is_nothing, "{} is held out", device.id);
            }
        }
        Ok(())
    }

    /// Who had a variant has it still: of packages, whatever else its own rule does; of values,
    /// whatever comes, unless it is held out now.
    pub fn check_kept(
        &self,
        before: &Fleet,
        saw: &[Eyes],
        tried: &BTreeMap<ReleaseId, Experiment>,
        what: &What,
    ) -> Checked {
        let still = self.tried();
        let experiments = &self.part().experiments;
        for (number, was) in before.devices.iter().enumerate() {
            let is = &self.fleet.devices[number];
            let had = was.active.as_ref().and_then(|(id, _)| tried.get(id));
            let is_settled = matches!(&was.chosen, Some(Choice::Config { release, .. })
                if was.active.as_ref().is_some_and(|(id, _)| id == release));
            let (had, is_pinned) = (had.filter(|_| is_settled), NAMED.contains(&is.id.as_str()));
            if let Some(had) = had
                && !is_pinned
                && still.values().any(|one| one.id == had.id)
                && !matches!(
                    what,
                    What::Reorder(_) | What::Audience(_) | What::Testers(_)
                )
                && self.is_first_of(is, &had.rule)
            {
                prop_assert_eq!(
                    &was.active,
                    &is.active,
                    "{:?} took it from {}",
                    what,
                    &is.id
                );
            }
            for (layer, applied) in &saw[number].applied {
                let mut running = experiments.running();
                let runs = running.any(|(_, one)| one.id == applied.0);
                if runs && !self.is_held_out(is) {
                    let now = self.eyes[number].applied.get(layer);
                    prop_assert_eq!(now, Some(applied), "{:?} took it from {}", what, &is.id);
                }
            }
        }
        Ok(())
    }

    /// Whom an experiment reaches gets their variant, the hold-out aside: of packages those for whom
    /// its rule decides, of values all devices of its rule.
    pub fn check_given(&self) -> Checked {
        let channel = self.part();
        for (device, eyes) in self.fleet.devices.iter().zip(&self.eyes) {
            if self.is_held_out(device) {
                continue;
            }
            for (layer, one) in channel.experiments.running() {
                let belongs = channel
                    .rule(&one.rule)
                    .is_some_and(|r| self.belongs(device, r));
                let own = bucket(layer.salt.as_str(), &device.id);
                let mut ranges = one.ranges().into_iter();
                let found = ranges.find(|(first, last, _)| (*first..=*last).contains(&own));
                let Some((_, _, variant)) = found.filter(|_| belongs && !one.held) else {
                    continue;
                };
                if let Some(entry) = variant.entry() {
                    let given = eyes.applied.get(&layer.name);
                    let given = given.map(|(release, target)| (release, target));
                    prop_assert_eq!(given, Some((&one.id, &entry.name)), "{} of it", device.id);
                }
                let is_pinned = NAMED.contains(&device.id.as_str());
                let placement = variant.placement().filter(|placement| {
                    let mut variants = placement.variants.iter();
                    variants.any(|variant| fits(&variant.when, &device.attributes))
                });
                if let Some(placement) = placement
                    && !is_pinned
                    && self.is_first_of(device, &one.rule)
                {
                    let chosen = match &device.chosen {
                        Some(Choice::Config { release, .. }) => Some(release),
                        _ => None,
                    };
                    prop_assert_eq!(chosen, Some(&placement.release), "{} of it", device.id);
                }
            }
        }
        Ok(())
    }

    /// Whether no rule before one may decide for a device.
    fn is_first_of(&self, device: &Device, name: &RuleName) -> bool {
        let mut before = self
            .part()
            .rules
            .iter()
            .take_while(|rule| rule.name != *name);
        !before.any(|rule| self.belongs(device, rule))
    }

    /// Whoever went somewhere stays there: nothing sends a device to and fro.
    pub fn check_rest(&mut self) -> Checked {
        for _ in 0..4 {
            self.fleet.poll(&self.world);
        }
        let settled = self.fleet.clone();
        self.fleet.poll(&self.world);
        let (settled, fleet) = (&settled.devices, &self.fleet.devices);
        prop_assert_eq!(settled, fleet, "devices come to rest");
        Ok(())
    }
}

/// Every device gets exactly one answer: a config, keep, or what shipped in its binary.
pub fn check_answer(device: &Device) -> Checked {
    let answer = device.chosen.as_ref().expect("one answer");
    let is_one = matches!(
        answer,
        Choice::Config { .. } | Choice::Keep | Choice::Embedded { .. }
    );
    prop_assert!(is_one, "{:?}", answer);
    Ok(())
}
