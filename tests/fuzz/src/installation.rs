//! The real API over the engine's own functions, its backends in memory, on a clock that jumps over
//! every wait.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Duration, timeout};
use tower::ServiceExt as _;
use wavecast_api::{ApiState, Auth, Info};
use wavecast_engine::testing::memory::MemoryObjects;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;

const TOKEN: &str = "wct_0123456789abcdef";
/// The application that stands there from the beginning.
pub const APP: &str = "/api/v1/orgs/acme/apps/lamp";
/// No stream is followed for longer, by the clock that jumps.
const PATIENCE: Duration = Duration::from_secs(3600);

/// An installation.
pub struct Installation {
    /// Its edge.
    pub edge: Arc<MemoryObjects>,
    router: Router,
}

/// A whole answer.
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON; null for anything else.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Default for Installation {
    fn default() -> Self {
        let memory = Memory::default();
        let world = World::of(&memory);
        let state = ApiState {
            control: world.control.clone(),
            sink: Some(world.sink.clone()),
            auth: Auth::bootstrap(TOKEN),
            limits: Default::default(),
            info: Info {
                edge: "http://127.0.0.1:8090".to_owned(),
                version: "0.0.0",
            },
        };
        Self {
            edge: memory.objects.clone(),
            router: wavecast_api::router(state),
        }
    }
}

impl Installation {
    /// Sends one request, with the token unless it brings an authorization of its own.
    pub async fn send(&self, mut request: Request<Bytes>) -> Reply {
        let bearer = format!("Bearer {TOKEN}").parse().expect("a header");
        request
            .headers_mut()
            .entry("authorization")
            .or_insert(bearer);
        let length = request.body().len().into();
        request
            .headers_mut()
            .entry("content-length")
            .or_insert(length);
        let answer = self.router.clone().oneshot(request.map(Body::from));
        let (parts, body) = answer.await.expect("infallible").into_parts();
        let read = timeout(PATIENCE, axum::body::to_bytes(body, usize::MAX)).await;
        let body = read.map_or_else(
            |_| Vec::new(),
            |body| body.expect("a body in memory").to_vec(),
        );
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    async fn make(&self, path: &str, body: &Value) -> Value {
        let request = Request::post(path).header("content-type", "application/json");
        let reply = self
            .send(request.body(body.to_string().into()).expect("a request"))
            .await;
        assert!(reply.status.is_success(), "{path}: {}", reply.json());
        reply.json()
    }

    /// `acme/lamp` with two channels and two packages, and a release of the first in `stable`;
    /// answers the release's id.
    pub async fn furnish(&self) -> String {
        self.make("/api/v1/orgs", &json!({"name": "acme"})).await;
        self.make(
            "/api/v1/orgs/acme/apps",
            &json!({"name": "lamp", "kind": "firmware"}),
        )
        .await;
        for name in ["beta", "stable"] {
            self.make(&format!("{APP}/channels"), &json!({ "name": name }))
                .await;
        }
        let image = self.upload(b"image").await;
        let file = json!({"path": "lamp.bin", "role": "image", "sha256": image, "size": 5,
            "content_type": "application/octet-stream"});
        let list = json!({"v": 1, "variants": [{"when": {}, "files": [file]}]});
        let list = self
            .upload(&json::canonical(&list).expect("canonical"))
            .await;
        for version in ["1.0.0", "1.1.0"] {
            let body = json!({"name": "lamp", "version": version, "list": list});
            self.make(&format!("{APP}/packages"), &body).await;
        }
        let body = json!({"channel": "stable", "package": "lamp", "version": "1.0.0", "start": true, "share": "20%"});
        let change = self.make(&format!("{APP}/releases"), &body).await;
        change["release"]["id"].as_str().expect("an id").to_owned()
    }

    async fn upload(&self, bytes: &[u8]) -> String {
        let sha256 = Sha256::of(bytes).to_string();
        let begin = json!({"sha256": sha256, "size": bytes.len()});
        let begun = self.make(&format!("{APP}/uploads"), &begin).await;
        let url = begun["parts"][0]["url"].as_str().expect("a URL");
        let path = url.strip_prefix("memory:").expect("our own");
        let put = Request::put(path)
            .body(Bytes::copy_from_slice(bytes))
            .expect("a request");
        let reply = self.send(put).await;
        let etag = reply.headers["etag"].to_str().expect("text");
        let id = begun["id"].as_str().expect("an id");
        let parts = json!({"parts": [{"number": 1, "etag": etag}]});
        self.make(&format!("{APP}/uploads/{id}/complete"), &parts)
            .await;
        sha256
    }
}
