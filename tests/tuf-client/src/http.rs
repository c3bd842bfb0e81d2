//! The repository, over HTTP; every answer is bounded.

use std::time::Duration;

use anyhow::{Context as _, bail};
use futures_util::StreamExt as _;
use reqwest::{Client, StatusCode};
use tokio::runtime::Runtime;

/// How long the repository may take to accept a connection, and to stay silent within an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// A URL that files lie beneath.
pub struct Base {
    url: String,
    client: Client,
    runtime: Runtime,
}

impl Base {
    pub fn new(url: &str) -> anyhow::Result<Self> {
        // A provider that is installed already is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .connect_timeout(SILENCE)
            .read_timeout(SILENCE);
        Ok(Self {
            url: format!("{}/", url.trim_end_matches('/')),
            client: client.build()?,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
        })
    }

    /// The file at an escaped path; `None` when there is none. Refuses more than `max` bytes.
    pub fn get(&self, path: &str, max: u64) -> anyhow::Result<Option<Vec<u8>>> {
        let url = format!("{}{path}", self.url);
        self.runtime
            .block_on(get(&self.client, &url, max))
            .with_context(|| url.clone())
    }
}

async fn get(client: &Client, url: &str, max: u64) -> anyhow::Result<Option<Vec<u8>>> {
    let response = client.get(url).send().await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Ok(None),
        status => bail!("the repository answered {status}"),
    }
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() as u64 > max {
            bail!("more than the allowed {max} bytes came");
        }
    }
    Ok(Some(bytes))
}
