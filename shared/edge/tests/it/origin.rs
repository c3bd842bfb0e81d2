//! An edge over a bucket: another edge plays the bucket, for it answers tags, 304 and 404 as one does.

use std::fs;

use tempfile::TempDir;
use tokio::net::TcpListener;
use wavecast_edge::{Edge, Limits, serve};
use wavecast_wire::hash::Sha256;

use crate::client::get;
use crate::site::{LATEST, ROOT, Site, latest};

/// An edge that fills itself from a site, and where it keeps that.
async fn over(origin: &str) -> (std::net::SocketAddr, TempDir) {
    // As a binary does; whoever of the tests was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = TempDir::new().expect("a directory");
    let opened = Edge::over(folder.path(), origin).expect("opens");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let edge = listener.local_addr().expect("an address");
    tokio::spawn(serve(
        listener,
        opened,
        Limits::default(),
        std::future::pending(),
    ));
    (edge, folder)
}

fn url(site: &Site) -> String {
    format!("http://{}/", site.edge)
}

#[tokio::test]
async fn objects_are_brought_when_they_are_asked_for() {
    let site = Site::start().await;
    let (edge, folder) = over(&url(&site)).await;
    site.put(LATEST, &latest(1, 3600, 0));
    site.put(ROOT, b"{\"root\":1}");
    let file = site.put_file(&vec![7; 3 << 20]);
    for path in [LATEST, ROOT, file.as_str()] {
        let (near, far) = (get(edge, path).await, get(site.edge, path).await);
        assert_eq!((near.status, &near.body), (200, &far.body), "{path}");
        assert_eq!(near.etag(), far.etag(), "{path}");
        assert_eq!(near.header("cache-control"), far.header("cache-control"));
        assert!(folder.path().join(&path[1..]).is_file(), "{path} is kept");
    }
    assert_eq!(get(edge, "/acme/lamp/stable/2.root.json").await.status, 404);
}

#[tokio::test]
async fn what_never_changes_is_brought_once_and_what_changes_again() {
    let site = Site::start().await;
    let (edge, _folder) = over(&url(&site)).await;
    site.put(LATEST, &latest(1, 3600, 0));
    let file = site.put_file(b"index");
    assert_eq!(get(edge, &file).await.status, 200);
    assert_eq!(get(edge, LATEST).await.body, latest(1, 3600, 0));
    fs::remove_file(site.folder.path().join(&file[1..])).expect("removed");
    site.put(LATEST, &latest(2, 3600, 0));
    // The old one is served for a second at most; no longer than a caller waits here.
    while get(edge, LATEST).await.body != latest(2, 3600, 0) {
        tokio::task::yield_now().await;
    }
    assert_eq!(get(edge, &file).await.body, b"index");
}

#[tokio::test]
async fn what_is_here_is_served_on_while_the_origin_is_down() {
    let mut site = Site::start().await;
    let origin = url(&site);
    let (edge, folder) = over(&origin).await;
    site.put(LATEST, &latest(1, 3600, 0));
    assert_eq!(get(edge, LATEST).await.status, 200);
    site.stop();
    site.stopped().await;
    // Even by a process that was started since, which remembers no tag.
    let opened = Edge::over(folder.path(), &origin).expect("opens");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let again = listener.local_addr().expect("an address");
    tokio::spawn(serve(
        listener,
        opened,
        Limits::default(),
        std::future::pending(),
    ));
    for edge in [edge, again] {
        assert_eq!(get(edge, LATEST).await.body, latest(1, 3600, 0));
        // What isn't here may exist: a 404 would end the walk of the roots.
        assert_eq!(get(edge, ROOT).await.status, 503);
    }
}

#[tokio::test]
async fn bytes_that_are_not_what_their_name_says_are_not_kept() {
    let site = Site::start().await;
    let (edge, folder) = over(&url(&site)).await;
    let path = format!("/acme/lamp/files/{}", Sha256::of(b"right"));
    site.put(&path, b"wrong");
    assert_eq!(get(edge, &path).await.status, 503);
    assert!(!folder.path().join(&path[1..]).exists());
    site.put(&path, b"right");
    assert_eq!(get(edge, &path).await.body, b"right");
}

#[test]
fn an_origin_that_is_no_url_is_refused_with_the_way_out() {
    let folder = TempDir::new().expect("a directory");
    for url in ["bucket", "s3://bucket", "http://127.0.0.1/?list"] {
        let error = Edge::over(folder.path(), url).err().expect("refused");
        let text = error.to_string();
        assert!(text.contains(url) && text.contains("name where"), "{text}");
    }
}
