//! Groups of devices by hashed id.

use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;
use wavecast_domain::refusal::Reason;
use wavecast_wire::bucket::list_hash;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::{Attributes, Choice};

use super::{group, of, refuses, rule};
use crate::world::{World, channel};

fn ids(count: usize) -> DevicesInput {
    DevicesInput::Ids(
        (0..count)
            .map(|number| format!("lamp-{number:06}"))
            .collect(),
    )
}

fn set(name: &str, devices: DevicesInput) -> Command {
    Command::SetGroup {
        group: group(name),
        devices,
    }
}

fn rule_of(world: &World, name: &str) -> Command {
    let mut new = world.new_rule("testers", "{}");
    new.devices = Some(group(name));
    Command::CreateRule(new)
}

#[test]
fn only_devices_of_the_group_get_what_its_rule_places() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    refuses(
        &world.refused(rule_of(&world, "testers")),
        &["group testers", "doesn't exist"],
    );
    world.run(set("testers", ids(3)));
    world.run(rule_of(&world, "testers"));
    let test = world.ship_in("testers", "2.0", None);
    let nothing = Attributes::new();
    assert_eq!(
        of(&world.gets("lamp-000002", &nothing)),
        Some(test.id.as_str())
    );
    assert_eq!(
        of(&world.gets("lamp-000003", &nothing)),
        Some(all.id.as_str())
    );
    let stored = serde_json::to_string(&world.head).expect("written");
    assert!(!stored.contains("lamp-000002"), "ids are kept nowhere");
}

#[test]
fn a_changed_group_gets_a_fresh_salt_and_moves_whom_it_should() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    world.run(set("testers", ids(3)));
    world.run(rule_of(&world, "testers"));
    let test = world.ship_in("testers", "2.0", None);
    let salt = world.head.groups[&group("testers")].salt.clone();
    let decision = world.run(set("testers", ids(5)));
    assert_eq!(decision.publish, [channel("stable")].into());
    assert_ne!(world.head.groups[&group("testers")].salt, salt);
    let nothing = Attributes::new();
    assert_eq!(
        of(&world.gets("lamp-000004", &nothing)),
        Some(test.id.as_str())
    );
    assert_eq!(
        of(&world.gets("lamp-000005", &nothing)),
        Some(all.id.as_str())
    );
    // What is the same again reaches the same devices.
    world.run(set("others", ids(1)));
    assert_eq!(
        of(&world.gets("lamp-000004", &nothing)),
        Some(test.id.as_str())
    );
}

#[test]
fn a_group_holds_still_while_a_release_is_ramped_in_it() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.run(set("testers", ids(50)));
    world.run(rule_of(&world, "testers"));
    let test = world.ship_in("testers", "2.0", Some("30%"));
    refuses(
        &world.refused(set("testers", ids(51))),
        &[test.id.as_str(), "being ramped"],
    );
    let delete = Command::DeleteGroup {
        group: group("testers"),
    };
    refuses(
        &world.refused(delete.clone()),
        &["rule testers", test.id.as_str()],
    );
    world.abort(&test, false);
    world.run(Command::DeleteRule {
        channel: channel("stable"),
        rule: rule("testers"),
    });
    world.run(delete.clone());
    refuses(&world.refused(delete), &["doesn't exist"]);
}

#[test]
fn a_hundred_thousand_devices_are_targets_of_their_own() {
    let mut world = World::new(Kind::Bundle);
    let all = world.ship("1.0", None);
    let salt = "2026-11";
    let hashes = (0..100_000).map(|number| list_hash(salt, &format!("lamp-{number:06}")));
    let mut hashes: Vec<String> = hashes.collect();
    hashes.reverse();
    let devices = DevicesInput::Hashed {
        salt: salt.parse().expect("a salt"),
        hashes,
    };
    world.run(set("hall", devices));
    world.run(rule_of(&world, "hall"));
    let test = world.ship_in("testers", "2.0", None);
    let publication = world.render("stable");
    let lists = publication.table.lists();
    assert_eq!((lists.len(), publication.table.rows.len()), (7, 8));
    for name in &lists {
        let target = &publication.targets[*name];
        assert!(target.length < 400 * 1024, "each fits into one record");
    }
    let nothing = Attributes::new();
    for (id, expected) in [
        ("lamp-000000", &test),
        ("lamp-099999", &test),
        ("lamp-100000", &all),
    ] {
        assert_eq!(
            of(&world.gets(id, &nothing)),
            Some(expected.id.as_str()),
            "{id}"
        );
    }
    let asker = wavecast_wire::table::Asker {
        id: "lamp-000000",
        attributes: &nothing,
        active: None,
    };
    let choice = publication.table.choose(&asker, &Default::default());
    assert!(
        matches!(choice, Choice::NeedsList(_)),
        "keeps until it has the list"
    );
}

#[test]
fn what_is_no_device_is_refused() {
    let mut world = World::new(Kind::Bundle);
    let hashed = |hashes: &[&str]| DevicesInput::Hashed {
        salt: "a1".parse().expect("a salt"),
        hashes: hashes.iter().map(|hash| (*hash).into()).collect(),
    };
    let cases: [(DevicesInput, &[&str]); 5] = [
        (ids(0), &["1 to 100000 devices"]),
        (ids(100_001), &["1 to 100000 devices"]),
        (
            DevicesInput::Ids(vec!["fine".into(), "unknown".into()]),
            &["devices[1]", "placeholder"],
        ),
        (
            DevicesInput::Ids(vec!["x".repeat(129)]),
            &["devices[0]", "128 bytes"],
        ),
        (hashed(&["XYZ"]), &["16 lower-case hex digits"]),
    ];
    for (devices, words) in cases {
        refuses(&world.refused(set("testers", devices)), words);
    }
}

#[test]
fn the_last_group_that_fits_may_still_change() {
    let mut world = World::new(Kind::Bundle);
    for number in 0..32 {
        world.run(set(&format!("g{number}"), ids(1)));
    }
    let refusal = world.refused(set("one-more", ids(1)));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "group")
    );
    world.run(set("g0", ids(2)));
}
