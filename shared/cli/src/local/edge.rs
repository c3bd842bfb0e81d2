//! The edge, on threads and runtimes of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use tokio::sync::oneshot;
use wavecast_edge::{Edge, EdgeError, Limits, serve_on};

use super::Stop;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// Threads that answer.
const THREADS: usize = 2;

/// A running edge.
pub struct EdgeServer {
    done: oneshot::Receiver<Result>,
}

impl EdgeServer {
    /// Serves the tree at `root` until `stop`.
    ///
    /// # Errors
    /// The tree can't be read, or the system gives no thread.
    pub fn start(listener: TcpListener, root: PathBuf, stop: Stop) -> Result<Self> {
        Self::serve(listener, opened(Edge::open(root))?, stop)
    }

    /// Serves what lies below `origin` until `stop`, and keeps it at `root`.
    ///
    /// # Errors
    /// The tree can't be written, the origin is no URL, or the system gives no thread.
    pub fn over(listener: TcpListener, root: &Path, origin: &str, stop: Stop) -> Result<Self> {
        std::fs::create_dir_all(root).map_err(|error| Failure::file("make", root, &error))?;
        Self::serve(listener, opened(Edge::over(root, origin))?, stop)
    }

    fn serve(listener: TcpListener, edge: Edge, stop: Stop) -> Result<Self> {
        let (send, done) = oneshot::channel();
        let serve = move || send.send(run(&listener, &edge, &stop)).unwrap_or_default();
        std::thread::Builder::new()
            .name("edge".to_owned())
            .spawn(serve)
            .map_err(|error| {
                Failure::new(Exit::Machine, format!("no thread for the edge: {error}"))
            })?;
        Ok(Self { done })
    }

    /// Waits until it has stopped.
    ///
    /// # Errors
    /// It broke.
    pub async fn stopped(self) -> Result {
        self.done
            .await
            .unwrap_or_else(|_| Err(Failure::failed("the edge broke")))
    }
}

fn opened(edge: std::result::Result<Edge, EdgeError>) -> Result<Edge> {
    edge.map_err(|error| {
        let text = error.to_string();
        let (message, hint) = text.split_once("; ").unwrap_or((&text, ""));
        Failure::new(Exit::Machine, message).hint(hint)
    })
}

fn run(listener: &TcpListener, edge: &Edge, stop: &Stop) -> Result {
    serve_on(THREADS, listener, edge, Limits::default(), || stop.wait())
        .map_err(|error| Failure::new(Exit::Machine, format!("the edge can't run: {error}")))
}
