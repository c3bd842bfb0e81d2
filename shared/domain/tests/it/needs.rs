//! What the engine is told to load: no record less than a verb looks at, and none that it doesn't.

use std::collections::BTreeSet;

use wavecast_domain::app::{App, Dimensions};
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::decide::every_channel;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::{Command, Facts, channels, more};
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, package_key, rollback};

fn configure(dimensions: Option<Dimensions>) -> Command {
    Command::ConfigureApp {
        settings: None,
        dimensions,
    }
}

#[test]
fn only_what_may_be_in_use_anywhere_looks_at_every_channel() {
    let mut world = World::new(Kind::Bundle);
    let release = world.ship("1.0", None);
    let yank = Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.0".parse().expect("a version"),
        reason: "it drains batteries".into(),
        now: Vec::new(),
    };
    let everywhere = [
        yank,
        configure(Some(Dimensions::new())),
        Command::SetSchema { document: None },
        Command::DeleteGroup {
            group: "testers".parse().expect("a group"),
        },
    ];
    for command in everywhere {
        assert!(every_channel(&command), "{command:?}");
        assert!(channels(&command).is_empty(), "{command:?}");
    }
    let here = [
        Command::Pause(release.clone()),
        Command::Conclude(release),
        rollback(None),
    ];
    for command in here {
        assert!(!every_channel(&command), "{command:?}");
        assert_eq!(channels(&command), [channel("stable")], "{command:?}");
    }
    for command in [
        configure(None),
        Command::CreatePackage(world.new_package("2.0", &[])),
    ] {
        assert!(!every_channel(&command), "{command:?}");
        assert!(channels(&command).is_empty(), "{command:?}");
    }
}

fn key(release: &ReleaseRef) -> RecordKey {
    RecordKey::Release(release.id.clone())
}

/// What is to be loaded once a release is.
fn after(world: &World, app: &App, release: &ReleaseRef, command: &Command) -> BTreeSet<RecordKey> {
    let record = Record::Release(Box::new(world.release_record(release)));
    let facts = Facts::from([(key(release), record)]);
    more(app, &facts, command).into_iter().collect()
}

#[test]
fn what_falls_back_looks_at_what_was_replaced_by_what_is_placed() {
    let mut world = World::new(Kind::Bundle);
    let first = world.ship("1.0", None);
    let aborted = world.ship("1.1", Some("5%"));
    world.abort(&aborted, false);
    let placed = world.ship("2.0", Some("100%"));
    for release in [&aborted, &placed] {
        let replaced = world.release_record(release).replaced;
        assert_eq!(replaced.as_ref(), Some(&first.id));
    }
    let app = world.app_with(&[channel("stable")]);
    let back = rollback(None);
    assert_eq!(
        after(&world, &app, &placed, &back),
        [package_key("2.0"), key(&first)].into()
    );
    assert_eq!(
        after(&world, &app, &aborted, &back),
        [package_key("1.1")].into(),
        "nobody has it, so nobody returns from it"
    );
    let ramp = Command::NextStage(placed.clone());
    assert_eq!(
        after(&world, &app, &placed, &ramp),
        [package_key("2.0")].into(),
        "onwards is no way back"
    );
    let pause = Command::Pause(placed.clone());
    assert!(after(&world, &app, &placed, &pause).is_empty());
}
