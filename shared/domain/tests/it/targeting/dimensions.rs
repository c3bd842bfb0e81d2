//! Dimensions: declared, derived, and in use.

use wavecast_domain::dimension::{Dimension, Group, Membership, expand};
use wavecast_domain::{Command, dimension::check_dimensions};
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{When, fits};

use super::{attributes, configure, dimension, refuses, values};
use crate::world::{World, when};

fn derived(of: &str, groups: &[(&str, Membership)]) -> Dimension {
    let group = |(name, by): &(&str, Membership)| Group {
        name: (*name).into(),
        by: by.clone(),
    };
    Dimension::Derived {
        of: dimension(of),
        groups: groups.iter().map(group).collect(),
    }
}

fn within(range: &str) -> Membership {
    Membership::Within(range.parse().expect("a range"))
}

fn prefix(text: &str) -> Membership {
    Membership::Prefix(text.into())
}

/// An application with an enum of models, sizes of them, and ages of binaries.
fn world() -> World {
    let mut world = World::new(Kind::Bundle);
    let models = ["lamp-1", "lamp-2", "lamp-pro", "strip-1"];
    world.declare(
        "model",
        Dimension::Enum {
            values: values(&models),
        },
    );
    let sizes = derived(
        "model",
        &[
            ("pro", Membership::Among(values(&["lamp-pro"]))),
            ("lamps", prefix("lamp-")),
            ("rest", prefix("")),
        ],
    );
    world.declare("size", sizes);
    let ages = derived(
        "app_version",
        &[
            ("broken", within(">=2,<3")),
            ("old", within("<5")),
            ("fresh", prefix("5")),
        ],
    );
    world.declare("age", ages);
    world
}

fn plain(world: &World, audience: &str) -> Vec<String> {
    let whens = expand(&world.head.dimensions, &when(audience));
    let shown = |when: &When| serde_json::to_string(when).expect("written");
    whens.iter().map(shown).collect()
}

#[test]
fn groups_become_plain_conditions_and_the_first_that_fits_counts() {
    let world = world();
    assert_eq!(
        plain(&world, r#"{"size":["pro"]}"#),
        [r#"{"model":["lamp-pro"]}"#]
    );
    assert_eq!(
        plain(&world, r#"{"size":["lamps"]}"#),
        [r#"{"model":["lamp-1","lamp-2"]}"#]
    );
    assert_eq!(
        plain(&world, r#"{"size":["rest"]}"#),
        [r#"{"model":["strip-1"]}"#]
    );
    assert_eq!(
        plain(&world, r#"{"age":["old"],"os":["ios"]}"#),
        [
            r#"{"app_version":"<2","os":["ios"]}"#,
            r#"{"app_version":">=3,<5","os":["ios"]}"#
        ]
    );
    assert_eq!(
        plain(&world, r#"{"age":["fresh","broken"]}"#),
        [
            r#"{"app_version":">=2,<3"}"#,
            r#"{"app_version":">=5,<6-0"}"#
        ]
    );
    // Both at once: the group's values and the named ones.
    assert_eq!(
        plain(&world, r#"{"size":["lamps"],"model":["lamp-2","strip-1"]}"#),
        [r#"{"model":["lamp-2"]}"#]
    );
}

#[test]
fn every_value_belongs_to_the_first_group_that_it_fits_alone() {
    let world = world();
    for version in [
        "0.9", "1.9", "2", "2.5", "3-rc.1", "3", "4.9", "5-rc.1", "5.2", "6", "6-rc.1",
    ] {
        let of_device = attributes(&[("app_version", version)]);
        let in_group = |group: &str| {
            let audience = when(&format!(r#"{{"age":["{group}"]}}"#));
            let whens = expand(&world.head.dimensions, &audience);
            whens.iter().filter(|when| fits(when, &of_device)).count()
        };
        let counts = ["broken", "old", "fresh"].map(in_group);
        assert!(counts.iter().sum::<usize>() <= 1, "{version} {counts:?}");
    }
}

#[test]
fn declarations_that_say_nothing_are_refused() {
    let base = world().head.dimensions;
    let cases: [(&str, Dimension, &[&str]); 12] = [
        (
            "x",
            derived("missing", &[("a", prefix("b"))]),
            &["missing", "isn't declared"],
        ),
        (
            "x",
            derived("size", &[("a", prefix("b"))]),
            &["derived itself"],
        ),
        (
            "x",
            derived("x", &[("a", prefix("b"))]),
            &["derived itself"],
        ),
        ("x", derived("model", &[]), &["1 to 32 groups"]),
        (
            "x",
            derived("model", &[("a", within(">=1"))]),
            &["holds no versions"],
        ),
        (
            "x",
            derived("app_version", &[("a", within(">=2,<1"))]),
            &["no version lies within"],
        ),
        (
            "x",
            derived("app_version", &[("a", prefix("1.x"))]),
            &["no beginning of a version"],
        ),
        (
            "x",
            derived("device_type", &[("a", prefix("lamp-"))]),
            &["\"lamp-\"", "pattern \"*\"", "patterns without `*`"],
        ),
        (
            "x",
            derived("model", &[("a", Membership::Among(values(&["sofa"])))]),
            &["sofa", "no value"],
        ),
        (
            "x",
            derived("model", &[("a", prefix("lamp-")), ("b", prefix("lamp-1"))]),
            &["group b", "narrower one first"],
        ),
        (
            "x",
            derived("model", &[("a", prefix("lamp-1")), ("a", prefix("lamp-2"))]),
            &["twice"],
        ),
        (
            "x",
            Dimension::String {
                patterns: values(&["lamp-*", "lamp-*"]),
            },
            &["twice"],
        ),
    ];
    for (name, declared, words) in cases {
        let mut all = base.clone();
        all.insert(dimension(name), declared);
        refuses(&check_dimensions(&all).expect_err(name), words);
    }
}

fn text(patterns: &[&str]) -> Dimension {
    Dimension::String {
        patterns: values(patterns),
    }
}

/// A table has no row for "begins with". So a prefix of open text stands for the values that can be
/// listed, and is refused where there may be others.
#[test]
fn a_prefix_of_open_text_is_the_values_that_are_known() {
    let mut world = world();
    world.declare("room", text(&["lamp-room", "lamp-shop", "hall-*", "attic"]));
    world.declare("area", derived("room", &[("shop", prefix("lamp-"))]));
    assert_eq!(
        plain(&world, r#"{"area":["shop"]}"#),
        [r#"{"room":["lamp-room","lamp-shop"]}"#]
    );
    for (begin, words) in [
        ("hall-", "pattern \"hall-*\""),
        ("ha", "pattern \"hall-*\""),
        ("hall-east", "pattern \"hall-*\""),
        ("", "pattern \"hall-*\""),
        ("cellar", "no value belongs to group x"),
    ] {
        let mut all = world.head.dimensions.clone();
        all.insert(dimension("area"), derived("room", &[("x", prefix(begin))]));
        refuses(&check_dimensions(&all).expect_err(begin), &[words]);
    }
    let mut all = world.head.dimensions.clone();
    let outside = Membership::Among(values(&["cellar"]));
    all.insert(dimension("area"), derived("room", &[("x", outside)]));
    refuses(
        &check_dimensions(&all).expect_err("outside"),
        &["\"cellar\" is no value of the dimension"],
    );
    // In use it stands for the same values until the release that uses it is over.
    world.rule_for("shop", r#"{"area":["shop"]}"#);
    let release = world.ship_in("shop", "1.0", None);
    let with = |patterns: &[&str]| {
        let mut all = world.head.dimensions.clone();
        all.insert(dimension("room"), text(patterns));
        configure(all)
    };
    let more = with(&["lamp-room", "lamp-shop", "lamp-hall", "hall-*", "attic"]);
    let wider = with(&["lamp-room", "lamp-shop", "lamp*", "hall-*", "attic"]);
    let beside = with(&["lamp-room", "lamp-shop", "hall-*", "attic", "yard-*"]);
    let named = format!("release {} (1.0) in stable", release.id);
    refuses(&world.refused(more), &[&named, "in use"]);
    refuses(&world.refused(wider), &["pattern \"lamp*\""]);
    world.run(beside);
}

#[test]
fn an_audience_names_what_is_declared_and_somebody_can_meet() {
    let mut world = world();
    world.declare(
        "hall",
        Dimension::String {
            patterns: values(&["hall-*"]),
        },
    );
    let long = format!(r#"{{"os":["{}"]}}"#, "i".repeat(257));
    let says: &[&str] = &["is no value of dimension os", "1 to 256 bytes"];
    let cases: [(&str, &[&str]); 13] = [
        // No device says these, so nobody would meet them.
        (&long, says),
        (r#"{"os":[""]}"#, says),
        (r#"{"os":["a\u0007b"]}"#, says),
        (r#"{"shoe":["42"]}"#, &["audience.shoe", "isn't declared"]),
        (r#"{"model":["sofa"]}"#, &["\"sofa\"", "it has lamp-1"]),
        (r#"{"size":["huge"]}"#, &["\"huge\"", "it has pro"]),
        (r#"{"hall":["attic"]}"#, &["its patterns are hall-*"]),
        (r#"{"model":[]}"#, &["1 to 256 values"]),
        (r#"{"model":">=1"}"#, &["holds no versions"]),
        (r#"{"app_version":">=2,<1"}"#, &["no version lies within"]),
        (r#"{"app_version":["one"]}"#, &["it holds versions"]),
        (
            r#"{"size":["pro"],"model":["lamp-1"]}"#,
            &["no device can meet"],
        ),
        ("{}", &["everyone"]),
    ];
    for (audience, words) in cases {
        let new = world.new_rule("testers", audience);
        refuses(&world.refused(Command::CreateRule(new)), words);
    }
    world.rule_for("testers", r#"{"hall":["hall-7"]}"#);
    let longest = format!(r#"{{"os":["{}"]}}"#, "i".repeat(256));
    world.rule_for("longest", &longest);
}

#[test]
fn a_dimension_that_a_live_release_uses_neither_changes_nor_goes() {
    let mut world = world();
    world.rule_for("testers", r#"{"size":["lamps"]}"#);
    let release = world.ship_in("testers", "1.0", None);
    let all = world.head.dimensions.clone();
    let named = format!("release {} (1.0) in stable", release.id);
    let without = |name: &str| {
        let mut left = all.clone();
        left.remove(&dimension(name));
        left
    };
    let with = |name: &str, declared: Dimension| {
        let mut other = all.clone();
        other.insert(dimension(name), declared);
        other
    };
    let groups = |groups: &[(&str, Membership)]| derived("model", groups);
    let refused = [
        without("size"),
        with("size", Dimension::text()),
        with("size", groups(&[("lamps", prefix("lamp-"))])),
        with("size", groups(&[("pro", prefix("lamp-pro"))])),
        // Another value of the base moves devices into a group that goes by prefix.
        with(
            "model",
            Dimension::Enum {
                values: values(&["lamp-1", "lamp-2", "lamp-3", "lamp-pro", "strip-1"]),
            },
        ),
    ];
    for dimensions in refused {
        refuses(&world.refused(configure(dimensions)), &[&named, "in use"]);
    }
    // What isn't used may go; what only adds changes nobody's devices.
    world.run(configure(without("age")));
    let model = ["lamp-1", "lamp-2", "lamp-pro", "strip-1", "strip-2"];
    world.declare(
        "model",
        Dimension::Enum {
            values: values(&model),
        },
    );
    world.declare(
        "group",
        Dimension::String {
            patterns: values(&["*"]),
        },
    );
}

#[test]
fn a_rule_without_releases_keeps_its_dimension_too() {
    let mut world = world();
    world.rule_for("testers", r#"{"age":["old"]}"#);
    let mut left = world.head.dimensions.clone();
    left.remove(&dimension("age"));
    refuses(&world.refused(configure(left)), &["rule testers in stable"]);
}

#[test]
fn a_packages_variants_name_what_devices_know() {
    let mut world = world();
    for (number, (when, words)) in [
        (r#"{"size":["pro"]}"#, "devices know nothing of it"),
        (r#"{"model":["sofa"]}"#, "no value of dimension model"),
        (r#"{"shoe":["42"]}"#, "isn't declared"),
    ]
    .into_iter()
    .enumerate()
    {
        let version = format!("1.{number}");
        world.package_of(&version, &[], &[when]);
        let new = world.new_release(&version, wavecast_domain::command::StartWhen::Draft);
        refuses(&world.refused(Command::CreateRelease(new)), &[words]);
    }
}
