//! The life of a device: updates, trials, ways back.

use insta::assert_debug_snapshot;
use wavecast_device::Decision;
use wavecast_device::agent::{Goal, Health, Input, Settings};
use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::manifest::FileRole;
use wavecast_wire::table::Row;

use crate::forge::{Forge, Packed, everyone};
use crate::lab::Lab;

const NOW: i64 = 1_800_000_000;

pub fn now() -> Policy {
    Policy {
        activate: Activate::Now,
        confirm_seconds: 30,
        ..Policy::default()
    }
}

pub fn site(forge: &mut Forge, version: &str) -> Packed {
    let index = format!("<h1>{version}</h1>");
    let files = [
        ("app.js", FileRole::Important, b"run()".as_slice()),
        ("index.html", FileRole::Index, index.as_bytes()),
        ("later.png", FileRole::Lazy, b"png"),
    ];
    forge.bundle(version, &files)
}

pub fn lab() -> Lab {
    Lab::new(Forge::new("acme/site/stable", NOW))
}

/// A device that runs `r1` at 1.0.0.
pub fn running() -> Lab {
    let mut lab = lab();
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r1", &one, now());
    lab.start();
    assert_eq!(lab.runs(), Some("r1"));
    lab.told();
    lab.requests.clear();
    lab
}

#[test]
fn a_first_release_is_installed_confirmed_and_completed() {
    let mut lab = lab();
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r1", &one, Policy::default());
    lab.start();
    assert_debug_snapshot!(lab.told(), @r#"
    [
        "verified 2",
        "available r1",
        "downloading r1",
        "staged r1",
        "activated r1",
        "confirmed r1",
        "keep it runs what it should",
        "complete r1",
    ]
    "#);
    let paths: Vec<_> = lab.slots[&1].iter().map(String::as_str).collect();
    assert_eq!(paths, ["app.js", "index.html", "later.png"]);
    assert!(lab.agent.is_settled());
}

#[test]
fn an_unchanged_poll_is_one_request() {
    let mut lab = running();
    lab.pass(600);
    assert_eq!(lab.requests, ["acme/site/stable/latest.ndjson"]);
    assert_eq!(lab.told(), ["unchanged"]);
    assert_eq!(lab.wake_at, Some(NOW + 1200));
}

#[test]
fn an_update_fetches_only_what_is_missing_and_keeps_the_previous_slot() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert_eq!(lab.current, Some(2));
    assert_eq!(lab.slots.keys().copied().collect::<Vec<_>>(), [1, 2]);
    let files = lab
        .requests
        .iter()
        .filter(|path| path.contains("/files/"))
        .count();
    assert_eq!(files, 1, "only the index differs");
}

#[test]
fn a_sick_release_is_left_remembered_and_tried_again_only_on_retry() {
    let mut lab = running();
    lab.sick.insert("2.0.0".into());
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_debug_snapshot!(lab.told(), @r#"
    [
        "verified 3",
        "available r2",
        "downloading r2",
        "staged r2",
        "activated r2",
        "failed r2",
        "went_back r1",
        "keep the release failed on this device before",
    ]
    "#);
    assert_eq!((lab.runs(), lab.current), (Some("r1"), Some(1)));
    lab.pass(600);
    assert_eq!(lab.runs(), Some("r1"));

    lab.sick.clear();
    let retried = lab
        .forge
        .release_with("r2", &two, now(), |config| config.attempt = 2);
    lab.forge.place(vec![everyone("r2", retried)]);
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn a_release_that_takes_the_device_down_again_and_again_goes() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.dies_at_health = 4;
    lab.poll();
    assert_eq!((lab.runs(), lab.current), (Some("r1"), Some(1)));
    assert!(lab.told().contains(&"failed r2".into()));
}

#[test]
fn a_release_may_take_the_device_down_once_and_confirm_then() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.dies_at_health = 1;
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert!(lab.agent.state().trial.is_none());
}

#[test]
fn a_pause_stops_who_has_seen_it_and_a_resume_goes_on() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let policy = Policy {
        activate: Activate::Idle,
        ..now()
    };
    lab.forge.ship("r2", &two, policy);
    lab.poll();
    assert_eq!(lab.told().last().unwrap(), "waiting r2");
    let placed = lab.forge.table.clone();
    for row in &mut lab.forge.table.rows {
        if let Row::Known(row) = row {
            row.hold = true;
        }
    }
    lab.forge.publish();
    lab.poll();
    lab.feed(Input::Idle);
    lab.start();
    lab.feed(Input::Approve);
    assert_eq!(
        lab.runs(),
        Some("r1"),
        "a held release is not activated, whatever happens here"
    );

    lab.forge.table = placed;
    lab.forge.publish();
    lab.poll();
    lab.feed(Input::Idle);
    assert_eq!(lab.runs(), Some("r2"));
    for row in &mut lab.forge.table.rows {
        if let Row::Known(row) = row {
            row.hold = true;
        }
    }
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"), "who runs a held release keeps it");
}

#[test]
fn a_staged_release_needs_a_verified_poll_younger_than_a_day() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship(
        "r2",
        &two,
        Policy {
            activate: Activate::NextStart,
            ..now()
        },
    );
    lab.poll();
    lab.online = false;
    lab.now += 86_400;
    lab.start();
    assert_eq!(lab.runs(), Some("r1"));
    lab.now -= 2;
    lab.start();
    assert_eq!(lab.runs(), Some("r2"), "within the day it needs no network");
}

#[test]
fn a_check_says_what_there_is_and_changes_nothing() {
    let settings = Settings {
        goal: Goal::Check,
        ..Settings::default()
    };
    let mut lab = Lab::with(Forge::new("acme/site/stable", NOW), settings);
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r1", &one, now());
    lab.start();
    assert!(matches!(lab.agent.decision(), Some(Decision::Install(_))));
    assert!(lab.slots.is_empty());
    assert!(lab.agent.is_settled());
}

#[test]
fn health_is_not_heard_before_activation() {
    let mut lab = running();
    lab.feed(Input::Health(Health::Failed));
    assert_eq!(lab.runs(), Some("r1"));
}
