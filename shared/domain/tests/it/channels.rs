//! Channels: their settings, how they end, and how names come back.

use wavecast_domain::Command;
use wavecast_domain::app::{ChannelSettings, ChannelState, Dimension, Settings};
use wavecast_domain::command::StartWhen;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_domain::share::Share;
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
fn settings_out_of_bounds_are_refused_by_name() {
    let mut world = World::new(Kind::Bundle);
    let sound = ChannelSettings::default();
    let cases = [
        (
            "poll_idle",
            ChannelSettings {
                poll_idle: 59,
                ..sound
            },
        ),
        (
            "poll_idle",
            ChannelSettings {
                poll_idle: 86_401,
                ..sound
            },
        ),
        (
            "poll_active",
            ChannelSettings {
                poll_active: 29,
                ..sound
            },
        ),
        (
            "poll_active",
            ChannelSettings {
                poll_active: 901,
                ..sound
            },
        ),
        (
            "poll_active",
            ChannelSettings {
                poll_idle: 60,
                poll_active: 61,
                ..sound
            },
        ),
        (
            "jitter",
            ChannelSettings {
                jitter: 5001,
                ..sound
            },
        ),
        (
            "timestamp_lifetime",
            ChannelSettings {
                timestamp_lifetime: 3599,
                ..sound
            },
        ),
        (
            "targets_lifetime",
            ChannelSettings {
                targets_lifetime: u32::MAX,
                ..sound
            },
        ),
        (
            "root_lifetime",
            ChannelSettings {
                root_lifetime: 1,
                ..sound
            },
        ),
    ];
    for (field, settings) in cases {
        let command = Command::ConfigureChannel {
            channel: channel("stable"),
            settings,
        };
        let refusal = world.refused(command);
        assert_eq!(refusal.field, field);
        assert!(refusal.rule.contains(field), "{refusal:?}");
    }
    let settings = ChannelSettings {
        poll_active: 30,
        ..sound
    };
    let configure = Command::ConfigureChannel {
        channel: channel("stable"),
        settings,
    };
    assert_eq!(world.run(configure).publish, [channel("stable")].into());
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
fn an_application_is_configured_within_bounds() {
    let mut world = World::new(Kind::Bundle);
    let refuse = |world: &mut World, settings: Settings| {
        world
            .refused(Command::ConfigureApp {
                settings: Some(settings),
                dimensions: None,
            })
            .field
    };
    let nobody = Settings {
        first_step: Share::NONE,
        ..Settings::default()
    };
    assert_eq!(refuse(&mut world, nobody), "first_step");
    let hasty = Settings {
        confirm_seconds: 9,
        ..Settings::default()
    };
    assert_eq!(refuse(&mut world, hasty), "confirm_seconds");
    let values = |of: &[&str]| Dimension::Enum {
        values: of.iter().map(|v| (*v).to_string()).collect(),
    };
    let cases = [
        ("package_version", Dimension::Version),
        ("tier", values(&[])),
        ("tier", values(&["gold", "gold"])),
        ("tier", values(&["a\u{7}b"])),
        ("tier", values(&[&"x".repeat(257)])),
    ];
    for (name, dimension) in cases {
        let dimensions = [(name.parse().expect("a dimension"), dimension)].into();
        let command = Command::ConfigureApp {
            settings: None,
            dimensions: Some(dimensions),
        };
        assert_eq!(world.refused(command).field, format!("dimensions.{name}"));
    }
    let dimensions = [("tier".parse().expect("a dimension"), values(&["gold"]))].into();
    let decision = world.run(Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    });
    assert!(
        decision
            .event
            .changes
            .iter()
            .any(|change| change.field == "dimension tier")
    );
    assert_eq!(decision.app.head.changed, decision.app.head.revision);
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
