//! An API over an installation in memory, and what tests do with it often.

use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use serde_json::{Value, json};
use wavecast_api::{ApiState, Auth, Info, Limits};
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;

use crate::people;
use crate::talk::{Call, Reply};

/// The token that these tests call with.
pub const TOKEN: &str = "wct_0123456789abcdef";
/// The application that most tests work on.
pub const APP: &str = "/api/v1/orgs/acme/apps/lamp";

/// An API over an installation in memory.
pub struct Api {
    pub world: World,
    router: Router,
}

impl Api {
    /// A fresh installation.
    pub fn new() -> Self {
        Self::over(World::memory())
    }

    /// Over an installation.
    pub fn over(world: World) -> Self {
        Self::with_auth(world, Auth::from_hashes(people::known()))
    }

    /// Over an installation, for those whom this knows.
    pub fn with_auth(world: World, auth: Auth) -> Self {
        Self::limited(world, auth, Limits::default())
    }

    /// The same, letting through so much.
    pub fn limited(world: World, auth: Auth, limits: Limits) -> Self {
        let state = ApiState {
            control: world.control.clone(),
            sink: Some(world.sink.clone()),
            auth,
            limits: Arc::new(limits),
            info: Info {
                edge: "http://127.0.0.1:8090".to_owned(),
                version: "0.0.0",
            },
        };
        let router = wavecast_api::router(state);
        Self { world, router }
    }

    /// With `acme/lamp` and its channels `stable` and `beta`.
    pub async fn with_channels() -> Self {
        let api = Self::new();
        api.open_channels().await;
        api
    }

    /// Makes `acme/lamp` and its channels `stable` and `beta`.
    pub async fn open_channels(&self) {
        self.make("/api/v1/orgs", json!({"name": "acme"})).await;
        let lamp = json!({"name": "lamp", "kind": "firmware"});
        self.make("/api/v1/orgs/acme/apps", lamp).await;
        for name in ["beta", "stable"] {
            self.make(&format!("{APP}/channels"), json!({ "name": name }))
                .await;
        }
    }

    /// With packages `lamp` of these versions, ready, beside the channels.
    pub async fn with_packages(versions: &[&str]) -> Self {
        let api = Self::with_channels().await;
        for version in versions {
            api.package(version).await;
        }
        api
    }

    /// The same with a token, of a person (by name) or one that was made.
    pub fn call_as(&self, token: &str, method: Method, path: &str) -> Call<'_> {
        Call::new(&self.router, method, path).header("authorization", format!("Bearer {token}"))
    }

    /// A request with the token and a request id.
    pub fn call(&self, method: Method, path: &str) -> Call<'_> {
        Call::new(&self.router, method, path).header("authorization", format!("Bearer {TOKEN}"))
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path).send().await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path).json(&body).send().await
    }

    /// Posts JSON that must be accepted; answers the body.
    pub async fn make(&self, path: &str, body: Value) -> Value {
        let reply = self.post(path, body).await;
        assert!(reply.status.is_success(), "{}", reply.show());
        reply.json()
    }

    /// Uploads bytes; answers their hash.
    pub async fn upload(&self, bytes: &[u8]) -> String {
        let sha256 = Sha256::of(bytes).to_string();
        let begin = json!({"sha256": sha256, "size": bytes.len()});
        let begun = self.make(&format!("{APP}/uploads"), begin).await;
        let Some(id) = begun["id"].as_str() else {
            return sha256;
        };
        let url = begun["parts"][0]["url"].as_str().unwrap();
        let path = url.strip_prefix("memory:").unwrap();
        let put = self.call(Method::PUT, path).bytes(bytes).send().await;
        let etag = put.headers["etag"].to_str().unwrap().to_owned();
        let parts = json!({"parts": [{"number": 1, "etag": etag}]});
        self.make(&format!("{APP}/uploads/{id}/complete"), parts)
            .await;
        sha256
    }

    /// Creates the package `lamp` in a version, with one image, and sees it ready.
    pub async fn package(&self, version: &str) -> Value {
        let image = format!("image of {version}").into_bytes();
        let sha256 = self.upload(&image).await;
        let list = json!({"v": 1, "variants": [{"when": {}, "files": [{
            "path": "lamp.bin", "role": "image", "sha256": sha256, "size": image.len(),
            "content_type": "application/octet-stream",
        }]}]});
        let list = wavecast_wire::json::canonical(&list).unwrap();
        let list = self.upload(&list).await;
        let body = json!({"name": "lamp", "version": version, "list": list});
        self.make(&format!("{APP}/packages"), body).await;
        let ready = self
            .get(&format!("{APP}/packages/lamp/{version}?wait=5"))
            .await;
        assert_eq!(ready.json()["status"], "ready", "{}", ready.show());
        ready.json()
    }

    /// Creates a release of `lamp` in `stable` that starts at once; answers its id.
    pub async fn release(&self, version: &str, more: Value) -> String {
        let mut body =
            json!({"channel": "stable", "package": "lamp", "version": version, "start": true});
        let more = more.as_object().cloned().unwrap_or_default();
        body.as_object_mut().unwrap().extend(more);
        let change = self.make(&format!("{APP}/releases"), body).await;
        change["release"]["id"].as_str().unwrap().to_owned()
    }

    /// Calls a verb of a release.
    pub async fn verb(&self, id: &str, verb: &str, body: Value) -> Reply {
        self.post(&format!("{APP}/releases/{id}/{verb}"), body)
            .await
    }
}
