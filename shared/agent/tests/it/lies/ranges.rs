//! Lies about ranges, after a download was cut; and cuts at any byte.

use proptest::prelude::*;
use wavecast_agent::World;

use super::{FILES, offered, recovers, refused};
use crate::device::{Device, body};
use crate::hostile::{Asked, Reply};

/// Bytes that came before the cut.
const CUT: usize = 1000;

/// A device with the first bytes of a file, whose edge answers lie when it asks for the rest.
fn resuming(rest: impl Fn(&Asked, &[u8]) -> Reply + Send + Sync + 'static) -> (Device, String) {
    let device = offered();
    let object = wavecast_wire::hash::Sha256::of(&body("2.0.0")).to_string();
    device
        .edge
        .lie(&object, move |asked, object| match asked.from() {
            None => cut(asked, object, CUT),
            Some(_) => rest(asked, object),
        });
    let why = refused(&device, World::default());
    assert_eq!(device.current().as_deref(), Some("1.0.0"));
    (device, why)
}

/// The connection breaks after some bytes of the body.
fn cut(asked: &Asked, object: &[u8], after: usize) -> Reply {
    let Reply {
        status,
        headers,
        body: _,
    } = Reply::honest(asked, object);
    let from = asked.from().unwrap_or(0).min(object.len());
    let mut reply = Reply::of(status, &object[from..object.len().min(from + after)]);
    reply.headers = headers;
    reply
}

#[test]
fn a_range_that_is_ignored_begins_anew() {
    let device = offered();
    let object = wavecast_wire::hash::Sha256::of(&body("2.0.0")).to_string();
    device
        .edge
        .lie(&object, |asked, object| match asked.from() {
            None => cut(asked, object, CUT),
            Some(_) => Reply::of(200, object),
        });
    device.settle();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
}

#[test]
fn a_range_that_begins_elsewhere_is_refused_and_the_file_begun_anew() {
    for shift in [-1i64, 1, -1000, 500] {
        let (device, why) = resuming(move |asked, object| {
            let from = usize::try_from(CUT as i64 + shift).unwrap();
            let range = format!("bytes {from}-{}/{}", object.len() - 1, object.len());
            Reply::honest(asked, object)
                .with("content-length", &(object.len() - from).to_string())
                .with("content-range", &range)
                .body(crate::hostile::Body::Bytes(object[from..].to_vec()))
        });
        assert!(
            why.ends_with("the edge sent another range than the one from byte 1000 on"),
            "{why}"
        );
        device.edge.asked();
        recovers(&device);
        let again = device.edge.asked();
        let again: Vec<_> = again
            .iter()
            .filter(|asked| asked.path.contains(FILES))
            .collect();
        assert!(again.iter().all(|asked| asked.from().is_none()));
    }
}

#[test]
fn a_content_range_that_is_missing_or_garbage_is_refused() {
    for range in [
        "",
        "bytes",
        "bytes -",
        "bytes x-y/z",
        "lines 1000-2999/3000",
    ] {
        let (device, why) = resuming(move |asked, object| {
            Reply::honest(asked, object).with("content-range", range)
        });
        assert!(why.contains("another range"), "{range:?}: {why}");
        recovers(&device);
    }
}

#[test]
fn other_bytes_under_the_right_range_are_found_out_by_their_hash() {
    let (device, why) = resuming(|asked, object| {
        let from = asked.from().unwrap();
        Reply::honest(asked, object)
            .body(crate::hostile::Body::Bytes(vec![b'x'; object.len() - from]))
    });
    assert!(why.starts_with("app/main.js: its SHA-256 is "), "{why}");
    recovers(&device);
}

#[test]
fn content_that_changes_between_two_ranges_is_found_out_by_its_hash() {
    let device = offered();
    let object = wavecast_wire::hash::Sha256::of(&body("2.0.0")).to_string();
    // The first half is another file's: what was kept of it can't be told from good bytes yet.
    device
        .edge
        .lie(&object, |asked, object| match asked.from() {
            None => cut(asked, &vec![b'x'; object.len()], CUT),
            Some(_) => Reply::honest(asked, object),
        });
    let why = refused(&device, World::default());
    assert!(why.starts_with("app/main.js: its SHA-256 is "), "{why}");
    recovers(&device);
}

#[test]
fn a_416_begins_anew() {
    let (device, why) = resuming(|_, _| Reply::of(416, b""));
    assert_eq!(why, "app/main.js: 1000 of 3000 bytes came");
    recovers(&device);
}

#[test]
fn an_edge_that_breaks_after_every_byte_is_not_asked_without_end() {
    let device = offered();
    let object = wavecast_wire::hash::Sha256::of(&body("2.0.0")).to_string();
    device
        .edge
        .lie(&object, |asked, object| cut(asked, object, 1));
    let why = refused(&device, World::default());
    assert!(why.contains(&object), "{why}");
    let asked = device.edge.asked();
    assert_eq!(
        asked
            .iter()
            .filter(|asked| asked.path.contains(&object))
            .count(),
        5
    );
    recovers(&device);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Wherever and however often the downloads are cut: what arrives is whole.
    #[test]
    fn a_download_that_is_cut_anywhere_arrives_whole(cuts in prop::collection::vec(0usize..3000, 1..4)) {
        let device = offered();
        let cuts = std::sync::Mutex::new(cuts);
        device.edge.lie(FILES, move |asked, object| match cuts.lock().unwrap().pop() {
            Some(after) => cut(asked, object, after),
            None => Reply::honest(asked, object),
        });
        while device.current().as_deref() != Some("2.0.0") {
            let told = device.run_until_failure(World::default());
            prop_assert!(told.len() < 20);
        }
        recovers(&device);
    }
}
