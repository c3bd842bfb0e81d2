//! What travels compressed, under which tag, and what doesn't.

use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::client::{Answer, ask, get};
use crate::site::{LATEST, Site, latest, noise};

const GZIP: &str = "Accept-Encoding: gzip\r\n";

fn unpack(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(answer.body.as_slice())
        .read_to_end(&mut bytes)
        .expect("gzip");
    bytes
}

#[tokio::test]
async fn small_text_is_compressed_under_a_weak_tag() {
    let site = Site::start().await;
    let bytes = latest(1, 3600, 30_000);
    site.put(LATEST, &bytes);
    let plain = get(site.edge, LATEST).await;
    for _ in 0..3 {
        let packed = ask(
            site.edge,
            "GET",
            LATEST,
            "Accept-Encoding: br;q=1, gzip;q=0.8\r\n",
        )
        .await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
        assert_eq!(packed.etag(), format!("W/{}", plain.etag()));
        assert_eq!(packed.header("accept-ranges"), None);
        assert!(packed.body.len() < bytes.len() / 2);
        assert_eq!(unpack(&packed), bytes);
    }
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(
        plain.header("vary"),
        Some("Accept-Encoding"),
        "caches must know"
    );
    assert_eq!(plain.body, bytes);
}

#[tokio::test]
async fn either_tag_is_held_in_either_encoding() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4_000));
    let strong = get(site.edge, LATEST).await.etag().to_owned();
    for held in [strong.clone(), format!("W/{strong}")] {
        let plain = ask(
            site.edge,
            "GET",
            LATEST,
            &format!("If-None-Match: {held}\r\n"),
        )
        .await;
        assert_eq!((plain.status, plain.etag()), (304, strong.as_str()));
        let packed = ask(
            site.edge,
            "GET",
            LATEST,
            &format!("{GZIP}If-None-Match: {held}\r\n"),
        )
        .await;
        assert_eq!(
            (packed.status, packed.etag()),
            (304, format!("W/{strong}").as_str())
        );
        assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
    }
}

#[tokio::test]
async fn weights_are_honoured() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4_000));
    for (accepted, encoding) in [
        ("gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("*;q=0", None),
        ("br", None),
        ("*", Some("gzip")),
        ("identity;q=0.1, gzip;q=0.2", Some("gzip")),
    ] {
        let headers = format!("Accept-Encoding: {accepted}\r\n");
        let answer = ask(site.edge, "GET", LATEST, &headers).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
    }
}

#[tokio::test]
async fn files_images_and_tiny_or_huge_text_travel_as_they_are() {
    let site = Site::start().await;
    let text = vec![b' '; 50_000];
    let huge = vec![b' '; 3 << 20];
    let paths = [
        site.put_file(&text),
        site.put_target("image-lamp-1.0.0-0-0.bin", &text),
        site.put_target("release-tiny.json", b"{}"),
        site.put_target("package-lamp-1.0.0.json", &huge),
    ];
    for path in paths {
        let answer = ask(site.edge, "GET", &path, GZIP).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-encoding"), None, "{path}");
        assert_eq!(answer.header("vary"), None, "{path}");
        assert!(!answer.etag().starts_with("W/"), "{path}");
    }
}

#[tokio::test]
async fn what_gzip_makes_no_smaller_stays_strong() {
    let site = Site::start().await;
    let bytes = noise(5_000);
    let path = site.put_target("release-noise.json", &bytes);
    let answer = ask(site.edge, "GET", &path, GZIP).await;
    assert_eq!(answer.header("content-encoding"), None);
    assert!(!answer.etag().starts_with("W/"));
    assert_eq!(answer.body, bytes);
}

#[tokio::test]
async fn a_new_content_never_comes_in_the_old_ones_variant() {
    let site = Site::start().await;
    for seq in 1..200 {
        let bytes = latest(seq, 3600, 2_000);
        site.put(LATEST, &bytes);
        assert_eq!(unpack(&ask(site.edge, "GET", LATEST, GZIP).await), bytes);
    }
}
