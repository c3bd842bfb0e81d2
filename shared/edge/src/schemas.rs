//! `/schemas/{name}`: the JSON Schema of each published file, beside the files themselves.

use http::StatusCode;
use http::header::{CACHE_CONTROL, ETAG, HeaderValue};
use http::request::Parts;
use wavecast_wire::hash::Sha256;

use crate::content::Response;
use crate::tag::Tag;
use crate::{condition, reply};

/// The schema at a path. An object's path has at least four parts, so none is hidden by these.
pub(crate) fn find(path: &str) -> Option<&'static str> {
    let name = path.strip_prefix("/schemas/")?;
    wavecast_wire::SCHEMAS
        .iter()
        .find(|(schema, _)| *schema == name)
        .map(|(_, text)| *text)
}

/// Serves a schema; it changes only with the software, so an hour in a cache is no harm.
pub(crate) fn answer(schema: &'static str, head: &Parts, head_only: bool) -> Response {
    let tag = Tag::of(Sha256::of(schema.as_bytes()));
    let held = condition::already_held(&head.headers, tag);
    let mut response = reply::empty(if held {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    });
    let headers = response.headers_mut();
    headers.insert(ETAG, tag.header(false));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    if !held {
        reply::describe(headers, "application/schema+json", schema.len() as u64);
        if !head_only {
            *response.body_mut() = schema.into();
        }
    }
    response
}
