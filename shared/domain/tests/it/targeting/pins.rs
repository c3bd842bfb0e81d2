//! Pins: for a time, a device or a group gets a named release.

use wavecast_domain::Command;
use wavecast_domain::app::DevicesInput;
use wavecast_domain::command::{ReleaseRef, Who};
use wavecast_domain::principal::Principal;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Attributes;

use super::{group, of, refuses};
use crate::fleet::Fleet;
use crate::world::{World, channel, upkeep};

const DAY: i64 = 86_400;

fn pin(world: &World, release: &ReleaseRef, who: Who, seconds: i64) -> Command {
    Command::Pin {
        release: release.clone(),
        who,
        until: world.now.plus(seconds),
        reason: "reproduces the flicker".into(),
    }
}

fn device(id: &str) -> Who {
    Who::Device(id.into())
}

#[test]
fn a_pinned_device_goes_down_and_comes_back_when_the_pin_ends() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let new = world.ship("2.0", Some("100%"));
    let mut fleet = Fleet::new(10);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&new.id).len(), 10);
    world.run(pin(&world, &old, device("device-0003"), DAY));
    let stored = serde_json::to_string(&world.channels[&channel("stable")]).expect("written");
    assert!(!stored.contains("device-0003"), "its id is kept nowhere");
    fleet.poll(&world);
    assert_eq!(fleet.runs(&old.id), [3]);
    // It ends by itself, and everybody runs the newest again.
    world.wait(DAY);
    world.tick();
    assert!(world.channels[&channel("stable")].pins.is_empty());
    fleet.poll(&world);
    assert_eq!(fleet.runs(&new.id).len(), 10);
}

#[test]
fn a_pin_to_something_newer_is_left_again() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let test = world.ship("2.0", Some("1%"));
    world.abort(&test, false);
    world.run(pin(&world, &test, device("device-0003"), DAY));
    let mut fleet = Fleet::new(5);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&test.id), [3]);
    world.run(Command::Unpin {
        channel: channel("stable"),
        who: device("device-0003"),
    });
    fleet.poll(&world);
    assert_eq!(fleet.runs(&old.id).len(), 5);
}

#[test]
fn a_pin_again_changes_the_pin_and_an_early_end_ends_it() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let new = world.ship("2.0", Some("100%"));
    world.run(pin(&world, &old, device("a"), DAY));
    world.run(pin(&world, &new, device("a"), 2 * DAY));
    let pins = &world.channels[&channel("stable")].pins;
    assert_eq!((pins.len(), &pins[0].release.release), (1, &new.id));
    let unpin = Command::Unpin {
        channel: channel("stable"),
        who: device("a"),
    };
    world.run(unpin.clone());
    refuses(
        &world.refused(unpin),
        &["a pin of device a", "doesn't exist"],
    );
    let agenda = &world.channels[&channel("stable")].agenda;
    assert_eq!(agenda.len(), 1, "only the calm is due: {agenda:?}");
}

#[test]
fn a_group_is_pinned_before_all_rules() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    world.ship("2.0", Some("100%"));
    let name = group("testers");
    world.run(Command::SetGroup {
        group: name.clone(),
        devices: DevicesInput::Ids(vec!["a".into(), "b".into()]),
    });
    world.run(pin(&world, &old, Who::Group(name.clone()), DAY));
    assert_eq!(
        of(&world.gets("b", &Attributes::new())),
        Some(old.id.as_str())
    );
    assert_ne!(
        of(&world.gets("c", &Attributes::new())),
        Some(old.id.as_str())
    );
    let delete = Command::DeleteGroup { group: name };
    refuses(
        &world.refused(delete),
        &["a pin to release", old.id.as_str()],
    );
}

#[test]
fn the_end_of_a_pin_withdraws_only_what_stands_nowhere_else() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let new = world.ship("2.0", Some("100%"));
    let unpin = || Command::Unpin {
        channel: channel("stable"),
        who: device("a"),
    };
    world.run(pin(&world, &new, device("a"), DAY));
    world.run(unpin());
    assert!(world.withdrawn().is_empty(), "2.0 is what everybody gets");
    world.run(pin(&world, &old, device("a"), DAY));
    world.run(unpin());
    assert_eq!(world.withdrawn(), [old.id]);
}

#[test]
fn the_pin_of_each_group_changes_and_ends_by_itself() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    let new = world.ship("2.0", Some("100%"));
    for name in ["testers", "others"] {
        world.run(Command::SetGroup {
            group: group(name),
            devices: DevicesInput::Ids(vec![format!("lamp-{name}")]),
        });
        world.run(pin(&world, &old, Who::Group(group(name)), DAY));
    }
    world.run(pin(&world, &new, Who::Group(group("testers")), DAY));
    let gets = |world: &World, name: &str| {
        let choice = world.gets(&format!("lamp-{name}"), &Attributes::new());
        of(&choice).map(str::to_owned)
    };
    assert_eq!(gets(&world, "testers"), Some(new.id.to_string()));
    assert_eq!(gets(&world, "others"), Some(old.id.to_string()));
    assert_eq!(world.channels[&channel("stable")].pins.len(), 2);
    let unpin = Command::Unpin {
        channel: channel("stable"),
        who: Who::Group(group("others")),
    };
    world.run(unpin.clone());
    assert_eq!(gets(&world, "others"), Some(new.id.to_string()));
    assert_eq!(world.channels[&channel("stable")].pins.len(), 1);
    refuses(
        &world.refused(unpin),
        &["a pin of group others", "doesn't exist"],
    );
}

#[test]
fn pins_are_refused_for_what_nobody_could_get() {
    let mut world = World::new(Kind::Bundle);
    let started = world.ship("1.0", None);
    let draft = world.draft("1.1");
    let who = || device("a");
    refuses(
        &world.refused(pin(&world, &draft, who(), DAY)),
        &["is draft"],
    );
    refuses(
        &world.refused(pin(&world, &started, who(), 0)),
        &["until", "within a year"],
    );
    refuses(
        &world.refused(pin(&world, &started, who(), 365 * DAY + 1)),
        &["within a year"],
    );
    world.run(pin(&world, &started, device("b"), 365 * DAY));
    refuses(
        &world.refused(pin(&world, &started, device("unknown"), DAY)),
        &["placeholder"],
    );
    refuses(
        &world.refused(pin(&world, &started, Who::Group(group("nobody")), DAY)),
        &["group nobody"],
    );
    let mut silent = pin(&world, &started, who(), DAY);
    if let Command::Pin { reason, .. } = &mut silent {
        reason.clear();
    }
    refuses(&world.refused(silent), &["reason"]);
    world.run(pin(&world, &started, who(), DAY));
    let id = world.channels[&channel("stable")].pins[0].id.clone();
    let expire = Command::ExpirePin {
        channel: channel("stable"),
        pin: id,
    };
    refuses(
        &world.refused_as(upkeep(), expire.clone()),
        &["holds until"],
    );
    refuses(
        &world.refused_as(Principal::Bootstrap, expire),
        &["permission"],
    );
}

#[test]
fn a_yank_lists_pins_and_ends_them() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    world.ship("2.0", Some("100%"));
    world.run(pin(&world, &old, device("a"), DAY));
    let yank = |now: &[&str]| Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.0".parse().expect("a version"),
        reason: "bad".into(),
        now: now.iter().map(|name| channel(name)).collect(),
    };
    let decision = world.run(yank(&[]));
    assert_eq!(decision.uses.len(), 1);
    assert!(decision.uses[0].rule.0.starts_with("pin "));
    refuses(
        &world.refused(pin(&world, &old, device("b"), DAY)),
        &["was yanked"],
    );
    world.run(yank(&["stable"]));
    assert!(world.channels[&channel("stable")].pins.is_empty());
}
