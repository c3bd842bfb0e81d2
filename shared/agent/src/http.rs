//! The edge, over HTTP: nothing is ever fetched from anywhere but the provisioned base URL.

use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
    RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use wavecast_device::agent::Answer;

use crate::AgentError;

/// How long the edge may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// How long it may stay silent within an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// The edge of one device.
#[derive(Clone)]
pub(crate) struct Edge {
    client: Client,
    base: String,
}

/// Why nothing useful came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("{url}: {why}")]
    Request { url: String, why: String },
    #[error("{url}: more than the allowed {max} bytes came")]
    TooLong { url: String, max: u64 },
    #[error("{url}: the edge answered {status}")]
    Status {
        url: String,
        status: u16,
        retry_after: Option<u32>,
    },
}

/// The body of a file, from some byte on.
pub(crate) struct Body {
    pub response: Response,
    /// Where it begins: 0 when the edge began anew.
    pub from: u64,
    /// A strong ETag, which a later request may resume under.
    pub etag: Option<String>,
}

impl Edge {
    pub fn new(base_url: &str) -> Result<Self, AgentError> {
        let mut builder = Client::builder()
            .user_agent(concat!("wavecast-agent/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE);
        if is_loopback(base_url) {
            builder = builder.no_proxy();
        }
        let base = base_url.trim_end_matches('/').into();
        Ok(Self {
            client: builder.build()?,
            base,
        })
    }

    /// A small object, whole.
    pub async fn get(
        &self,
        path: &str,
        if_none_match: Option<&str>,
        max: u64,
    ) -> Result<Answer, HttpError> {
        let url = self.url(path);
        let mut request = self.client.get(&url);
        if let Some(etag) = if_none_match {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request.send().await.map_err(|error| failed(&url, &error))?;
        let status = response.status().as_u16();
        let (etag, retry_after) = (
            text(response.headers(), &ETAG),
            retry_after(response.headers()),
        );
        let mut body = Vec::new();
        if response.status() == StatusCode::OK {
            let mut stream = response.bytes_stream();
            while let Some(chunk) = stream.next().await {
                let chunk = chunk.map_err(|error| failed(&url, &error))?;
                if body.len() as u64 + chunk.len() as u64 > max {
                    return Err(HttpError::TooLong { url, max });
                }
                body.extend_from_slice(&chunk);
            }
        }
        Ok(Answer {
            status,
            etag,
            body,
            retry_after,
        })
    }

    /// A file from byte `from` on, if it still is the one with this strong ETag.
    pub async fn open(&self, path: &str, from: u64, etag: Option<&str>) -> Result<Body, HttpError> {
        let url = self.url(path);
        let mut request = self.client.get(&url).header(ACCEPT_ENCODING, "identity");
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
            if let Some(etag) = etag {
                request = request.header(IF_RANGE, etag);
            }
        }
        let response = request.send().await.map_err(|error| failed(&url, &error))?;
        let etag = text(response.headers(), &ETAG).filter(|etag| !etag.starts_with("W/"));
        let from = match response.status() {
            StatusCode::OK => 0,
            StatusCode::PARTIAL_CONTENT if begins_at(response.headers(), from) => from,
            status => {
                let retry_after = retry_after(response.headers());
                return Err(HttpError::Status {
                    url,
                    status: status.as_u16(),
                    retry_after,
                });
            }
        };
        Ok(Body {
            response,
            from,
            etag,
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

impl HttpError {
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            Self::Request { .. } | Self::TooLong { .. } => None,
        }
    }
}

/// The innermost cause says what happened: `connection refused`, not `error sending request`.
pub(crate) fn failed(url: &str, error: &reqwest::Error) -> HttpError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let why = if error.is_timeout() {
        "no answer in time".into()
    } else {
        cause.to_string()
    };
    HttpError::Request {
        url: url.into(),
        why,
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.into())
}

fn retry_after(headers: &HeaderMap) -> Option<u32> {
    text(headers, &RETRY_AFTER)?.trim().parse().ok()
}

fn begins_at(headers: &HeaderMap, from: u64) -> bool {
    let range = text(headers, &CONTENT_RANGE).unwrap_or_default();
    let begin = range
        .strip_prefix("bytes ")
        .and_then(|range| range.split('-').next());
    begin.and_then(|begin| begin.parse().ok()) == Some(from)
}

fn is_loopback(base_url: &str) -> bool {
    let host = base_url.split("//").nth(1).unwrap_or_default();
    ["127.", "localhost", "[::1]"]
        .iter()
        .any(|prefix| host.starts_with(prefix))
}
