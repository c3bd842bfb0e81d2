//! What a release carries to devices is checked before anything is written.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseEdit, StartWhen};
use wavecast_domain::refusal::Refusal;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;

use crate::world::{World, released};

fn refusal_of(edit: ReleaseEdit) -> Refusal {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = edit.clone();
    let at_creation = world.refused(Command::CreateRelease(new));
    let new = world.new_release("1.0", StartWhen::Draft);
    let release = released(&world.run(Command::CreateRelease(new)));
    let later = world.refused(Command::EditRelease { release, edit });
    assert_eq!(at_creation, later);
    later
}

fn policy(change: impl FnOnce(&mut Policy)) -> ReleaseEdit {
    let mut policy = Policy {
        confirm_seconds: 600,
        ..Policy::default()
    };
    change(&mut policy);
    ReleaseEdit {
        policy: Some(policy),
        ..ReleaseEdit::default()
    }
}

fn property(key: &str, value: serde_json::Value) -> ReleaseEdit {
    ReleaseEdit {
        properties: Some([(key.to_string(), value)].into()),
        ..ReleaseEdit::default()
    }
}

fn note(language: &str, text: &str) -> ReleaseEdit {
    let notes = [(language.to_string(), text.to_string())].into();
    ReleaseEdit {
        notes: Some(notes),
        ..ReleaseEdit::default()
    }
}

#[test]
fn policies_out_of_bounds_are_refused() {
    assert_eq!(
        refusal_of(policy(|p| p.confirm_seconds = 5)).field,
        "confirm_seconds"
    );
    assert_eq!(
        refusal_of(policy(|p| p.window = Some("2-5".into()))).field,
        "policy.window"
    );
    assert_eq!(
        refusal_of(policy(|p| p.store_url = Some("a b".into()))).field,
        "policy.store_url"
    );
}

#[test]
fn properties_that_cannot_be_signed_are_refused() {
    let fraction = refusal_of(property("ratio", 0.5.into()));
    assert_eq!(fraction.field, "config.properties.ratio");
    assert!(
        fraction.rule.contains("integers below 2^53"),
        "{fraction:?}"
    );
    refusal_of(property("large", (1u64 << 53).into()));
    refusal_of(property("text", "cafe\u{301}".into()));
    refusal_of(property("list", vec![1, 2].into()));
    refusal_of(property("a key", 1.into()));
}

#[test]
fn notes_that_are_too_long_or_unnamed_are_refused() {
    assert_eq!(refusal_of(note("en", &"x".repeat(4096))).field, "notes");
    assert_eq!(refusal_of(note("en_US!", "x")).field, "notes");
    assert_eq!(refusal_of(note("en", "a\u{0}b")).field, "notes.en");
}

#[test]
fn what_is_left_out_is_the_applications() {
    let mut world = World::new(Kind::Bundle);
    world.configure(|settings| settings.confirm_seconds = 42);
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit.policy = Some(Policy {
        ask: true,
        ..Policy::default()
    });
    let release = released(&world.run(Command::CreateRelease(new)));
    let policy = world.release_record(&release).policy;
    assert_eq!((policy.confirm_seconds, policy.ask), (42, true));
}

/// Such a device would be told for ever that it must update, and there is nothing newer.
#[test]
fn devices_are_forced_to_this_version_at_most() {
    let below =
        |version: &str| policy(|policy| policy.force_below = Some(version.parse().unwrap()));
    let refusal = refusal_of(below("1.0.1"));
    assert_eq!(refusal.field, "policy.force_below");
    assert!(refusal.rule.contains("below 1.0.1"), "{refusal:?}");
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = below("1.0");
    world.run(Command::CreateRelease(new));
}

#[test]
fn a_deadline_is_still_to_come() {
    let mut world = World::new(Kind::Bundle);
    let now = world.now;
    let at = |seconds| policy(|policy| policy.deadline = Some(now.plus(seconds)));
    let refusal = refusal_of(at(0));
    assert_eq!(refusal.field, "policy.deadline");
    assert!(refusal.rule.contains("is past"), "{refusal:?}");
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = at(1);
    world.run(Command::CreateRelease(new));
}

#[test]
fn a_deadline_that_passes_before_the_start_holds_the_start_back() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let deadline = world.now.plus(3600);
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = policy(|policy| policy.deadline = Some(deadline));
    let release = released(&world.run(Command::CreateRelease(new)));
    let schedule = |start| Command::Schedule {
        release: release.clone(),
        start,
        window: 600,
        stages: Vec::new(),
    };
    // It may start ten minutes late, and not later than that.
    let refusal = world.refused(schedule(deadline.plus(-600)));
    assert_eq!(refusal.field, "policy.deadline");
    world.run(schedule(deadline.plus(-601)));
    world.run(Command::Unschedule(release.clone()));
    world.wait(3600);
    let start = Command::Start {
        release: release.clone(),
        share: None,
        replace: false,
        only: None,
    };
    assert_eq!(world.refused(start.clone()).field, "policy.deadline");
    let edit = policy(|policy| policy.deadline = Some(deadline.plus(1)));
    let edited = Command::EditRelease {
        release: release.clone(),
        edit,
    };
    world.run(edited);
    world.run(start);
}

#[test]
fn a_copy_keeps_a_deadline_that_is_to_come_alone() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let deadline = world.now.plus(3600);
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.edit = policy(|policy| policy.deadline = Some(deadline));
    let release = released(&world.run(Command::CreateRelease(new)));
    let copied = |world: &mut World| {
        let release = release.clone();
        let copy = released(&world.run(Command::Clone {
            release,
            into: None,
        }));
        world.release_record(&copy).policy.deadline
    };
    assert_eq!(copied(&mut world), Some(deadline));
    world.wait(3600);
    assert_eq!(copied(&mut world), None);
}
