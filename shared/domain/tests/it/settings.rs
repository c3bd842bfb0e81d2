//! Bounds of settings and dimensions.

use wavecast_domain::Command;
use wavecast_domain::app::{ChannelSettings, Dimension, Settings};
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel};

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
