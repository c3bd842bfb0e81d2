//! Bounds of experiments, each at its edge, and where a chosen variant goes.

use serde_json::json;
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewExperiment, NewRule};
use wavecast_domain::refusal::Reason;
use wavecast_wire::manifest::Kind;

use super::{create, halves, hold_out, new, ramp, refuses};
use crate::world::{World, channel, when};

#[test]
fn the_smallest_part_is_one_bucket() {
    let mut world = World::new(Kind::Bundle);
    let of = |name: &str, reserve: &str| new(name, "look", reserve, &[("a", "1%"), ("b", "99%")]);
    world.run(create(of("x", "1%")));
    refuses(
        &world.refused(create(of("y", "0.99%"))),
        &["variant a would get less than one bucket"],
    );
}

#[test]
fn the_same_share_again_is_no_less() {
    let mut world = World::new(Kind::Bundle);
    world.run(hold_out("10%"));
    let mut some = halves("button", "look", "50%");
    some.share = crate::world::share("20%");
    world.run(create(some));
    world.run(ramp("button", "20%"));
    world.run(hold_out("10%"));
    refuses(&world.refused(ramp("button", "19.99%")), &["only grows"]);
    refuses(
        &world.refused(hold_out("9.99%")),
        &["promised no experiment"],
    );
}

#[test]
fn thirty_two_experiments_run_in_fifteen_layers() {
    let mut world = World::new(Kind::Bundle);
    let of = |number: usize, layer: usize| {
        create(halves(
            &format!("x{number}"),
            &format!("layer{layer}"),
            "1%",
        ))
    };
    for number in 0..15 {
        world.run(of(number, number));
    }
    let refusal = world.refused(of(15, 15));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "layer")
    );
    for number in 15..32 {
        world.run(of(number, number % 15));
    }
    let refusal = world.refused(of(32, 0));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "layer")
    );
    // One goes, one more comes.
    world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "x3".into(),
    });
    world.run(of(32, 0));
}

#[test]
fn what_a_rules_experiment_chose_is_set_for_that_rule_alone() {
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
    world.run(Command::ConcludeExperiment {
        channel: channel("stable"),
        name: "button".into(),
        variant: "on".into(),
    });
    let config = &world.channels[&channel("stable")].config;
    let newest = config.newest().expect("a version");
    assert!(newest.values.is_empty(), "{newest:?}");
    assert_eq!(json!(newest.rules), json!({"ios": {"button": "on"}}));
}

/// Nothing goes with values: neither how devices take a package nor what is said of it.
#[test]
fn what_goes_with_packages_goes_with_no_values() {
    let mut world = World::new(Kind::Bundle);
    let refused = |world: &mut World, change: &dyn Fn(&mut NewExperiment)| {
        let mut some = halves("button", "look", "50%");
        change(&mut some);
        refuses(
            &world.refused(create(some)),
            &["policy | experiment button has no package"],
        );
    };
    refused(&mut world, &|some| some.notes = Some(Default::default()));
    refused(&mut world, &|some| some.policy = Some(Default::default()));
}

/// The schema asks for what nobody set yet: a variant that sets nothing isn't to blame.
#[test]
fn a_variant_that_sets_nothing_is_not_held_against_the_schema() {
    let mut world = World::new(Kind::Bundle);
    world.run(Command::SetSchema {
        document: Some(json!({"type": "object", "required": ["button"]})),
    });
    let mut some = halves("button", "look", "50%");
    some.variants[0].properties.clear();
    world.run(create(some));
}
