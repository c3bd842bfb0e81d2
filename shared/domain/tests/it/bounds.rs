//! Limits of the published bytes refuse before anything is written, naming the largest.

use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, RuleName};
use wavecast_domain::command::{NewExperiment, NewRule, NewVariant, StartWhen};
use wavecast_domain::dimension::{Dimension, Group, Membership};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, share};

fn variants(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!(r#"{{"device_type":["type-{number}"]}}"#))
        .collect()
}

fn package(world: &mut World, version: &str, count: usize) {
    let variants = variants(count);
    let variants: Vec<_> = variants.iter().map(String::as_str).collect();
    world.package_of(version, &[], &variants);
}

#[test]
fn a_table_of_too_many_rows_is_refused_by_its_largest_release() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 128);
    world.release("1.0", None);
    package(&mut world, "2.0", 120);
    let second = world.release("2.0", Some("10%"));
    world.abort(&second, true);
    package(&mut world, "3.0", 20);
    let new = world.new_release("3.0", StartWhen::Now(None));
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "channel stable")
    );
    assert!(
        refusal.rule.contains("268") && refusal.rule.contains("256"),
        "{refusal:?}"
    );
    assert!(
        refusal
            .rule
            .contains("(1.0) of rule everyone (128 rows), release "),
        "the largest contributor first: {refusal:?}"
    );
}

/// A list of more than 100 devices is a file beside the table: it takes bytes, and no rows.
#[test]
fn what_takes_no_rows_is_not_named_for_them() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 128);
    world.release("1.0", None);
    world.run(Command::SetGroup {
        group: "testers".parse().expect("a group"),
        devices: DevicesInput::Ids((0..101).map(|number| format!("lamp-{number}")).collect()),
    });
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("testers".into()),
        audience: Default::default(),
        devices: Some("testers".parse().expect("a group")),
        before: None,
    }));
    world.package("1.1");
    let mut tested = world.new_release("1.1", StartWhen::Now(None));
    tested.rule = Some(RuleName("testers".into()));
    world.run(Command::CreateRelease(tested));
    package(&mut world, "2.0", 128);
    let new = world.new_release("2.0", StartWhen::Now(Some(share("10%"))));
    let rule = world.refused(Command::CreateRelease(new)).rule;
    assert!(rule.contains("257 rows"), "{rule}");
    assert!(rule.ends_with("(1.1) of rule testers (1 rows)"), "{rule}");
    assert_eq!(rule.matches(" rows)").count(), 3, "{rule}");
}

#[test]
fn a_targets_line_that_is_too_long_is_refused() {
    let mut world = World::new(Kind::Firmware);
    let values: Vec<_> = (0..40)
        .map(|n| format!("\"a-rather-long-device-type-name-{n}\""))
        .collect();
    let values = values.join(",");
    let variants: Vec<_> = (0..80)
        .map(|n| format!(r#"{{"device_type":[{values}],"group":["g{n}"]}}"#))
        .collect();
    let variants: Vec<_> = variants.iter().map(String::as_str).collect();
    world.package_of("1.0", &[], &variants);
    let mut new = world.new_release("1.0", StartWhen::Now(None));
    // Concluded it would be kept twice, and pass the bound of the channel's own record before.
    new.edit.keep_open = Some(true);
    let refusal = world.refused(Command::CreateRelease(new.clone()));
    assert_eq!(refusal.reason, Reason::Limit);
    let named = "(1.0) of rule everyone (";
    let (before, after) = refusal.rule.split_once(named).expect(named);
    assert!(before.contains("at most 131072 fit"), "{refusal:?}");
    let taken = after
        .split(' ')
        .next()
        .and_then(|n| n.parse::<usize>().ok());
    assert!(taken > Some(100_000), "{refusal:?}");
    let line = before
        .split(' ')
        .find_map(|word| word.parse::<usize>().ok());
    assert!(
        taken < line,
        "one can't take more than there is: {refusal:?}"
    );
    assert!(!after.contains("groups of devices"), "{refusal:?}");
    new.edit.keep_open = None;
    let refusal = world.refused(Command::CreateRelease(new));
    for words in [
        "channel stable would take",
        "most of them are of release",
        named,
    ] {
        assert!(refusal.rule.contains(words), "{refusal:?}");
    }
}

/// Rules, experiments and configurations are told by the names that people gave them.
#[test]
fn what_isnt_a_release_is_named_by_its_name() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 100);
    world.release("1.0", None);
    // Versions of which every other is taken away: each experiment of the rule takes 16 rows.
    let groups: Vec<Group> = (0..16)
        .map(|n| Group {
            name: format!("g{n}"),
            by: Membership::Within(
                format!(">={},<{}", n * 2, n * 2 + 1)
                    .parse()
                    .expect("a range"),
            ),
        })
        .collect();
    let names: Vec<String> = groups
        .iter()
        .map(|group| format!("\"{}\"", group.name))
        .collect();
    let of = "app_version".parse().expect("a name");
    world.declare("age", Dimension::Derived { of, groups });
    world.rule_for("aged", &format!(r#"{{"age":[{}]}}"#, names.join(",")));
    let refusal = (0..12).find_map(|number| {
        let variant = |name: &str| NewVariant {
            name: name.into(),
            weight: share("50%"),
            properties: Default::default(),
            package: None,
        };
        let new = NewExperiment {
            channel: channel("stable"),
            name: format!("button-{number}"),
            rule: Some(RuleName("aged".into())),
            layer: Some(format!("layer-{number}").parse().expect("a layer")),
            reserve: share("100%"),
            share: share("100%"),
            variants: vec![variant("on"), variant("off")],
            policy: None,
            notes: None,
        };
        world
            .run_as(Principal::Bootstrap, Command::CreateExperiment(new))
            .err()
    });
    let refusal = refusal.expect("a table that is full");
    assert_eq!(refusal.reason, Reason::Limit);
    for words in [
        "260 rows",
        "of rule everyone (100 rows)",
        "experiment button-",
        "(16 rows)",
    ] {
        assert!(refusal.rule.contains(words), "{words}: {refusal:?}");
    }
}

#[test]
fn as_many_rows_as_allowed_are_published() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 128);
    world.release("1.0", None);
    package(&mut world, "2.0", 128);
    let release = world.release("2.0", Some("10%"));
    assert_eq!(world.status(&release), Status::Active);
    assert_eq!(world.render("stable").table.rows.len(), 256);
}
