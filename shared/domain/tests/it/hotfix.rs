//! Taking the place of what moves, and which versions and salts may do so.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::release::Status;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;

use crate::steps::said;
use crate::world::{World, released, share};

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
fn a_hotfix_may_reach_just_as_many() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.ship("2.0", Some("20%"));
    let fix = world.replace("2.0.1", Some("20%"));
    assert_eq!(world.release_record(&fix).share, share("20%"));
}

#[test]
fn a_hotfix_stays_open_if_either_was_to() {
    for (old_stays, fix_stays, stays) in [
        (false, false, false),
        (true, false, true),
        (false, true, true),
        (true, true, true),
    ] {
        let mut world = World::new(Kind::Bundle);
        world.ship("1.0", None);
        world.package("2.0");
        let mut old = world.new_release("2.0", StartWhen::Now(Some(share("20%"))));
        old.edit.keep_open = Some(old_stays);
        world.run(Command::CreateRelease(old));
        world.package("2.0.1");
        let mut fix = world.new_release("2.0.1", StartWhen::Now(Some(share("100%"))));
        (fix.edit.keep_open, fix.replace) = (Some(fix_stays), true);
        let fix = released(&world.run(Command::CreateRelease(fix)));
        let status = if stays {
            Status::Active
        } else {
            Status::Concluded
        };
        assert_eq!(world.status(&fix), status, "{old_stays} {fix_stays}");
    }
}
