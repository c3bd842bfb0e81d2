//! Writing answers.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A resource, or what a change of one came to, with its ETag.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    status: StatusCode,
    revision: Option<u64>,
    body: T,
}

impl<T> Answer<T> {
    /// 200.
    pub(crate) fn ok(body: T) -> Self {
        Self {
            status: StatusCode::OK,
            revision: None,
            body,
        }
    }

    /// With another status.
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With the revision that last changed the resource.
    pub(crate) fn revision(mut self, revision: impl Into<Option<u64>>) -> Self {
        self.revision = revision.into();
        self
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let tag = self.revision.map(|revision| format!("\"{revision}\""));
        if let Some(Ok(tag)) = tag.map(|tag| HeaderValue::from_str(&tag)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}
