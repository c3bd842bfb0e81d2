//! Each verb on its own: what it changes, what it says, what it refuses.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::decide::{Decision, Movement};
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, released, share};

/// `5% 1.0 -> 2.0` for each movement.
pub fn said(decision: &Decision) -> Vec<String> {
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
    let before = world.release_record(&release);
    world.wait(60);
    let same = world.ramp(&release, "12.5%");
    assert!(same.movements.is_empty() && same.publish.is_empty());
    assert_eq!(world.release_record(&release), before, "nothing moved");
    let refusal = world.refused(Command::Ramp {
        release: release.clone(),
        to: share("12.49%"),
        keep_open: false,
        only: None,
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
        only: None,
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
fn the_ramp_to_everybody_says_whether_it_stays_open() {
    let open = |to, keep_open| {
        move |release: &ReleaseRef| Command::Ramp {
            release: release.clone(),
            to: share(to),
            keep_open,
            only: None,
        }
    };
    for told_before in [open("50%", true), open("100%", true)] {
        let mut world = World::new(Kind::Bundle);
        world.ship("1.0", None);
        let release = world.ship("2.0", Some("10%"));
        world.run(told_before(&release));
        world.run(open("100%", true)(&release));
        let again = world.run(open("100%", true)(&release));
        assert!(again.movements.is_empty() && again.publish.is_empty());
        assert_eq!(world.status(&release), Status::Active);
        let closed = world.run(open("100%", false)(&release));
        assert!(closed.movements.is_empty(), "everybody had it");
        assert_eq!(world.status(&release), Status::Concluded);
        assert_eq!(world.stack(), [release.id]);
    }
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
        only: None,
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

#[test]
fn daily_verbs_act_on_what_moves_and_not_on_what_is_kept() {
    let mut world = World::new(Kind::Bundle);
    let current = |world: &World| {
        let stable = &world.channels[&channel("stable")];
        stable.current().map(|placement| placement.release.clone())
    };
    assert_eq!(current(&world), None);
    let first = world.ship("1.0", None);
    assert_eq!(current(&world), Some(first.id.clone()));
    let second = world.ship("2.0", Some("10%"));
    assert_eq!(current(&world), Some(second.id.clone()));
    world.run(Command::Pause(second.clone()));
    assert_eq!(current(&world), Some(second.id.clone()), "it may go on");
    world.abort(&second, true);
    assert_eq!(
        world.stack().first(),
        Some(&second.id),
        "who has it keeps it"
    );
    assert_eq!(current(&world), Some(first.id));
}

#[test]
fn a_draft_replaces_nothing_until_it_starts() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.ship("2.0", Some("10%"));
    world.package("2.1");
    let mut new = world.new_release("2.1", StartWhen::Draft);
    new.replace = true;
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Invalid, "replace")
    );
}
