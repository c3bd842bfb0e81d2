//! One file, from wherever it is nearest: the cache, another slot, the edge.

use std::fs;

use wavecast_device::agent::{Failed, Input};
use wavecast_device::download::{DownloadError, Item, VerifiedFile};

use crate::cache::{Cache, FinishError, Partial};
use crate::http::{Edge, HttpError};
use crate::slots::{Index, Slots};
use crate::{AgentError, Disk};

/// Fetches files of a device.
#[derive(Clone)]
pub(crate) struct Fetcher {
    pub edge: Edge,
    pub cache: Cache,
    pub slots: Slots,
    pub disk: Disk,
}

/// Bytes that a connection brings before it breaks, without counting as a short one.
const LONG: u64 = 256 * 1024;
/// Short connections that are taken up at once, per try.
const MOST_SHORT: u32 = 4;

/// Why a file didn't come.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("{path}: {source}")]
    Content { path: String, source: DownloadError },
    #[error(transparent)]
    Disk(#[from] AgentError),
}

impl Fetcher {
    /// Brings a file into the cache, and says what came of it.
    pub async fn fetch(&self, item: Item, index: &Index) -> Input {
        match self.try_fetch(&item, index).await {
            Ok(file) => Input::Fetched(file),
            Err(FetchError::Disk(error)) => Input::Failed(Failed::Disk {
                why: error.to_string(),
            }),
            Err(error) => {
                let retry_after = match &error {
                    FetchError::Http(error) => error.retry_after(),
                    FetchError::Content { .. } | FetchError::Disk(_) => None,
                };
                let (sha256, why) = (item.sha256, error.to_string());
                Input::Failed(Failed::Download {
                    sha256,
                    why,
                    retry_after,
                })
            }
        }
    }

    async fn try_fetch(&self, item: &Item, index: &Index) -> Result<VerifiedFile, FetchError> {
        if let Some(file) = self.cache.take(item) {
            return Ok(file);
        }
        for path in index.get(&item.sha256).into_iter().flatten() {
            if let Some(file) = self.cache.adopt(path, item) {
                return Ok(file);
            }
        }
        // A connection that broke after some bytes is taken up at once. One that brings nothing new
        // leaves the waiting to the core, and so does an edge that breaks all the time.
        let mut short = 0;
        loop {
            let mut partial = self.cache.resume(item)?;
            let before = partial.download.fed();
            let ended = match partial.download.missing() {
                0 => Ok(()),
                _ => self.stream(item, &mut partial).await,
            };
            match ended {
                Ok(()) if partial.download.missing() == 0 => return self.finish(item, partial),
                Ok(()) if partial.download.fed() > before && short < MOST_SHORT => {}
                Ok(()) => {
                    let (fed, size) = (partial.download.fed(), item.size);
                    let source = DownloadError::TooShort { fed, size };
                    return Err(FetchError::Content {
                        path: item.path.clone(),
                        source,
                    });
                }
                Err(FetchError::Http(HttpError::Request { .. }))
                    if partial.download.fed() > before && short < MOST_SHORT => {}
                Err(error) => return Err(error),
            }
            short += u32::from(partial.download.fed() - before < LONG);
        }
    }

    fn finish(&self, item: &Item, partial: Partial) -> Result<VerifiedFile, FetchError> {
        self.cache.finish(partial).map_err(|error| match error {
            FinishError::Content(source) => FetchError::Content {
                path: item.path.clone(),
                source,
            },
            FinishError::Disk(error) => FetchError::Disk(error),
        })
    }

    /// Streams what is missing. Every byte is hashed before it is written, so that what is in the
    /// partial file is never more than the file's size.
    async fn stream(&self, item: &Item, partial: &mut Partial) -> Result<(), FetchError> {
        let tag = partial.path.with_extension("etag");
        let etag = fs::read_to_string(&tag).ok();
        let fed = partial.download.fed();
        let body = match self.edge.open(&item.object, fed, etag.as_deref()).await {
            Err(HttpError::Status { status: 416, .. }) => {
                self.discard(partial)?;
                return Ok(());
            }
            // An edge that can't count is asked for the whole file next time.
            Err(error @ HttpError::Range { .. }) => {
                self.discard(partial)?;
                return Err(error.into());
            }
            other => other?,
        };
        if body.from < fed {
            self.discard(partial)?;
            *partial = self.cache.resume(item)?;
        }
        match &body.etag {
            Some(etag) => self.disk.change("write", &tag, || fs::write(&tag, etag))?,
            None => self.disk.remove_file(&tag)?,
        }
        let mut reading = body.reading;
        while let Some(chunk) = reading.next().await? {
            if let Err(source) = partial.download.feed(&chunk) {
                self.discard(partial)?;
                return Err(FetchError::Content {
                    path: item.path.clone(),
                    source,
                });
            }
            self.disk.write(&mut partial.file, &partial.path, &chunk)?;
        }
        Ok(())
    }

    fn discard(&self, partial: &Partial) -> Result<(), AgentError> {
        self.disk.remove_file(&partial.path)
    }
}
