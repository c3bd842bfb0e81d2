//! Answers that need no object, and the headers that every answer has.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LENGTH,
    CONTENT_TYPE, HeaderMap, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};

use crate::content::{Content, Response};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// An empty answer: everything here is public, and nothing is to be sniffed.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Content::EMPTY);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // As many as any answer has, so that the map is made once.
    headers.reserve(12);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("ETag, Content-Length, Content-Range");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// No such object. Cached for moments only: a client that walks the roots asks for the next one
/// until this answer, and soon again.
pub(crate) fn missing(head_only: bool) -> Response {
    let mut response = text(StatusCode::NOT_FOUND, "not found\n", head_only);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("max-age=5"));
    response
}

/// The disk did not answer; the reason stays in the log.
pub(crate) fn unavailable(head_only: bool) -> Response {
    let mut response = text(
        StatusCode::SERVICE_UNAVAILABLE,
        "the object can't be read now\n",
        head_only,
    );
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// The edge is read only.
pub(crate) fn method_not_allowed() -> Response {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n", false);
    response.headers_mut().insert(ALLOW, METHODS);
    response
}

/// Lets a browser on any page send the headers of a conditional or partial request.
pub(crate) fn preflight() -> Response {
    let mut response = empty(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert(ALLOW, METHODS);
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    let allowed = HeaderValue::from_static("If-None-Match, If-Range, Range");
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// A header of text that we made ourselves, from digits and ASCII words.
pub(crate) fn header(text: String) -> HeaderValue {
    // Can't fail for such text; an empty header would cost a cache hit, a panic the connection.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Says of what type the body is, and how long.
pub(crate) fn describe(headers: &mut HeaderMap, content_type: &'static str, length: u64) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
}

fn text(status: StatusCode, message: &'static str, head_only: bool) -> Response {
    let mut response = empty(status);
    describe(
        response.headers_mut(),
        "text/plain; charset=utf-8",
        message.len() as u64,
    );
    if !head_only {
        *response.body_mut() = message.into();
    }
    response
}
