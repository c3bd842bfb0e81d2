//! Listings, page by page.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::{APP, Api};

/// All of a listing, in pages of two; answers the names and how many pages it took.
async fn walk(api: &Api, path: &str, name: &str) -> (Vec<String>, usize) {
    let (mut names, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let glue = if path.contains('?') { '&' } else { '?' };
        let page = api.get(&format!("{path}{glue}limit=2{cursor}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.show());
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        names.extend(
            items
                .iter()
                .map(|item| item[name].as_str().unwrap().to_owned()),
        );
        pages += 1;
        match &page["next"] {
            Value::String(next) => cursor = format!("&cursor={}", encode(next)),
            _ => return (names, pages),
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn channels_are_listed_in_pages_both_ways() {
    let api = Api::with_channels().await;
    for name in ["c1", "c2", "c3"] {
        api.make(&format!("{APP}/channels"), json!({ "name": name }))
            .await;
    }
    let path = format!("{APP}/channels");
    let (up, pages) = walk(&api, &path, "name").await;
    assert_eq!(up, ["beta", "c1", "c2", "c3", "stable"]);
    assert_eq!(pages, 3);
    let (down, _) = walk(&api, &format!("{path}?sort=-name"), "name").await;
    assert_eq!(down, ["stable", "c3", "c2", "c1", "beta"]);
}

#[tokio::test]
async fn organizations_and_applications_are_listed_in_pages() {
    let api = Api::new();
    for name in ["a", "b", "c"] {
        api.make("/api/v1/orgs", json!({ "name": name })).await;
        let app = json!({"name": name, "kind": "bundle"});
        api.make("/api/v1/orgs/a/apps", app).await;
    }
    let (orgs, _) = walk(&api, "/api/v1/orgs", "name").await;
    assert_eq!(orgs, ["a", "b", "c"]);
    let (apps, _) = walk(&api, "/api/v1/orgs/a/apps", "name").await;
    assert_eq!(apps, ["a", "b", "c"]);
}

#[tokio::test]
async fn releases_are_filtered_and_ordered() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let mut ids = Vec::new();
    for (channel, start) in [("stable", true), ("stable", false), ("beta", false)] {
        api.world.clock.advance(1);
        ids.push(
            api.release("1.0.0", json!({"channel": channel, "start": start}))
                .await,
        );
    }
    let path = format!("{APP}/releases");
    let (all, _) = walk(&api, &path, "id").await;
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(all, newest_first);
    let (all, _) = walk(&api, &format!("{path}?sort=created"), "id").await;
    assert_eq!(all, ids);
    let (stable, _) = walk(&api, &format!("{path}?channel=stable"), "id").await;
    assert_eq!(stable.len(), 2);
    let (drafts, _) = walk(&api, &format!("{path}?channel=stable&status=draft"), "id").await;
    assert_eq!(drafts, [ids[1].clone()]);
    let (none, _) = walk(&api, &format!("{path}?status=reverted"), "id").await;
    assert!(none.is_empty());
}

#[tokio::test]
async fn packages_are_listed_by_name_and_version() {
    let api = Api::with_packages(&["1.2.0", "1.10.0", "1.9.0"]).await;
    let path = format!("{APP}/packages?name=lamp&sort=version");
    let (versions, _) = walk(&api, &path, "version").await;
    assert_eq!(versions, ["1.2.0", "1.9.0", "1.10.0"]);
}

#[tokio::test]
async fn an_unfit_page_is_refused() {
    let api = Api::with_channels().await;
    for query in [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=x",
        "limit=1&limit=2",
        "sort=age",
        "what=1",
    ] {
        let reply = api.get(&format!("{APP}/channels?{query}")).await;
        assert!(reply.status.is_client_error(), "{query}: {}", reply.show());
    }
    let long = "x".repeat(1025);
    let reply = api.get(&format!("{APP}/releases?cursor={long}")).await;
    assert_eq!(reply.json()["field"], "cursor");
    insta::assert_snapshot!(api.get(&format!("{APP}/releases?limit=ten")).await.show());
    insta::assert_snapshot!(api.get(&format!("{APP}/releases?limit=500")).await.show());
    insta::assert_snapshot!(api.get(&format!("{APP}/releases?status=gone")).await.show());
}

#[tokio::test]
async fn listings_of_what_does_not_exist_are_not_found() {
    let api = Api::new();
    for path in [
        "channels",
        "releases",
        "packages",
        "audit",
        "channels/stable/publications",
    ] {
        let reply = api.get(&format!("{APP}/{path}")).await;
        assert_eq!(reply.problem(), "not-found", "{}", reply.show());
    }
}
