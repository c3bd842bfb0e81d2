//! The static server of one machine: it answers as the CDN would.
//!
//! An [`Edge`] reads a tree of objects that somebody else writes, and knows nothing of who that
//! is: no ledger, no API, no keys. While the control side is down, every device still polls,
//! downloads and verifies here.
//!
//! What it opens is decided by one type, `ObjectKey`: a path that is no object's name is never
//! looked up, so nothing outside the tree, no dot file and no temporary file can be reached.
//! Mutable objects are replaced by rename; each answer is made from one open handle, so no answer
//! mixes two of them.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use wavecast_edge::{Edge, Limits, serve};
//!
//! let edge = Edge::open("data/edge")?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
//! serve(listener, edge, Limits::default(), std::future::pending()).await;
//! # Ok(())
//! # }
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use content::Response;
use http::request::Parts;

mod answer;
mod condition;
mod content;
mod encoding;
mod facts;
mod generations;
mod hot;
mod object;
mod origin;
mod patience;
mod range;
mod reply;
mod schemas;
mod server;
mod slots;
mod tag;
mod tree;
mod variants;

pub use origin::OriginError;
pub use server::{Limits, serve, serve_on};

/// Why an edge could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// The root of the tree is missing, or is no directory.
    #[error(
        "edge root {}: must be a directory that can be read ({source}); \
         name the one that the publisher writes to",
        path.display()
    )]
    Root {
        /// The path that was given.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The origin is no URL that can be asked.
    #[error(transparent)]
    Origin(#[from] OriginError),
}

/// A tree of objects, ready to be served. Clones share their caches.
#[derive(Clone)]
pub struct Edge(Arc<Shelf>);

/// The tree and what is remembered about it; all of it is bounded.
struct Shelf {
    root: PathBuf,
    /// Where what isn't in the tree comes from, if from anywhere.
    origin: Option<origin::Origin>,
    facts: facts::Memory,
    hot: hot::HotObjects,
    variants: variants::Variants,
}

impl Edge {
    /// Opens the tree under `root`, which may still be empty.
    ///
    /// # Errors
    /// [`EdgeError::Root`] if `root` is no readable directory.
    pub fn open(root: impl AsRef<Path>) -> Result<Self, EdgeError> {
        Self::shelf(root.as_ref().to_path_buf(), None)
    }

    /// Opens the tree under `root`, which this edge fills itself with what lies below `origin`, such
    /// as a bucket's URL. Nobody else may write it.
    ///
    /// # Errors
    /// [`EdgeError::Root`] if `root` is no readable directory, [`EdgeError::Origin`] if `origin` is no
    /// URL that can be asked. Whether it answers is seen when an object is asked for.
    pub fn over(root: impl AsRef<Path>, origin: &str) -> Result<Self, EdgeError> {
        let root = root.as_ref().to_path_buf();
        let origin = origin::Origin::new(origin, &root)?;
        Self::shelf(root, Some(origin))
    }

    fn shelf(root: PathBuf, origin: Option<origin::Origin>) -> Result<Self, EdgeError> {
        std::fs::read_dir(&root).map_err(|source| EdgeError::Root {
            path: root.clone(),
            source,
        })?;
        Ok(Self(Arc::new(Shelf {
            root,
            origin,
            facts: facts::Memory::default(),
            hot: hot::HotObjects::default(),
            variants: variants::Variants::default(),
        })))
    }

    /// Answers a request, for every path and method: objects, schemas, and 404 for anything else.
    /// What the request carries besides its head is left unread.
    async fn answer(&self, head: &Parts) -> Response {
        let response = answer::answer(self, head).await;
        tracing::debug!(method = %head.method, path = head.uri.path(), status = response.status().as_u16());
        response
    }
}
