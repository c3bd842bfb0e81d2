//! Uploading a file: begin, send the parts that are missing, complete.

use std::io::SeekFrom;
use std::path::Path;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use crate::connect::Client;
use crate::error::ClientError;
use crate::generated::types::{
    BeginUpload, CompletePart, CompleteUpload, Upload, UploadPart, UploadStatus,
};

/// Parts on their way at the same time.
const AT_ONCE: usize = 4;
/// How often a part is sent before the upload gives up.
const TRIES: u32 = 4;
/// Bytes that are read at a time.
const CHUNK: usize = 256 * 1024;

/// Told how many bytes were sent since it was told last.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// A file to upload.
#[derive(Clone)]
pub struct UploadFile<'a> {
    /// The organization.
    pub org: &'a str,
    /// The application.
    pub app: &'a str,
    /// Where it lies.
    pub path: &'a Path,
    /// Of the whole file, 64 lower-case hex digits.
    pub sha256: &'a str,
    /// Bytes.
    pub size: u64,
    /// Told about every byte once: what the server has already counts as sent.
    pub progress: Progress,
}

impl Client {
    /// Uploads a file, unless the server has it already; says whether it had it. Goes on with an
    /// upload that was begun before. Never holds the file in memory.
    ///
    /// # Errors
    /// [`ClientError`]; calling again goes on where it ended.
    pub async fn upload_file(&self, file: UploadFile<'_>) -> Result<bool, ClientError> {
        let begin = BeginUpload {
            sha256: file.sha256.to_owned(),
            size: file.size,
        };
        let begun = patiently(async || {
            let begun = self.begin_upload().org(file.org).app(file.app);
            Ok(begun.body(begin.clone()).send().await?)
        });
        let upload = begun.await?.into_inner();
        let Some(id) = upload
            .id
            .clone()
            .filter(|_| upload.status == UploadStatus::Open)
        else {
            (file.progress)(file.size);
            return Ok(true);
        };
        let parts = self.send_parts(&file, &upload).await?;
        let body = CompleteUpload { parts };
        let completed = patiently(async || {
            let complete = self.complete_upload().org(file.org).app(file.app);
            Ok(complete.id(&id).body(body.clone()).send().await?)
        });
        completed.await?;
        Ok(false)
    }

    /// Sends what is missing; answers all parts in order.
    async fn send_parts(
        &self,
        file: &UploadFile<'_>,
        upload: &Upload,
    ) -> Result<Vec<CompletePart>, ClientError> {
        let sent = upload.parts.iter().map(|part| async move {
            let here = upload.received.iter().find(|one| one.number == part.number);
            let etag = match here.filter(|one| one.size == part.size) {
                Some(one) => {
                    (file.progress)(part.size);
                    one.etag.clone()
                }
                None => self.send_part(file, part).await?,
            };
            let number = part.number;
            Ok(CompletePart { number, etag })
        });
        stream::iter(sent).buffered(AT_ONCE).try_collect().await
    }

    /// Sends a part, again if the connection breaks; answers its ETag.
    async fn send_part(
        &self,
        file: &UploadFile<'_>,
        part: &UploadPart,
    ) -> Result<String, ClientError> {
        let mut tried = 1;
        loop {
            let error = match self.put(file, part).await {
                Ok(etag) => {
                    (file.progress)(part.size);
                    return Ok(etag);
                }
                Err(error) => error,
            };
            let again = match &error {
                ClientError::Unreachable(_) => true,
                ClientError::Problem { problem, .. } => {
                    problem.status >= 500 || error.wait().is_some()
                }
                _ => false,
            };
            if !again || tried == TRIES {
                return Err(error);
            }
            let pause = std::time::Duration::from_millis(250 << tried);
            tokio::time::sleep(pause).await;
            tried += 1;
        }
    }

    async fn put(&self, file: &UploadFile<'_>, part: &UploadPart) -> Result<String, ClientError> {
        let bytes = open_part(file, part).await?;
        let headers = headers_of(part)?;
        let body = reqwest::Body::wrap_stream(bytes);
        let request = self.plain.put(&part.url).headers(headers).body(body);
        let answer = request.send().await?;
        let status = answer.status();
        if !status.is_success() {
            return Err(refused(status, &answer.bytes().await?));
        }
        let etag = answer.headers().get("etag");
        let etag = etag.and_then(|value| value.to_str().ok());
        let missing = || ClientError::Unexpected("a part was taken without an ETag".to_owned());
        Ok(etag.ok_or_else(missing)?.trim_matches('"').to_owned())
    }
}

/// Makes a call again as long as it was made too often: a package of many files is many calls.
async fn patiently<T>(call: impl AsyncFn() -> Result<T, ClientError>) -> Result<T, ClientError> {
    for _ in 1..TRIES {
        match call().await {
            Err(error) if let Some(wait) = error.wait() => tokio::time::sleep(wait).await,
            done => return done,
        }
    }
    call().await
}

/// Exactly the part's headers, and its length, which a streamed body wouldn't say by itself.
fn headers_of(part: &UploadPart) -> Result<HeaderMap, ClientError> {
    let mut headers = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from(part.size))]);
    for (name, value) in &part.headers {
        let pair = name.parse::<HeaderName>().ok().zip(value.parse().ok());
        let (name, value) = pair.ok_or_else(|| {
            ClientError::Unexpected(format!("a part's header '{name}' can't be sent"))
        })?;
        headers.insert(name, value);
    }
    Ok(headers)
}

async fn open_part(
    file: &UploadFile<'_>,
    part: &UploadPart,
) -> Result<ReaderStream<tokio::io::Take<File>>, ClientError> {
    let unreadable = |error: std::io::Error| {
        ClientError::File(format!("{} can't be read: {error}", file.path.display()))
    };
    let mut bytes = File::open(file.path).await.map_err(unreadable)?;
    let size = bytes.metadata().await.map_err(unreadable)?.len();
    if size != file.size {
        let rule = "changed while it was uploaded; try again";
        return Err(ClientError::File(format!("{} {rule}", file.path.display())));
    }
    let begin = SeekFrom::Start(part.offset);
    bytes.seek(begin).await.map_err(unreadable)?;
    Ok(ReaderStream::with_capacity(bytes.take(part.size), CHUNK))
}

/// The problem that our own server says, or what another store's body says.
fn refused(status: reqwest::StatusCode, body: &[u8]) -> ClientError {
    match serde_json::from_slice(body) {
        Ok(problem) => ClientError::Problem {
            problem: Box::new(problem),
            retry_after: None,
        },
        Err(_) if status.is_server_error() => {
            ClientError::Unreachable(format!("the upload's store answered {status}; try again"))
        }
        Err(_) => ClientError::Unexpected(format!("the upload's store answered {status}")),
    }
}
