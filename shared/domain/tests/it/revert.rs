//! Rolling back: where devices return to, and what that leaves behind.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ReleaseId;

use crate::fleet::Fleet;
use crate::world::{World, channel, released, rollback, share};

pub fn ids(releases: &[&wavecast_domain::command::ReleaseRef]) -> Vec<ReleaseId> {
    releases.iter().map(|release| release.id.clone()).collect()
}

#[test]
fn an_aborted_release_is_withdrawn_and_its_devices_return() {
    let mut world = World::new(Kind::Bundle);
    let good = world.ship("1.0", None);
    let mut fleet = Fleet::new(200);
    fleet.poll(&world);
    let bad = world.ship("2.0", Some("40%"));
    fleet.poll(&world);
    assert!(!fleet.runs(&bad.id).is_empty());
    let decision = world.rollback(None);
    assert_eq!(decision.movements.len(), 1);
    assert_eq!(world.status(&bad), Status::Aborted);
    assert_eq!(world.withdrawn(), ids(&[&bad]));
    fleet.poll(&world);
    assert_eq!(
        fleet.runs(&good.id).len(),
        200,
        "they may go lower, because it is withdrawn"
    );
}

#[test]
fn a_concluded_release_reverts_to_what_it_replaced() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let three = world.ship("3.0", Some("100%"));
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&two]));
    assert_eq!(world.status(&three), Status::Reverted);
    assert_eq!(world.status(&two), Status::Concluded);
    world.rollback(None);
    assert_eq!(
        world.stack(),
        ids(&[&one]),
        "never back to what was just left"
    );
    assert_eq!(world.withdrawn(), ids(&[&three, &two]));
}

#[test]
fn a_named_release_is_returned_to_and_leaves_withdrawn() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let three = world.ship("3.0", Some("100%"));
    world.rollback(Some(&one));
    assert_eq!(world.withdrawn(), ids(&[&two, &three]));
    world.rollback(Some(&three));
    assert_eq!(world.stack(), ids(&[&three]));
    assert!(!world.withdrawn().contains(&three.id));
    let refusal = world.refused(rollback(Some(&three)));
    assert!(refusal.rule.contains("already"), "{refusal:?}");
}

#[test]
fn forward_and_back_again_leads_to_what_ran_between() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let three = world.ship("3.0", Some("100%"));
    world.rollback(Some(&one));
    world.rollback(Some(&three));
    assert_eq!(
        world.withdrawn(),
        ids(&[&two]),
        "1.0 was started before 3.0"
    );
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&one]));
    world.rollback(Some(&two));
    world.rollback(None);
    assert_eq!(world.stack(), ids(&[&one]));
}

#[test]
fn a_hotfix_remembers_what_its_predecessor_replaced() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    world.ship("2.0", Some("10%"));
    let fix = world.replace("2.0.1", None);
    world.ramp(&fix, "100%");
    for _ in 0..2 {
        world.rollback(None);
        assert_eq!(world.stack(), ids(&[&one]));
        world.rollback(Some(&fix));
        assert_eq!(world.stack(), ids(&[&fix]));
    }
}

#[test]
fn devices_that_missed_a_revert_still_find_the_way() {
    let mut world = World::new(Kind::Bundle);
    let low = world.ship("1.0", None);
    let high = world.ship("2.0", Some("100%"));
    world.rollback(None);
    let middle = world.ship("1.5", Some("100%"));
    let mut fleet = Fleet::new(20);
    world.rollback(Some(&high));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&high.id).len(), 20);
    // They sleep through what follows and wake up to a lower version.
    world.ship("2.1", Some("100%"));
    world.rollback(Some(&middle));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&middle.id).len(), 20);
    assert!(fleet.runs(&low.id).is_empty());
}

#[test]
fn a_revert_beneath_what_moves_stops_that_as_well() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let three = world.ship("3.0", Some("10%"));
    let decision = world.rollback(Some(&one));
    let shares: Vec<_> = decision
        .movements
        .iter()
        .map(|m| m.share.to_string())
        .collect();
    assert_eq!(shares, ["10%", "90%"]);
    assert_eq!(
        (world.status(&two), world.status(&three)),
        (Status::Reverted, Status::Aborted)
    );
    assert_eq!(world.withdrawn(), ids(&[&two, &three]));
    assert_eq!(world.stack(), ids(&[&one]));
}

#[test]
fn a_revert_refuses_what_was_never_there_or_is_elsewhere() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let draft = world.draft("2.0");
    assert_eq!(world.refused(rollback(Some(&draft))).reason, Reason::State);
    let mut unknown = draft.clone();
    unknown.id = "01UNKNOWN".parse().expect("an id");
    assert_eq!(
        world.refused(rollback(Some(&unknown))).reason,
        Reason::NotFound
    );
}

#[test]
fn withdrawn_keeps_the_newest_sixty_four() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let bad: Vec<_> = (0..70)
        .map(|number| {
            let release = world.ship(&format!("2.{number}"), None);
            world.abort(&release, false);
            release
        })
        .collect();
    let newest: Vec<_> = bad[6..].iter().map(|release| release.id.clone()).collect();
    assert_eq!(world.withdrawn(), newest);
    assert!(world.rule().started.len() <= 64);
}

#[test]
fn the_last_five_concluded_are_kept() {
    let mut world = World::new(Kind::Bundle);
    let all: Vec<_> = (1..=8)
        .map(|number| world.ship(&format!("{number}.0"), Some("100%")))
        .collect();
    let kept: Vec<_> = world
        .rule()
        .concluded
        .iter()
        .map(|p| p.release.clone())
        .collect();
    assert_eq!(kept, ids(&all[3..].iter().collect::<Vec<_>>()));
    world.rollback(Some(&all[0]));
    assert_eq!(
        world.stack(),
        ids(&[&all[0]]),
        "older ones are found by their records"
    );
}

#[test]
fn a_channel_never_returns_to_another_channels_release() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.ship("2.0", Some("100%"));
    let mut new = world.new_release("1.0", StartWhen::Now(None));
    new.channel = channel("beta");
    let foreign = released(&world.run(Command::CreateRelease(new)));
    assert_eq!(world.status(&foreign), Status::Concluded);
    let before = world.stack();
    let refusal = world.refused(rollback(Some(&foreign)));
    assert_eq!(refusal.reason, Reason::NotFound);
    assert_eq!(refusal.field, format!("release {}", foreign.id));
    assert_eq!(world.stack(), before);
}

#[test]
fn what_has_the_version_that_is_returned_to_isnt_withdrawn() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    // The same package once more: nobody has to go down from the first.
    let again = world.release("1.0", Some("100%"));
    let next = world.ship("2.0", Some("100%"));
    world.rollback(Some(&again));
    assert_eq!(world.stack(), ids(&[&again]));
    assert_eq!(world.withdrawn(), ids(&[&next]));
}

/// Only so many starts are remembered. Of two that were forgotten, neither counts as the later one.
#[test]
fn what_was_forgotten_is_not_later_than_what_was_forgotten() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    world.package("0.9");
    let mut low = world.new_release("0.9", StartWhen::Now(Some(share("100%"))));
    low.edit.policy = Some(Policy {
        downgrade: true,
        ..Policy::default()
    });
    let low = released(&world.run(Command::CreateRelease(low)));
    let ship = |world: &mut World, numbers: std::ops::Range<u32>| {
        for number in numbers {
            world.ship(&format!("2.{number}"), Some("100%"));
        }
    };
    ship(&mut world, 0..60);
    world.rollback(Some(&one));
    world.rollback(Some(&low));
    ship(&mut world, 60..70);
    let started = &world.rule().started;
    assert!(!started.contains(&one.id) && !started.contains(&low.id));
    world.rollback(Some(&one));
    assert_eq!(world.stack(), ids(&[&one]));
    assert!(!world.withdrawn().contains(&low.id));
}
