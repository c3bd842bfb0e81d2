//! A ledger that was restored from a backup meets an edge that is ahead of it.

use axum::http::StatusCode;
use serde_json::json;
use wavecast_engine::testing::world::{Memory, World};

use crate::api::{APP, Api};

#[tokio::test]
async fn a_fenced_channel_waits_for_adoption_and_then_goes_on() {
    let memory = Memory::default();
    let api = Api::over(World::of(&memory));
    api.open_channels().await;
    api.package("1.0.0").await;
    let backup = memory.ledger.dump();
    api.release("1.0.0", json!({})).await;
    memory.ledger.restore(backup);
    let path = format!("{APP}/channels/stable");
    let body = json!({"channel": "stable", "package": "lamp", "version": "1.0.0", "start": true});
    let pending = api.post(&format!("{APP}/releases"), body).await;
    assert_eq!(pending.status, StatusCode::ACCEPTED, "{}", pending.show());
    let status = api.get(&format!("{path}/status")).await.json();
    assert_eq!(status["edge"]["fence"]["edge"], 2);
    assert_eq!(status["pending"][0]["state"], "pending");
    assert!(
        status["pending"][0]["trouble"]
            .as_str()
            .is_some_and(|text| text.contains("adopt"))
    );
    let adopted = api.post(&format!("{path}/adopt"), json!({})).await;
    assert_eq!(adopted.status, StatusCode::OK, "{}", adopted.show());
    assert!(adopted.json()["publications"][0]["seq"].as_u64() > Some(2));
    let status = api.get(&format!("{path}/status")).await.json();
    assert_eq!(status["pending"], json!([]));
    assert!(status["edge"].get("fence").is_none());
}
