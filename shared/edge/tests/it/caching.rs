//! Tags, 304, cache headers, types, HEAD, CORS and what is missing.

use wavecast_wire::hash::Sha256;

use crate::client::{ask, get};
use crate::site::{LATEST, ROOT, Site, TIMESTAMP, latest};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &Sha256::of(bytes).to_string()[..32])
}

#[tokio::test]
async fn a_tag_is_the_hash_of_the_bytes_for_every_kind_of_object() {
    let site = Site::start().await;
    let metadata = latest(1, 3600, 0);
    for path in [
        LATEST,
        TIMESTAMP,
        ROOT,
        "/acme/lamp/stable/7.targets.json",
        "/acme/lamp/stable/7.snapshot.json",
    ] {
        site.put(path, &metadata);
        let answer = get(site.edge, path).await;
        assert_eq!(
            (answer.status, answer.etag()),
            (200, tag(&metadata).as_str()),
            "{path}"
        );
        assert_eq!(answer.body, metadata);
    }
    for path in [
        site.put_file(b"index"),
        site.put_target("release-01K.json", b"index"),
    ] {
        let answer = get(site.edge, &path).await;
        assert_eq!(
            (answer.status, answer.etag()),
            (200, tag(b"index").as_str()),
            "{path}"
        );
        assert_eq!(answer.body, b"index");
    }
}

#[tokio::test]
async fn an_unchanged_poll_is_a_304_and_a_changed_one_is_not() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 0));
    let first = get(site.edge, LATEST).await;
    let condition = format!("If-None-Match: {}\r\n", first.etag());
    let weak = format!("If-None-Match: \"other\", W/{}\r\n", first.etag());
    for headers in [condition.as_str(), &weak, "If-None-Match: *\r\n"] {
        let again = ask(site.edge, "GET", LATEST, headers).await;
        assert_eq!(again.status, 304, "{headers}");
        assert_eq!(again.etag(), first.etag());
        assert_eq!(again.header("cache-control"), first.header("cache-control"));
        assert_eq!(again.header("content-length"), None);
        assert_eq!(ask(site.edge, "HEAD", LATEST, headers).await.status, 304);
    }
    site.put(LATEST, &latest(2, 3600, 0));
    let changed = ask(site.edge, "GET", LATEST, &condition).await;
    assert_eq!(changed.status, 200);
    assert_eq!(changed.body, latest(2, 3600, 0));
    let missing = ask(site.edge, "GET", TIMESTAMP, "If-None-Match: *\r\n").await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn cache_headers_follow_the_announced_poll_interval() {
    let site = Site::start().await;
    let shared = |seconds| format!("max-age=0, s-maxage={seconds}, stale-if-error=1209600");
    for (poll, seconds) in [(60, 30), (900, 30), (901, 300), (3600, 300)] {
        for path in [LATEST, TIMESTAMP] {
            site.put(path, &latest(u64::from(poll), poll, 0));
            let answer = get(site.edge, path).await;
            assert_eq!(
                answer.header("cache-control"),
                Some(shared(seconds).as_str()),
                "{poll}"
            );
        }
    }
    site.put(LATEST, b"no JSON at all");
    assert_eq!(
        get(site.edge, LATEST).await.header("cache-control"),
        Some(shared(30).as_str())
    );
    site.put(ROOT, b"{}");
    for path in [
        ROOT.to_owned(),
        site.put_file(b"a"),
        site.put_target("image.bin", b"b"),
    ] {
        assert_eq!(
            get(site.edge, &path).await.header("cache-control"),
            Some(IMMUTABLE),
            "{path}"
        );
    }
}

#[tokio::test]
async fn types_are_the_objects_own_and_never_sniffed() {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    site.put(TIMESTAMP, b"{}");
    let page = site.put_file(b"<!doctype html><script>alert(1)</script>");
    for (path, kind) in [
        (LATEST, "text/plain"),
        (TIMESTAMP, "application/json"),
        (&page, "application/octet-stream"),
    ] {
        let answer = get(site.edge, path).await;
        let found = answer.header("content-type").expect("a type");
        assert!(found.starts_with(kind), "{path}: {found}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn head_says_what_get_says_and_sends_nothing() {
    let site = Site::start().await;
    site.put(LATEST, &latest(1, 3600, 4000));
    let file = site.put_file(&[7; 200_000]);
    for (path, headers) in [
        (LATEST, ""),
        (LATEST, "Accept-Encoding: gzip\r\n"),
        (file.as_str(), ""),
        ("/nothing", ""),
    ] {
        let whole = ask(site.edge, "GET", path, headers).await;
        let head = ask(site.edge, "HEAD", path, headers).await;
        let but_date = |headers: &[(String, String)]| -> Vec<_> {
            headers
                .iter()
                .filter(|(key, _)| key != "date")
                .cloned()
                .collect()
        };
        assert_eq!(head.status, whole.status, "{path}");
        assert_eq!(but_date(&head.headers), but_date(&whole.headers), "{path}");
        assert!(head.body.is_empty());
    }
}

#[tokio::test]
async fn any_page_may_read() {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    for path in [LATEST, "/nothing/here"] {
        let answer = ask(site.edge, "GET", path, "Origin: https://app.example\r\n").await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let exposed = answer
            .header("access-control-expose-headers")
            .expect("exposed headers");
        for name in ["ETag", "Content-Length", "Content-Range"] {
            assert!(
                exposed.split(", ").any(|listed| listed == name),
                "{name} in {exposed}"
            );
        }
    }
    let preflight = "Origin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n\
                     Access-Control-Request-Headers: if-none-match\r\n";
    let answer = ask(site.edge, "OPTIONS", LATEST, preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET, HEAD, OPTIONS")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("If-None-Match, If-Range, Range")
    );
}

#[tokio::test]
async fn nothing_can_be_written() {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"] {
        let answer = ask(site.edge, method, LATEST, "").await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
    assert_eq!(get(site.edge, LATEST).await.body, b"{}\n{}\n{}\n");
}

#[tokio::test]
async fn what_is_missing_is_a_404_for_moments() {
    let site = Site::start().await;
    for path in [
        "/",
        "/acme/lamp/stable/2.root.json",
        LATEST,
        "/acme",
        "/index.html",
    ] {
        let answer = get(site.edge, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), Some("max-age=5"));
        assert_eq!(answer.header("etag"), None);
        assert!(answer.body.len() < 64);
    }
    site.put(LATEST, b"{}\n{}\n{}\n");
    assert_eq!(
        get(site.edge, LATEST).await.status,
        200,
        "as soon as it is there"
    );
}

#[tokio::test]
async fn a_query_is_no_part_of_the_name() {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    assert_eq!(
        get(site.edge, &format!("{LATEST}?cachebuster=1"))
            .await
            .status,
        200
    );
    assert_eq!(
        get(site.edge, &format!("http://edge{LATEST}")).await.status,
        200,
        "absolute form"
    );
}

#[tokio::test]
async fn the_schemas_of_the_files_stand_beside_them() {
    let site = Site::start().await;
    assert!(wavecast_wire::SCHEMAS.len() > 5);
    for (name, text) in wavecast_wire::SCHEMAS {
        let path = format!("/schemas/{name}");
        let answer = get(site.edge, &path).await;
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, text.as_bytes())
        );
        assert_eq!(
            answer.header("content-type"),
            Some("application/schema+json")
        );
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let held = format!("If-None-Match: {}\r\n", answer.etag());
        assert_eq!(ask(site.edge, "GET", &path, &held).await.status, 304);
        let head = ask(site.edge, "HEAD", &path, "").await;
        assert_eq!(
            head.header("content-length"),
            answer.header("content-length")
        );
    }
    for path in [
        "/schemas",
        "/schemas/",
        "/schemas/none",
        "/schemas/../schemas/root",
    ] {
        assert_eq!(get(site.edge, path).await.status, 404, "{path}");
    }
}
