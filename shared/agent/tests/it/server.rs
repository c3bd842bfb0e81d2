//! A static edge in this process: ETags, ranges, a log of requests, and faults on demand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::serve::ListenerExt as _;
use futures_util::{StreamExt as _, stream};
use wavecast_wire::hash::Sha256;

/// Bytes that are sent at a time, with a short pause after each, so that a kill finds its target.
const CHUNK: usize = 16 * 1024;

/// What happens to the next request whose path contains a text.
#[derive(Clone)]
pub enum Fault {
    /// The connection breaks after this many bytes of the body.
    Cut(usize),
    /// Other bytes are served.
    Instead(Vec<u8>),
    /// This status, with `Retry-After`.
    Status(u16, Option<u32>),
}

#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub range: Option<String>,
    pub if_range: Option<String>,
    pub status: u16,
}

#[derive(Default)]
struct Shared {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    faults: Mutex<Vec<(String, Fault)>>,
    log: Mutex<Vec<Request>>,
}

pub struct Server {
    pub base: String,
    shared: Arc<Shared>,
}

impl Server {
    /// Serves on a free port until the process ends.
    pub fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let (sender, receiver) = mpsc::channel();
        let state = shared.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                let router = Router::new().fallback(serve).with_state(state);
                // Without it each small answer waits for a delayed acknowledgement.
                let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
                axum::serve(listener, router).await.unwrap();
            });
        });
        Self {
            base: format!("http://{}", receiver.recv().unwrap()),
            shared,
        }
    }

    pub fn serve(&self, objects: &BTreeMap<String, Vec<u8>>) {
        self.shared.objects.lock().unwrap().clone_from(objects);
    }

    pub fn break_next(&self, path: &str, fault: Fault) {
        self.shared
            .faults
            .lock()
            .unwrap()
            .push((path.into(), fault));
    }

    /// The requests since the last call.
    pub fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.shared.log.lock().unwrap())
    }
}

async fn serve(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/').to_owned();
    let text = |name: HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let range = text(header::RANGE);
    let fault = {
        let mut faults = shared.faults.lock().unwrap();
        let found = faults
            .iter()
            .position(|(part, _)| path.contains(part.as_str()));
        found.map(|index| faults.remove(index).1)
    };
    let object = shared.objects.lock().unwrap().get(&path).cloned();
    let (object, cut) = match fault {
        Some(Fault::Status(status, retry_after)) => {
            let status = StatusCode::from_u16(status).unwrap();
            let mut response = status.into_response();
            if let Some(seconds) = retry_after {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            return logged(&shared, path, &headers, response);
        }
        Some(Fault::Instead(bytes)) => (Some(bytes), None),
        Some(Fault::Cut(after)) => (object, Some(after)),
        None => (object, None),
    };
    let response = match object {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(object) => answer(&object, range.as_deref(), text(header::IF_NONE_MATCH), cut),
    };
    logged(&shared, path, &headers, response)
}

fn logged(shared: &Shared, path: String, headers: &HeaderMap, response: Response) -> Response {
    let text = |name: HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let status = response.status().as_u16();
    let (range, if_range) = (text(header::RANGE), text(header::IF_RANGE));
    shared.log.lock().unwrap().push(Request {
        path,
        range,
        if_range,
        status,
    });
    response
}

fn answer(object: &[u8], range: Option<&str>, tag: Option<String>, cut: Option<usize>) -> Response {
    let etag = format!("\"{}\"", Sha256::of(object));
    if tag.as_ref() == Some(&etag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    let from: usize = range.map_or(0, |range| {
        range
            .trim_start_matches("bytes=")
            .trim_end_matches('-')
            .parse()
            .unwrap()
    });
    let (total, rest) = (object.len(), object[from.min(object.len())..].to_vec());
    let length = rest.len().to_string();
    let mut response = Response::builder()
        .header(header::ETAG, etag)
        .header(header::CONTENT_LENGTH, length);
    if from > 0 {
        let range = format!("bytes {from}-{}/{total}", total - 1);
        response = response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, range);
    }
    response.body(body(rest, cut)).unwrap()
}

/// The bytes chunk by chunk; a cut body ends in an error, which breaks the connection.
fn body(bytes: Vec<u8>, cut: Option<usize>) -> Body {
    let sent = cut.unwrap_or(bytes.len()).min(bytes.len());
    let chunks: Vec<_> = bytes[..sent]
        .chunks(CHUNK)
        .map(Bytes::copy_from_slice)
        .map(Ok)
        .collect();
    let broken = (sent < bytes.len()).then(|| Err(std::io::Error::other("cut")));
    let chunks = stream::iter(chunks).chain(stream::iter(broken));
    Body::from_stream(chunks.then(|chunk| async {
        tokio::time::sleep(Duration::from_millis(2)).await;
        chunk
    }))
}
