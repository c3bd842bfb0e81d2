//! Releases that come from others: promoted, cloned, tried again.

use serde_json::json;
use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseEdit, StartWhen};
use wavecast_domain::record::Record;
use wavecast_domain::release::{Release, Status};
use wavecast_domain::share::Share;
use wavecast_wire::config::{Policy, ReleaseConfig};
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, released, share};

#[test]
fn promote_brings_what_one_channel_concluded_to_another() {
    let mut world = World::new(Kind::Bundle);
    let promote = |share, replace| Command::Promote {
        from: channel("stable"),
        to: channel("beta"),
        share,
        replace,
    };
    let refusal = world.refused(promote(None, false));
    assert_eq!(refusal.field, "from");
    let notes = [("en".to_string(), "Faster".to_string())].into();
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Now(None));
    new.edit.notes = Some(notes);
    let source = released(&world.run(Command::CreateRelease(new)));
    let first = released(&world.run(promote(None, false)));
    let record = world.release_record(&first);
    assert_eq!(
        (record.status, record.channel),
        (Status::Concluded, channel("beta"))
    );
    assert_eq!(record.origin, Some(source.id));
    assert_eq!(record.notes["en"], "Faster");
    assert!(world.refused(promote(None, false)).rule.contains("already"));
    let next = world.ship("2.0", Some("100%"));
    let second = released(&world.run(promote(Some(share("7%")), false)));
    let record = world.release_record(&second);
    assert_eq!((record.status, record.share), (Status::Active, share("7%")));
    assert_eq!(record.origin, Some(next.id));
    assert_ne!(record.salt, world.release_record(&first).salt);
}

#[test]
fn clone_makes_a_draft_with_an_id_and_a_salt_of_its_own() {
    let mut world = World::new(Kind::Bundle);
    let source = world.ship("1.0", None);
    let into = Some(channel("beta"));
    let clone = released(&world.run(Command::Clone {
        release: source.clone(),
        into,
    }));
    let (old, new) = (world.release_record(&source), world.release_record(&clone));
    assert_eq!(
        (new.status, new.share, new.attempt),
        (Status::Draft, Share::NONE, 1)
    );
    assert_eq!((&new.package, &new.version), (&old.package, &old.version));
    assert_eq!(new.origin, Some(source.id));
    assert_ne!((new.id, new.salt), (old.id, old.salt));
    let share = None;
    world.run(Command::Start {
        release: clone.clone(),
        share,
        replace: false,
        only: None,
    });
    assert_eq!(world.status(&clone), Status::Concluded);
}

/// Whatever an admin said of a release holds for its copy, which begins a life of its own.
#[test]
fn a_copy_has_all_that_was_said_of_its_source() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = ReleaseEdit {
        policy: Some(Policy {
            ask: true,
            window: Some("01:00-05:00".to_owned()),
            confirm_seconds: 77,
            ..Policy::default()
        }),
        notes: Some([("en".to_owned(), "Faster".to_owned())].into()),
        properties: Some([("theme".to_owned(), json!("dark"))].into_iter().collect()),
        keep_open: Some(true),
        floor: Some(true),
    };
    let named = released(&world.run(Command::CreateRelease(new)));
    let source = world.release_record(&named);
    world.wait(60);
    let clone = released(&world.run(Command::Clone {
        release: named,
        into: Some(channel("beta")),
    }));
    let clone = world.release_record(&clone);
    assert_eq!(clone.times.created, world.now);
    let expected = Release {
        id: clone.id.clone(),
        salt: clone.salt.clone(),
        times: clone.times,
        channel: channel("beta"),
        origin: Some(source.id.clone()),
        ..source
    };
    assert_eq!(clone, expected);
}

#[test]
fn retry_raises_the_attempt_and_makes_new_bytes() {
    let mut world = World::new(Kind::Bundle);
    let release = world.ship("1.0", None);
    let before = world.rule().stack[0].variants[0].config.clone();
    let decision = world.run(Command::Retry(release.clone()));
    let after = world.rule().stack[0].variants[0].config.clone();
    assert_eq!(before.name, after.name);
    assert_ne!(before.sha256, after.sha256);
    assert_eq!(world.release_record(&release).attempt, 2);
    let bytes = decision.records.values().find_map(|record| match record {
        Record::Target(target) if target.entry == after => Some(target.bytes.clone()),
        _ => None,
    });
    let config = ReleaseConfig::read(&bytes.expect("recorded")).expect("readable");
    assert_eq!((config.attempt, config.release), (2, release.id));
    assert_eq!(
        world.rule().concluded[0].variants[0].config,
        after,
        "a revert finds it too"
    );
}
