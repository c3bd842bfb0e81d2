//! Watching what is on its way to the edge.

use axum::http::StatusCode;
use serde_json::json;

use crate::api::{APP, Api};

#[tokio::test]
async fn a_publication_is_read_listed_and_streamed() {
    let api = Api::with_packages(&["1.0.0"]).await;
    let body = json!({"channel": "stable", "package": "lamp", "version": "1.0.0", "start": true});
    let change = api.make(&format!("{APP}/releases"), body).await;
    let id = change["publications"][0]["id"].as_str().unwrap();
    let path = format!("{APP}/channels/stable/publications");
    let one = api.get(&format!("{path}/{id}?wait=20")).await;
    insta::assert_snapshot!(one.show());
    let all = api.get(&path).await.json();
    assert!(all["items"].as_array().unwrap().contains(&one.json()));
    let events = api.get(&format!("{path}/{id}/events")).await;
    assert_eq!(events.headers["content-type"], "text/event-stream");
    let data = events
        .text
        .strip_prefix("event: publication\ndata: ")
        .unwrap();
    let told: serde_json::Value = serde_json::from_str(data.trim_end()).unwrap();
    assert_eq!(told, one.json());
}

#[tokio::test]
async fn an_unknown_publication_and_an_unfit_wait_are_refused() {
    let api = Api::with_channels().await;
    let path = format!("{APP}/channels/stable/publications/nosuch");
    insta::assert_snapshot!(api.get(&path).await.show());
    assert_eq!(
        api.get(&format!("{path}/events")).await.status,
        StatusCode::NOT_FOUND
    );
    for wait in ["21", "-1", "x"] {
        let reply = api.get(&format!("{path}?wait={wait}")).await;
        assert!(reply.status.is_client_error());
        assert_ne!(reply.status, StatusCode::NOT_FOUND, "{wait}");
    }
}
