//! The document of this API, and a page to browse it.

use axum::http::header;
use axum::response::{Html, IntoResponse};

/// One file, without anything from elsewhere.
const PAGE: &str = include_str!("../docs.html");
/// The page's own script and style may run, and it may call this server; nothing else.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// As it is committed, and as a test says that the code describes it: to make it takes longer than a
/// start may.
const DOCUMENT: &str = include_str!("../../openapi.json");

/// Shows this API in a browser.
#[utoipa::path(get, path = "/api/docs", tag = "server", responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn get_docs() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(PAGE))
}

/// The OpenAPI document of this API.
#[utoipa::path(get, path = "/api/openapi.json", tag = "server", responses((status = 200, body = serde_json::Value, content_type = "application/json")))]
pub(crate) async fn get_openapi() -> impl IntoResponse {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, DOCUMENT)
}
