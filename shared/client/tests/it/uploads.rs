//! Uploads: whole, resumed, broken.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wavecast_client::types::BeginUpload;
use wavecast_client::{ClientError, UploadFile};
use wavecast_wire::hash::Sha256;

use crate::server::Server;

/// Three parts: 8 MiB, 8 MiB, 1 MiB and a byte.
const SIZE: usize = (17 << 20) + 1;

/// A file on disk.
struct Local {
    _folder: tempfile::TempDir,
    path: PathBuf,
    sha256: String,
    sent: Arc<AtomicU64>,
}

impl Local {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        Self {
            _folder: folder,
            path,
            sha256: Sha256::of(bytes).to_string(),
            sent: Arc::default(),
        }
    }

    fn large() -> Self {
        Self::new(&(0..SIZE).map(|at| (at % 251) as u8).collect::<Vec<_>>())
    }

    fn upload(&self) -> UploadFile<'_> {
        let sent = self.sent.clone();
        let path: &Path = &self.path;
        UploadFile {
            org: "acme",
            app: "site",
            path,
            sha256: &self.sha256,
            size: path.metadata().unwrap().len(),
            progress: Arc::new(move |bytes| {
                sent.fetch_add(bytes, Ordering::SeqCst);
            }),
        }
    }
}

#[tokio::test]
async fn a_file_is_uploaded_once() {
    let server = Server::start().await;
    let local = Local::new(b"<h1>Hello</h1>");
    assert!(!server.client.upload_file(local.upload()).await.unwrap());
    assert!(server.client.upload_file(local.upload()).await.unwrap());
    assert_eq!(server.parts.load(Ordering::SeqCst), 1);
    assert_eq!(local.sent.load(Ordering::SeqCst), 2 * 14);
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let server = Server::start().await;
    let local = Local::new(b"");
    assert!(!server.client.upload_file(local.upload()).await.unwrap());
}

#[tokio::test]
async fn a_large_file_goes_on_where_it_broke() {
    let server = Server::start().await;
    let local = Local::large();
    server.failing.store(1_000, Ordering::SeqCst);
    let broken = server.client.upload_file(local.upload()).await;
    assert!(
        matches!(broken, Err(ClientError::Unreachable(_))),
        "{broken:?}"
    );
    server.failing.store(0, Ordering::SeqCst);
    let begin = BeginUpload::builder()
        .sha256(&local.sha256)
        .size(SIZE as u64);
    let begun = server
        .client
        .begin_upload()
        .org("acme")
        .app("site")
        .body(begin);
    let begun = begun.send().await.unwrap().into_inner();
    let bytes = std::fs::read(&local.path).unwrap();
    let first = &begun.parts[0];
    let slice = bytes[..usize::try_from(first.size).unwrap()].to_vec();
    let put = reqwest::Client::new().put(&first.url).body(slice).send();
    assert_eq!(put.await.unwrap().status().as_u16(), 200);
    let before = server.parts.load(Ordering::SeqCst);
    local.sent.store(0, Ordering::SeqCst);
    assert!(!server.client.upload_file(local.upload()).await.unwrap());
    assert_eq!(server.parts.load(Ordering::SeqCst) - before, 2);
    assert_eq!(local.sent.load(Ordering::SeqCst), SIZE as u64);
}

#[tokio::test]
async fn a_part_that_fails_is_sent_again() {
    let server = Server::start().await;
    let local = Local::new(b"again");
    server.failing.store(1, Ordering::SeqCst);
    assert!(!server.client.upload_file(local.upload()).await.unwrap());
    assert_eq!(server.parts.load(Ordering::SeqCst), 2);
    assert_eq!(local.sent.load(Ordering::SeqCst), 5);
}

/// A package of many files is many calls: whoever is told to wait waits, and goes on.
#[tokio::test]
async fn who_is_told_to_wait_waits_and_goes_on() {
    let server = Server::start().await;
    let local = Local::new(b"patience");
    server.busy.store(2, Ordering::SeqCst);
    let begun = std::time::Instant::now();
    assert!(!server.client.upload_file(local.upload()).await.unwrap());
    assert!(begun.elapsed() >= std::time::Duration::from_secs(2));
    // Not for ever.
    server.busy.store(100, Ordering::SeqCst);
    let other = Local::new(b"other");
    let error = server.client.upload_file(other.upload()).await.unwrap_err();
    assert_eq!(error.reason(), Some("too-many-requests"));
    assert_eq!(server.busy.load(Ordering::SeqCst), 96);
}

#[tokio::test]
async fn a_file_that_changed_is_not_sent() {
    let server = Server::start().await;
    let local = Local::new(b"before");
    let upload = local.upload();
    std::fs::write(&local.path, b"after that").unwrap();
    let error = server.client.upload_file(upload).await.unwrap_err();
    assert!(matches!(error, ClientError::File(_)), "{error}");
    assert_eq!(server.parts.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn other_bytes_of_the_same_size_are_refused() {
    let server = Server::start().await;
    let local = Local::new(b"before");
    let upload = local.upload();
    std::fs::write(&local.path, b"after!").unwrap();
    let error = server.client.upload_file(upload).await.unwrap_err();
    assert_eq!(error.reason(), Some("invalid"), "{error}");
}
