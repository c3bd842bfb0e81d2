//! Objects are replaced while they are read; no answer mixes two of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wavecast_wire::hash::Sha256;

use crate::client::{Answer, Client};
use crate::site::{LATEST, Site, latest, put};

const REPLACEMENTS: u64 = 3_000;

/// Every state has the same length, so only the bytes tell one from another.
fn state(seq: u64) -> Vec<u8> {
    latest(seq, 3600, 100_000)
}

/// Checks one answer against the states that were written; answers which one it is.
fn judge(answer: &Answer) -> u64 {
    let text = String::from_utf8(answer.body.clone()).expect("text");
    let seq: u64 = text[text.rfind(':').expect("a last line") + 1..]
        .trim_end_matches(['}', '\n'])
        .parse()
        .expect("a number");
    assert_eq!(text.as_bytes(), state(seq), "torn at {seq}");
    let tag = format!("\"{}\"", &Sha256::of(&answer.body).to_string()[..32]);
    assert_eq!(answer.etag(), tag, "the tag of other bytes at {seq}");
    seq
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_replacements_tear_nothing() {
    let site = Site::start().await;
    site.put(LATEST, &state(10_000_000));
    let written = Arc::new(AtomicU64::new(0));
    let writer = {
        let (folder, written) = (site.folder.path().to_path_buf(), Arc::clone(&written));
        tokio::task::spawn_blocking(move || {
            for n in 1..=REPLACEMENTS {
                put(&folder, LATEST, &state(10_000_000 + n));
                written.store(n, Ordering::SeqCst);
            }
        })
    };
    let readers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(read(site.edge, Arc::clone(&written))))
        .collect();
    writer.await.expect("writes");
    for reader in readers {
        let (answers, states) = reader.await.expect("reads");
        assert!(
            answers >= states && states > 10,
            "{answers} answers saw {states} states"
        );
    }
}

/// Polls until everything is written, sometimes by condition and sometimes a part.
async fn read(edge: std::net::SocketAddr, written: Arc<AtomicU64>) -> (u64, u64) {
    let mut client = Client::connect(edge).await;
    let (mut answers, mut states, mut newest) = (0, 0, 0);
    loop {
        let before = 10_000_000 + written.load(Ordering::SeqCst);
        let whole = client.ask("GET", LATEST, "").await;
        let seq = judge(&whole);
        assert!(
            seq >= before.max(newest),
            "older than what was there: {seq}, {before}, {newest}"
        );
        states += u64::from(seq > newest);
        newest = seq;
        answers += 1;
        let headers = format!("Range: bytes=50000-\r\nIf-Range: {}\r\n", whole.etag());
        let part = client.ask("GET", LATEST, &headers).await;
        match part.status {
            206 => assert_eq!(part.body, whole.body[50_000..], "a part of other bytes"),
            _ => newest = newest.max(judge(&part)),
        }
        let held = format!("If-None-Match: {}\r\n", whole.etag());
        let again = client.ask("GET", LATEST, &held).await;
        match again.status {
            304 => assert_eq!(again.etag(), whole.etag()),
            _ => newest = newest.max(judge(&again)),
        }
        if seq == 10_000_000 + REPLACEMENTS {
            return (answers, states);
        }
    }
}
