//! Whom values reach: the devices of a rule, of a group, of a release, and of a share.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::command::{NewRule, StartWhen};
use wavecast_wire::config::ReleaseConfig;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

use super::{ios, properties, ramp, set, set_for, world};
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
    let nothing = Attributes::new();
    let asker = Asker {
        id: "a",
        attributes: &nothing,
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
