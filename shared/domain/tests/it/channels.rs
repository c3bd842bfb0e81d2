//! Channels: their settings, how they end, and how names come back.

use wavecast_domain::Command;
use wavecast_domain::app::{ChannelState, Rule, RuleName};
use wavecast_domain::command::StartWhen;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::ChannelName;

use crate::world::{World, channel};

fn create(name: &str) -> Command {
    Command::CreateChannel {
        channel: channel(name),
        settings: None,
    }
}

fn retire(name: &str) -> Command {
    Command::RetireChannel {
        channel: channel(name),
    }
}

fn delete(name: &str) -> Command {
    Command::DeleteChannel {
        channel: channel(name),
    }
}

fn send(world: &World, from: &str, to: &str) -> Command {
    let to = world.app_with(&[]).scope(&channel(to));
    Command::MoveChannel {
        channel: channel(from),
        to,
    }
}

#[test]
fn a_new_channel_wants_keys_and_a_publication() {
    let mut world = World::new(Kind::Bundle);
    let decision = world.run(create("pr-128"));
    assert_eq!(decision.keys, [channel("pr-128")].into());
    assert_eq!(decision.publish, [channel("pr-128")].into());
    let publication = world.render("pr-128");
    assert_eq!(publication.scope.to_string(), "acme/site/pr-128");
    assert!(publication.table.rows.is_empty() && publication.targets.is_empty());
    assert_eq!(world.refused(create("pr-128")).reason, Reason::Exists);
}

#[test]
fn an_ended_channel_refuses_releases_and_says_how_it_ended() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.run(send(&world, "stable", "beta"));
    let table = world.render("stable").table;
    assert_eq!(table.moved.expect("moved").to_string(), "acme/site/beta");
    assert_eq!(table.rows.len(), 1, "what it served stands beside it");
    let new = world.new_release("1.0", StartWhen::Now(None));
    let refusal = world.refused(Command::CreateRelease(new));
    assert!(
        refusal.rule.contains("has moved to acme/site/beta"),
        "{refusal:?}"
    );
    assert_eq!(world.refused(create("stable")).reason, Reason::Exists);
    assert_eq!(world.refused(retire("stable")).reason, Reason::State);
    world.run(delete("stable"));
    assert_eq!(world.refused(delete("stable")).reason, Reason::NotFound);
    assert!(
        world.render("stable").table.moved.is_some(),
        "the edge still says it"
    );
    let again = world.run(create("stable"));
    assert!(again.publish.contains(&channel("stable")));
    let table = world.render("stable").table;
    assert!(table.moved.is_none() && table.rows.is_empty());
}

#[test]
fn a_reopened_name_lets_its_old_devices_leave_what_they_run() {
    let mut world = World::new(Kind::Bundle);
    let old = world.ship("3.0", None);
    world.run(retire("stable"));
    assert!(world.render("stable").table.retired);
    world.run(delete("stable"));
    world.run(create("stable"));
    assert_eq!(world.withdrawn(), [old.id]);
    let next = world.ship("1.0", None);
    assert_eq!(world.status(&next), Status::Concluded);
}

#[test]
fn a_retired_channel_comes_back_with_what_it_served() {
    let mut world = World::new(Kind::Bundle);
    let release = world.ship("1.0", None);
    world.run(retire("stable"));
    world.run(create("stable"));
    assert_eq!(world.stack(), [release.id]);
    assert!(!world.render("stable").table.retired);
}

#[test]
fn ending_a_channel_makes_its_scheduled_releases_drafts() {
    let mut world = World::new(Kind::Bundle);
    let release = world.draft("1.0");
    let start = world.now.plus(3600);
    world.run(Command::Schedule {
        release: release.clone(),
        start,
        window: 600,
        stages: vec![],
    });
    world.run(retire("stable"));
    assert_eq!(world.status(&release), Status::Draft);
}

#[test]
fn a_channel_moves_only_to_another_open_one_of_its_application() {
    let mut world = World::new(Kind::Bundle);
    assert_eq!(world.refused(send(&world, "stable", "stable")).field, "to");
    assert_eq!(
        world.refused(send(&world, "stable", "nowhere")).reason,
        Reason::NotFound
    );
    let foreign = Command::MoveChannel {
        channel: channel("stable"),
        to: "acme/other/beta".parse().expect("a scope"),
    };
    assert_eq!(world.refused(foreign).reason, Reason::Invalid);
    world.run(retire("beta"));
    assert_eq!(
        world.refused(send(&world, "stable", "beta")).reason,
        Reason::State
    );
    assert_eq!(world.refused(delete("stable")).reason, Reason::State);
}

#[test]
fn an_application_has_less_than_two_hundred_channels() {
    let mut world = World::new(Kind::Bundle);
    for number in 0..197 {
        world.run(create(&format!("pr-{number}")));
    }
    assert_eq!(world.refused(create("one-more")).reason, Reason::Limit);
    world.run(retire("pr-1"));
    world.run(delete("pr-1"));
    world.run(create("one-more"));
    assert_eq!(world.head.channels[&channel("pr-1")], ChannelState::Deleted);
}

#[test]
fn an_unknown_channel_is_missing() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let mut new = world.new_release("1.0", StartWhen::Draft);
    new.channel = "nightly".parse::<ChannelName>().expect("a name");
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(refusal.reason, Reason::NotFound);
    assert_eq!(refusal.field, "channel nightly");
}

/// Each channel that moves signs the other's root, and no client reads one of more than 64
/// signatures.
#[test]
fn no_more_channels_move_to_one_than_may_sign_its_root() {
    let mut world = World::new(Kind::Bundle);
    let names: Vec<String> = (0..=60).map(|n| format!("pr-{n}")).collect();
    for name in &names {
        world.run(create(name));
    }
    for name in &names[..60] {
        world.run(send(&world, name, "stable"));
    }
    let refusal = world.refused(send(&world, &names[60], "stable"));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "to")
    );
    world.run(delete(&names[0]));
    world.run(send(&world, &names[60], "stable"));
}

#[test]
fn a_rule_is_found_by_its_name() {
    let mut world = World::new(Kind::Bundle);
    let other = RuleName("testers".into());
    let stable = world.channels.get_mut(&channel("stable")).expect("open");
    assert_eq!(stable.rule(&other), None);
    let testers = Rule {
        name: other.clone(),
        ..stable.rules[0].clone()
    };
    stable.rules.insert(0, testers);
    for name in [&other, &RuleName::everyone()] {
        assert_eq!(stable.rule(name).map(|rule| &rule.name), Some(name));
    }
}
