//! What surrounds every request: its id, its log line, its problem written out, a net for panics.

use std::panic::AssertUnwindSafe;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;

use crate::limits::Origin;
use crate::problem::Problem;
use crate::state::ApiState;

/// The header that carries a request's id, both ways.
pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What watches a server asks here, and must always hear.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// What a handler may know of its request's frame.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The request's id: the client's, if it is fit, else a new one.
    pub id: String,
    /// The whole path and query, which nested routers don't see.
    pub uri: Uri,
}

/// Runs a request within its frame.
pub(crate) async fn surround(
    State(state): State<ApiState>,
    mut request: Request,
    next: Next,
) -> Response {
    let frame = Frame {
        id: given_id(request.headers()).unwrap_or_else(|| state.fresh_id()),
        uri: request.uri().clone(),
    };
    let method = request.method().clone();
    request.extensions_mut().insert(frame.clone());
    let origin = Origin::of(request.extensions(), request.headers());
    request.extensions_mut().insert(origin);
    let counted = match PROBES.contains(&frame.uri.path()) {
        true => Ok(()),
        false => state.limits.count_address(origin, state.now()),
    };
    let answer = async {
        match counted {
            Ok(()) => next.run(request).await,
            Err(problem) => problem.into_response(),
        }
    };
    let answer = AssertUnwindSafe(answer).catch_unwind().await;
    let mut response = answer.unwrap_or_else(|_| {
        tracing::error!(request = %frame.id, %method, path = frame.uri.path(), "a handler panicked");
        Problem::internal("a defect; nothing more is known").render(&frame.id)
    });
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let allow = response.headers_mut().remove(header::ALLOW);
        if problem.is_ours() {
            tracing::warn!(request = %frame.id, %method, path = frame.uri.path(), problem = problem.detail());
        }
        response = problem.render(&frame.id);
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    // The query is left out: a presigned URL carries its token there.
    tracing::debug!(request = %frame.id, %method, path = frame.uri.path(), status = response.status().as_u16());
    secure(response.headers_mut(), &frame.id);
    response
}

/// The client's id for its request: 1 to 64 letters, digits, `.`, `_`, `-`.
#[must_use]
pub fn given_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(&REQUEST_ID)?.to_str().ok()?;
    let fit = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    fit.then(|| text.to_owned())
}

fn secure(headers: &mut HeaderMap, id: &str) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID.clone(), id);
    }
}
