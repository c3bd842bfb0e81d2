//! Reads an edge as devices do: nothing but GET, nothing trusted before it is verified.

use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, ETAG, IF_NONE_MATCH};
use reqwest::{Client, Response, StatusCode};
use wavecast_device::download::Download;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use crate::error::{Failure, Result};
use crate::exit::Exit;

mod follower;
mod place;
mod root;

pub use follower::{Follower, untrusted};
pub use place::ChannelUrl;
pub use root::{DEVICE_FILE, TrustedRoot};

/// An edge.
#[derive(Clone, Debug)]
pub struct Reader {
    base: String,
    http: Client,
}

/// What a conditional poll brought.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Poll {
    /// What is stored is the newest.
    NotModified,
    /// The whole file, and its ETag.
    Fresh(Vec<u8>, Option<String>),
}

impl Reader {
    /// An edge by its base URL.
    ///
    /// # Errors
    /// TLS can't be set up on this machine.
    pub fn new(base: &str) -> Result<Self> {
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| Failure::new(Exit::Machine, format!("no HTTP client: {error}")))?;
        Ok(Self {
            base: base.trim_end_matches('/').to_owned(),
            http,
        })
    }

    /// The base URL, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The whole object, at most `max` bytes; `None` when it is missing.
    ///
    /// # Errors
    /// No answer, another status, or a longer body.
    pub async fn get(&self, key: &ObjectKey, max: usize) -> Result<Option<Vec<u8>>> {
        let response = self.ask(key, None).await?;
        match response.status() {
            StatusCode::NOT_FOUND => Ok(None),
            _ => Ok(Some(self.body(key, response, max).await?)),
        }
    }

    /// Polls a channel: one conditional GET.
    ///
    /// # Errors
    /// No answer, no such channel, or a longer body than any channel has.
    pub async fn poll(&self, scope: &Scope, etag: Option<&str>) -> Result<Poll> {
        let key = ObjectKey::Latest(scope.clone());
        let response = self.ask(&key, etag).await?;
        match response.status() {
            StatusCode::NOT_MODIFIED => Ok(Poll::NotModified),
            StatusCode::NOT_FOUND => Err(Failure::new(
                Exit::NotFound,
                format!("the edge {} knows no channel {scope}", self.base),
            )
            .hint("check the name, and that something was published there: wavecast status")),
            _ => {
                let etag = response
                    .headers()
                    .get(ETAG)
                    .and_then(|etag| etag.to_str().ok());
                let etag = etag.map(str::to_owned);
                let body = self
                    .body(&key, response, limit::LATEST_BYTES_CLIENT)
                    .await?;
                Ok(Poll::Fresh(body, etag))
            }
        }
    }

    /// Reads a file to its end and hands its chunks on; true once length and hash are the signed
    /// ones, false when the edge doesn't have it.
    ///
    /// # Errors
    /// No answer, or other bytes than announced.
    pub async fn fetch(
        &self,
        key: &ObjectKey,
        (sha256, size): (Sha256, u64),
        mut chunk: impl FnMut(&[u8]) -> Result,
    ) -> Result<bool> {
        let mut response = self.ask(key, None).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(false);
        }
        let wrong = |error| Failure::new(Exit::Untrusted, format!("{}: {error}", key.path()));
        let mut download = Download::new(sha256, size);
        while let Some(bytes) = response
            .chunk()
            .await
            .map_err(|error| self.unreachable(&error))?
        {
            download.feed(&bytes).map_err(wrong)?;
            chunk(&bytes)?;
        }
        download.finish().map_err(wrong)?;
        Ok(true)
    }

    async fn ask(&self, key: &ObjectKey, etag: Option<&str>) -> Result<Response> {
        let mut request = self.http.get(format!("{}/{}", self.base, key.path()));
        request = request.header(ACCEPT_ENCODING, "identity");
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request
            .send()
            .await
            .map_err(|error| self.unreachable(&error))?;
        let expected = [
            StatusCode::OK,
            StatusCode::NOT_MODIFIED,
            StatusCode::NOT_FOUND,
        ];
        if expected.contains(&response.status()) {
            return Ok(response);
        }
        let message = format!("the edge answered {} for {}", response.status(), key.path());
        Err(Failure::new(Exit::Unreachable, message))
    }

    async fn body(&self, key: &ObjectKey, mut response: Response, max: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.unreachable(&error))?
        {
            if body.len() + chunk.len() > max {
                let message = format!("{}: has more than {max} bytes", key.path());
                return Err(Failure::new(Exit::Untrusted, message));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failure {
        Failure::new(
            Exit::Unreachable,
            format!(
                "the edge {} can't be reached: {}",
                self.base,
                innermost(error)
            ),
        )
        .hint("is it running (wavecast dev, or wavecast edge)? --edge-url names another one")
    }
}

/// The cause at the bottom says what happened; those above it say only where.
pub fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
