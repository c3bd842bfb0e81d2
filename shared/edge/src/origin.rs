//! Objects that lie elsewhere: fetched from a bucket when they are asked for, and kept here.
//!
//! What never changes is fetched once. What changes is asked for again, with its tag, at most once a
//! second; while the origin doesn't answer, what is here is served on. So this edge answers from a
//! bucket as a CDN before it would. Only the origin's 404 is a 404: a device that walks the roots
//! takes one for the end of the chain.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use tokio::io::AsyncWriteExt as _;
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::object::ObjectKey;

/// For how long a mutable object isn't asked for again: the CDN's least time.
const FRESH: Duration = Duration::from_secs(1);
/// How long the origin may take to accept a connection, and to send nothing.
const PATIENCE: Duration = Duration::from_secs(10);
/// Objects that are fetched at the same time; each path is always the same one's.
const LANES: usize = 64;
/// Mutable objects whose tags are remembered; two of a channel. Beyond, all are asked for anew.
const REMEMBERED: usize = 65_536;
/// Where objects lie until they are whole; no object has such a path.
const PARTIAL: &str = ".partial";

/// Why an origin can't be used.
#[derive(Debug, thiserror::Error)]
#[error("origin {url}: {why}; name where the objects are, such as http://127.0.0.1:4566/bucket")]
pub struct OriginError {
    /// As it was given.
    pub url: String,
    /// What is wrong with it.
    pub why: String,
}

/// Where objects come from.
pub(crate) struct Origin {
    client: Client,
    base: String,
    root: PathBuf,
    lanes: Vec<tokio::sync::Mutex<()>>,
    asked: std::sync::Mutex<HashMap<String, Asked>>,
}

/// What the origin said of a mutable object when it was last asked.
#[derive(Clone)]
struct Asked {
    at: Instant,
    etag: Option<String>,
}

impl Origin {
    /// Objects are fetched from below `url`, and kept below `root`.
    pub(crate) fn new(url: &str, root: &Path) -> Result<Self, OriginError> {
        let failed = |why: String| OriginError {
            url: url.to_owned(),
            why,
        };
        let parsed = reqwest::Url::parse(url).map_err(|error| failed(error.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.query().is_some() {
            return Err(failed(
                "must be an http or https URL without a query".to_owned(),
            ));
        }
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(PATIENCE)
            .read_timeout(PATIENCE)
            .no_proxy();
        if parsed.scheme() == "http" {
            // Nothing is ever asked over TLS then: the system's certificates needn't be read.
            builder = builder.tls_certs_only([]);
        }
        Ok(Self {
            client: builder.build().map_err(|error| failed(error.to_string()))?,
            base: url.trim_end_matches('/').to_owned(),
            root: root.to_path_buf(),
            lanes: (0..LANES).map(|_| tokio::sync::Mutex::default()).collect(),
            asked: std::sync::Mutex::default(),
        })
    }

    /// Brings an object here, as far as the origin has it. Afterwards the tree has what is to be
    /// served, or nothing because there is nothing.
    ///
    /// # Errors
    /// The origin doesn't answer, or not with the object, and the object isn't here; or the disk.
    pub(crate) async fn bring(&self, key: &ObjectKey) -> io::Result<()> {
        let path = key.path();
        let here = self.root.join(&path);
        // One at a time for each path: an answer that was overtaken must not replace a newer one.
        let lane = usize::from(Sha256::of(path.as_bytes()).0[0]) % LANES;
        let lane = self.lanes.get(lane).ok_or(io::ErrorKind::NotFound)?;
        let _turn = lane.lock().await;
        let is_here = tokio::fs::try_exists(&here).await?;
        if is_here && !key.is_mutable() {
            return Ok(());
        }
        let known = self.known(&path).filter(|_| is_here);
        if known
            .as_ref()
            .is_some_and(|known| known.at.elapsed() < FRESH)
        {
            return Ok(());
        }
        let etag = known.and_then(|known| known.etag);
        match self.fetch(key, &path, &here, etag.as_deref()).await {
            Ok(etag) => {
                self.remember(path, etag);
                Ok(())
            }
            Err(error) if is_here => {
                tracing::warn!(path, %error, "the origin fails: what is here is served on");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Asks the origin, and puts what it has in place; answers its tag.
    async fn fetch(
        &self,
        key: &ObjectKey,
        path: &str,
        here: &Path,
        etag: Option<&str>,
    ) -> io::Result<Option<String>> {
        let mut request = self.client.get(format!("{}/{path}", self.base));
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request.send().await.map_err(io::Error::other)?;
        let tag = response
            .headers()
            .get(ETAG)
            .and_then(|tag| tag.to_str().ok());
        let tag = tag.map(str::to_owned);
        match response.status() {
            StatusCode::OK => self.keep(key, here, response).await.map(|()| tag),
            StatusCode::NOT_MODIFIED if etag.is_some() => Ok(etag.map(str::to_owned)),
            StatusCode::NOT_FOUND => match tokio::fs::remove_file(here).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(None),
            },
            // A refusal among them: what may not be read isn't what doesn't exist.
            status => Err(io::Error::other(format!("the origin answered {status}"))),
        }
    }

    /// Writes a body aside, and moves it into place when it is whole and, where its name says its
    /// hash, right.
    async fn keep(&self, key: &ObjectKey, here: &Path, response: Response) -> io::Result<()> {
        let partial = self.root.join(PARTIAL);
        tokio::fs::create_dir_all(&partial).await?;
        let name = Sha256::of(key.path().as_bytes()).to_string();
        let partial = partial.join(name);
        let hash = save(&partial, response).await?;
        if let ObjectKey::File(_, _, wanted) | ObjectKey::Target(_, _, wanted, _) = key
            && hash != *wanted
        {
            tokio::fs::remove_file(&partial).await?;
            return Err(io::Error::other(format!(
                "the origin's bytes have the hash {hash}"
            )));
        }
        if let Some(folder) = here.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::rename(&partial, here).await
    }

    fn known(&self, path: &str) -> Option<Asked> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.get(path).cloned()
    }

    fn remember(&self, path: String, etag: Option<String>) {
        let at = Instant::now();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= REMEMBERED {
            asked.clear();
        }
        asked.insert(path, Asked { at, etag });
    }
}

/// Writes a body to a file; answers its hash. A body that ends early is an error of the client's.
async fn save(path: &Path, response: Response) -> io::Result<Sha256> {
    let mut file = tokio::fs::File::create(path).await?;
    let mut hasher = Hasher::default();
    let mut body = response.bytes_stream();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(io::Error::other)?;
        hasher.update(&piece);
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok(hasher.finish())
}
