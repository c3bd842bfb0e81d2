//! Lies in the head of an answer: status, time, ETag, redirects, when to come again.

use wavecast_agent::World;
use wavecast_device::agent::Report;

use super::{FILES, LATEST, offered, recovers, refused, state, tomorrow, withstands};
use crate::device::Device;
use crate::hostile::{Hostile, Reply};

#[test]
fn a_redirect_is_never_followed() {
    let trap = Hostile::start();
    let to = format!("{}/latest.ndjson", trap.base);
    for status in [301, 302, 303, 307, 308] {
        let to = to.clone();
        let lie = move |_: &_, _: &_| Reply::of(status, b"").with("location", &to);
        let why = withstands(LATEST, lie);
        assert_eq!(why, format!("the edge answered {status}"));
    }
    assert!(
        trap.asked().is_empty(),
        "nobody came to where they were sent"
    );
}

#[test]
fn a_page_instead_of_an_object_is_refused() {
    let page = |_: &_, _: &_| Reply::of(200, b"<!doctype html>").with("content-type", "text/html");
    let why = withstands(LATEST, page);
    assert_eq!(
        why,
        "latest.ndjson must end with a line feed: it was cut short"
    );
    let device = offered();
    device.edge.lie("root.json", page);
    let why = refused(&device, tomorrow());
    assert!(why.starts_with("root: "), "{why}");
    assert_eq!(device.current().as_deref(), Some("1.0.0"));
    recovers(&device);
}

#[test]
fn a_304_for_what_was_never_fetched_is_no_answer() {
    let mut device = Device::new();
    device.ship("2.0.0");
    device
        .edge
        .lie(LATEST, |_, _| Reply::of(304, b"").with("etag", "\"x\""));
    let why = refused(&device, World::default());
    assert_eq!(why, "timestamp: nothing trusted announces it yet");
    recovers(&device);
}

#[test]
fn an_etag_that_no_honest_edge_would_take_back_is_not_kept() {
    let device = offered();
    device.edge.lie(LATEST, |_, object| {
        Reply::of(200, object).with("etag", &format!("\"{}\"", "x".repeat(60_000)))
    });
    device.settle();
    assert_eq!(state(&device.data()).trusted().unwrap().etag(), None);
    device.edge.asked();
    device.settle();
    assert!(!device.edge.asked()[0].headers.contains_key("if-none-match"));
}

#[test]
fn an_etag_of_what_is_to_come_hides_it_for_a_day_at_most() {
    let device = Device::running();
    // Old bytes under the ETag of the next publication.
    device.edge.lie(LATEST, |_, object| {
        Reply::of(200, object).with("etag", "\"next\"")
    });
    device.settle();
    device.edge.be_honest();
    let mut device = device;
    device.ship("2.0.0");
    device.edge.lie(LATEST, |asked, object| {
        match asked.headers.get("if-none-match").map(String::as_str) {
            Some("\"next\"") => Reply::of(304, b"").with("etag", "\"next\""),
            _ => Reply::of(200, object).with("etag", "\"next\""),
        }
    });
    device.settle();
    assert_eq!(device.current().as_deref(), Some("1.0.0"));
    device.run(tomorrow(), |_| false).0.unwrap();
    assert_eq!(device.current().as_deref(), Some("2.0.0"));
}

#[test]
fn a_date_never_moves_time() {
    for date in [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 01 Jan 2100 00:00:00 GMT",
        "soon",
    ] {
        let device = offered();
        device.edge.lie(LATEST, move |asked, object| {
            Reply::honest(asked, object).with("date", date)
        });
        device.settle();
        assert_eq!(device.current().as_deref(), Some("2.0.0"), "{date}");
        let seen = state(&device.data()).verified_at;
        assert!(seen.0.abs_diff(wavecast_agent::now().0) < 3600, "{date}");
    }
}

#[test]
fn retry_after_is_obeyed_within_reason() {
    // Seconds that the device waits at least, and at most.
    let cases = [
        ("20", 20, 20),
        ("4000000000", 86_400, 86_400),
        ("99999999999999999999", 1, 4),
        ("-5", 1, 4),
        ("soon", 1, 4),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 1, 4),
    ];
    for status in [429, 503] {
        for (text, least, most) in cases {
            let device = offered();
            let lie = move |_: &_, _: &_| Reply::of(status, b"").with("retry-after", text);
            for part in [LATEST, FILES] {
                device.edge.be_honest();
                device.edge.lie(part, lie);
                let waits = waits(&device);
                assert!(
                    (least..=most + 1).contains(&waits),
                    "{part} {text}: {waits}"
                );
            }
            recovers(&device);
        }
    }
}

/// Seconds until the next try.
fn waits(device: &Device) -> i64 {
    let before = wavecast_agent::now();
    let told = device.run_until_failure(World::default());
    let at = told.iter().find_map(|report| match report {
        Report::PollFailed { retry_at, .. } | Report::InstallFailed { retry_at, .. } => {
            Some(*retry_at)
        }
        _ => None,
    });
    at.unwrap().0 - before.0
}
