//! Parts of uploads, where presigned URLs point at this server.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::Deserialize;
use utoipa::IntoParams;
use wavecast_engine::port::PortError;

use crate::ask::read_query;
use crate::at::{At, PartPath};
use crate::problem::Problem;
use crate::state::ApiState;

/// What a presigned URL carries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenQuery {
    /// The URL's own token.
    token: String,
}

/// Takes a part's bytes; the URL comes from an upload and needs no other token.
#[utoipa::path(put, path = "/uploads/{id}/parts/{number}", tag = "uploads", params(PartPath, TokenQuery),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "The part is stored; its `ETag` goes into `complete`.", headers(("etag" = String, description = "Of the part.")))))]
pub(crate) async fn put_part(
    State(state): State<ApiState>,
    At(path): At<PartPath>,
    request: Request,
) -> Result<Response, Problem> {
    let TokenQuery { token } = read_query(request.uri())?;
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
    let rule = "must say how many bytes the part has";
    let length = length.ok_or_else(|| Problem::invalid("content-length", rule))?;
    let sink = state.sink.as_ref().ok_or_else(Problem::no_route)?;
    let body = stream(request.into_body());
    let tag = sink
        .put(&path.id, path.number, &token, length, body, state.now())
        .await
        .map_err(refuse)?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", tag.0))
        .map_err(|_| Problem::internal("the part's ETag can't be sent"))?;
    Ok((StatusCode::OK, [(header::ETAG, tag)]).into_response())
}

/// The bytes as they come; a client that goes away leaves a part that surely isn't stored.
fn stream(body: Body) -> wavecast_engine::port::ByteStream {
    let bytes = body.into_data_stream();
    Box::pin(bytes.map(|chunk| chunk.map_err(|error| PortError::Lost(error.to_string()))))
}

fn refuse(error: PortError) -> Problem {
    match error {
        PortError::Refused(rule) => Problem::invalid("part", rule)
            .hint("read the upload for new URLs, and send each part whole"),
        other => other.into(),
    }
}
