//! What the CDN before the edge was told, wherever a publication is shown.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Value, json};
use wavecast_engine::local::Ports;
use wavecast_engine::port::{Cdn, Invalidated, PortError};
use wavecast_engine::testing::world::{Memory, World};

use crate::api::{APP, Api};

/// A CDN that answers what a test says.
struct Says(Mutex<Result<Invalidated, PortError>>);

#[async_trait]
impl Cdn for Says {
    async fn invalidate(&self, _: &[String]) -> Result<Invalidated, PortError> {
        self.0.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn every_publication_says_what_the_cdn_was_told() {
    let memory = Memory::default();
    let cdn = Arc::new(Says(Mutex::new(Ok(Invalidated::Asked))));
    let ports = Ports {
        cdn: Some(cdn.clone()),
        ..memory.ports()
    };
    let world = World::over(ports, memory.uploads.clone(), memory.clock.clone());
    let api = Api::over(world);
    api.open_channels().await;
    api.package("1.0.0").await;
    let denied = PortError::Setup("WAVECAST_DISTRIBUTION=E1: access is denied".to_owned());
    let failed = json!({"state": "failed", "trouble": denied.to_string()});
    for (channel, answer, told) in [
        (
            "stable",
            Ok(Invalidated::Queued),
            json!({"state": "queued"}),
        ),
        ("beta", Err(denied), failed),
    ] {
        *cdn.0.lock().unwrap() = answer;
        let release = json!({
            "channel": channel, "package": "lamp", "version": "1.0.0", "start": true,
        });
        let change = api.make(&format!("{APP}/releases"), release).await;
        let publication = &change["publications"][0];
        assert_eq!(publication["state"], "published", "{change}");
        assert_eq!(publication["cdn"], told);
        let id = publication["id"].as_str().unwrap();
        let path = format!("{APP}/channels/{channel}");
        let shown: Value = api.get(&format!("{path}/publications/{id}")).await.json();
        assert_eq!(shown["cdn"], told);
        let status = api.get(&format!("{path}/status")).await.json();
        assert_eq!(status["published"]["id"], id);
        assert_eq!(status["published"]["cdn"], told);
    }
}

#[tokio::test]
async fn without_a_cdn_nothing_is_said_of_one() {
    let api = Api::with_channels().await;
    let status = api.get(&format!("{APP}/channels/stable/status")).await;
    let published = &status.json()["published"];
    assert_eq!(published["state"], "published");
    assert_eq!(published.get("cdn"), None);
}
