//! Groups of versions, and rules for what devices run.

use wavecast_domain::app::{Dimension, Dimensions};
use wavecast_domain::dimension::{Group, Membership, check_dimensions, expand};
use wavecast_domain::refusal::Refusal;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::When;

use super::{attributes, dimension, of, refuses, values};
use crate::world::{World, when};

fn within(range: &str) -> Membership {
    Membership::Within(range.parse().expect("a range"))
}

fn among(versions: &[&str]) -> Membership {
    Membership::Among(values(versions))
}

/// Ages of a version, by the groups `g0`, `g1` and so on.
fn ages(groups: Vec<Membership>) -> Dimensions {
    let group = |(number, by): (usize, Membership)| Group {
        name: format!("g{number}"),
        by,
    };
    let derived = Dimension::Derived {
        of: dimension("app_version"),
        groups: groups.into_iter().enumerate().map(group).collect(),
    };
    let base = Dimension::Version;
    [
        (dimension("app_version"), base),
        (dimension("age"), derived),
    ]
    .into()
}

/// The conditions that a group becomes.
fn becomes(dimensions: &Dimensions, group: &str) -> Vec<String> {
    check_dimensions(dimensions).expect("fine");
    let whens = expand(dimensions, &when(&format!(r#"{{"age":["{group}"]}}"#)));
    let shown = |when: &When| serde_json::to_value(when).expect("written")["app_version"].clone();
    let ranges = whens.iter().map(shown);
    ranges
        .map(|range| range.as_str().expect("a range").to_owned())
        .collect()
}

fn refused(groups: Vec<Membership>) -> Refusal {
    check_dimensions(&ages(groups)).expect_err("refused")
}

#[test]
fn a_range_becomes_its_tightest_bounds() {
    for (range, tight) in [
        (">1,>=1", ">1"),
        (">=1,>1", ">1"),
        ("<1,<=1", "<1"),
        ("<=1,<1", "<1"),
        (">=1,>=2,<5,<=4", ">=2,<=4"),
        (">=2,<=2", "=2"),
        ("=2,>=1", "=2"),
    ] {
        assert_eq!(
            becomes(&ages(vec![within(range)]), "g0"),
            [tight],
            "{range}"
        );
    }
}

#[test]
fn single_versions_make_a_group() {
    let ages = ages(vec![among(&["1.4", "2.0-rc.1", "1.4.0"]), within("<2")]);
    assert_eq!(becomes(&ages, "g0"), ["=1.4", "=2.0-rc.1"]);
    assert_eq!(
        becomes(&ages, "g1"),
        ["<1.4", ">1.4,<2.0-rc.1", ">2.0-rc.1,<2"]
    );
    refuses(
        &refused(vec![among(&["1.4", "one"])]),
        &["dimensions.age.g0", "\"one\" is no value"],
    );
}

#[test]
fn a_dimension_has_32_groups_at_most() {
    let groups = |count: usize| -> Vec<Membership> {
        let one = |number: usize| Membership::Prefix(number.to_string());
        (0..count).map(one).collect()
    };
    assert_eq!(check_dimensions(&ages(groups(32))), Ok(()));
    refuses(
        &refused(groups(33)),
        &["dimensions.age", "must have 1 to 32 groups"],
    );
}

#[test]
fn a_rule_may_be_for_those_who_run_some_version() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("2.0", None);
    world.rule_for("behind", r#"{"package_version":"<2"}"#);
    let bridge = world.ship_in("behind", "2.1", None);
    for (runs, expected) in [("1.5", &bridge), ("2.0", &all)] {
        let device = attributes(&[("package_version", runs)]);
        assert_eq!(
            of(&world.gets("a", &device)),
            Some(expected.id.as_str()),
            "{runs}"
        );
    }
}
