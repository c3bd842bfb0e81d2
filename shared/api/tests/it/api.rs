//! An API over an installation in memory, and what its answers look like.

use std::fmt::Write as _;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, request};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use wavecast_api::{ApiState, Auth, Info};
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;

/// The token that these tests call with.
pub const TOKEN: &str = "wct_0123456789abcdef";
/// The application that most tests work on.
pub const APP: &str = "/api/v1/orgs/acme/apps/lamp";

/// An API over an installation in memory.
pub struct Api {
    pub world: World,
    router: Router,
}

/// A request that a test is about to send.
pub struct Call<'a> {
    api: &'a Api,
    request: request::Builder,
    body: Body,
    shown: String,
}

/// An answer.
pub struct Reply {
    request: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

/// The headers that matter to a client.
const SHOWN: [&str; 6] = [
    "content-type",
    "etag",
    "allow",
    "retry-after",
    "www-authenticate",
    "x-request-id",
];

impl Api {
    /// A fresh installation.
    pub fn new() -> Self {
        Self::over(World::memory())
    }

    /// Over an installation.
    pub fn over(world: World) -> Self {
        let state = ApiState {
            control: world.control.clone(),
            sink: Some(world.sink.clone()),
            auth: Auth::bootstrap(TOKEN),
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
        api.make("/api/v1/orgs", json!({"name": "acme"})).await;
        let lamp = json!({"name": "lamp", "kind": "firmware"});
        api.make("/api/v1/orgs/acme/apps", lamp).await;
        for name in ["beta", "stable"] {
            api.make(&format!("{APP}/channels"), json!({ "name": name }))
                .await;
        }
        api
    }

    /// With packages `lamp` of these versions, ready, beside the channels.
    pub async fn with_packages(versions: &[&str]) -> Self {
        let api = Self::with_channels().await;
        for version in versions {
            api.package(version).await;
        }
        api
    }

    /// A request with the token and a request id.
    pub fn call(&self, method: Method, path: &str) -> Call<'_> {
        let request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("x-request-id", "test");
        Call {
            api: self,
            request,
            body: Body::empty(),
            shown: format!("{method} {path}"),
        }
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

impl Call<'_> {
    /// With a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.request = self.request.header(name, value.as_ref());
        self
    }

    /// With a header instead of the one that is there.
    pub fn instead(mut self, name: &'static str, value: &str) -> Self {
        let headers = self.request.headers_mut().unwrap();
        headers.insert(name, value.parse().unwrap());
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().unwrap().remove(name);
        self
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        let shown = format!("{}\n{body}", self.shown);
        let body = Body::from(body.to_string());
        Self {
            body,
            shown,
            ..self
        }
        .header("content-type", "application/json")
    }

    /// With a body of any bytes, said to be JSON.
    pub fn raw(self, body: impl AsRef<[u8]>) -> Self {
        self.bytes(body).header("content-type", "application/json")
    }

    /// With a body of any bytes and its length.
    pub fn bytes(self, body: impl AsRef<[u8]>) -> Self {
        let bytes = body.as_ref().to_vec();
        let length = bytes.len().to_string();
        let body = Body::from(bytes);
        Self { body, ..self }.header("content-length", length)
    }

    /// Sends it.
    pub async fn send(self) -> Reply {
        let request = self.request.body(self.body).unwrap();
        let router = self.api.router.clone();
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            request: self.shown,
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.show()))
    }

    /// The last word of the problem's type.
    pub fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or("").to_owned();
        kind.strip_prefix("/problems/").unwrap_or(&kind).to_owned()
    }

    /// The whole outcome: the request, the status, the headers that matter, the body.
    pub fn show(&self) -> String {
        let mut shown = format!("{}\n\n{}\n", self.request, self.status);
        for name in SHOWN {
            if let Some(value) = self.headers.get(name) {
                writeln!(shown, "{name}: {}", value.to_str().unwrap()).unwrap();
            }
        }
        let json = serde_json::from_str::<Value>(&self.text);
        let text = json.map_or(self.text.clone(), |json| format!("{json:#}"));
        format!("{shown}\n{text}")
    }
}
