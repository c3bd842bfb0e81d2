//! Nothing outside the tree, and nothing in it that is no object, is ever served.

use std::fs;
use std::os::unix::fs::symlink;

use crate::client::{Client, get};
use crate::site::{LATEST, Site, TIMESTAMP};

const SECRET: &str = "the secret beside the tree";

/// A tree with a secret one folder above its channel, and one above its root.
async fn site_with_secret() -> Site {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n{}\n{}\n");
    fs::write(site.folder.path().join("secret"), SECRET).expect("writes");
    fs::write(site.folder.path().join("acme/secret"), SECRET).expect("writes");
    site
}

#[tokio::test]
async fn no_way_of_writing_a_path_leaves_the_tree() {
    let site = site_with_secret().await;
    let up = [
        "..",
        "%2e%2e",
        "%2E%2e",
        ".%2e",
        "%252e%252e",
        "..%00",
        "%c0%ae%c0%ae",
        "%u002e%u002e",
        "..;",
        ".\u{2024}",
        "\u{ff0e}\u{ff0e}",
        "..\\..",
        "....",
        ".",
    ];
    let slash = [
        "/", "%2f", "%2F", "%252f", "%5c", "\\", "//", "/./", "%c0%af", "\u{2215}",
    ];
    let mut tried = 0;
    for up in up {
        for slash in slash {
            for path in [
                format!("/{up}{slash}secret"),
                format!("/acme/lamp/stable{slash}{up}{slash}{up}{slash}secret"),
                format!("/acme/lamp/stable/{up}{slash}{up}{slash}secret"),
                format!("/acme/{up}/files/{up}{slash}secret"),
                format!("{slash}{up}{slash}{up}{slash}{up}{slash}etc{slash}passwd"),
            ] {
                let mut client = Client::connect(site.edge).await;
                client
                    .send(format!("GET {path} HTTP/1.1\r\nHost: edge\r\n\r\n").as_bytes())
                    .await;
                // A path that is no path at all is refused before it is looked at.
                let answer = client.answer("GET").await.expect("an answer");
                assert!(
                    matches!(answer.status, 400 | 404),
                    "{path}: {}",
                    answer.status
                );
                assert!(
                    !String::from_utf8_lossy(&answer.body).contains(SECRET),
                    "{path}"
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 700);
}

#[tokio::test]
async fn one_object_has_one_path() {
    let site = site_with_secret().await;
    assert_eq!(get(site.edge, LATEST).await.status, 200);
    for path in [
        "//acme/lamp/stable/latest.ndjson",
        "/acme//lamp/stable/latest.ndjson",
        "/acme/lamp/stable/latest.ndjson/",
        "/acme/lamp/./stable/latest.ndjson",
        "/acme/lamp/beta/../stable/latest.ndjson",
        "/acme/lamp/stable/latest%2Endjson",
        "/acme/lamp/stable%2Flatest.ndjson",
        "/ACME/lamp/stable/latest.ndjson",
        "/acme/lamp/stable/latest.ndjson%00",
        "/acme/lamp/stable/latest.ndjson;v=1",
        "/acme/lamp/stable",
        "/acme/lamp/stable/",
    ] {
        assert_eq!(get(site.edge, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn strange_files_in_the_tree_are_not_served() {
    let site = site_with_secret().await;
    let hash = "0".repeat(64);
    for path in [
        "/.env",
        "/acme/lamp/stable/.timestamp.json",
        "/acme/lamp/stable/latest.ndjson#1",
        "/acme/lamp/stable/latest.ndjson.tmp",
        "/acme/lamp/stable/notes.txt",
        "/acme/lamp/stable/01.root.json",
        "/acme/lamp/stable/0.root.json",
        "/acme/lamp/stable/+1.root.json",
        "/acme/.hidden/stable/latest.ndjson",
        "/acme/lamp/files/index.html",
        "/acme/lamp/targets/release.json",
        &format!("/acme/lamp/targets/{hash}"),
        &format!("/acme/lamp/files/{hash}.tmp"),
        &format!("/acme/lamp/files/{}", "A".repeat(64)),
    ] {
        site.put(path, SECRET.as_bytes());
        let asked = path.replace('#', "%23");
        let answer = get(site.edge, &asked).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn links_folders_and_pipes_are_not_followed() {
    let site = site_with_secret().await;
    let root = site.folder.path();
    let channel = root.join("acme/lamp/stable");
    symlink(root.join("secret"), channel.join("timestamp.json")).expect("links a file");
    symlink("latest.ndjson", channel.join("1.root.json")).expect("links within the tree");
    symlink(&channel, root.join("acme/lamp/beta")).expect("links a folder");
    fs::create_dir(channel.join("2.root.json")).expect("makes a folder");
    let pipe = std::process::Command::new("mkfifo")
        .arg(channel.join("3.root.json"))
        .status();
    assert!(pipe.expect("mkfifo").success());
    for path in [
        TIMESTAMP,
        "/acme/lamp/stable/1.root.json",
        "/acme/lamp/beta/latest.ndjson",
        "/acme/lamp/stable/2.root.json",
        "/acme/lamp/stable/3.root.json",
    ] {
        assert_eq!(get(site.edge, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn metadata_that_no_client_would_take_is_an_error_and_not_a_404() {
    let site = Site::start().await;
    site.put(LATEST, &vec![b' '; (1 << 20) + 1]);
    let answer = get(site.edge, LATEST).await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (503, Some("5"))
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_tree_that_is_gone_is_an_error_and_not_a_404() {
    let site = Site::start().await;
    site.put(LATEST, b"{}\n");
    let away = site.folder.path().with_extension("away");
    fs::rename(site.folder.path(), &away).expect("moves");
    for path in [LATEST, "/acme/lamp/stable/2.root.json"] {
        let answer = get(site.edge, path).await;
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (503, Some("no-store")),
            "{path}"
        );
    }
    fs::rename(&away, site.folder.path()).expect("comes back");
    assert_eq!(get(site.edge, LATEST).await.status, 200);
}
