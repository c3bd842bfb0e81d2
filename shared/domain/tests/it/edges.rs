//! Every bound at its edge: the last value that is allowed is taken, the next is refused.

mod org;

use wavecast_domain::Command;
use wavecast_domain::app::{ChannelSettings, Dimension, RuleName, Settings};
use wavecast_domain::command::{NewRule, ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_domain::release::{Stage, Status};
use wavecast_domain::share::Share;
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, released, upkeep, when};

const DAY: u32 = 86_400;

/// The channel's settings, changed; `None` when they are taken.
fn set(world: &mut World, change: impl FnOnce(&mut ChannelSettings)) -> Option<Refusal> {
    let mut settings = ChannelSettings::default();
    change(&mut settings);
    let command = Command::ConfigureChannel {
        channel: channel("stable"),
        settings,
    };
    world.run_as(Principal::Bootstrap, command).err()
}

#[test]
fn settings_of_a_channel() {
    type Set = fn(&mut ChannelSettings, u32);
    // The page of the API names these bounds.
    let bounds: [(&str, u32, u32, Set); 6] = [
        ("poll_idle", 60, 86_400, |s, v| {
            (s.poll_idle, s.poll_active) = (v, 30);
        }),
        ("poll_active", 30, 900, |s, v| s.poll_active = v),
        ("jitter", 0, 5_000, |s, v| {
            s.jitter = v.try_into().expect("small")
        }),
        ("timestamp_lifetime", 3_600, 90 * DAY, |s, v| {
            (s.timestamp_lifetime, s.targets_lifetime) = (v, 730 * DAY);
        }),
        ("targets_lifetime", DAY, 730 * DAY, |s, v| {
            (s.timestamp_lifetime, s.targets_lifetime) = (3_600, v);
        }),
        ("root_lifetime", 30 * DAY, 3_650 * DAY, |s, v| {
            s.root_lifetime = v
        }),
    ];
    let mut world = World::new(Kind::Bundle);
    for (field, least, most, change) in bounds {
        for value in [least, most] {
            let refusal = set(&mut world, |settings| change(settings, value));
            assert_eq!(refusal, None, "{field} {value}");
        }
        for value in least.checked_sub(1).into_iter().chain([most + 1]) {
            let refusal = set(&mut world, |settings| change(settings, value)).expect(field);
            assert_eq!(refusal.field, field);
            let rule = format!("{field} must be {least} to {most}, not {value}");
            assert_eq!(refusal.rule, rule);
        }
    }
    // What grows with another may be as large as it.
    assert_eq!(
        set(&mut world, |s| (s.poll_active, s.poll_idle) = (60, 60)),
        None
    );
    let equal = |s: &mut ChannelSettings| (s.timestamp_lifetime, s.targets_lifetime) = (DAY, DAY);
    assert_eq!(set(&mut world, equal), None);
    let above = |s: &mut ChannelSettings| {
        (s.timestamp_lifetime, s.targets_lifetime) = (DAY + 1, DAY);
    };
    let refusal = set(&mut world, above).expect("refused");
    assert_eq!(refusal.field, "timestamp_lifetime");
}

#[test]
fn seconds_to_confirm() {
    let mut world = World::new(Kind::Bundle);
    let release = world.draft("1.0");
    for (seconds, fits) in [(9, false), (10, true), (604_800, true), (604_801, false)] {
        let settings = Settings {
            confirm_seconds: seconds,
            ..Settings::default()
        };
        let configure = Command::ConfigureApp {
            settings: Some(settings),
            dimensions: None,
        };
        let policy = Policy {
            confirm_seconds: seconds,
            ..Policy::default()
        };
        let edit = Command::EditRelease {
            release: release.clone(),
            edit: ReleaseEdit {
                policy: Some(policy),
                ..ReleaseEdit::default()
            },
        };
        for command in [configure, edit] {
            if fits {
                world.run(command);
            } else {
                assert_eq!(world.refused(command).field, "confirm_seconds");
            }
        }
    }
}

#[test]
fn a_first_step_reaches_somebody() {
    let mut world = World::new(Kind::Bundle);
    world.configure(|settings| settings.first_step = Share::permyriad(1).expect("small"));
    world.configure(|settings| settings.first_step = Share::ALL);
}

#[test]
fn dimensions_and_their_values() {
    let mut world = World::new(Kind::Bundle);
    let configure = |dimensions| Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    };
    let many = |count: usize| {
        let named = |n| (format!("d{n}").parse().expect("a name"), Dimension::Version);
        configure((0..count).map(named).collect())
    };
    world.run(many(32));
    let refusal = world.refused(many(33));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "dimensions")
    );

    let values = |values: Vec<String>| {
        configure([("tier".parse().expect("a name"), Dimension::Enum { values })].into())
    };
    let numbered = |count: usize| (0..count).map(|n| n.to_string()).collect();
    world.run(values(numbered(1)));
    world.run(values(numbered(256)));
    world.run(values(vec!["x".repeat(256)]));
    for (refused, rule) in [
        (numbered(0), "1 to 256 values"),
        (numbered(257), "1 to 256 values"),
        (vec!["x".repeat(257)], "1 to 256 bytes"),
        (vec![String::new()], "1 to 256 bytes"),
        (vec!["e\u{301}".into()], "of NFC text"),
        (
            vec!["a".into(), "b".into(), "a".into()],
            "names a value twice",
        ),
    ] {
        let refusal = world.refused(values(refused));
        assert_eq!(refusal.field, "dimensions.tier");
        assert!(refusal.rule.contains(rule), "{refusal:?}");
    }
}

#[test]
fn patterns_of_a_dimension_and_conditions_of_an_audience() {
    let mut world = World::new(Kind::Bundle);
    let mut declare = |patterns: usize| {
        let mut dimensions = world.head.dimensions.clone();
        let patterns = (0..patterns).map(|n| format!("{n}-*")).collect();
        dimensions.insert(
            "tier".parse().expect("a name"),
            Dimension::String { patterns },
        );
        let command = Command::ConfigureApp {
            settings: None,
            dimensions: Some(dimensions),
        };
        world.run_as(Principal::Bootstrap, command).err()
    };
    assert_eq!((declare(0), declare(32)), (None, None));
    let refusal = declare(33).expect("refused");
    assert_eq!(refusal.field, "dimensions.tier");
    assert_eq!(refusal.rule, "dimension tier may have 32 patterns");

    for number in 0..17 {
        world.declare(&format!("d{number}"), Dimension::text());
    }
    let audience = |count: usize| {
        let conditions = (0..count).map(|n| format!("\"d{n}\":[\"x\"]"));
        format!("{{{}}}", conditions.collect::<Vec<_>>().join(","))
    };
    let rule = |name: &str, count: usize| {
        Command::CreateRule(NewRule {
            channel: channel("stable"),
            name: RuleName(name.into()),
            audience: when(&audience(count)),
            devices: None,
            before: None,
        })
    };
    world.run(rule("sixteen", 16));
    let refusal = world.refused(rule("seventeen", 17));
    assert_eq!(
        (refusal.reason, refusal.rule.as_str()),
        (Reason::Limit, "an audience may name 16 dimensions")
    );
}

/// Keys that never leave a service for keys sign so many bytes and no more.
#[test]
fn bytes_to_sign() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let new = world.new_release("1.0", StartWhen::Now(None));
    world.message_limit = Some(0);
    let refusal = world.refused(Command::CreateRelease(new.clone()));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "channel stable")
    );
    let said = refusal
        .rule
        .split_once(" bytes to sign, and the keys of this installation");
    let bytes = said.and_then(|(before, _)| before.rsplit(' ').next()?.parse::<usize>().ok());
    let bytes = bytes.expect("how many it takes");
    assert!((500..4096).contains(&bytes), "{bytes}");
    world.message_limit = Some(bytes - 1);
    let refusal = world.refused(Command::CreateRelease(new.clone()));
    let most = format!("sign at most {}", bytes - 1);
    assert!(refusal.rule.ends_with(&most), "{refusal:?}");
    world.message_limit = Some(bytes);
    world.run(Command::CreateRelease(new));
}

fn schedule(release: &ReleaseRef, start: wavecast_wire::time::Timestamp) -> Command {
    Command::Schedule {
        release: release.clone(),
        start,
        window: 600,
        stages: Vec::new(),
    }
}

#[test]
fn a_schedule() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let year = 365 * i64::from(DAY);
    let stage = |share: u16, after: u32| Stage {
        share: Share::permyriad(share).expect("small"),
        after,
    };
    let stages = |count: u16| (1..=count).map(|n| stage(n, 60)).collect::<Vec<_>>();
    let late = |after: u32| vec![stage(1, 0), stage(2, after)];
    let cases = [
        ("start", 0, 600, Vec::new(), true),
        ("start", -1, 600, Vec::new(), false),
        ("start", year, 600, Vec::new(), true),
        ("start", year + 1, 600, Vec::new(), false),
        ("window", 60, 60, Vec::new(), true),
        ("window", 60, 59, Vec::new(), false),
        ("window", 60, 7 * DAY, Vec::new(), true),
        ("window", 60, 7 * DAY + 1, Vec::new(), false),
        ("stages", 60, 600, stages(32), true),
        ("stages", 60, 600, stages(33), false),
        ("stages", 60, 600, late(90 * DAY), true),
        ("stages", 60, 600, late(90 * DAY + 1), false),
        ("stages", 60, 600, vec![stage(1, 90 * DAY)], true),
    ];
    for (field, ahead, window, stages, fits) in cases {
        let draft = world.new_release("1.0", StartWhen::Draft);
        let release = released(&world.run(Command::CreateRelease(draft)));
        let start = world.now.plus(ahead);
        let command = Command::Schedule {
            release,
            start,
            window,
            stages,
        };
        if fits {
            world.run(command);
        } else {
            assert_eq!(world.refused(command).field, field, "{ahead} {window}");
        }
    }
}

#[test]
fn the_window_of_a_start() {
    for (wait, starts) in [(3_599, false), (3_600, true), (4_200, true), (4_201, false)] {
        let mut world = World::new(Kind::Bundle);
        let release = world.draft("1.0");
        let start = world.now.plus(3_600);
        world.run(schedule(&release, start));
        world.wait(wait);
        let start = Command::Start {
            release: release.clone(),
            share: None,
            replace: false,
            only: None,
        };
        let miss = Command::Miss(release.clone());
        if starts {
            // What may still start isn't missed.
            assert_eq!(world.refused_as(upkeep(), miss).field, "start");
            world.run_as(upkeep(), start).expect("it is due");
            assert_eq!(world.status(&release), Status::Concluded);
        } else {
            assert_eq!(world.refused_as(upkeep(), start).field, "start", "{wait}");
            let missed = world.run_as(upkeep(), miss);
            assert_eq!(missed.is_ok(), wait > 4_200, "{missed:?}");
        }
    }
}

#[test]
fn scheduled_releases_of_a_channel() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let start = world.now.plus(3_600);
    let mut draft = || {
        let new = world.new_release("1.0", StartWhen::Draft);
        released(&world.run(Command::CreateRelease(new)))
    };
    let drafts: Vec<_> = (0..65).map(|_| draft()).collect();
    let (last, others) = drafts.split_last().expect("65");
    for release in others {
        world.run(schedule(release, start));
    }
    let refusal = world.refused(schedule(last, start));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "start")
    );
    // One more place, one more release.
    world.run(Command::Unschedule(others[0].clone()));
    world.run(schedule(last, start));
}
