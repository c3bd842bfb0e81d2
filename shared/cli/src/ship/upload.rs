//! Uploads what the server doesn't have.

use std::path::Path;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use wavecast_client::UploadFile;
use wavecast_wire::hash::Sha256;

use super::Contents;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::Out;
use crate::remote::{RemoteApp, failure};

/// Files that are uploaded at the same time.
const AT_ONCE: usize = 6;

/// What was uploaded.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Uploaded {
    /// Files that the server didn't have.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Uploads the missing files, then the list that names them; answers the list's hash.
///
/// # Errors
/// The server can't be reached or refuses. Running it again goes on where it ended.
pub async fn upload(app: &RemoteApp, contents: &Contents, out: &Out) -> Result<(Sha256, Uploaded)> {
    let total = contents.files.iter().map(|hashed| hashed.file.size).sum();
    let progress = Arc::new(out.bytes("uploading what is missing", total));
    let one = |index: usize| {
        let (hashed, progress) = (&contents.files[index], Arc::clone(&progress));
        let told = Arc::new(move |sent| progress.add(sent));
        async move {
            let had = send(
                app,
                &hashed.file.disk,
                hashed.sha256,
                hashed.file.size,
                told,
            )
            .await?;
            Ok::<_, Failure>((!had).then_some(hashed.file.size))
        }
    };
    let sent: Vec<Option<u64>> = stream::iter(0..contents.files.len())
        .map(one)
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    let uploaded = Uploaded {
        files: sent.iter().flatten().count() as u64,
        bytes: sent.iter().flatten().sum(),
    };
    Ok((upload_list(app, contents).await?, uploaded))
}

async fn upload_list(app: &RemoteApp, contents: &Contents) -> Result<Sha256> {
    let bytes = contents.list_bytes()?;
    let sha256 = Sha256::of(&bytes);
    let machine =
        |error: std::io::Error| Failure::new(Exit::Machine, format!("a temporary file: {error}"));
    let file = tempfile::NamedTempFile::new().map_err(machine)?;
    std::fs::write(file.path(), &bytes).map_err(machine)?;
    send(
        app,
        file.path(),
        sha256,
        bytes.len() as u64,
        Arc::new(|_| ()),
    )
    .await?;
    Ok(sha256)
}

/// Whether the server had it already.
async fn send(
    app: &RemoteApp,
    path: &Path,
    sha256: Sha256,
    size: u64,
    progress: wavecast_client::Progress,
) -> Result<bool> {
    let sha256 = sha256.to_string();
    let file = UploadFile {
        org: &app.org,
        app: &app.app,
        path,
        sha256: &sha256,
        size,
        progress,
    };
    let sent = app.remote.client.upload_file(file).await;
    sent.map_err(|error| {
        let failure = failure(&app.remote.url, error).of(path.display());
        if failure.exit == Exit::Refused && failure.hint.is_none() {
            return failure.hint("if it changed while it was read, ship again");
        }
        failure
    })
}
