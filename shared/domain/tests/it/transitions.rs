//! Every status × every verb, against the table of a release's life.

use std::fmt::Write as _;

use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{ReleaseEdit, ReleaseRef, StartWhen};
use wavecast_domain::principal::Principal;
use wavecast_domain::record::RecordKey;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::{Stage, Status};
use wavecast_wire::manifest::Kind;

use crate::world::{World, released, share, upkeep};

const STATUSES: [Status; 9] = [
    Status::Draft,
    Status::Scheduled,
    Status::Missed,
    Status::Active,
    Status::Paused,
    Status::Concluded,
    Status::Aborted,
    Status::Superseded,
    Status::Reverted,
];

/// `stable` runs 1.0; a release of 2.0 is brought into a status.
fn world_in(status: Status) -> (World, ReleaseRef) {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    if matches!(status, Status::Draft | Status::Scheduled | Status::Missed) {
        let release = world.draft("2.0");
        if status != Status::Draft {
            let start = world.now.plus(3600);
            let stages = vec![Stage {
                share: share("20%"),
                after: 0,
            }];
            let release = release.clone();
            world.run(Command::Schedule {
                release,
                start,
                window: 600,
                stages,
            });
        }
        if status == Status::Missed {
            world.wait(3600 + 601);
            world.tick();
        }
        return (world, release);
    }
    let release = world.ship("2.0", Some("10%"));
    match status {
        Status::Paused => drop(world.run(Command::Pause(release.clone()))),
        Status::Concluded => drop(world.run(Command::Conclude(release.clone()))),
        Status::Aborted => drop(world.abort(&release, false)),
        Status::Superseded => drop(world.replace("2.0.1", None)),
        Status::Reverted => {
            world.run(Command::Conclude(release.clone()));
            world.rollback(None);
        }
        _ => {}
    }
    (world, release)
}

/// The verbs, by the words of the table.
#[allow(clippy::too_many_lines, reason = "a table reads best whole")]
fn verbs(world: &World, release: &ReleaseRef) -> Vec<(&'static str, Principal, Command)> {
    let it = || release.clone();
    let person = || Principal::Bootstrap;
    let start = |replace| Command::Start {
        release: it(),
        share: None,
        replace,
        only: None,
    };
    let ahead = world.now.plus(7200);
    let mut next = world.new_release("3.0", StartWhen::Now(None));
    next.replace = true;
    let whole = world.new_release("3.0", StartWhen::Now(Some(share("100%"))));
    vec![
        (
            "edit",
            person(),
            Command::EditRelease {
                release: it(),
                edit: ReleaseEdit::default(),
            },
        ),
        ("delete", person(), Command::DeleteRelease(it())),
        (
            "schedule",
            person(),
            Command::Schedule {
                release: it(),
                start: ahead,
                window: 600,
                stages: vec![],
            },
        ),
        ("unschedule", person(), Command::Unschedule(it())),
        ("start", person(), start(false)),
        ("start when due", upkeep(), start(false)),
        ("miss", upkeep(), Command::Miss(it())),
        (
            "ramp to 50%",
            person(),
            Command::Ramp {
                release: it(),
                to: share("50%"),
                keep_open: false,
                only: None,
            },
        ),
        (
            "ramp to 100%",
            person(),
            Command::Ramp {
                release: it(),
                to: share("100%"),
                keep_open: false,
                only: None,
            },
        ),
        ("next stage", upkeep(), Command::NextStage(it())),
        ("pause", person(), Command::Pause(it())),
        ("resume", person(), Command::Resume(it())),
        ("conclude", person(), Command::Conclude(it())),
        (
            "abort, keep",
            person(),
            Command::Abort {
                release: it(),
                keep: true,
            },
        ),
        (
            "abort, revert",
            person(),
            Command::Abort {
                release: it(),
                keep: false,
            },
        ),
        (
            "roll back",
            person(),
            Command::Revert {
                channel: it().channel,
                rule: RuleName::everyone(),
                to: None,
            },
        ),
        (
            "roll back to it",
            person(),
            Command::Revert {
                channel: it().channel,
                rule: RuleName::everyone(),
                to: Some(it().id),
            },
        ),
        (
            "supersede by another",
            person(),
            Command::CreateRelease(next),
        ),
        (
            "the next concludes",
            person(),
            Command::CreateRelease(whole),
        ),
        (
            "clone",
            person(),
            Command::Clone {
                release: it(),
                into: None,
            },
        ),
        ("retry", person(), Command::Retry(it())),
    ]
}

/// What a verb makes of a release in a status.
fn walk(status: Status, verb: usize) -> String {
    let (mut world, release) = world_in(status);
    assert_eq!(world.status(&release), status);
    world.package("3.0");
    if status == Status::Scheduled {
        world.wait(3600);
    }
    let (_, principal, command) = verbs(&world, &release).swap_remove(verb);
    match world.run_as(principal, command) {
        Err(refusal) => {
            assert_eq!(refusal.reason, Reason::State, "{refusal:?}");
            "-".into()
        }
        Ok(decision)
            if world
                .records
                .contains_key(&RecordKey::Release(release.id.clone())) =>
        {
            let made = matches!(decision.event.verb.as_str(), "release.clone");
            let made = made.then(|| world.status(&released(&decision)));
            let after = world.status(&release);
            made.map_or(after.as_str().into(), |made| {
                format!("{} + {}", after.as_str(), made.as_str())
            })
        }
        Ok(_) => "deleted".into(),
    }
}

#[test]
fn every_status_meets_every_verb() {
    let (world, release) = world_in(Status::Draft);
    let names: Vec<_> = verbs(&world, &release)
        .into_iter()
        .map(|(name, ..)| name)
        .collect();
    let mut table = String::new();
    for status in STATUSES {
        writeln!(table, "{}", status.as_str()).expect("written");
        for (number, name) in names.iter().enumerate() {
            let after = walk(status, number);
            // These act on what the rule has, which may be another release.
            let is_other = matches!(
                *name,
                "roll back" | "supersede by another" | "the next concludes"
            ) && after == status.as_str();
            if after != "-" && !is_other {
                writeln!(table, "  {name:22}{after}").expect("written");
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_refusal_names_the_state_and_the_way_out() {
    let (mut world, release) = world_in(Status::Paused);
    let refusal = world.refused(Command::Pause(release.clone()));
    assert_eq!(refusal.field, format!("release {}", release.id));
    assert!(
        refusal
            .rule
            .contains("is paused; to pause it takes one that is active"),
        "{refusal:?}"
    );
    assert!(refusal.hint.contains("`wavecast resume`"), "{refusal:?}");
}

#[test]
fn another_start_is_refused_with_supersede_as_the_way_out() {
    let (mut world, release) = world_in(Status::Active);
    world.package("3.0");
    let new = world.new_release("3.0", StartWhen::Now(None));
    let refusal = world.refused(Command::CreateRelease(new));
    assert!(refusal.rule.contains(release.id.as_str()), "{refusal:?}");
    assert!(refusal.rule.contains("active at 10%"), "{refusal:?}");
    assert!(
        refusal.hint.contains("`wavecast ship --replace`"),
        "{refusal:?}"
    );
}
