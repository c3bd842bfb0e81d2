//! Remote configuration and experiments.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::{APP, Api};

fn stable(rest: &str) -> String {
    format!("{APP}/channels/stable/{rest}")
}

async fn schema(api: &Api, document: Value) -> crate::talk::Reply {
    let path = format!("{APP}/schema");
    let call = api.call(Method::PUT, &path);
    call.json(&json!({ "document": document })).send().await
}

#[tokio::test]
async fn values_are_set_ramped_listed_and_taken_back() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    assert_eq!(
        api.get(&format!("{APP}/schema")).await.status,
        StatusCode::NOT_FOUND
    );
    let document =
        json!({"properties": {"page": {"type": "integer", "maximum": 100, "default": 20}}});
    assert_eq!(schema(&api, document).await.status, StatusCode::OK);
    assert_eq!(api.get(&format!("{APP}/schema")).await.json()["version"], 1);
    api.make(
        &stable("config"),
        json!({"set": {"page": 30}, "reason": "more fits"}),
    )
    .await;
    api.make(
        &stable("config"),
        json!({"set": {"page": 40}, "share": "10%"}),
    )
    .await;
    let shown = api.get(&stable("config")).await.json();
    assert_eq!(shown["placed"][0]["share"], "10%");
    assert_eq!(shown["history"][0]["reason"], "more fits");
    api.make(&stable("config/ramp"), json!({"to": "50%"})).await;
    api.make(&stable("config/revert"), json!({})).await;
    let shown = api.get(&stable("config")).await.json();
    assert_eq!(shown["placed"].as_array().unwrap().len(), 1);
    assert_eq!(shown["history"][0]["values"]["page"], 30);
    let reply = api
        .post(&stable("config"), json!({"set": {"page": 500}}))
        .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!("config-beyond-the-schema", reply.show());
    let narrow = json!({"properties": {"page": {"maximum": 10}}});
    assert_eq!(schema(&api, narrow).await.status, StatusCode::CONFLICT);
    let far = json!({"properties": {"page": {"$ref": "https://example.com/page.json"}}});
    insta::assert_snapshot!("schema-from-elsewhere", schema(&api, far).await.show());
}

#[tokio::test]
async fn an_experiment_is_made_ramped_and_concluded() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    api.make(&stable("holdout"), json!({"share": "5%"})).await;
    let variants = json!([
        {"name": "off", "weight": "50%"},
        {"name": "on", "weight": "50%", "properties": {"button": "big"}},
    ]);
    let body = json!({"name": "button", "reserve": "20%", "share": "50%", "variants": variants});
    api.make(&stable("experiments"), body.clone()).await;
    let again = api.post(&stable("experiments"), body).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    api.make(&stable("experiments/button/ramp"), json!({"to": "100%"}))
        .await;
    let shown = api.get(&stable("experiments")).await.json();
    assert_eq!(shown["holdout"], "5%");
    assert_eq!(shown["running"][0]["layer"], "button");
    assert_eq!(shown["running"][0]["share"], "100%");
    api.make(
        &stable("experiments/button/conclude"),
        json!({"variant": "on"}),
    )
    .await;
    let config = api.get(&stable("config")).await.json();
    assert_eq!(config["history"][0]["values"]["button"], "big");
    let gone = api
        .post(&stable("experiments/button/stop"), json!({}))
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let uneven = json!({"name": "x", "reserve": "20%", "variants": [
        {"name": "a", "weight": "50%"}, {"name": "b", "weight": "40%"},
    ]});
    let reply = api.post(&stable("experiments"), uneven).await;
    insta::assert_snapshot!("weights-that-dont-sum", reply.show());
}
