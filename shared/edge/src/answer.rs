//! One request, one answer: which object, which of its representations, and how much of it.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderValue, RANGE, VARY,
};
use http::request::Parts;
use http::{Method, StatusCode};
use wavecast_wire::object::ObjectKey;

use crate::content::Response;
use crate::object::{Card, Object};
use crate::range::Wanted;
use crate::{Edge, condition, encoding, reply, schemas};

/// Answers a request; its body, if it has one, is never read.
pub(crate) async fn answer(edge: &Edge, head: &Parts) -> Response {
    let head_only = match head.method {
        Method::GET => false,
        Method::HEAD => true,
        Method::OPTIONS => return reply::preflight(),
        _ => return reply::method_not_allowed(),
    };
    // The path is compared as it stands: no name of an object needs an escape, so a path with one
    // in it names nothing. A query is ignored, as it is no part of the CDN's cache key.
    let path = head.uri.path();
    if let Some(response) = recalled(edge, path, head, head_only) {
        return response;
    }
    if let Some(schema) = schemas::find(path) {
        return schemas::answer(schema, head, head_only);
    }
    let Some(key) = ObjectKey::parse(path) else {
        return reply::missing(head_only);
    };
    match represent(edge, key, head, head_only).await {
        Ok(Some(response)) => response,
        Ok(None) => reply::missing(head_only),
        Err(error) => {
            tracing::error!(path, %error, "an object can't be read");
            reply::unavailable(head_only)
        }
    }
}

/// The answer from memory, if all that it takes is there.
fn recalled(edge: &Edge, path: &str, head: &Parts, head_only: bool) -> Option<Response> {
    // Over an origin, an unchanged file says nothing: it is the origin that is asked.
    if edge.0.origin.is_some() || wanted_range(head, head_only).is_some() {
        return None;
    }
    let hot = edge.0.hot.recall(path)?;
    let card = &hot.card;
    let pack = card.compressible && encoding::prefers_gzip(&head.headers);
    if condition::already_held(&head.headers, card.tag) {
        return Some(begin(card, StatusCode::NOT_MODIFIED, pack));
    }
    if pack && let Some(bytes) = edge.0.variants.made(card)? {
        return Some(packed(card, bytes, head_only));
    }
    let mut response = describe(card, StatusCode::OK, card.length);
    if !head_only {
        *response.body_mut() = hot.bytes.clone().into();
    }
    Some(response)
}

/// The range that a request asks for, where one counts.
fn wanted_range(head: &Parts, head_only: bool) -> Option<&str> {
    let range = head.headers.get(RANGE).filter(|_| !head_only)?;
    range.to_str().ok()
}

/// The representation of an object that the request asks for; `None` if there is no object.
async fn represent(
    edge: &Edge,
    key: ObjectKey,
    head: &Parts,
    head_only: bool,
) -> io::Result<Option<Response>> {
    let shelf = Arc::clone(&edge.0);
    if let Some(origin) = &shelf.origin {
        origin.bring(&key).await?;
    }
    let opened = tokio::task::spawn_blocking(move || Object::open(&shelf, key)).await??;
    let Some(object) = opened.map(Arc::new) else {
        return Ok(None);
    };
    let (card, range) = (object.card(), wanted_range(head, head_only));
    // A range counts bytes of the content itself, so who asks for one gets it uncompressed.
    let pack = range.is_none() && card.compressible && encoding::prefers_gzip(&head.headers);
    if condition::already_held(&head.headers, card.tag) {
        return Ok(Some(begin(card, StatusCode::NOT_MODIFIED, pack)));
    }
    if pack && let Some(bytes) = edge.0.variants.gzip(&object).await? {
        return Ok(Some(packed(card, bytes, head_only)));
    }
    let wanted = match range {
        Some(range) if condition::range_allowed(&head.headers, card.tag) => {
            Wanted::parse(range, card.length)
        }
        _ => Wanted::Whole,
    };
    identity(object, wanted, head_only).await.map(Some)
}

/// What every representation says, a 304 among them.
fn begin(card: &Card, status: StatusCode, weak: bool) -> Response {
    let mut response = reply::empty(status);
    let headers = response.headers_mut();
    headers.insert(ETAG, card.etag(weak));
    headers.insert(CACHE_CONTROL, card.cache_control.clone());
    if card.compressible {
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    response
}

/// What the content as it is says, whole or in part.
fn describe(card: &Card, status: StatusCode, count: u64) -> Response {
    let mut response = begin(card, status, false);
    let headers = response.headers_mut();
    reply::describe(headers, card.content_type, count);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

/// The content compressed, under a weak tag: other bytes, same meaning.
fn packed(card: &Card, bytes: Bytes, head_only: bool) -> Response {
    let mut response = begin(card, StatusCode::OK, true);
    let headers = response.headers_mut();
    reply::describe(headers, card.content_type, bytes.len() as u64);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    if !head_only {
        *response.body_mut() = bytes.into();
    }
    response
}

/// The content as it is, whole or in part.
async fn identity(object: Arc<Object>, wanted: Wanted, head_only: bool) -> io::Result<Response> {
    let length = object.card().length;
    let (status, first, count, content_range) = match wanted {
        Wanted::Whole => (StatusCode::OK, 0, length, None),
        Wanted::Part { first, last } => {
            let range = format!("bytes {first}-{last}/{length}");
            (
                StatusCode::PARTIAL_CONTENT,
                first,
                last - first + 1,
                Some(range),
            )
        }
        Wanted::Unsatisfiable => {
            let range = format!("bytes */{length}");
            (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0, Some(range))
        }
    };
    let mut response = describe(object.card(), status, count);
    if wanted == Wanted::Unsatisfiable {
        // True of this request only: a cache must not give it to the next one.
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, never);
    }
    if let Some(range) = content_range {
        response
            .headers_mut()
            .insert(CONTENT_RANGE, reply::header(range));
    }
    if !head_only && count > 0 {
        *response.body_mut() = object.body(first, count).await?;
    }
    Ok(response)
}
