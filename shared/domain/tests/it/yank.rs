//! Yanking a package: nothing new uses it, and what does is listed or replaced.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::package::PackageStatus;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;

use crate::world::{World, channel, released, rollback, share};

fn yank(version: &str, now: &[ChannelName]) -> Command {
    Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: version.parse().expect("a version"),
        reason: "it drains batteries".into(),
        now: now.to_vec(),
    }
}

fn promote(world: &mut World) -> wavecast_domain::command::ReleaseRef {
    let (from, to) = (channel("stable"), channel("beta"));
    released(&world.run(Command::Promote {
        from,
        to,
        share: None,
        replace: false,
    }))
}

#[test]
fn live_uses_are_listed_and_left_in_place() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.ship("2.0", Some("10%"));
    let decision = world.run(yank("2.0", &[]));
    let uses: Vec<_> = decision
        .uses
        .iter()
        .map(|u| (u.channel.as_str(), &u.release.release, u.replaced))
        .collect();
    assert_eq!(uses, [("stable", &release.id, false)]);
    assert_eq!(world.status(&release), Status::Active);
    assert!(decision.publish.is_empty());
    assert!(matches!(
        world.package_record("2.0").status,
        PackageStatus::Yanked { .. }
    ));
    let change = decision
        .event
        .changes
        .iter()
        .find(|c| c.field == "live use in stable");
    assert_eq!(
        change.and_then(|c| c.after.as_deref()),
        Some("left in place")
    );
}

#[test]
fn nothing_new_uses_a_yanked_package() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let two = world.ship("2.0", Some("100%"));
    let draft = world.draft("3.0");
    world.run(yank("1.0", &[]));
    world.run(yank("3.0", &[]));
    let new = world.new_release("1.0", StartWhen::Draft);
    let commands = [
        Command::CreateRelease(new),
        Command::Start {
            release: draft.clone(),
            share: None,
            replace: false,
            only: None,
        },
        Command::Clone {
            release: one.clone(),
            into: None,
        },
        rollback(Some(&one)),
        rollback(None),
    ];
    for command in commands {
        let refusal = world.refused(command);
        assert_eq!(refusal.reason, Reason::State, "{refusal:?}");
        assert!(refusal.rule.contains("was yanked"), "{refusal:?}");
    }
    world.run(yank("2.0", &[]));
    let (from, to) = (channel("stable"), channel("beta"));
    let refusal = world.refused(Command::Promote {
        from,
        to,
        share: None,
        replace: false,
    });
    assert!(refusal.rule.contains("was yanked"), "{refusal:?}");
    assert_eq!(world.refused(Command::Retry(two)).reason, Reason::State);
}

#[test]
fn a_yanked_package_reaches_nobody_new() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let two = world.ship("2.0", Some("10%"));
    world.run(yank("2.0", &[]));
    let to = |to| Command::Ramp {
        release: two.clone(),
        to: share(to),
        keep_open: false,
        only: None,
    };
    for grows in [to("50%"), to("100%"), Command::Conclude(two.clone())] {
        let refusal = world.refused(grows);
        assert!(refusal.rule.contains("was yanked"), "{refusal:?}");
        assert!(refusal.hint.contains("`wavecast rollback`"), "{refusal:?}");
    }
    world.run(to("10%"));
    world.run(Command::Pause(two.clone()));
    let refusal = world.refused(Command::Resume(two.clone()));
    assert!(refusal.rule.contains("was yanked"), "{refusal:?}");
    world.abort(&two, false);
    assert_eq!(world.status(&two), Status::Aborted);
}

#[test]
fn an_abort_never_falls_back_to_a_yanked_package() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let two = world.ship("2.0", Some("10%"));
    world.run(yank("1.0", &[]));
    let refusal = world.refused(Command::Abort {
        release: two.clone(),
        keep: false,
    });
    assert!(refusal.hint.contains("`wavecast pause`"), "{refusal:?}");
    world.abort(&two, true);
}

#[test]
fn now_replaces_live_uses_in_the_named_channels() {
    let mut world = World::new(Kind::Bundle);
    let one = world.ship("1.0", None);
    let first = promote(&mut world);
    let two = world.ship("2.0", Some("100%"));
    let second = promote(&mut world);
    let decision = world.run(yank("2.0", &[channel("stable"), channel("beta")]));
    assert_eq!(world.stack(), [one.id]);
    assert_eq!(world.status(&two), Status::Reverted);
    assert_eq!(world.status(&second), Status::Aborted);
    assert_eq!(world.status(&first), Status::Concluded);
    assert_eq!(world.withdrawn(), [two.id]);
    assert_eq!(decision.publish.len(), 2);
    let shares: Vec<_> = decision.movements.iter().map(|m| m.share).collect();
    assert_eq!(shares, [share("100%"), share("5%")]);
}

#[test]
fn now_takes_every_use_of_one_rule() {
    let mut world = World::new(Kind::Bundle);
    let good = world.ship("1.0", None);
    let bad = world.ship("2.0", Some("100%"));
    let kept = world.release("2.0", Some("10%"));
    world.abort(&kept, true);
    let again = world.release("2.0", Some("20%"));
    world.run(yank("2.0", &[channel("stable")]));
    assert_eq!(world.stack(), [good.id]);
    for release in [&bad, &kept, &again] {
        assert!(world.withdrawn().contains(&release.id));
    }
    assert_eq!(world.status(&again), Status::Aborted);
}

#[test]
fn now_is_refused_where_nothing_else_can_be_run() {
    let mut world = World::new(Kind::Firmware);
    world.ship("1.0", None);
    let refusal = world.refused(yank("1.0", &[channel("stable")]));
    assert_eq!(refusal.reason, Reason::State);
    world.ship("2.0", Some("10%"));
    let refusal = world.refused(yank("1.0", &[channel("stable")]));
    assert!(refusal.rule.contains("moves above"), "{refusal:?}");
    let mut bundle = World::new(Kind::Bundle);
    bundle.ship("1.0", None);
    bundle.run(yank("1.0", &[channel("stable")]));
    assert!(bundle.rule().embedded.is_some());
}

#[test]
fn only_ready_packages_are_yanked_and_a_reason_is_needed() {
    let mut world = World::new(Kind::Bundle);
    assert_eq!(world.refused(yank("1.0", &[])).reason, Reason::NotFound);
    let new = world.new_package("1.0", &[]);
    world.run(Command::CreatePackage(new));
    assert_eq!(world.refused(yank("1.0", &[])).reason, Reason::State);
    world.check("1.0", &["{}"]);
    for reason in ["", "a\nb", &"x".repeat(501)] {
        let Command::YankPackage {
            name, version, now, ..
        } = yank("1.0", &[])
        else {
            continue;
        };
        let command = Command::YankPackage {
            name,
            version,
            reason: reason.into(),
            now,
        };
        assert_eq!(world.refused(command).field, "reason");
    }
}

#[test]
fn now_ends_what_only_stood_aside() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("1.0", None);
    world.package_of("2.0", &[("app_version", ">=2")], &["{}"]);
    let new = world.release("2.0", Some("100%"));
    assert_eq!(world.stack(), [new.id.clone(), old.id.clone()]);
    // What serves binaries below 2 goes; they return to what shipped in them.
    world.run(yank("1.0", &[channel("stable")]));
    assert_eq!(world.stack(), [new.id]);
    assert_eq!(world.status(&old), Status::Reverted);
    assert_eq!(world.rule().embedded, Some(old.id.clone()));
    assert_eq!(world.withdrawn(), [old.id]);
    // What was stopped before stays stopped, and doesn't end twice.
    let kept = world.ship("3.0", Some("10%"));
    world.abort(&kept, true);
    let ended = world.release_record(&kept).times.ended;
    world.wait(60);
    world.run(yank("3.0", &[channel("stable")]));
    assert_eq!(world.status(&kept), Status::Aborted);
    assert_eq!(world.release_record(&kept).times.ended, ended);
    assert!(world.withdrawn().contains(&kept.id));
}

#[test]
fn a_reason_has_at_most_500_characters() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let because = |length: usize| Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.0".parse().expect("a version"),
        reason: "é".repeat(length),
        now: Vec::new(),
    };
    assert_eq!(world.refused(because(501)).field, "reason");
    world.run(because(500));
}
