//! Each verb on its own: what it changes, what it says, what it refuses.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseEdit, StartWhen};
use wavecast_domain::decide::{Decision, Movement};
use wavecast_domain::record::Record;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_domain::share::Share;
use wavecast_wire::config::{Policy, ReleaseConfig};
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, released, share};

/// `5% 1.0 -> 2.0` for each movement.
fn said(decision: &Decision) -> Vec<String> {
    let name = |named: &Option<wavecast_domain::decide::Named>| {
        named
            .as_ref()
            .map_or_else(|| "nothing".into(), |named| named.version.to_string())
    };
    let line = |m: &Movement| format!("{} {} -> {}", m.share, name(&m.from), name(&m.to));
    decision.movements.iter().map(line).collect()
}

#[test]
fn the_first_release_reaches_everybody_and_concludes() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let new = world.new_release("1.0", StartWhen::Now(None));
    let decision = world.run(Command::CreateRelease(new));
    let release = released(&decision);
    assert_eq!(world.status(&release), Status::Concluded);
    assert_eq!(world.release_record(&release).share, Share::ALL);
    assert_eq!(said(&decision), ["100% nothing -> 1.0"]);
    assert_eq!(decision.event.verb, "release.create");
    assert!(decision.publish.contains(&channel("stable")));
}

#[test]
fn later_releases_start_at_the_first_step() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let second = world.ship("2.0", None);
    assert_eq!(world.release_record(&second).share, share("5%"));
    world.abort(&second, false);
    world.configure(|settings| settings.first_step = share("0.01%"));
    let third = world.ship("3.0", None);
    assert_eq!(world.release_record(&third).share, share("0.01%"));
    assert_eq!(world.status(&third), Status::Active);
}

#[test]
fn a_first_release_may_start_small_too() {
    let mut world = World::new(Kind::Bundle);
    let release = world.ship("1.0", Some("10%"));
    assert_eq!(world.status(&release), Status::Active);
    let rows = world.render("stable").table.rows.len();
    assert_eq!(rows, 1);
}

#[test]
fn a_ramp_only_grows() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("2.0", Some("10%"));
    assert_eq!(said(&world.ramp(&release, "12.5%")), ["2.5% 1.0 -> 2.0"]);
    let same = world.ramp(&release, "12.5%");
    assert!(same.movements.is_empty() && same.publish.is_empty());
    let refusal = world.refused(Command::Ramp {
        release: release.clone(),
        to: share("12.49%"),
        keep_open: false,
    });
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::State, "to")
    );
    assert!(refusal.rule.contains("reaches 12.5%"), "{refusal:?}");
    assert!(refusal.hint.contains("`wavecast pause`"), "{refusal:?}");
}

#[test]
fn everybody_concludes_unless_kept_open() {
    let mut world = World::new(Kind::Bundle);
    let first = world.ship("1.0", None);
    let second = world.ship("2.0", Some("10%"));
    world.run(Command::Ramp {
        release: second.clone(),
        to: Share::ALL,
        keep_open: true,
    });
    assert_eq!(world.status(&second), Status::Active);
    assert_eq!(world.stack(), [second.id.clone(), first.id.clone()]);
    world.run(Command::Conclude(second.clone()));
    assert_eq!(world.status(&second), Status::Concluded);
    assert_eq!(world.status(&first), Status::Superseded);
    assert_eq!(world.stack(), std::slice::from_ref(&second.id));
    assert_eq!(world.release_record(&second).replaced, Some(first.id));
}

#[test]
fn concluding_early_says_who_moves() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("2.0", Some("10%"));
    let decision = world.run(Command::Conclude(release));
    assert_eq!(said(&decision), ["90% 1.0 -> 2.0"]);
}

#[test]
fn pause_and_resume_are_told_apart_from_abort_with_keep() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("2.0", Some("10%"));
    let paused = world.run(Command::Pause(release.clone()));
    assert!(paused.movements.is_empty());
    assert!(world.rule().stack[0].held);
    assert_eq!(
        said(&world.run(Command::Resume(release.clone()))),
        ["10% 1.0 -> 2.0"]
    );
    assert!(!world.rule().stack[0].held);
    world.abort(&release, true);
    assert!(world.rule().stack[0].held && world.rule().moving.is_none());
    assert!(world.withdrawn().is_empty());
    let next = world.ship("3.0", None);
    assert_eq!(world.stack()[..2], [next.id.clone(), release.id.clone()]);
    world.ramp(&next, "100%");
    assert_eq!(
        world.stack(),
        [next.id],
        "what was kept is held until its rule concludes"
    );
    assert_eq!(world.status(&release), Status::Aborted);
}

#[test]
fn supersede_takes_place_salt_and_share() {
    let mut world = World::new(Kind::Bundle);
    let first = world.ship("1.0", None);
    let bad = world.ship("2.0", Some("20%"));
    let salt = world.release_record(&bad).salt;
    world.package("2.0.1");
    let mut new = world.new_release("2.0.1", StartWhen::Now(Some(share("30%"))));
    new.replace = true;
    let decision = world.run(Command::CreateRelease(new));
    let fix = released(&decision);
    assert_eq!(said(&decision), ["20% 2.0 -> 2.0.1", "10% 1.0 -> 2.0.1"]);
    assert_eq!(world.release_record(&fix).salt, salt);
    assert_eq!(world.release_record(&fix).origin, Some(bad.id.clone()));
    assert_eq!(world.release_record(&fix).replaced, Some(first.id.clone()));
    assert_eq!(world.stack(), [fix.id, first.id]);
    assert_eq!(world.withdrawn(), std::slice::from_ref(&bad.id));
    assert_eq!(world.status(&bad), Status::Superseded);
}

#[test]
fn supersede_never_reaches_less_and_needs_something_to_replace() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let mut new = world.new_release("1.0", StartWhen::Now(None));
    new.replace = true;
    let refusal = world.refused(Command::CreateRelease(new.clone()));
    assert_eq!(refusal.field, "replace");
    world.ship("2.0", Some("20%"));
    world.package("2.1");
    new.version = "2.1".parse().expect("a version");
    new.start = StartWhen::Now(Some(share("19.99%")));
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(refusal.field, "share");
    assert!(refusal.rule.contains("can't reach less"), "{refusal:?}");
}

#[test]
fn a_hotfix_may_be_lower_than_what_it_replaces_but_not_than_the_rest() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.5", None);
    world.ship("2.0", Some("20%"));
    world.replace("1.6", None);
    world.package("1.4");
    let mut new = world.new_release("1.4", StartWhen::Now(None));
    new.replace = true;
    let refusal = world.refused(Command::CreateRelease(new.clone()));
    assert_eq!(refusal.field, "version");
    assert!(refusal.rule.contains("1.4 is below 1.5"), "{refusal:?}");
    new.edit.policy = Some(Policy {
        downgrade: true,
        ..Policy::default()
    });
    world.run(Command::CreateRelease(new));
}

#[test]
fn a_lower_version_is_refused_unless_settings_allow_it() {
    let mut world = World::new(Kind::Bundle);
    world.ship("2.0", None);
    world.package("1.9");
    let new = world.new_release("1.9", StartWhen::Now(None));
    assert_eq!(
        world.refused(Command::CreateRelease(new.clone())).field,
        "version"
    );
    world.configure(|settings| settings.downgrade = true);
    let release = released(&world.run(Command::CreateRelease(new)));
    assert!(
        world.release_record(&release).policy.downgrade,
        "devices must be told as well"
    );
}

#[test]
fn a_fixed_salt_keeps_rings() {
    let mut world = World::new(Kind::Bundle);
    world.configure(|settings| settings.salt = Some("rings".parse().expect("a salt")));
    world.ship("1.0", None);
    let release = world.ship("2.0", None);
    assert_eq!(world.release_record(&release).salt.as_str(), "rings");
}

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
    });
    assert_eq!(world.status(&clone), Status::Concluded);
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

#[test]
fn a_draft_changes_until_it_starts() {
    let mut world = World::new(Kind::Bundle);
    let release = world.draft("1.0");
    assert!(world.render("stable").table.rows.is_empty());
    let edit = ReleaseEdit {
        properties: Some([("theme".to_string(), "dark".into())].into()),
        keep_open: Some(true),
        ..ReleaseEdit::default()
    };
    let decision = world.run(Command::EditRelease {
        release: release.clone(),
        edit,
    });
    assert!(decision.publish.is_empty() && decision.movements.is_empty());
    let fields: Vec<_> = decision
        .event
        .changes
        .iter()
        .map(|c| c.field.as_str())
        .collect();
    assert_eq!(fields, ["keep_open", "properties"]);
    world.run(Command::Start {
        release: release.clone(),
        share: None,
        replace: false,
    });
    assert_eq!(
        world.status(&release),
        Status::Active,
        "it was to stay open"
    );
    assert_eq!(world.release_record(&release).share, Share::ALL);
}

#[test]
fn nobody_is_reached_by_a_share_of_nobody() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("2.0", Some("0%"));
    assert_eq!(world.status(&release), Status::Active);
    assert_eq!(world.render("stable").table.rows.len(), 1);
}
