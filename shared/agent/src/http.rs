//! The edge, over HTTP: nothing is ever fetched from anywhere but the provisioned base URL.

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
    RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use wavecast_device::agent::Answer;

use crate::reading::Reading;
use crate::{AgentError, Patience};

/// Bytes of an ETag that is sent back; a longer one is none. An honest edge refuses requests with
/// long headers, so that a hostile one could lock a device out with what it remembers.
const LONGEST_ETAG: usize = 256;

/// The bytes as they are: what an edge encodes, it must not.
const IDENTITY: &str = "identity";

/// The edge of one device.
#[derive(Clone)]
pub(crate) struct Edge {
    client: Client,
    base: String,
    patience: Patience,
}

/// Why nothing useful came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("{url}: {why}")]
    Request { url: String, why: String },
    #[error("{url}: less than {least} bytes in {seconds} seconds came")]
    Slow {
        url: String,
        least: u64,
        seconds: u64,
    },
    #[error("{url}: the edge sent another range than the one from byte {from} on")]
    Range { url: String, from: u64 },
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
    pub reading: Reading,
    /// Where it begins: 0 when the edge began anew.
    pub from: u64,
    /// A strong ETag, which a later request may resume under.
    pub etag: Option<String>,
}

impl Edge {
    pub fn new(base_url: &str, patience: Patience) -> Result<Self, AgentError> {
        let mut builder = Client::builder()
            .user_agent(concat!("wavecast-agent/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(patience.connect)
            .read_timeout(patience.silence);
        if base_url.starts_with("http://") {
            // Nothing is ever asked over TLS then: the system's certificates needn't be read.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(base_url) {
            builder = builder.no_proxy();
        }
        let base = base_url.trim_end_matches('/').into();
        Ok(Self {
            client: builder.build()?,
            base,
            patience,
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
        let mut request = self.client.get(&url).header(ACCEPT_ENCODING, IDENTITY);
        if let Some(etag) = if_none_match {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request.send().await.map_err(|error| failed(&url, &error))?;
        let status = response.status().as_u16();
        let (etag, retry_after) = (etag_of(response.headers()), retry_after(response.headers()));
        let mut body = Vec::new();
        if response.status() == StatusCode::OK {
            let mut reading = Reading::new(response, self.patience);
            while let Some(chunk) = reading.next().await? {
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
        let mut request = self.client.get(&url).header(ACCEPT_ENCODING, IDENTITY);
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
            if let Some(etag) = etag {
                request = request.header(IF_RANGE, etag);
            }
        }
        let response = request.send().await.map_err(|error| failed(&url, &error))?;
        let etag = etag_of(response.headers()).filter(|etag| !etag.starts_with("W/"));
        let from = match response.status() {
            StatusCode::OK => 0,
            StatusCode::PARTIAL_CONTENT if begins_at(response.headers(), from) => from,
            StatusCode::PARTIAL_CONTENT => return Err(HttpError::Range { url, from }),
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
            reading: Reading::new(response, self.patience),
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
            Self::Request { .. }
            | Self::Slow { .. }
            | Self::Range { .. }
            | Self::TooLong { .. } => None,
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

fn etag_of(headers: &HeaderMap) -> Option<String> {
    text(headers, &ETAG).filter(|etag| etag.len() <= LONGEST_ETAG)
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
