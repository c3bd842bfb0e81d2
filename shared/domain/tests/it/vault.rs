//! Secrets of an application: versions, reminders, and what the trail says of them.

use wavecast_domain::Command;
use wavecast_domain::decide::{Decision, Outcome};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::Reason;
use wavecast_domain::vault::{AppSecret, KEPT, NewVersion, Remind, Sealed, TOLD};
use wavecast_wire::manifest::Kind;

use crate::world::World;

fn named(name: &str) -> NewVersion {
    NewVersion {
        name: name.parse().unwrap(),
        sealed: Sealed {
            key: "wrapped".to_owned(),
            value: "c2VhbGVk".to_owned(),
        },
        remind: None,
        note: None,
    }
}

fn set(name: &str) -> Command {
    Command::SetSecret(named(name))
}

fn choose(name: &str, version: u32) -> Command {
    let name = name.parse().unwrap();
    Command::UseSecret { name, version }
}

fn remove(name: &str) -> Command {
    let name = name.parse().unwrap();
    Command::RemoveSecret { name }
}

fn secret(world: &World, name: &str) -> AppSecret {
    let key = RecordKey::Secret(name.parse().unwrap());
    match &world.records[&key] {
        Record::Secret(secret) => secret.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

/// The versions whose values lie in the ledger.
fn values(world: &World, name: &str) -> Vec<u32> {
    let of = |key: &RecordKey| match key {
        RecordKey::Sealed(of, n) if of.as_str() == name => Some(*n),
        _ => None,
    };
    world.records.keys().filter_map(of).collect()
}

fn version(decision: &Decision) -> u32 {
    match &decision.outcome {
        Outcome::Secret { version, .. } => *version,
        other => panic!("{other:?}"),
    }
}

fn world() -> World {
    World::without_channels(Kind::Bundle)
}

#[test]
fn versions_count_up_and_the_newest_five_values_are_kept() {
    let mut world = world();
    for n in 1..=7 {
        assert_eq!(version(&world.run(set("hook"))), n);
    }
    assert_eq!(KEPT, 5);
    assert_eq!(values(&world, "hook"), [3, 4, 5, 6, 7]);
    let secret = secret(&world, "hook");
    assert_eq!((secret.current, secret.versions.len()), (7, 7));
    let kept: Vec<bool> = secret.versions.iter().map(|one| one.kept).collect();
    assert_eq!(kept, [false, false, true, true, true, true, true]);
}

#[test]
fn a_long_history_is_told_in_part() {
    let mut world = world();
    let most = u32::try_from(TOLD).unwrap();
    for _ in 0..most + 3 {
        world.run(set("hook"));
    }
    let secret = secret(&world, "hook");
    let told: Vec<u32> = secret.versions.iter().map(|one| one.n).collect();
    assert_eq!(told, (4..=most + 3).collect::<Vec<_>>());
}

#[test]
fn an_older_version_is_used_as_long_as_its_value_is_kept() {
    let mut world = world();
    for _ in 0..6 {
        world.run(set("hook"));
    }
    assert_eq!(version(&world.run(choose("hook", 2))), 2);
    assert_eq!(secret(&world, "hook").current, 2);
    for (n, word) in [
        (2, "in use already"),
        (1, "isn't kept any more"),
        (0, "has no version 0"),
        (7, "has no version 7"),
    ] {
        let refusal = world.refused(choose("hook", n));
        assert_eq!(
            (refusal.reason, &*refusal.field),
            (Reason::State, "version")
        );
        assert!(refusal.rule.contains(word), "{refusal:?}");
        assert!(refusal.hint.contains("wavecast secret history hook"));
    }
    // The next is in use again, and what was is kept no longer than its turn.
    assert_eq!(version(&world.run(set("hook"))), 7);
    assert_eq!(values(&world, "hook"), [3, 4, 5, 6, 7]);
}

#[test]
fn what_is_removed_leaves_its_history_and_its_numbers_go_on() {
    let mut world = world();
    world.run(set("hook"));
    world.run(set("hook"));
    world.run(remove("hook"));
    assert_eq!(values(&world, "hook"), [0; 0]);
    let gone = secret(&world, "hook");
    assert!(gone.removed.is_some() && gone.versions.iter().all(|one| !one.kept));
    for command in [
        remove("hook"),
        choose("hook", 2),
        remove("none"),
        choose("none", 1),
    ] {
        assert_eq!(world.refused(command).reason, Reason::NotFound);
    }
    assert_eq!(
        version(&world.run(set("hook"))),
        3,
        "no number is given twice"
    );
    let again = secret(&world, "hook");
    assert_eq!((again.removed.is_none(), again.versions.len()), (true, 3));
    assert_eq!(values(&world, "hook"), [3]);
}

#[test]
fn an_application_has_at_most_fifty_secrets_at_once() {
    let mut world = world();
    for n in 0..50 {
        world.run(set(&format!("hook-{n}")));
    }
    let refusal = world.refused(set("hook-50"));
    assert_eq!(refusal.reason, Reason::Limit);
    assert!(refusal.rule.contains("50 secrets"), "{refusal:?}");
    world.run(set("hook-0"));
    world.run(remove("hook-0"));
    world.run(set("hook-50"));
    world.refused(set("hook-0"));
}

#[test]
fn a_reminder_counts_from_every_version() {
    let mut world = world();
    let remind = |remind: Option<Remind>| {
        Command::SetSecret(NewVersion {
            remind,
            ..named("hook")
        })
    };
    world.run(set("hook"));
    assert_eq!(secret(&world, "hook").reminder(), None);
    world.run(remind(Some(Remind::Days(90))));
    let day = 86_400;
    let due = world.now.plus(90 * day);
    assert_eq!(secret(&world, "hook").reminder(), Some(due));
    assert!(!secret(&world, "hook").is_due(due.plus(-1)));
    assert!(secret(&world, "hook").is_due(due));
    world.now = due.plus(day);
    world.run(set("hook"));
    let next = world.now.plus(90 * day);
    assert_eq!(
        secret(&world, "hook").reminder(),
        Some(next),
        "it stays as it was"
    );
    world.run(choose("hook", 2));
    assert_eq!(
        secret(&world, "hook").reminder(),
        Some(next),
        "none was set"
    );
    for days in [0, 3651] {
        let refusal = world.refused(remind(Some(Remind::Days(days))));
        assert_eq!(refusal.field, "remind_days");
        assert!(refusal.rule.contains("1 to 3650 days"), "{refusal:?}");
    }
    world.run(remind(Some(Remind::Never)));
    assert_eq!(secret(&world, "hook").reminder(), None);
    world.run(remind(Some(Remind::Days(1))));
    world.run(remove("hook"));
    assert_eq!(secret(&world, "hook").reminder(), None);
    world.run(set("hook"));
    assert_eq!(secret(&world, "hook").reminder(), None, "of another secret");
}

#[test]
fn a_note_is_short_and_on_one_line() {
    let mut world = world();
    let noted = |note: &str| {
        Command::SetSecret(NewVersion {
            note: Some(note.to_owned()),
            ..named("hook")
        })
    };
    for wrong in ["", "two\nlines", &"x".repeat(501)] {
        let refusal = world.refused(noted(wrong));
        assert_eq!((refusal.reason, &*refusal.field), (Reason::Invalid, "note"));
    }
    world.run(noted(&"x".repeat(500)));
}

#[test]
fn the_trail_has_numbers_and_words_and_no_value() {
    let mut world = world();
    let first = Command::SetSecret(NewVersion {
        remind: Some(Remind::Days(90)),
        note: Some("from the vendor".to_owned()),
        ..named("hook")
    });
    let told = [
        (first, "secret.set"),
        (set("hook"), "secret.set"),
        (choose("hook", 1), "secret.use"),
        (remove("hook"), "secret.remove"),
    ]
    .map(|(command, verb)| {
        let event = world.run(command).event;
        assert_eq!((&*event.verb, &*event.subject), (verb, "secret hook"));
        let text = serde_json::to_string(&event).unwrap();
        assert!(
            !text.contains("wrapped") && !text.contains("c2VhbGVk"),
            "{text}"
        );
        let change = |one: &wavecast_domain::event::Change| {
            let text = |side: &Option<String>| side.clone().unwrap_or_default();
            format!("{} {}>{}", one.field, text(&one.before), text(&one.after))
        };
        event.changes.iter().map(change).collect::<Vec<_>>()
    });
    assert_eq!(
        told,
        [
            vec![
                "version >1",
                "kept >1",
                "remind >90 days",
                "note >from the vendor"
            ],
            vec!["version 1>2", "kept 1>1, 2"],
            vec!["version 2>1"],
            vec!["version 1>", "kept 1, 2>"],
        ]
    );
}

#[test]
fn secrets_leave_settings_and_channels_as_they_are() {
    let mut world = World::new(Kind::Bundle);
    let changed = world.head.changed;
    for command in [set("hook"), set("hook"), choose("hook", 1), remove("hook")] {
        let decision = world.run(command);
        assert!(decision.publish.is_empty() && decision.keys.is_empty());
        assert_eq!(
            world.head.changed, changed,
            "If-Match on settings still holds"
        );
    }
}

#[test]
fn a_sealed_value_is_not_printed() {
    let shown = format!("{:?}", set("hook"));
    assert!(shown.contains("Sealed(…)"), "{shown}");
    assert!(
        !shown.contains("wrapped") && !shown.contains("c2VhbGVk"),
        "{shown}"
    );
}
