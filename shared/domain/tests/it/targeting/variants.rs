//! Variants that move together, or one by one.

use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{ReleaseRef, StartWhen, VariantVerb};
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;

use super::{attributes, refuses};
use crate::fleet::Fleet;
use crate::world::{World, channel, released, share, when};

const BOTH: [&str; 2] = [r#"{"os":["ios"]}"#, r#"{"os":["android"]}"#];

fn world() -> (World, Fleet) {
    let mut world = World::new(Kind::Bundle);
    world.package_of("1.0", &[], &BOTH);
    world.release("1.0", None);
    world.package_of("2.0", &[], &BOTH);
    let mut fleet = Fleet::new(400).with("os", "ios");
    for device in fleet.devices.iter_mut().step_by(2) {
        device.attributes = attributes(&[("os", "android")]);
    }
    fleet.poll(&world);
    (world, fleet)
}

fn start(world: &mut World, to: &str, only: Option<&str>) -> ReleaseRef {
    let mut new = world.new_release("2.0", StartWhen::Now(Some(share(to))));
    new.only = only.map(when);
    released(&world.run(Command::CreateRelease(new)))
}

fn ramp(release: &ReleaseRef, to: &str, only: Option<&str>) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: share(to),
        only: only.map(when),
        keep_open: false,
    }
}

fn some(release: &ReleaseRef, only: &str, verb: VariantVerb) -> Command {
    Command::Variants {
        release: release.clone(),
        only: when(only),
        verb,
    }
}

fn back(only: &str) -> Command {
    Command::RevertVariants {
        channel: channel("stable"),
        rule: RuleName::everyone(),
        only: when(only),
    }
}

/// How many run it, ios first.
fn runs(fleet: &Fleet, release: &ReleaseRef) -> (usize, usize) {
    let (ios, android): (Vec<_>, Vec<_>) = fleet
        .runs(&release.id)
        .into_iter()
        .partition(|number| number % 2 == 1);
    (ios.len(), android.len())
}

#[test]
fn one_variant_goes_first_and_the_other_catches_up() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "50%", Some(BOTH[0]));
    fleet.poll(&world);
    let (ios, android) = runs(&fleet, &release);
    assert!(ios > 60 && android == 0, "{ios} {android}");
    assert_eq!(world.release_record(&release).share, share("0%"));
    // Together from here: who has it keeps it, the others come to the same share.
    world.run(ramp(&release, "20%", None));
    fleet.poll(&world);
    let (still, android) = runs(&fleet, &release);
    assert_eq!(still, ios, "a higher share is never lost");
    assert!((15..70).contains(&android), "{android}");
    assert_eq!(world.release_record(&release).share, share("20%"));
    world.run(ramp(&release, "100%", Some(BOTH[1])));
    assert_eq!(world.status(&release), Status::Active, "ios is at 50 %");
    world.run(ramp(&release, "100%", None));
    assert_eq!(world.status(&release), Status::Concluded);
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (200, 200));
    assert!(
        world.rule().stack[0]
            .variants
            .iter()
            .all(|variant| variant.share.is_none())
    );
}

#[test]
fn what_all_variants_reached_concludes() {
    let (mut world, _) = world();
    let release = start(&mut world, "100%", Some(BOTH[0]));
    assert_eq!(world.status(&release), Status::Active);
    world.run(ramp(&release, "100%", Some(BOTH[1])));
    assert_eq!(world.status(&release), Status::Concluded);
}

#[test]
fn a_fix_reaches_whom_each_variant_reached() {
    let (mut world, mut fleet) = world();
    let bad = start(&mut world, "40%", Some(BOTH[0]));
    fleet.poll(&world);
    let reached = fleet.runs(&bad.id);
    world.package_of("2.1", &[], &BOTH);
    let mut new = world.new_release("2.1", StartWhen::Now(None));
    new.replace = true;
    let fix = released(&world.run(Command::CreateRelease(new.clone())));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&fix.id), reached);
    new.only = Some(when(BOTH[0]));
    refuses(
        &world.refused(Command::CreateRelease(new)),
        &["only", "leave it out"],
    );
}

/// What serves the others was taken back for these.
#[test]
fn who_returns_is_told_what_it_finds() {
    let (mut world, _) = world();
    let second = start(&mut world, "100%", None);
    let decision = world.run(back(BOTH[0]));
    let version = |decision: &wavecast_domain::Decision| {
        let to = decision.movements[0].to.as_ref();
        to.map(|named| named.version.to_string())
    };
    assert_eq!(version(&decision).as_deref(), Some("1.0"));
    world.package_of("3.0", &[], &BOTH);
    let third = released(&world.run(Command::CreateRelease(
        world.new_release("3.0", StartWhen::Now(Some(share("20%")))),
    )));
    let decision = world.run(back(BOTH[0]));
    assert_eq!(version(&decision).as_deref(), Some("1.0"));
    let from = decision.movements[0].from.as_ref();
    assert_eq!(from.map(|named| &named.release), Some(&third.id));
    assert_eq!(world.status(&second), Status::Concluded);
}

/// It would be said to reach all of them, and be nobody's.
#[test]
fn a_package_that_nobody_of_its_rule_can_run_is_refused() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for("old", r#"{"app_version":"<2"}"#);
    world.package_of("2.0", &[("app_version", ">=2")], &BOTH);
    let new = |world: &World, rule: &str| {
        let mut new = world.new_release("2.0", StartWhen::Now(None));
        new.rule = Some(RuleName(rule.to_owned()));
        Command::CreateRelease(new)
    };
    let refused = world.refused(new(&world, "old"));
    refuses(
        &refused,
        &[
            "no device of rule old can run app 2.0",
            "app_version=>=2 os=ios or app_version=>=2 os=android",
            "release it in another rule",
        ],
    );
    // A draft would only be found out when it starts, maybe at night.
    let mut draft = world.new_release("2.0", StartWhen::Draft);
    draft.rule = Some(RuleName("old".to_owned()));
    assert_eq!(world.refused(Command::CreateRelease(draft)), refused);
    world.run(new(&world, "everyone"));
    world.rule_for("ios", r#"{"os":["ios"]}"#);
    world.package_of("2.1", &[], &BOTH[1..]);
    let mut android = world.new_release("2.1", StartWhen::Now(None));
    android.rule = Some(RuleName("ios".to_owned()));
    let refused = world.refused(Command::CreateRelease(android));
    refuses(&refused, &["no device of rule ios can run app 2.1"]);
}

#[test]
fn only_picks_whole_variants() {
    let (mut world, _) = world();
    let release = start(&mut world, "10%", None);
    refuses(
        &world.refused(ramp(&release, "20%", Some(r#"{"os":["web"]}"#))),
        &["no variant", "there are variants for os=ios and os=android"],
    );
    refuses(
        &world.refused(ramp(
            &release,
            "20%",
            Some(r#"{"os":["ios"],"app_version":">=2"}"#),
        )),
        &["the variant for os=ios reaches beyond"],
    );
    refuses(
        &world.refused(ramp(&release, "5%", Some(BOTH[0]))),
        &["reaches 10%", "only grows"],
    );
    let mut draft = world.new_release("2.0", StartWhen::Draft);
    draft.only = Some(when(BOTH[0]));
    refuses(
        &world.refused(Command::CreateRelease(draft)),
        &["until it starts"],
    );
}

#[test]
fn one_variant_is_paused_while_the_other_goes_on() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "30%", None);
    fleet.poll(&world);
    let (ios, _) = runs(&fleet, &release);
    world.run(some(&release, BOTH[0], VariantVerb::Pause));
    assert_eq!(world.status(&release), Status::Active);
    world.run(ramp(&release, "60%", None));
    let mut late = Fleet::new(400).with("os", "ios");
    for fleet in [&mut fleet, &mut late] {
        fleet.poll(&world);
    }
    let (still, android) = runs(&fleet, &release);
    assert!(still == ios && android > 95, "{still} {android}");
    assert!(late.runs(&release.id).is_empty(), "nobody new");
    refuses(
        &world.refused(ramp(&release, "70%", Some(BOTH[0]))),
        &["is paused for these devices", "resume --only"],
    );
    refuses(
        &world.refused(some(&release, BOTH[0], VariantVerb::Pause)),
        &["nothing to pause"],
    );
    // What all the others reached doesn't conclude before it is opened again.
    world.run(ramp(&release, "100%", None));
    assert_eq!(world.status(&release), Status::Active);
    refuses(
        &world.refused(Command::Conclude(release.clone())),
        &["paused for some of its variants"],
    );
    let opened = world.run(some(&release, BOTH[0], VariantVerb::Resume));
    assert_eq!(opened.movements[0].share, share("30%"));
    assert_eq!(world.release_record(&release).share, share("30%"));
    world.run(some(&release, BOTH[0], VariantVerb::Conclude));
    assert_eq!(world.status(&release), Status::Concluded);
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (200, 200));
}

#[test]
fn all_variants_paused_is_the_release_paused() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "30%", None);
    fleet.poll(&world);
    let had = fleet.runs(&release.id);
    for only in BOTH {
        world.run(some(&release, only, VariantVerb::Pause));
    }
    assert_eq!(world.status(&release), Status::Paused);
    world.run(some(&release, BOTH[1], VariantVerb::Resume));
    assert_eq!(world.status(&release), Status::Active);
    refuses(
        &world.refused(some(&release, BOTH[1], VariantVerb::Resume)),
        &["nothing to resume"],
    );
    world.run(Command::Pause(release.clone()));
    world.run(Command::Resume(release.clone()));
    world.run(ramp(&release, "40%", None));
    fleet.poll(&world);
    let (ios, android) = runs(&fleet, &release);
    assert!(ios > 60 && android > 60 && had.iter().all(|n| fleet.runs(&release.id).contains(n)));
}

#[test]
fn one_variant_is_taken_back_and_the_other_concludes() {
    let (mut world, mut fleet) = world();
    let first = world.stack()[0].clone();
    let release = start(&mut world, "50%", None);
    fleet.poll(&world);
    let aborted = world.run(back(BOTH[0]));
    assert_eq!(aborted.movements[0].share, share("50%"));
    fleet.poll(&world);
    let (ios, android) = runs(&fleet, &release);
    assert!(ios == 0 && android > 60, "{ios} {android}");
    assert_eq!(world.withdrawn(), std::slice::from_ref(&release.id));
    world.run(ramp(&release, "100%", None));
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (0, 200));
    assert_eq!(world.status(&release), Status::Concluded);
    assert_eq!(
        world.stack(),
        [release.id.clone(), first.clone()],
        "ios stays on it"
    );
    refuses(
        &world.refused(back(BOTH[0])),
        &["no variant of the package"],
    );
    // What is placed above it and taken back leads to the same again.
    world.package_of("3.0", &[], &BOTH);
    let third = world.release("3.0", Some("100%"));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&third.id).len(), 400);
    world.rollback(None);
    for _ in 0..2 {
        fleet.poll(&world);
        assert_eq!(runs(&fleet, &release), (0, 200));
        assert_eq!(fleet.runs(&first).len(), 200);
    }
    assert!(
        world.withdrawn().contains(&release.id),
        "who sleeps on ios may go down"
    );
}

#[test]
fn one_variant_is_stopped_for_who_has_it() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "50%", None);
    fleet.poll(&world);
    let (ios, _) = runs(&fleet, &release);
    world.run(some(&release, BOTH[0], VariantVerb::Abort { keep: true }));
    refuses(
        &world.refused(ramp(&release, "70%", Some(BOTH[0]))),
        &["is aborted for these devices"],
    );
    world.run(ramp(&release, "100%", None));
    assert_eq!(world.status(&release), Status::Concluded);
    let mut late = Fleet::new(400).with("os", "ios");
    for fleet in [&mut fleet, &mut late] {
        fleet.poll(&world);
    }
    assert_eq!(runs(&fleet, &release), (ios, 200));
    assert!(late.runs(&release.id).is_empty());
    assert_eq!(world.stack().len(), 2, "what it replaced serves ios");
    // Kept until the rule next concludes.
    let next = world.ship("3.0", Some("100%"));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&next.id).len(), 400);
}

#[test]
fn stopped_one_by_one_a_release_ends() {
    let (mut world, mut fleet) = world();
    let first = world.stack()[0].clone();
    let release = start(&mut world, "50%", None);
    fleet.poll(&world);
    world.run(some(&release, BOTH[0], VariantVerb::Abort { keep: true }));
    let (ios, _) = runs(&fleet, &release);
    world.run(some(&release, BOTH[1], VariantVerb::Abort { keep: false }));
    assert_eq!(world.status(&release), Status::Aborted);
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (ios, 0));
    world.package_of("2.1", &[], &BOTH);
    let next = world.release("2.1", Some("50%"));
    world.run(some(&next, BOTH[0], VariantVerb::Pause));
    world.run(some(&next, BOTH[1], VariantVerb::Abort { keep: false }));
    assert_eq!(world.status(&next), Status::Paused, "what is left of it is");
    world.run(back(BOTH[0]));
    assert_eq!(world.status(&next), Status::Aborted);
    fleet.poll(&world);
    assert_eq!(
        runs(&fleet, &release),
        (ios, 0),
        "kept as long as nothing concludes"
    );
    assert_eq!(fleet.runs(&first).len(), 400 - ios);
}

#[test]
fn one_variant_of_a_concluded_release_goes_back() {
    let (mut world, mut fleet) = world();
    let first = world.stack()[0].clone();
    let release = start(&mut world, "100%", None);
    fleet.poll(&world);
    let mut sleeping = fleet.clone();
    let reverted = world.run(back(BOTH[0]));
    let movement = &reverted.movements[0];
    assert_eq!(movement.to.as_ref().map(|to| &to.release), Some(&first));
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (0, 200));
    assert_eq!(fleet.runs(&first).len(), 200);
    let first = ReleaseRef {
        channel: channel("stable"),
        id: first,
    };
    assert_eq!(world.status(&release), Status::Concluded);
    assert_eq!(world.status(&first), Status::Concluded);
    // The next one is for all, and back from it leads to where each was.
    world.package_of("3.0", &[], &BOTH);
    let third = world.release("3.0", Some("100%"));
    world.rollback(None);
    for fleet in [&mut fleet, &mut sleeping] {
        fleet.poll(&world);
        assert_eq!(
            (runs(fleet, &release), fleet.runs(&first.id).len()),
            ((0, 200), 200)
        );
    }
    refuses(
        &world.refused(some(&third, BOTH[0], VariantVerb::Revert)),
        &["is reverted"],
    );
    // And what is left of it can go back too.
    world.run(back(BOTH[1]));
    fleet.poll(&world);
    assert_eq!(fleet.runs(&first.id).len(), 400);
}

#[test]
fn firmware_must_find_something_to_go_back_to() {
    let mut world = World::new(Kind::Firmware);
    world.package_of("1.0", &[], &[BOTH[1]]);
    world.release("1.0", None);
    world.package_of("2.0", &[], &BOTH);
    let release = start(&mut world, "50%", None);
    refuses(
        &world.refused(back(BOTH[0])),
        &["firmware has nothing else", "pause --only"],
    );
    world.run(back(BOTH[1]));
    assert_eq!(world.status(&release), Status::Active);
}

#[test]
fn stages_go_on_with_the_variants_that_do() {
    use wavecast_domain::release::Stage;
    let (mut world, mut fleet) = world();
    let new = world.new_release("2.0", StartWhen::Draft);
    let release = released(&world.run(Command::CreateRelease(new)));
    let stage = |(to, after)| Stage {
        share: share(to),
        after,
    };
    world.run(Command::Schedule {
        release: release.clone(),
        start: world.now.plus(60),
        window: 3600,
        stages: [("10%", 0), ("50%", 3600), ("100%", 3600)]
            .map(stage)
            .into(),
    });
    world.wait(60);
    world.tick();
    world.run(some(&release, BOTH[0], VariantVerb::Pause));
    for _ in 0..4 {
        world.wait(3600);
        world.tick();
    }
    let commits = world.head.revision;
    world.tick();
    assert_eq!(world.head.revision, commits, "nothing is due any more");
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (0, 200));
    // Opened again, it takes the stages that it missed.
    world.run(some(&release, BOTH[0], VariantVerb::Resume));
    for _ in 0..2 {
        world.wait(3600);
        world.tick();
    }
    assert_eq!(world.status(&release), Status::Concluded);
    fleet.poll(&world);
    assert_eq!(runs(&fleet, &release), (200, 200));
}

fn floor(world: &mut World, to: &str) -> ReleaseRef {
    let mut new = world.new_release("2.0", StartWhen::Now(Some(share(to))));
    new.edit.floor = Some(true);
    released(&world.run(Command::CreateRelease(new)))
}

#[test]
fn a_variant_that_was_taken_back_is_no_floor() {
    let (mut world, mut fleet) = world();
    let release = floor(&mut world, "100%");
    world.run(back(BOTH[0]));
    world.package_of("3.0", &[], &BOTH);
    world.release("3.0", Some("1%"));
    fleet.poll(&world);
    let (ios, android) = runs(&fleet, &release);
    assert_eq!(ios, 0, "nobody is sent to what was taken back");
    assert!(android > 150, "{android}");
}

#[test]
fn a_variant_that_is_only_kept_is_no_floor() {
    let (mut world, mut fleet) = world();
    let release = floor(&mut world, "50%");
    fleet.poll(&world);
    let (had, _) = runs(&fleet, &release);
    let keep = VariantVerb::Abort { keep: true };
    world.run(some(&release, BOTH[0], keep));
    world.run(ramp(&release, "100%", Some(BOTH[1])));
    assert_eq!(world.status(&release), Status::Concluded);
    world.package_of("3.0", &[], &BOTH);
    world.release("3.0", Some("0.01%"));
    fleet.poll(&world);
    let (ios, _) = runs(&fleet, &release);
    assert!(ios <= had, "{ios} of {had}");
}

/// What comes back for some devices stands beneath what the others keep, whatever is held above it.
#[test]
fn what_some_return_to_stands_beneath_what_the_others_keep() {
    let mut world = World::new(Kind::Bundle);
    for version in ["1.0", "1.1", "1.2"] {
        world.package_of(version, &[], &BOTH);
    }
    let old = world.release("1.0", None);
    let new = world.release("1.1", Some("100%"));
    let kept = world.release("1.2", Some("10%"));
    world.abort(&kept, true);
    world.run(back(BOTH[0]));
    assert_eq!(world.stack(), [kept.id, new.id, old.id]);
}

/// Where a release let devices go down, what they return to is no longer one to be left.
#[test]
fn what_some_return_to_is_no_longer_withdrawn() {
    let mut world = World::new(Kind::Bundle);
    for version in ["1.1", "1.2"] {
        world.package_of(version, &[], &BOTH);
    }
    let high = world.release("1.2", None);
    let mut low = world.new_release("1.1", StartWhen::Now(Some(share("100%"))));
    low.edit.policy = Some(wavecast_wire::config::Policy {
        downgrade: true,
        ..Default::default()
    });
    let low = released(&world.run(Command::CreateRelease(low)));
    assert_eq!(world.withdrawn(), std::slice::from_ref(&high.id));
    world.run(back(BOTH[0]));
    assert_eq!(world.stack(), [low.id.clone(), high.id]);
    assert_eq!(world.withdrawn(), [low.id]);
}

#[test]
fn variants_at_one_share_have_none_of_their_own() {
    let (mut world, _) = world();
    let release = start(&mut world, "10%", None);
    let own = |world: &World| -> Vec<_> {
        let variants = world.rule().stack[0].variants.iter();
        variants.map(|variant| variant.share).collect()
    };
    assert_eq!(own(&world), [None, None]);
    world.run(ramp(&release, "20%", Some(BOTH[0])));
    assert_eq!(own(&world), [Some(share("20%")), Some(share("10%"))]);
    world.run(ramp(&release, "20%", Some(BOTH[1])));
    assert_eq!(own(&world), [None, None]);
}

#[test]
fn only_the_variant_that_is_meant_is_opened_again() {
    let (mut world, _) = world();
    let release = start(&mut world, "30%", None);
    for only in BOTH {
        world.run(some(&release, only, VariantVerb::Pause));
    }
    world.run(some(&release, BOTH[1], VariantVerb::Resume));
    refuses(
        &world.refused(ramp(&release, "40%", Some(BOTH[0]))),
        &["is paused for these devices"],
    );
    // What was stopped for good stays so, whatever is opened beside it.
    let keep = VariantVerb::Abort { keep: true };
    world.run(some(&release, BOTH[1], keep));
    world.run(some(&release, BOTH[0], VariantVerb::Resume));
    refuses(
        &world.refused(ramp(&release, "40%", Some(BOTH[1]))),
        &["is aborted for these devices"],
    );
}

#[test]
fn kept_one_by_one_a_release_ends() {
    let (mut world, mut fleet) = world();
    let release = start(&mut world, "50%", None);
    fleet.poll(&world);
    let had = fleet.runs(&release.id);
    let keep = || VariantVerb::Abort { keep: true };
    world.run(some(&release, BOTH[0], keep()));
    assert_eq!(world.status(&release), Status::Active);
    world.run(some(&release, BOTH[1], keep()));
    assert_eq!(world.status(&release), Status::Aborted);
    fleet.poll(&world);
    assert_eq!(fleet.runs(&release.id), had);
    let next = start(&mut world, "50%", None);
    let both = r#"{"os":["ios","android"]}"#;
    world.run(some(&next, both, keep()));
    assert_eq!(world.status(&next), Status::Aborted);
    // All at once, it is the release that is kept: no variant has a word of its own.
    let placed = &world.rule().stack[0];
    assert!(placed.held && placed.variants.iter().all(|one| one.stopped.is_none()));
}

#[test]
fn what_moves_above_is_taken_back_first() {
    let (mut world, _) = world();
    let release = start(&mut world, "100%", None);
    world.package_of("3.0", &[], &BOTH);
    let above = world.release("3.0", Some("10%"));
    refuses(
        &world.refused(some(&release, BOTH[0], VariantVerb::Revert)),
        &[&format!("release {} stands above", above.id)],
    );
}
