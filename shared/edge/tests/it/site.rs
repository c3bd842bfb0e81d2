//! A tree of objects as a publisher leaves it, and a server on it.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use wavecast_edge::{Edge, Limits, serve};
use wavecast_wire::hash::Sha256;

pub const LATEST: &str = "/acme/lamp/stable/latest.ndjson";
pub const TIMESTAMP: &str = "/acme/lamp/stable/timestamp.json";
pub const ROOT: &str = "/acme/lamp/stable/1.root.json";

/// A served tree; the directory goes with it.
pub struct Site {
    pub folder: TempDir,
    pub edge: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl Site {
    pub async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    pub async fn with(limits: Limits) -> Self {
        let folder = TempDir::new().expect("a directory");
        let served = Edge::open(folder.path()).expect("opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let edge = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve(listener, served, limits, async {
            let _ = stopped.await;
        }));
        Self {
            folder,
            edge,
            stop: Some(stop),
            serving,
        }
    }

    /// Writes an object as the store does: beside its place, then renamed into it.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        put(self.folder.path(), path, bytes);
    }

    /// Adds a bundle file; answers its path.
    pub fn put_file(&self, bytes: &[u8]) -> String {
        let path = format!("/acme/lamp/files/{}", Sha256::of(bytes));
        self.put(&path, bytes);
        path
    }

    /// Adds a target; answers its path.
    pub fn put_target(&self, name: &str, bytes: &[u8]) -> String {
        let path = format!("/acme/lamp/targets/{}.{name}", Sha256::of(bytes));
        self.put(&path, bytes);
        path
    }

    /// Tells the server to stop.
    pub fn stop(&mut self) {
        self.stop
            .take()
            .expect("still running")
            .send(())
            .expect("listening");
    }

    /// Waits for it to have stopped.
    pub async fn stopped(self) {
        self.serving.await.expect("ends without a panic");
    }
}

pub fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let place = folder.join(path.trim_start_matches('/'));
    fs::create_dir_all(place.parent().expect("a parent")).expect("makes folders");
    let beside = place.with_extension("tmp");
    fs::write(&beside, bytes).expect("writes");
    fs::rename(&beside, &place).expect("renames");
}

/// A poll of this age and length: three lines, of which the first announces `poll` seconds.
pub fn latest(seq: u64, poll: u32, filler: usize) -> Vec<u8> {
    let filler = format!("{seq:08}").repeat(filler / 8 + 1);
    let first = format!(
        r#"{{"signatures":[],"signed":{{"version":{seq},"x-wavecast":{{"poll":{{"jitter":5000,"seconds":{poll}}},"v":1}}}}}}"#
    );
    format!("{first}\n{{\"filler\":\"{filler}\"}}\n{{\"seq\":{seq}}}\n").into_bytes()
}

/// Bytes that don't compress: a run of digests.
pub fn noise(length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 32);
    let mut last = Sha256::of(b"noise");
    while bytes.len() < length {
        bytes.extend_from_slice(&last.0);
        last = Sha256::of(&last.0);
    }
    bytes.truncate(length);
    bytes
}
