//! Requests to an issuer: bounded in time and size, and never redirected.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Method, RequestBuilder, Response, Url, redirect};
use rustls::crypto::CryptoProvider;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Bytes of an answer that are read.
const ANSWER_BYTES: usize = 256 * 1024;
/// What we call ourselves: GitHub answers nobody who doesn't say.
const AGENT: &str = concat!("wavecast/", env!("CARGO_PKG_VERSION"));
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection is kept for the next request: keys are asked for minutes apart, and a function
/// may be frozen in between.
const IDLE: Duration = Duration::from_secs(10);

/// Why a request came to nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HttpError {
    /// A URL that isn't asked: no `https`, and not this machine.
    #[error("{0}: must begin with https:// (http:// only for this machine itself)")]
    Url(String),
    /// The process has no TLS.
    #[error("no TLS provider is installed: a main does that before anything is asked")]
    NoTls,
    /// Nobody answered in time, or the connection broke.
    #[error("{url} doesn't answer: {why}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// Why.
        why: String,
    },
    /// It answered something else.
    #[error("{url} answered {status}")]
    Status {
        /// What was asked.
        url: String,
        /// With this status.
        status: u16,
        /// What it said.
        body: Vec<u8>,
    },
    /// What it answered can't be read.
    #[error("{url} answered what can't be read: {why}")]
    Body {
        /// What was asked.
        url: String,
        /// Why.
        why: String,
    },
}

/// Asks issuers.
#[derive(Clone, Debug)]
pub struct Http(Arc<OnceLock<Client>>);

impl Http {
    /// With its own connections. All authorities of the system are read with the first request: a
    /// process that never asks starts without them.
    ///
    /// # Errors
    /// No TLS provider is installed.
    pub fn new() -> Result<Self, HttpError> {
        match CryptoProvider::get_default() {
            Some(_) => Ok(Self(Arc::default())),
            None => Err(HttpError::NoTls),
        }
    }

    fn client(&self) -> Result<&Client, HttpError> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        // A redirect could lead a secret, or a request from inside, to a place of its choice.
        let made = Client::builder()
            .timeout(PATIENCE)
            .pool_idle_timeout(IDLE)
            .user_agent(AGENT)
            .redirect(redirect::Policy::none())
            .build();
        let made = made.map_err(|error| HttpError::Unreachable {
            url: "the issuer".to_owned(),
            why: innermost(&error),
        })?;
        Ok(self.0.get_or_init(|| made))
    }

    /// Gets JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, url: &str) -> Result<T, HttpError> {
        let request = self.client()?.get(check(url)?);
        read(url, request).await
    }

    /// The same, with a token.
    pub(crate) async fn get_as<T: DeserializeOwned>(
        &self,
        url: &str,
        token: &str,
    ) -> Result<T, HttpError> {
        let request = self.client()?.get(check(url)?).bearer_auth(token);
        read(url, request).await
    }

    /// Asks with a token, and with JSON where there is something to say; answers what was answered.
    pub(crate) async fn ask_as(
        &self,
        method: Method,
        url: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Result<Vec<u8>, HttpError> {
        let mut request = self
            .client()?
            .request(method, check(url)?)
            .bearer_auth(token);
        if let Some(body) = body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string());
        }
        answered(url, request).await
    }

    /// Posts a form, for JSON.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        url: &str,
        form: &[(&str, &str)],
    ) -> Result<T, HttpError> {
        read(url, self.form(url, form)?).await
    }

    /// The same, where nothing is to be read of the answer.
    pub(crate) async fn tell(&self, url: &str, form: &[(&str, &str)]) -> Result<(), HttpError> {
        answered(url, self.form(url, form)?).await.map(|_| ())
    }

    fn form(&self, url: &str, form: &[(&str, &str)]) -> Result<RequestBuilder, HttpError> {
        let target = check(url)?;
        let mut encoded = target.clone();
        encoded.set_query(None);
        encoded.query_pairs_mut().extend_pairs(form);
        let body = encoded.query().unwrap_or_default().to_owned();
        let form = "application/x-www-form-urlencoded";
        let client = self.client()?;
        Ok(client.post(target).header(CONTENT_TYPE, form).body(body))
    }
}

/// A URL that may be asked: TLS, or this machine itself.
pub(crate) fn check(url: &str) -> Result<Url, HttpError> {
    let parsed = Url::parse(url).map_err(|_| HttpError::Url(url.to_owned()))?;
    let is_here = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let plain = parsed.username().is_empty() && parsed.password().is_none();
    let safe = parsed.scheme() == "https" || (parsed.scheme() == "http" && is_here);
    match safe && plain && parsed.fragment().is_none() {
        true => Ok(parsed),
        false => Err(HttpError::Url(url.to_owned())),
    }
}

async fn read<T: DeserializeOwned>(url: &str, request: RequestBuilder) -> Result<T, HttpError> {
    let body = answered(url, request).await?;
    serde_json::from_slice(&body).map_err(|error| HttpError::Body {
        url: url.to_owned(),
        why: error.to_string(),
    })
}

async fn answered(url: &str, request: RequestBuilder) -> Result<Vec<u8>, HttpError> {
    let unreachable = |error: reqwest::Error| HttpError::Unreachable {
        url: url.to_owned(),
        why: innermost(&error),
    };
    let answer = request
        .header(ACCEPT, "application/json")
        .send()
        .await
        .map_err(unreachable)?;
    let status = answer.status();
    let body = bounded(url, answer).await?;
    if !status.is_success() {
        return Err(HttpError::Status {
            url: url.to_owned(),
            status: status.as_u16(),
            body,
        });
    }
    Ok(body)
}

async fn bounded(url: &str, answer: Response) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    let mut chunks = answer.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| HttpError::Unreachable {
            url: url.to_owned(),
            why: innermost(&error),
        })?;
        if body.len() + chunk.len() > ANSWER_BYTES {
            return Err(HttpError::Body {
                url: url.to_owned(),
                why: format!("it has more than {ANSWER_BYTES} bytes"),
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The last cause says what happened.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_or_this_machine_is_asked() {
        for good in [
            "https://issuer.example/realm",
            "http://127.0.0.1:8180/x",
            "http://localhost/",
        ] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in [
            "http://issuer.example/",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "https://user:password@issuer.example/",
            "https://issuer.example/#part",
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "issuer.example",
            "",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
