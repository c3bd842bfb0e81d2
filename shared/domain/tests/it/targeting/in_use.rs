//! Dimensions that something live depends on: what may change, and what a refusal names.

use wavecast_domain::Command;
use wavecast_domain::app::{Dimension, Dimensions};
use wavecast_domain::dimension::{Group, Membership};
use wavecast_wire::manifest::Kind;

use super::{configure, dimension, values};
use crate::experiments::packages::on_packages;
use crate::world::{World, channel};

fn one_of(tiers: &[&str]) -> Dimension {
    Dimension::Enum {
        values: values(tiers),
    }
}

/// Tiers, sizes of models, and a release in a rule that names a tier.
fn world(tiers: Dimension) -> World {
    let mut world = World::new(Kind::Bundle);
    world.declare("tier", tiers);
    world.rule_for("paying", r#"{"tier":["gold"]}"#);
    world.ship_in("paying", "1.0", None);
    world
}

/// The same with some declared otherwise.
fn with(world: &World, others: &[(&str, Dimension)]) -> Dimensions {
    let mut all = world.head.dimensions.clone();
    for (name, declared) in others {
        all.insert(dimension(name), declared.clone());
    }
    all
}

/// The field and the dimensions that the refusal names.
fn named(world: &mut World, dimensions: Dimensions) -> (String, String) {
    let refusal = world.refused(configure(dimensions));
    let (names, _) = refusal
        .rule
        .split_once(" is in use as it is: ")
        .expect("why");
    (refusal.field, names.into())
}

fn is(field: &str, names: &str) -> (String, String) {
    (field.into(), names.into())
}

#[test]
fn another_type_is_refused_even_if_it_has_what_is_named() {
    let mut audience = world(Dimension::text());
    let changed = with(&audience, &[("tier", one_of(&["gold", "silver"]))]);
    assert_eq!(
        named(&mut audience, changed),
        is("dimensions.tier", "dimension tier")
    );
    let mut variant = World::new(Kind::Bundle);
    variant.declare("tier", Dimension::text());
    variant.package_of("1.0", &[], &[r#"{"tier":["gold"]}"#]);
    variant.release("1.0", None);
    let changed = with(&variant, &[("tier", one_of(&["gold", "silver"]))]);
    assert_eq!(
        named(&mut variant, changed),
        is("dimensions.tier", "dimension tier")
    );
}

#[test]
fn a_value_that_a_packages_variant_names_stays() {
    let mut world = World::new(Kind::Bundle);
    world.declare("tier", one_of(&["gold", "silver", "tin"]));
    let whens = [r#"{"tier":["gold"]}"#, r#"{"tier":["silver"]}"#];
    world.package_of("1.0", &[], &whens);
    world.release("1.0", None);
    let less = with(&world, &[("tier", one_of(&["gold", "tin"]))]);
    assert_eq!(
        named(&mut world, less),
        is("dimensions.tier", "dimension tier")
    );
    // Nobody names this one.
    world.declare("tier", one_of(&["gold", "silver"]));
}

/// What an experiment tries stands in no rule's stack, and devices have it all the same.
#[test]
fn a_value_that_a_variant_of_a_tried_package_names_stays() {
    let mut world = World::new(Kind::Bundle);
    world.declare("tier", one_of(&["gold", "silver", "tin"]));
    world.ship("1.0", None);
    let whens = [r#"{"tier":["gold"]}"#, r#"{"tier":["silver"]}"#];
    world.package_of("2.0", &[], &whens);
    world.run(Command::CreateExperiment(on_packages(
        "metal",
        "50%",
        &[("old", "50%", None), ("new", "50%", Some("2.0"))],
    )));
    let less = with(&world, &[("tier", one_of(&["gold", "tin"]))]);
    let refusal = world.refused(configure(less.clone()));
    let tried = world.channels[&channel("stable")].experiments.placements();
    let (_, tried) = tried.last().expect("one is tried");
    let rule = format!(
        "dimension tier is in use as it is: release {} (2.0) in stable",
        tried.release
    );
    assert_eq!(
        (refusal.field.as_str(), refusal.rule),
        ("dimensions.tier", rule)
    );
    world.declare("tier", one_of(&["gold", "silver"]));
    world.run(Command::StopExperiment {
        channel: channel("stable"),
        name: "metal".into(),
    });
    world.declare("tier", one_of(&["gold"]));
}

#[test]
fn a_refusal_names_what_is_used_of_all_that_changes() {
    let mut world = world(one_of(&["gold", "silver"]));
    let changed = with(
        &world,
        &[
            ("device_type", one_of(&["lamp"])),
            ("os", Dimension::Version),
            ("tier", one_of(&["silver"])),
        ],
    );
    assert_eq!(
        named(&mut world, changed),
        is("dimensions.tier", "dimension tier")
    );
}

#[test]
fn what_a_used_dimension_derives_from_is_named_itself() {
    let mut world = World::new(Kind::Bundle);
    world.declare("model", one_of(&["lamp-1", "strip-1"]));
    let groups = vec![Group {
        name: "lamps".into(),
        by: Membership::Prefix("lamp-".into()),
    }];
    let of = dimension("model");
    world.declare("size", Dimension::Derived { of, groups });
    world.rule_for("lamps", r#"{"size":["lamps"]}"#);
    let more = with(
        &world,
        &[("model", one_of(&["lamp-1", "lamp-2", "strip-1"]))],
    );
    assert_eq!(
        named(&mut world, more),
        is("dimensions.model", "dimension model")
    );
}
