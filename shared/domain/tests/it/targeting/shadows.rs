//! Rules that share devices with one before them, and rules that are never reached.

use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;
use wavecast_domain::command::NewRule;
use wavecast_domain::coverage::{FindingKind, findings};
use wavecast_wire::manifest::Kind;

use super::{group, refuses, rule};
use crate::world::{World, channel};

#[test]
fn overlaps_and_shadows_are_found() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.rule_for("new", r#"{"app_version":">=2"}"#);
    world.rule_for("web", r#"{"os":["web"]}"#);
    let found = |world: &World| {
        let found = findings(&world.head, &world.channels[&channel("stable")]);
        let said = found.into_iter().map(|f| (f.rule.0, f.before.0, f.kind));
        said.collect::<Vec<_>>()
    };
    let overlap = |rule: &str, before: &str| (rule.into(), before.into(), FindingKind::Overlaps);
    assert_eq!(
        found(&world),
        [overlap("new", "ios"), overlap("web", "new")]
    );
}

/// No command leads to such an order. What was stored in one is still told.
#[test]
fn a_rule_behind_a_wider_one_is_shadowed_once_that_gives_all_of_its_devices_something() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("ios", r#"{"os":["ios"],"app_version":">=2"}"#);
    world.rule_for("phones", r#"{"os":["ios","android"]}"#);
    let of_ios = |world: &World| {
        let mut turned = world.channels[&channel("stable")].clone();
        turned.rules.swap(0, 1);
        let found = findings(&world.head, &turned).into_iter();
        let found: Vec<_> = found.map(|f| (f.rule.0, f.before.0, f.kind)).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].0.as_str(), found[0].1.as_str()),
            ("ios", "phones")
        );
        found[0].2
    };
    assert_eq!(of_ios(&world), FindingKind::Overlaps);
    world.ship_in("phones", "1.0", Some("100%"));
    assert_eq!(of_ios(&world), FindingKind::Shadowed);
    world.ship_in("phones", "1.1", Some("10%"));
    assert_eq!(
        of_ios(&world),
        FindingKind::Shadowed,
        "1.0 serves the others"
    );
    world.run(Command::Embed {
        channel: channel("stable"),
        rule: rule("phones"),
    });
    assert_eq!(
        of_ios(&world),
        FindingKind::Shadowed,
        "what shipped serves all"
    );
}

/// What serves only some of a rule's devices lets the others go on to the next rule.
#[test]
fn a_rule_behind_one_that_serves_some_of_its_devices_is_reached() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("new", r#"{"os":["ios"],"app_version":">=2"}"#);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    let kind = |world: &World| {
        let mut turned = world.channels[&channel("stable")].clone();
        turned.rules.swap(0, 1);
        let found = findings(&world.head, &turned);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].kind
    };
    let whens = [
        r#"{"device_type":["phone"]}"#,
        r#"{"device_type":["tablet"]}"#,
    ];
    world.package_of("1.0", &[], &whens);
    world.release_in("ios", "1.0", Some("100%"));
    assert_eq!(kind(&world), FindingKind::Overlaps);
    world.ship_in("ios", "1.1", Some("100%"));
    assert_eq!(kind(&world), FindingKind::Shadowed);
}

/// Nobody knows who is in a group: one covers nothing but what is of the same group.
#[test]
fn a_rule_for_a_group_is_behind_one_for_all_or_for_the_same_group() {
    let mut world = World::new(Kind::Bundle);
    for name in ["testers", "staff"] {
        world.run(Command::SetGroup {
            group: group(name),
            devices: DevicesInput::Ids(vec!["lamp-1".into()]),
        });
    }
    let new = |world: &World, name: &str, audience: &str, devices: Option<&str>| NewRule {
        devices: devices.map(group),
        ..world.new_rule(name, audience)
    };
    let (wide, narrow) = (r#"{"os":["ios"]}"#, r#"{"os":["ios"],"app_version":">=2"}"#);
    world.run(Command::CreateRule(new(
        &world,
        "ios-testers",
        wide,
        Some("testers"),
    )));
    let same = new(&world, "new-testers", narrow, Some("testers"));
    let words = "every device of rule new-testers belongs to rule ios-testers too";
    refuses(&world.refused(Command::CreateRule(same)), &[words]);
    for (name, devices) in [("new-staff", Some("staff")), ("new-ios", None)] {
        world.run(Command::CreateRule(new(&world, name, narrow, devices)));
    }
    world.run(Command::CreateRule(new(&world, "ios", wide, None)));
    let behind = new(&world, "late-testers", narrow, Some("testers"));
    let refusal = world.refused(Command::CreateRule(behind.clone()));
    refuses(&refusal, &["every device of rule late-testers belongs to"]);
    world.run(Command::DeleteRule {
        channel: channel("stable"),
        rule: rule("ios-testers"),
    });
    world.run(Command::DeleteRule {
        channel: channel("stable"),
        rule: rule("new-ios"),
    });
    refuses(
        &world.refused(Command::CreateRule(behind)),
        &["every device of rule late-testers belongs to rule ios too"],
    );
}

/// Shelter lets devices go on to the rules beneath, so it shadows none of them; what was asked for by
/// name does.
#[test]
fn a_rule_shadows_where_it_keeps_its_devices_from_going_on() {
    let mut world = World::new(Kind::Bundle);
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.ship_in("ios", "1.1", Some("100%"));
    let shadowed = |world: &World| {
        let mut part = world.channels[&channel("stable")].clone();
        assert!(part.rules[0].embedded.is_some());
        // A rule that was made when the dimensions said something else.
        let mut narrow = part.rules[0].clone();
        narrow.name = rule("narrow");
        part.rules.insert(1, narrow);
        let found = findings(&world.head, &part);
        found.iter().any(|one| one.kind == FindingKind::Shadowed)
    };
    world.run(Command::Revert {
        channel: channel("stable"),
        rule: rule("ios"),
        to: None,
    });
    assert!(!shadowed(&world));
    world.ship_in("ios", "1.2", Some("100%"));
    world.run(Command::Embed {
        channel: channel("stable"),
        rule: rule("ios"),
    });
    assert!(shadowed(&world));
}
