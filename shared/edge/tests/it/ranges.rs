//! Parts of a file, as a download that goes on asks for them.

use crate::client::{ask, get};
use crate::site::{LATEST, Site, latest, noise};

#[tokio::test]
async fn a_part_is_exactly_the_part() {
    let site = Site::start().await;
    let bytes = noise(300_000);
    let path = site.put_file(&bytes);
    let end = bytes.len() - 1;
    for (range, first, last) in [
        ("0-0", 0, 0),
        ("0-99", 0, 99),
        ("65535-65536", 65_535, 65_536),
        ("1-299998", 1, 299_998),
        ("299999-", end, end),
        ("100000-", 100_000, end),
        ("-70000", 230_000, end),
        ("5-999999999", 5, end),
    ] {
        let answer = ask(
            site.edge,
            "GET",
            &path,
            &format!("Range: bytes={range}\r\n"),
        )
        .await;
        assert_eq!(answer.status, 206, "{range}");
        let said = format!("bytes {first}-{last}/{}", bytes.len());
        assert_eq!(answer.header("content-range"), Some(said.as_str()));
        assert_eq!(answer.body, &bytes[first..=last], "{range}");
        assert_eq!(answer.header("accept-ranges"), Some("bytes"));
        assert!(answer.header("etag").is_some());
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_416_that_says_how_long_the_file_is() {
    let site = Site::start().await;
    let path = site.put_file(b"0123456789");
    for range in ["10-", "10-20", "-0", "99999999999999999999999-"] {
        let answer = ask(
            site.edge,
            "GET",
            &path,
            &format!("Range: bytes={range}\r\n"),
        )
        .await;
        assert_eq!(answer.status, 416, "{range}");
        assert_eq!(answer.header("content-range"), Some("bytes */10"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.body.is_empty());
    }
    let empty = site.put_file(b"");
    assert_eq!(
        ask(site.edge, "GET", &empty, "Range: bytes=0-\r\n")
            .await
            .status,
        416
    );
    assert_eq!(get(site.edge, &empty).await.status, 200);
}

#[tokio::test]
async fn what_is_not_understood_is_answered_with_the_whole() {
    let site = Site::start().await;
    let path = site.put_file(b"0123456789");
    for range in [
        "bytes=5-2",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=x-y",
        "bytes",
    ] {
        let answer = ask(site.edge, "GET", &path, &format!("Range: {range}\r\n")).await;
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, &b"0123456789"[..]),
            "{range}"
        );
        assert_eq!(answer.header("content-range"), None);
    }
    let head = ask(site.edge, "HEAD", &path, "Range: bytes=0-1\r\n").await;
    assert_eq!(
        (head.status, head.header("content-length")),
        (200, Some("10"))
    );
}

#[tokio::test]
async fn a_download_goes_on_only_with_the_same_bytes() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4_000));
    let bytes = latest(1, 3600, 4_000);
    let tag = get(site.edge, LATEST).await.etag().to_owned();
    let ask_if = async |condition: &str| {
        let headers = format!("Range: bytes=100-\r\nIf-Range: {condition}\r\n");
        ask(site.edge, "GET", LATEST, &headers).await
    };
    let same = ask_if(&tag).await;
    assert_eq!((same.status, same.body.as_slice()), (206, &bytes[100..]));
    for other in [
        format!("W/{tag}"),
        "\"other\"".to_owned(),
        "Sat, 21 Nov 2026 09:00:00 GMT".to_owned(),
    ] {
        let answer = ask_if(&other).await;
        assert_eq!(
            (answer.status, answer.body.len()),
            (200, bytes.len()),
            "{other}"
        );
    }
    site.put(LATEST, &latest(2, 3600, 4_000));
    let replaced = ask_if(&tag).await;
    assert_eq!(
        (replaced.status, replaced.body),
        (200, latest(2, 3600, 4_000))
    );
}

#[tokio::test]
async fn a_range_counts_bytes_of_the_content_itself() {
    let site = Site::start().await;
    let bytes = latest(1, 3600, 4_000);
    site.put(LATEST, &bytes);
    let headers = "Range: bytes=10-19\r\nAccept-Encoding: gzip\r\n";
    let answer = ask(site.edge, "GET", LATEST, headers).await;
    assert_eq!(answer.status, 206);
    assert_eq!(answer.header("content-encoding"), None);
    assert_eq!(answer.body, &bytes[10..20]);
    assert!(!answer.etag().starts_with("W/"));
}

#[tokio::test]
async fn a_304_comes_before_a_range() {
    let site = Site::start().await;
    let path = site.put_file(b"0123456789");
    let tag = get(site.edge, &path).await.etag().to_owned();
    let headers = format!("Range: bytes=0-1\r\nIf-None-Match: {tag}\r\n");
    assert_eq!(ask(site.edge, "GET", &path, &headers).await.status, 304);
}
