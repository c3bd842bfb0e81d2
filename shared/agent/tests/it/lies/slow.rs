//! Slow retrieval: an edge that is never silent and never done.

use std::time::Duration;

use wavecast_agent::{Patience, World};

use super::{FILES, LATEST, offered, recovers, refused};
use crate::hostile::{Body, Reply};

/// A device that waits milliseconds where others wait half a minute.
fn impatient() -> World {
    World {
        patience: Patience {
            connect: Duration::from_millis(600),
            silence: Duration::from_millis(600),
            window: Duration::from_millis(600),
            least_bytes: 2000,
        },
        ..World::default()
    }
}

#[test]
fn a_poll_that_dribbles_is_left() {
    let device = offered();
    device.edge.lie(LATEST, |_, object| {
        let body = Body::Slow(object.to_vec(), 1, Duration::from_millis(20));
        Reply::of(200, object).body(body)
    });
    let why = refused(&device, impatient());
    assert!(
        why.contains("less than 2000 bytes in 0 seconds came"),
        "{why}"
    );
    assert_eq!(device.current().as_deref(), Some("1.0.0"));
    recovers(&device);
}

#[test]
fn a_file_that_dribbles_is_left_and_what_came_is_kept() {
    let device = offered();
    device.edge.lie(FILES, |_, object| {
        let body = Body::Slow(object.to_vec(), 10, Duration::from_millis(20));
        Reply::of(200, object).body(body)
    });
    let why = refused(&device, impatient());
    assert!(why.contains("less than 2000 bytes"), "{why}");
    device.edge.asked();
    recovers(&device);
    let asked = device.edge.asked();
    assert!(
        asked.iter().any(|asked| asked.from().is_some()),
        "the rest alone was fetched"
    );
}

#[test]
fn a_head_that_dribbles_or_never_comes_is_left() {
    for pause in [20, 60_000] {
        let device = offered();
        device.edge.lie(LATEST, move |_, _| {
            Reply::of(200, b"").body(Body::SlowHead(Duration::from_millis(pause)))
        });
        let why = refused(&device, impatient());
        assert!(why.ends_with("no answer in time"), "{why}");
        recovers(&device);
    }
}

#[test]
fn a_slow_edge_that_is_fast_enough_is_waited_for() {
    let device = offered();
    device.edge.lie(FILES, |asked, object| {
        let reply = Reply::honest(asked, object);
        match asked.from() {
            None => reply.body(Body::Slow(object.to_vec(), 500, Duration::from_millis(30))),
            Some(_) => reply,
        }
    });
    device.run(impatient(), |_| false).0.unwrap();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
}
