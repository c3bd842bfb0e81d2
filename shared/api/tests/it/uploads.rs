//! Uploads, part by part.

use axum::http::{Method, StatusCode};
use serde_json::json;
use wavecast_wire::hash::Sha256;

use crate::api::{APP, Api};

/// 17 MiB: one more than fits into one part.
const SIZE: usize = 17 << 20;

#[tokio::test]
async fn a_small_file_is_one_part() {
    let api = Api::with_channels().await;
    let bytes = b"one small file";
    let sha256 = Sha256::of(bytes).to_string();
    let begin = json!({"sha256": sha256, "size": bytes.len()});
    let begun = api.post(&format!("{APP}/uploads"), begin.clone()).await;
    insta::assert_snapshot!(begun.show());
    assert_eq!(api.upload(bytes).await, sha256);
    insta::assert_snapshot!(api.post(&format!("{APP}/uploads"), begin).await.show());
}

/// A dry run answers what is here, and leaves no upload behind.
#[tokio::test]
async fn a_dry_run_begins_and_joins_nothing() {
    let api = Api::with_channels().await;
    let bytes = b"one small file";
    let begin = json!({"sha256": Sha256::of(bytes).to_string(), "size": bytes.len()});
    let path = format!("{APP}/uploads");
    let dry = format!("{path}?dry_run=true");
    let wanted = api.make(&dry, begin.clone()).await;
    assert_eq!(
        wanted,
        json!({"status": "open", "parts": [], "received": []})
    );
    let begun = api.make(&path, begin.clone()).await;
    let id = begun["id"].as_str().unwrap();
    let url = begun["parts"][0]["url"].as_str().unwrap();
    let put = api.call(Method::PUT, url.strip_prefix("memory:").unwrap());
    let put = put.bytes(bytes).send().await;
    let etag = put.headers["etag"].to_str().unwrap();
    let parts = json!({"parts": [{"number": 1, "etag": etag}]});
    let complete = format!("{path}/{id}/complete");
    let tried = api
        .make(&format!("{complete}?dry_run=true"), parts.clone())
        .await;
    assert_eq!(tried["status"], "open");
    assert_eq!(tried["received"].as_array().unwrap().len(), 1);
    assert_eq!(api.make(&dry, begin.clone()).await["status"], "open");
    api.make(&complete, parts).await;
    assert_eq!(api.make(&dry, begin).await["status"], "ready");
}

#[tokio::test]
async fn a_large_file_comes_in_parts_and_goes_on_after_a_break() {
    let api = Api::with_channels().await;
    let bytes: Vec<u8> = (0..SIZE).map(|at| (at % 251) as u8).collect();
    let begin = json!({"sha256": Sha256::of(&bytes).to_string(), "size": SIZE});
    let begun = api.make(&format!("{APP}/uploads"), begin.clone()).await;
    let path = format!("{APP}/uploads/{}", begun["id"].as_str().unwrap());
    let parts = begun["parts"].as_array().unwrap().clone();
    assert_eq!(parts.len(), 3);
    let put = async |index: usize| {
        let part = &parts[index];
        let at = |name: &str| usize::try_from(part[name].as_u64().unwrap()).unwrap();
        let url = part["url"]
            .as_str()
            .unwrap()
            .strip_prefix("memory:")
            .unwrap();
        let slice = &bytes[at("offset")..at("offset") + at("size")];
        let call = api.call(Method::PUT, url).without("authorization");
        let reply = call.bytes(slice).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
        let etag = reply.headers["etag"].to_str().unwrap().to_owned();
        json!({"number": index + 1, "etag": etag})
    };
    let mut done = vec![put(0).await];
    let seen = api.get(&path).await.json();
    assert_eq!(seen["received"].as_array().unwrap().len(), 1);
    assert_eq!(seen["received"][0]["number"], 1);
    let again = api.make(&format!("{APP}/uploads"), begin).await;
    assert_eq!(
        (&again["id"], &again["received"]),
        (&begun["id"], &seen["received"])
    );
    done.extend([put(1).await, put(2).await]);
    let complete = api
        .post(&format!("{path}/complete"), json!({ "parts": done }))
        .await;
    assert_eq!(complete.json()["status"], "ready", "{}", complete.show());
}

#[tokio::test]
async fn wrong_bytes_leave_nothing_behind() {
    let api = Api::with_channels().await;
    let begin = json!({"sha256": Sha256::of(b"right").to_string(), "size": 5});
    let begun = api.make(&format!("{APP}/uploads"), begin).await;
    let url = begun["parts"][0]["url"].as_str().unwrap();
    let put = api.call(Method::PUT, url.strip_prefix("memory:").unwrap());
    let put = put.bytes(b"wrong").send().await;
    let etag = put.headers["etag"].to_str().unwrap();
    let path = format!("{APP}/uploads/{}", begun["id"].as_str().unwrap());
    let parts = json!({"parts": [{"number": 1, "etag": etag}]});
    let refused = api.post(&format!("{path}/complete"), parts).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(refused.text);
    let begin = json!({"sha256": Sha256::of(b"right").to_string(), "size": 5});
    let again = api.make(&format!("{APP}/uploads"), begin).await;
    assert_eq!(
        (&again["status"], &again["received"]),
        (&json!("open"), &json!([]))
    );
}

#[tokio::test]
async fn a_part_is_refused_without_its_token_or_length() {
    let api = Api::with_channels().await;
    let begin = json!({"sha256": Sha256::of(b"right").to_string(), "size": 5});
    let begun = api.make(&format!("{APP}/uploads"), begin).await;
    let url = begun["parts"][0]["url"].as_str().unwrap();
    let url = url.strip_prefix("memory:").unwrap();
    let path = url.split('?').next().unwrap();
    let cases = [
        api.call(Method::PUT, path).bytes(b"right"),
        api.call(Method::PUT, &format!("{path}?token=guess"))
            .bytes(b"right"),
        api.call(Method::PUT, url),
        api.call(Method::PUT, url).bytes(b"longer"),
        api.call(Method::PUT, &url.replace("/parts/1", "/parts/2"))
            .bytes(b"right"),
        api.call(Method::PUT, &url.replace("/parts/1", "/parts/one"))
            .bytes(b"right"),
    ];
    for case in cases {
        let reply = case.send().await;
        assert!(reply.status.is_client_error(), "{}", reply.show());
        assert!(!reply.json()["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_unfit_upload_is_refused() {
    let api = Api::with_channels().await;
    let begin = async |sha256: &str, size: u64| {
        let body = json!({"sha256": sha256, "size": size});
        api.post(&format!("{APP}/uploads"), body).await
    };
    insta::assert_snapshot!(begin("ABC", 1).await.show());
    let too_large = begin(&"a".repeat(64), (16 << 30) + 1).await;
    assert_eq!(too_large.problem(), "limit", "{}", too_large.show());
    let unknown = api.get(&format!("{APP}/uploads/nosuch")).await;
    assert_eq!(unknown.problem(), "not-found");
    let parts = json!({"parts": []});
    let unknown = api
        .post(&format!("{APP}/uploads/nosuch/complete"), parts)
        .await;
    assert_eq!(unknown.problem(), "not-found");
}
