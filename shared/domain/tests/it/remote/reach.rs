//! Whom values reach: the devices of a rule, of a group, of a release, and of a share.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::channel::PlacedVariant;
use wavecast_domain::command::{NewRule, ReleaseRef, StartWhen, VariantVerb};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::config::ReleaseConfig;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

use super::{ios, properties, ramp, refuses, schema, set, set_for, shop, world};
use crate::experiments::packages::on_packages;
use crate::world::{World, channel, share, when};

/// Creates a rule for the devices of a group that has so many.
fn rule_for_testers(world: &mut World, count: usize) {
    let group: wavecast_domain::app::GroupName = "testers".parse().expect("a name");
    let ids = (0..count).map(|number| format!("lamp-{number}"));
    world.run(Command::SetGroup {
        group: group.clone(),
        devices: DevicesInput::Ids(ids.collect()),
    });
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("testers".into()),
        audience: when("{}"),
        devices: Some(group),
        before: None,
    }));
}

/// The targets of a kind.
fn targets(world: &World, kind: &str) -> Vec<String> {
    let targets = world.render("stable").targets;
    let names = targets.keys().map(ToString::to_string);
    names.filter(|name| name.starts_with(kind)).collect()
}

/// What the release config of everyone carries.
fn carried(world: &World, key: &str) -> Value {
    carried_by(world, &Attributes::new(), key)
}

/// The same, of a device that says something of itself.
fn carried_by(world: &World, attributes: &Attributes, key: &str) -> Value {
    let asker = Asker {
        id: "a",
        attributes,
        active: None,
    };
    let table = world.render("stable").table;
    let Choice::Config { target, .. } = table.choose(&asker, &Lists::new()) else {
        panic!("a config")
    };
    let config = ReleaseConfig::read(&world.bytes(&target)).expect("a config");
    config.config.properties[key].clone()
}

#[test]
fn a_ramp_leaves_the_others_what_they_had_until_it_reached_everybody() {
    let mut world = world();
    world.run(set(json!({"page": 25})));
    world.run(set_for(None, json!({"page": 30}), Some("10%")));
    // The same share again loses nobody.
    world.run(ramp("10%"));
    world.run(ramp("50%"));
    let pages = |world: &World| -> BTreeSet<i64> {
        let page = |number: usize| {
            let seen = world.sees(&format!("device-{number}"), &Attributes::new(), "1.0");
            seen["page"].as_i64().expect("a number")
        };
        (0..100).map(page).collect()
    };
    assert_eq!(pages(&world), [25, 30].into());
    assert_eq!(carried(&world, "page"), 25);
    world.run(ramp("100%"));
    assert_eq!(pages(&world), [30].into());
    assert_eq!(carried(&world, "page"), 30);
    assert_eq!(targets(&world, "properties-").len(), 1);
}

#[test]
fn a_rule_that_sets_nothing_decides_for_its_devices_before_one_that_does() {
    let mut world = world();
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("new".into()),
        audience: when(r#"{"app_version":">=2"}"#),
        devices: None,
        before: None,
    }));
    world.run(set(json!({"page": 30})));
    // No rule sets anything: one file serves everybody.
    assert_eq!(targets(&world, "properties-").len(), 1);
    world.run(set_for(Some("new"), json!({"page": 40}), None));
    let page = |attributes: &Attributes| world.sees("a", attributes, "1.0")["page"].clone();
    let mut both = ios();
    both.insert("app_version".into(), "2.1".into());
    let mut new = both.clone();
    new.remove("os");
    assert_eq!([page(&ios()), page(&both), page(&new)], [30, 30, 40]);
}

#[test]
fn each_live_release_sets_its_own_for_those_who_run_it() {
    let mut world = world();
    world.run(set(json!({"hello": "all"})));
    for (version, hello, to) in [("2.0", "two", "100%"), ("3.0", "three", "10%")] {
        world.package(version);
        let mut new = world.new_release(version, StartWhen::Now(Some(share(to))));
        new.edit.properties = Some(properties(json!({ "hello": hello })));
        world.run(Command::CreateRelease(new));
    }
    let hello = |runs: &str| world.sees("a", &Attributes::new(), runs)["hello"].clone();
    assert_eq!(
        [hello("1.0"), hello("2.0"), hello("3.0")],
        ["all", "two", "three"]
    );
}

#[test]
fn the_devices_of_a_group_get_a_version_together() {
    let mut world = world();
    rule_for_testers(&mut world, 20);
    world.run(set_for(Some("testers"), json!({"page": 30}), None));
    world.run(set_for(Some("testers"), json!({"page": 40}), Some("1%")));
    for number in 0..20 {
        let seen = world.sees(&format!("lamp-{number}"), &Attributes::new(), "1.0");
        assert_eq!(seen["page"], 40, "lamp-{number}");
    }
}

#[test]
fn a_list_of_devices_is_published_only_where_a_row_names_it() {
    let mut world = world();
    rule_for_testers(&mut world, 101);
    world.run(set(json!({"page": 30})));
    assert_eq!(targets(&world, "devices-"), [""; 0]);
    world.run(set_for(Some("testers"), json!({"page": 40}), None));
    assert_eq!(targets(&world, "devices-").len(), 1);
}

/// What is set goes into the config of a floor as into any other that devices get, and what is
/// published under a name is always the newest.
#[test]
fn a_floor_carries_what_was_set_since() {
    let mut world = world();
    world.run(set(json!({"page": 30})));
    world.package("2.0");
    let mut floor = world.new_release("2.0", StartWhen::Now(Some(share("100%"))));
    floor.edit.floor = Some(true);
    world.run(Command::CreateRelease(floor));
    world.package("2.1");
    let variants = [("old", "50%", None), ("new", "50%", Some("2.1"))];
    world.run(Command::CreateExperiment(on_packages(
        "size", "50%", &variants,
    )));
    world.run(set(json!({"page": 40})));
    assert_eq!(carried(&world, "page"), 40);
    // Something newer above it: whoever is below gets the floor first.
    world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "size".into(),
    });
    world.ship("3.0", Some("100%"));
    world.run(set(json!({"page": 50})));
    let mut below = Attributes::new();
    below.insert("package_version".into(), "1.0".into());
    assert_eq!(carried_by(&world, &below, "page"), 50);
    assert_eq!(carried(&world, "page"), 50);
}

/// Whoever reads the release config alone sees after a rollback what is set now.
#[test]
fn what_is_returned_to_carries_what_was_set_since() {
    let mut world = world();
    world.run(set(json!({"page": 30})));
    world.ship("2.0", Some("100%"));
    world.run(set(json!({"page": 40})));
    world.rollback(None);
    assert_eq!(carried(&world, "page"), 40);
}

/// The page in each release config of a release, by variant.
fn pages(world: &World, release: &ReleaseRef) -> Vec<Value> {
    let placement = world.release_record(release).placement.expect("placed");
    let read = |variant: &PlacedVariant| {
        let entry = &variant.config;
        let key = RecordKey::Target(entry.sha256, entry.name.clone());
        let Some(Record::Target(target)) = world.records.get(&key) else {
            panic!("no {entry:?}")
        };
        let config = ReleaseConfig::read(&target.bytes).expect("a config");
        config.config.properties["page"].clone()
    };
    placement.variants.iter().map(read).collect()
}

#[test]
fn what_is_opened_again_carries_what_was_set_since() {
    let mut world = world();
    world.run(set(json!({"page": 30})));
    let moving = world.ship("1.1", Some("50%"));
    world.run(Command::Pause(moving.clone()));
    world.run(set(json!({"page": 40})));
    assert_eq!(pages(&world, &moving), [30]);
    world.run(Command::Resume(moving.clone()));
    assert_eq!(pages(&world, &moving), [40]);
    world.abort(&moving, false);

    let on = |os: &str| format!(r#"{{"os":["{os}"]}}"#);
    let (ios, android) = (on("ios"), on("android"));
    world.package_of("2.0", &[], &[&ios, &android]);
    let parted = world.release("2.0", Some("50%"));
    let only = |verb| Command::Variants {
        release: parted.clone(),
        only: when(&ios),
        verb,
    };
    world.run(only(VariantVerb::Pause));
    world.run(set(json!({"page": 50})));
    assert_eq!(pages(&world, &parted), [40, 50]);
    world.run(only(VariantVerb::Resume));
    assert_eq!(pages(&world, &parted), [50, 50]);
    world.abort(&parted, false);
}

/// A schema's new default is no word to devices that were promised that nothing changes.
#[test]
fn what_is_kept_for_those_who_have_it_carries_what_it_did() {
    let mut world = world();
    let moving = world.ship("1.1", Some("50%"));
    let mut wider = shop();
    wider["properties"]["page"]["default"] = json!(25);
    world.run(schema(wider));
    world.abort(&moving, true);
    assert_eq!(pages(&world, &moving), [20]);
}

#[test]
fn an_experiment_that_goes_on_gives_what_was_set_since() {
    let mut world = world();
    world.run(set(json!({"page": 30})));
    world.package("1.1");
    let variants = [("old", "50%", None), ("new", "50%", Some("1.1"))];
    world.run(Command::CreateExperiment(on_packages(
        "size", "50%", &variants,
    )));
    let part = &world.channels[&channel("stable")];
    let (_, tried) = part.experiments.placements().next().expect("one is tried");
    let tried = ReleaseRef {
        channel: channel("stable"),
        id: tried.release.clone(),
    };
    let hold = |held| Command::HoldExperiment {
        channel: channel("stable"),
        name: "size".into(),
        held,
    };
    world.run(hold(true));
    world.run(set(json!({"page": 40})));
    assert_eq!(pages(&world, &tried), [30]);
    world.run(hold(false));
    assert_eq!(pages(&world, &tried), [40]);
    // Chosen while it is held, it goes on as the rule's.
    world.run(hold(true));
    world.run(set(json!({"page": 50})));
    world.run(Command::ConcludeExperiment {
        channel: channel("stable"),
        name: "size".into(),
        variant: "new".into(),
    });
    assert_eq!(pages(&world, &tried), [50]);
}

/// What a release sets is tried with what its own rule says beneath, not with what others say.
#[test]
fn a_releases_values_are_held_against_those_of_its_own_rule() {
    let mut world = World::new(Kind::Bundle);
    world.run(schema(json!({
        "type": "object",
        "if": {"properties": {"theme": {"const": "dark"}}, "required": ["theme"]},
        "then": {"properties": {"page": {"minimum": 50}}},
    })));
    world.ship("1.0", None);
    world.rule_for_ios();
    world.run(set(json!({"page": 60})));
    world.run(set_for(Some("ios"), json!({"page": 20}), None));
    let dark = |world: &mut World, version: &str, rule: Option<&str>| {
        world.package(version);
        let mut new = world.new_release(version, StartWhen::Draft);
        new.rule = rule.map(|rule| RuleName(rule.into()));
        new.edit.properties = Some(properties(json!({"theme": "dark"})));
        Command::CreateRelease(new)
    };
    let of_ios = dark(&mut world, "2.0", Some("ios"));
    refuses(
        &world.refused(of_ios),
        &["page: 20 is less than the minimum of 50"],
    );
    let of_all = dark(&mut world, "2.1", None);
    world.run(of_all);
}

/// The schema asks for what nobody set yet: a release that sets nothing isn't to blame.
#[test]
fn a_release_that_sets_nothing_is_not_held_against_the_schema() {
    let mut world = World::new(Kind::Bundle);
    world.run(schema(json!({"type": "object", "required": ["page"]})));
    world.ship("1.0", None);
}

/// A rule's values wait for a rule of its name: by then the schema may refuse them.
#[test]
fn the_values_of_a_rule_that_comes_back_are_held_against_the_schema() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for_ios();
    world.run(set(json!({"page": 30})));
    world.run(set_for(Some("ios"), json!({"page": 20}), None));
    world.run(Command::DeleteRule {
        channel: channel("stable"),
        rule: RuleName("ios".into()),
    });
    world.run(schema(json!({"properties": {"page": {"minimum": 25}}})));
    let again = Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("ios".into()),
        audience: when(r#"{"os":["ios"]}"#),
        devices: None,
        before: None,
    });
    refuses(&world.refused(again), &["page: 20 is less than"]);
}
