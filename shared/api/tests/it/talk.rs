//! A request, and what its whole answer looks like.

use std::fmt::Write as _;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, request};
use serde_json::Value;
use tower::ServiceExt as _;

/// A request that a test is about to send.
pub struct Call<'a> {
    router: &'a Router,
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

impl<'a> Call<'a> {
    /// A request with a request id.
    pub fn new(router: &'a Router, method: Method, path: &str) -> Self {
        let shown = format!("{method} {path}");
        let request = Request::builder().method(method).uri(path);
        Self {
            router,
            request: request.header("x-request-id", "test"),
            body: Body::empty(),
            shown,
        }
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.request = self.request.header(name, value.as_ref());
        self
    }

    /// With something that the server knows of it.
    pub fn beside(mut self, what: impl Clone + Send + Sync + 'static) -> Self {
        self.request = self.request.extension(what);
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
        let response = self.router.clone().oneshot(request).await.unwrap();
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
