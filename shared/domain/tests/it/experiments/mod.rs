//! Experiments: random parts of an audience see something else.

mod edges;
pub mod packages;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewExperiment, NewRule, NewVariant};
use wavecast_domain::refusal::Refusal;
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

use crate::world::{World, channel, share, when};

const DEVICES: usize = 300;

fn new(name: &str, layer: &str, reserve: &str, weights: &[(&str, &str)]) -> NewExperiment {
    let variant = |(variant, weight): &(&str, &str)| NewVariant {
        name: (*variant).into(),
        weight: share(weight),
        properties: serde_json::from_value(json!({ name: variant })).expect("properties"),
        package: None,
    };
    NewExperiment {
        channel: channel("stable"),
        name: name.into(),
        rule: None,
        layer: Some(layer.parse().expect("a layer")),
        reserve: share(reserve),
        share: share("100%"),
        variants: weights.iter().map(variant).collect(),
        policy: None,
        notes: None,
    }
}

pub fn halves(name: &str, layer: &str, reserve: &str) -> NewExperiment {
    new(name, layer, reserve, &[("off", "50%"), ("on", "50%")])
}

fn create(new: NewExperiment) -> Command {
    Command::CreateExperiment(new)
}

fn ramp(name: &str, to: &str) -> Command {
    Command::RampExperiment {
        channel: channel("stable"),
        name: name.into(),
        to: share(to),
    }
}

fn hold_out(of: &str) -> Command {
    Command::HoldOut {
        channel: channel("stable"),
        share: share(of),
    }
}

fn refuses(refusal: &Refusal, words: &[&str]) {
    let said = format!("{} | {} | {}", refusal.field, refusal.rule, refusal.hint);
    for word in words {
        assert!(said.contains(word), "{word:?} in {said}");
    }
}

/// The variant files of each device, by experiment.
fn assigned(world: &World, attributes: &Attributes) -> Vec<BTreeMap<String, String>> {
    let table = world.render("stable").table;
    let of_device = |number: usize| {
        let id = format!("device-{number:04}");
        let asker = Asker {
            id: &id,
            attributes,
            active: None,
        };
        let mut seen = BTreeMap::new();
        for layer in &table.properties {
            match table.choose_in(layer, &asker, &Lists::new()) {
                Choice::Config { target, release } => {
                    if target.as_str() != "properties-nothing.json" {
                        seen.insert(release.to_string(), target.to_string());
                    }
                }
                Choice::Keep => {}
                other => panic!("{other:?}"),
            }
        }
        seen
    };
    (0..DEVICES).map(of_device).collect()
}

fn count(seen: &[BTreeMap<String, String>], ending: &str) -> usize {
    let has =
        |device: &&BTreeMap<String, String>| device.values().any(|target| target.ends_with(ending));
    seen.iter().filter(has).count()
}

#[test]
fn variants_get_their_weights_and_the_rest_sees_nothing() {
    let mut world = World::new(Kind::Bundle);
    world.run(create(new(
        "button",
        "look",
        "50%",
        &[("a", "20%"), ("b", "30%"), ("c", "50%")],
    )));
    let seen = assigned(&world, &Attributes::new());
    let counts = ["-a.json", "-b.json", "-c.json"].map(|ending| count(&seen, ending));
    assert!((15..48).contains(&counts[0]), "{counts:?}");
    assert!((28..65).contains(&counts[1]), "{counts:?}");
    assert!((52..100).contains(&counts[2]), "{counts:?}");
    assert!(counts.iter().sum::<usize>() < 190, "{counts:?}");
}

#[test]
fn experiments_of_one_layer_exclude_each_other_and_those_of_two_dont() {
    let mut world = World::new(Kind::Bundle);
    world.run(create(halves("one", "look", "50%")));
    world.run(create(halves("two", "look", "50%")));
    let seen = assigned(&world, &Attributes::new());
    assert!(
        seen.iter().all(|device| device.len() == 1),
        "each device is in exactly one"
    );
    world.run(create(halves("three", "speed", "100%")));
    let seen = assigned(&world, &Attributes::new());
    assert!(seen.iter().all(|device| device.len() == 2));
    refuses(
        &world.refused(create(halves("four", "look", "1%"))),
        &["no room", "one (50%)"],
    );
    world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "one".into(),
    });
    world.run(create(halves("four", "look", "50%")));
}

#[test]
fn the_holdout_gets_no_experiment_whatever_comes() {
    let mut world = World::new(Kind::Bundle);
    world.run(hold_out("10%"));
    let held = |world: &World| -> Vec<usize> {
        let seen = assigned(world, &Attributes::new());
        (0..DEVICES)
            .filter(|number| seen[*number].is_empty())
            .collect()
    };
    world.run(create(halves("one", "look", "100%")));
    let before = held(&world);
    assert!((15..50).contains(&before.len()), "{before:?}");
    world.run(create(halves("two", "speed", "100%")));
    assert_eq!(held(&world), before, "the same devices in every layer");
    refuses(&world.refused(hold_out("5%")), &["promised no experiment"]);
    world.run(hold_out("20%"));
    let more = held(&world);
    assert!(before.iter().all(|number| more.contains(number)) && more.len() > before.len());
}

#[test]
fn a_variant_that_is_chosen_becomes_what_everybody_sees() {
    let mut world = World::new(Kind::Bundle);
    world.run(hold_out("10%"));
    world.run(create(halves("button", "look", "100%")));
    let conclude = |variant: &str| Command::ConcludeExperiment {
        channel: channel("stable"),
        name: "button".into(),
        variant: variant.into(),
    };
    refuses(
        &world.refused(conclude("maybe")),
        &["no variant maybe", "off, on"],
    );
    world.run(conclude("on"));
    let part = &world.channels[&channel("stable")];
    assert!(part.experiments.layers.is_empty());
    let newest = part.config.newest().expect("a version");
    assert_eq!(newest.values["button"], "on");
    assert_eq!(newest.reason.as_deref(), Some("experiment button chose on"));
    refuses(
        &world.refused(conclude("on")),
        &["experiment button", "doesn't exist"],
    );
}

#[test]
fn an_experiment_in_a_rule_reaches_its_devices_alone() {
    let mut world = World::new(Kind::Bundle);
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("ios".into()),
        audience: when(r#"{"os":["ios"]}"#),
        devices: None,
        before: None,
    }));
    let mut of_ios = halves("button", "look", "100%");
    of_ios.rule = Some(RuleName("ios".into()));
    world.run(create(of_ios));
    assert_eq!(count(&assigned(&world, &Attributes::new()), ".json"), 0);
    let ios: Attributes = [("os".to_owned(), "ios".to_owned())].into();
    assert_eq!(count(&assigned(&world, &ios), ".json"), DEVICES);
    let delete = Command::DeleteRule {
        channel: channel("stable"),
        rule: RuleName("ios".into()),
    };
    refuses(
        &world.refused(delete),
        &["experiment button runs in rule ios"],
    );
}

#[test]
fn a_pause_shows_nobody_other_values_and_a_stop_whoever_has_one() {
    let mut world = World::new(Kind::Bundle);
    world.run(create(halves("one", "look", "50%")));
    let hold = |held| Command::HoldExperiment {
        channel: channel("stable"),
        name: "one".into(),
        held,
    };
    let values = |decision: &wavecast_domain::Decision| {
        let preview = decision.previews.first().expect("another table");
        preview.uniform().values
    };
    let paused = world.run(hold(true));
    assert_eq!(values(&paused), 0);
    assert_eq!(
        count(&assigned(&world, &Attributes::new()), ".json"),
        0,
        "nobody new"
    );
    assert_eq!(values(&world.run(hold(false))), 0);
    let stopped = world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "one".into(),
    });
    assert!(
        (4700..5300).contains(&values(&stopped)),
        "{}",
        values(&stopped)
    );
}

#[test]
fn what_is_no_experiment_is_refused() {
    let mut world = World::new(Kind::Bundle);
    let of = |weights: &[(&str, &str)]| new("x", "look", "50%", weights);
    let nine: Vec<(String, &str)> = (0..9).map(|n| (format!("v{n}"), "10%")).collect();
    let nine: Vec<(&str, &str)> = nine
        .iter()
        .map(|(name, weight)| (name.as_str(), *weight))
        .collect();
    let cases: [(NewExperiment, &[&str]); 8] = [
        (of(&[("a", "100%")]), &["2 to 8 variants, not 1"]),
        (of(&nine), &["2 to 8 variants, not 9"]),
        (
            of(&[("a", "50%"), ("b", "49%")]),
            &["the weights make 99%, not 100%"],
        ),
        (of(&[("a", "50%"), ("a", "50%")]), &["the same name"]),
        (of(&[("a", "100%"), ("b", "0%")]), &["less than one bucket"]),
        (halves("x", "config", "50%"), &["the configuration's own"]),
        (halves("x", "look", "0%"), &["reserves nobody"]),
        (halves("No Name", "look", "5%"), &["an experiment's name"]),
    ];
    for (experiment, words) in cases {
        refuses(&world.refused(create(experiment)), words);
    }
    world.run(create(halves("x", "look", "50%")));
    refuses(
        &world.refused(create(halves("x", "speed", "50%"))),
        &["experiment x runs"],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever else comes and goes: a device that has a variant keeps it, is in one experiment of
    /// a layer at most, and in none if it is held out.
    #[test]
    fn an_assignment_is_stable(
        weights in prop::collection::vec(1u16..1000, 2..=8),
        reserve in 100u16..=5000,
        ramps in prop::collection::vec(0u16..=10_000, 1..6),
        others in prop::collection::vec((0..2usize, 100u16..=2500, any::<bool>()), 0..5),
    ) {
        let mut world = World::new(Kind::Bundle);
        world.run(hold_out("10%"));
        let held: Vec<bool> = {
            world.run(create(halves("probe", "probe", "100%")));
            let seen = assigned(&world, &Attributes::new());
            world.run(Command::StopExperiment { channel: channel("stable"), name: "probe".into() });
            seen.iter().map(BTreeMap::is_empty).collect()
        };
        let sum: u32 = weights.iter().map(|weight| u32::from(*weight)).sum();
        let mut scaled: Vec<u16> = weights
            .iter()
            .map(|weight| u16::try_from(u32::from(*weight) * 10_000 / sum).expect("a share").max(100))
            .collect();
        let rest = 10_000 - scaled[1..].iter().sum::<u16>().min(9900);
        scaled[0] = rest;
        prop_assume!(scaled.iter().map(|w| u32::from(*w)).sum::<u32>() == 10_000);
        let mut main = halves("main", "look", "1%");
        main.reserve = Share::permyriad(reserve).expect("a share");
        main.share = Share::NONE;
        main.variants = scaled
            .iter()
            .enumerate()
            .map(|(number, weight)| NewVariant {
                name: format!("v{number}"),
                weight: Share::permyriad(*weight).expect("a share"),
                properties: serde_json::from_value(json!({"x": number})).expect("properties"),
                package: None,
            })
            .collect();
        world.run(create(main));
        let mut ramps = ramps;
        ramps.sort_unstable();
        let mut before = assigned(&world, &Attributes::new());
        for (place, to) in ramps.iter().enumerate() {
            if let Some((layer, width, stops)) = others.get(place) {
                let mut other = halves(&format!("other{place}"), ["look", "speed"][*layer], "1%");
                other.reserve = Share::permyriad(*width).expect("a share");
                let made = world.run_as(wavecast_domain::principal::Principal::Bootstrap, create(other));
                if made.is_ok() && *stops {
                    world.run(Command::StopExperiment {
                        channel: channel("stable"),
                        name: format!("other{place}"),
                    });
                }
            }
            let share = Share::permyriad(*to).expect("a share");
            world.run(Command::RampExperiment { channel: channel("stable"), name: "main".into(), to: share });
            let after = assigned(&world, &Attributes::new());
            for number in 0..DEVICES {
                prop_assert!(!held[number] || after[number].is_empty(), "held out");
                for (experiment, target) in &before[number] {
                    let is_running = world.channels[&channel("stable")].experiments.layers.iter()
                        .flat_map(|layer| &layer.running)
                        .any(|one| one.id.as_str() == experiment);
                    prop_assert!(!is_running || after[number].get(experiment) == Some(target), "kept");
                }
            }
            before = after;
        }
        world.run(ramp("main", "100%"));
        refuses(&world.refused(ramp("main", "99%")), &["only grows"]);
    }
}
