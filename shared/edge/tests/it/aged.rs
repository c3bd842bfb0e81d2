//! Small files that have aged are answered from memory, and nobody can tell.

use std::net::SocketAddr;
use std::time::Duration;

use crate::client::{Answer, ask, get};
use crate::site::{LATEST, Site, latest, noise};

/// File times move in ticks, so a file is kept in memory only once it is three seconds old.
const AGE: Duration = Duration::from_millis(3_200);

/// What all ways to ask for an object are answered; the date aside.
async fn all(edge: SocketAddr, path: &str) -> Vec<Answer> {
    let held = format!("If-None-Match: {}\r\n", get(edge, path).await.etag());
    let range = "Range: bytes=1-3\r\n".to_owned();
    let gzip = "Accept-Encoding: gzip\r\n".to_owned();
    let both = format!("{gzip}{held}");
    let mut answers = Vec::new();
    for method in ["GET", "HEAD"] {
        for headers in ["", &held, &gzip, &gzip, &both, &range] {
            let mut answer = ask(edge, method, path, headers).await;
            answer.headers.retain(|(name, _)| name != "date");
            answers.push(answer);
        }
    }
    answers
}

#[tokio::test]
async fn an_aged_object_is_answered_as_a_fresh_one() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4_000));
    let paths = [
        LATEST.to_owned(),
        site.put_file(&noise(5_000)),
        site.put_target("release-01K.json", &latest(1, 60, 2_000)),
        "/acme/lamp/stable/9.root.json".to_owned(),
    ];
    let mut fresh = Vec::new();
    for path in &paths[..3] {
        fresh.push(format!("{:?}", all(site.edge, path).await));
    }
    tokio::time::sleep(AGE).await;
    // The first to ask reads the file, those after it get what is kept.
    for _ in 0..2 {
        for (path, fresh) in paths.iter().zip(&fresh) {
            assert_eq!(
                &format!("{:?}", all(site.edge, path).await),
                fresh,
                "{path}"
            );
        }
        assert_eq!(get(site.edge, &paths[3]).await.status, 404);
    }
    // A publication is seen by the very next request, and so is an object that goes.
    for seq in 2..50 {
        site.put(LATEST, &latest(seq, 3600, 4_000));
        let answer = get(site.edge, LATEST).await;
        assert_eq!(answer.body, latest(seq, 3600, 4_000), "{seq}");
    }
    let file = site.folder.path().join(paths[1].trim_start_matches('/'));
    std::fs::remove_file(file).expect("removes");
    assert_eq!(get(site.edge, &paths[1]).await.status, 404);
}
