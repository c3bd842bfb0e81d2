//! What happens by itself, and what upkeep alone may do.

use wavecast_domain::Command;
use wavecast_domain::app::DueKind;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::{Stage, Status};
use wavecast_domain::share::Share;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, share, upkeep};

const HOUR: i64 = 3600;

fn stages(of: &[(&str, u32)]) -> Vec<Stage> {
    of.iter()
        .map(|(to, after)| Stage {
            share: share(to),
            after: *after,
        })
        .collect()
}

fn scheduled(of: &[(&str, u32)]) -> (World, ReleaseRef) {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let release = world.draft("2.0");
    let start = world.now.plus(HOUR);
    world.run(Command::Schedule {
        release: release.clone(),
        start,
        window: 600,
        stages: stages(of),
    });
    (world, release)
}

#[test]
fn a_release_starts_and_grows_by_itself() {
    let (mut world, release) = scheduled(&[("10%", 0), ("50%", 3600), ("100%", 7200)]);
    world.tick();
    assert_eq!(world.status(&release), Status::Scheduled);
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    world.wait(HOUR - 1);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    world.wait(1);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("50%"));
    world.wait(2 * HOUR);
    world.tick();
    assert_eq!(world.status(&release), Status::Concluded);
    let schedule = world.release_record(&release).schedule.unwrap();
    assert_eq!(schedule.reached, 3);
    let agenda = &world.channels[&channel("stable")].agenda;
    assert!(
        agenda.iter().all(|due| due.what == DueKind::Calm),
        "{agenda:?}"
    );
}

#[test]
fn late_stages_start_late_and_none_is_skipped() {
    let (mut world, release) = scheduled(&[("10%", 0), ("20%", 3600), ("30%", 3600)]);
    world.wait(HOUR);
    world.tick();
    world.wait(100 * HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("20%"));
    world.tick();
    assert_eq!(world.release_record(&release).share, share("20%"));
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("30%"));
}

#[test]
fn a_start_that_came_too_late_asks() {
    let (mut world, release) = scheduled(&[]);
    world.wait(HOUR + 601);
    world.tick();
    assert_eq!(world.status(&release), Status::Missed);
    world.run(Command::Start {
        release: release.clone(),
        share: None,
        replace: false,
        only: None,
    });
    assert_eq!(world.release_record(&release).share, share("5%"));
}

#[test]
fn a_start_that_finds_its_rule_occupied_is_tried_until_its_window_ends() {
    let (mut world, release) = scheduled(&[]);
    let other = world.ship("1.5", Some("10%"));
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.status(&release), Status::Scheduled);
    world.ramp(&other, "100%");
    world.wait(300);
    world.tick();
    assert_eq!(world.status(&release), Status::Active);
}

#[test]
fn a_pause_stops_the_stages_and_a_resume_begins_anew() {
    let (mut world, release) = scheduled(&[("10%", 0), ("50%", 3600)]);
    world.wait(HOUR);
    world.tick();
    world.run(Command::Pause(release.clone()));
    world.wait(50 * HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    world.run(Command::Resume(release.clone()));
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("50%"));
}

#[test]
fn a_ramp_by_hand_passes_stages() {
    let (mut world, release) = scheduled(&[("10%", 0), ("20%", 3600), ("60%", 3600)]);
    world.wait(HOUR);
    world.tick();
    world.ramp(&release, "30%");
    let record = world.release_record(&release);
    assert_eq!(record.schedule.expect("scheduled").reached, 2);
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("60%"));
}

#[test]
fn a_stopped_release_has_nothing_due() {
    let (mut world, release) = scheduled(&[("10%", 0), ("50%", 3600)]);
    world.wait(HOUR);
    world.tick();
    world.abort(&release, true);
    world.wait(100 * HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    assert!(world.channels[&channel("stable")].agenda.is_empty());
}

#[test]
fn people_and_upkeep_keep_to_their_own() {
    let (mut world, release) = scheduled(&[("10%", 0), ("50%", 3600)]);
    for command in [
        Command::Miss(release.clone()),
        Command::NextStage(release.clone()),
        Command::Calm {
            channel: channel("stable"),
        },
    ] {
        assert_eq!(world.refused(command).reason, Reason::Forbidden);
    }
    let pause = Command::Pause(release.clone());
    assert_eq!(
        world.refused_as(upkeep(), pause.clone()).reason,
        Reason::Forbidden
    );
    let other = Principal::System {
        function: "publisher".into(),
    };
    assert_eq!(world.refused_as(other, pause).reason, Reason::Forbidden);
    let start = Command::Start {
        release: release.clone(),
        share: None,
        replace: false,
        only: None,
    };
    assert_eq!(
        world.refused_as(upkeep(), start.clone()).field,
        "start",
        "it isn't due"
    );
    assert_eq!(
        world.refused(start).reason,
        Reason::State,
        "a person unschedules it first"
    );
    assert_eq!(
        world.refused_as(upkeep(), Command::Miss(release)).field,
        "start"
    );
    let calm = Command::Calm {
        channel: channel("stable"),
    };
    assert_eq!(world.refused_as(upkeep(), calm).reason, Reason::State);
}

#[test]
fn a_schedule_out_of_bounds_is_refused() {
    let mut world = World::new(Kind::Bundle);
    let release = world.draft("1.0");
    let now = world.now;
    let cases: [(&str, i64, u32, Vec<Stage>); 9] = [
        ("start", -1, 600, vec![]),
        ("start", 366 * 24 * HOUR, 600, vec![]),
        ("window", HOUR, 59, vec![]),
        ("window", HOUR, 8 * 24 * 3600, vec![]),
        ("stages", HOUR, 600, stages(&[("10%", 0), ("10%", 60)])),
        ("stages", HOUR, 600, stages(&[("20%", 0), ("10%", 60)])),
        ("stages", HOUR, 600, stages(&[("10%", 0), ("20%", 0)])),
        (
            "stages",
            HOUR,
            600,
            stages(&[("10%", 0), ("20%", u32::MAX)]),
        ),
        (
            "stages",
            HOUR,
            600,
            (1..=33)
                .map(|n| Stage {
                    share: Share::permyriad(n).expect("small"),
                    after: 60,
                })
                .collect(),
        ),
    ];
    for (field, ahead, window, stages) in cases {
        let (release, start) = (release.clone(), now.plus(ahead));
        let refusal = world.refused(Command::Schedule {
            release,
            start,
            window,
            stages,
        });
        assert_eq!(
            (refusal.reason, refusal.field.as_str()),
            (Reason::Invalid, field),
            "{refusal:?}"
        );
    }
}

/// The release at 10 %, its next stage an hour away.
fn growing(of: &[(&str, u32)]) -> (World, ReleaseRef) {
    let (mut world, release) = scheduled(of);
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    (world, release)
}

#[test]
fn no_stage_is_reached_before_it_is_due() {
    let (mut world, release) = growing(&[("10%", 0), ("50%", 3600)]);
    let next = Command::NextStage(release.clone());
    world.wait(HOUR - 1);
    let refusal = world.refused_as(upkeep(), next.clone());
    assert_eq!(refusal.field, "stage");
    world.wait(1);
    world.run_as(upkeep(), next.clone()).expect("it is due");
    assert_eq!(world.release_record(&release).share, share("50%"));
    // Asked twice, it isn't reached twice; and there is no other.
    world.wait(100 * HOUR);
    assert_eq!(world.refused_as(upkeep(), next).field, "stage");
}

#[test]
fn a_small_ramp_by_hand_leaves_the_next_stage_where_it_was() {
    let (mut world, release) = growing(&[("10%", 0), ("50%", 3600)]);
    world.wait(HOUR / 2);
    world.ramp(&release, "20%");
    world.wait(HOUR / 2);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("50%"));
}

#[test]
fn a_short_pause_sets_the_next_stage_back() {
    let (mut world, release) = growing(&[("10%", 0), ("50%", 3600)]);
    world.wait(HOUR / 2);
    world.run(Command::Pause(release.clone()));
    world.run(Command::Resume(release.clone()));
    world.wait(HOUR - 1);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("10%"));
    world.wait(1);
    world.tick();
    assert_eq!(world.release_record(&release).share, share("50%"));
}

#[test]
fn a_ramp_by_hand_short_of_everybody_keeps_nothing_open() {
    let (mut world, release) = growing(&[("10%", 0), ("100%", 3600)]);
    world.ramp(&release, "20%");
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.status(&release), Status::Concluded);
    // Told so, it stays open.
    let (mut world, release) = growing(&[("10%", 0), ("100%", 3600)]);
    world.run(Command::Ramp {
        release: release.clone(),
        to: share("20%"),
        keep_open: true,
        only: None,
    });
    world.wait(HOUR);
    world.tick();
    assert_eq!(world.status(&release), Status::Active);
    assert_eq!(world.release_record(&release).share, Share::ALL);
}
