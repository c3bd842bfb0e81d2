//! The one error of the API: `application/problem+json` (RFC 9457).
//!
//! A handler answers a [`Problem`]; [`crate::frame`] writes it out, because only it knows the
//! request's id. Every kind has one constructor, so that one thing always has one status.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::contract::problem as contract;

mod from;

/// Why a request isn't carried out: what the client is told, and when to try again.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    told: Box<contract::Problem>,
    retry_after: Option<u32>,
}

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    fn new(status: StatusCode, kind: &str, title: &str, detail: impl Into<String>) -> Self {
        let told = contract::Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            ..contract::Problem::default()
        };
        Self {
            told: Box::new(told),
            retry_after: None,
        }
    }

    /// The request can't be read: bad JSON, an unknown field, a bad header or query.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        let title = "The request can't be read";
        Self::new(StatusCode::BAD_REQUEST, "malformed", title, detail)
    }

    /// A field of the request can't be read.
    pub(crate) fn malformed_at(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::malformed("").about(field, rule)
    }

    /// A field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        let title = "The input breaks a rule";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title, "").about(field, rule)
    }

    /// No known token.
    pub(crate) fn unauthenticated(detail: &str) -> Self {
        let title = "A token is needed";
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", title, detail)
            .hint("send 'Authorization: Bearer …' with a token: `wavecast token create` makes one, the first start stored one")
    }

    /// The password was right, and is not enough.
    pub(crate) fn second_factor() -> Self {
        let title = "A second factor is needed";
        let detail = "the password is right, and a code of the authenticator is needed besides";
        Self::new(StatusCode::UNAUTHORIZED, "second-factor", title, detail)
            .hint("send the authenticator's code of now as 'code', or one to fall back on")
    }

    /// What the path names doesn't exist; the hint says where to look.
    pub(crate) fn not_found(what: &str, hint: &str) -> Self {
        let (title, rule) = ("There is no such thing", format!("{what} doesn't exist"));
        Self::new(StatusCode::NOT_FOUND, "not-found", title, "")
            .about(what, rule)
            .hint(hint)
    }

    /// The state doesn't allow it now.
    pub(crate) fn state(field: impl Into<String>, rule: impl Into<String>) -> Self {
        let title = "The state doesn't allow it now";
        Self::new(StatusCode::CONFLICT, "state", title, "").about(field, rule)
    }

    /// The path is none of ours.
    pub(crate) fn no_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "no-route",
            "There is no such path",
            "nothing is served at this path",
        )
        .hint("see /api/docs")
    }

    /// The path exists, the method on it doesn't.
    pub(crate) fn no_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "no-method",
            "The path has no such method",
            "this path doesn't take this method; 'allow' names those it takes",
        )
    }

    /// The body isn't of the media type that is read, by its own saying.
    pub(crate) fn media_type(wanted: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "The body has the wrong media type",
            format!("a body must be sent as 'content-type: {wanted}'"),
        )
    }

    /// The body is too large.
    pub(crate) fn too_large(most: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is too large",
            format!("a body may have at most {most} bytes"),
        )
        .hint("files are sent through /uploads")
    }

    /// The idempotency key stands for another request.
    pub(crate) fn key_reused() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key-reused",
            "The idempotency key was used for another request",
            "this idempotency key was used with another method, path or body; nothing was changed",
        )
        .hint("make a new key for every new request")
    }

    /// A browser sent it with a cookie, and a page of another site may have made it do so.
    pub(crate) fn foreign(origin: &str, header: &str) -> Self {
        let detail = "a request with this site's cookie must come from a page of its own";
        let title = "You may not do this";
        Self::new(StatusCode::FORBIDDEN, "forbidden", title, detail).hint(format!(
            "send it from {origin}, with the header {header}; elsewhere take a token instead of the cookie"
        ))
    }

    /// Nothing was done; trying again soon will help.
    pub(crate) fn unavailable(kind: &str, title: &str, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, kind, title, detail);
        problem.retry_after = Some(1);
        problem
    }

    /// Somebody asked too often; nothing was looked at.
    pub(crate) fn too_many(who: &str, seconds: u32) -> Self {
        let title = "Too many requests";
        let detail = format!("{who} asks too often; nothing was done");
        let mut problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-requests",
            title,
            detail,
        )
        .hint(format!(
            "ask again in {seconds} s, and less often from then on"
        ));
        problem.retry_after = Some(seconds);
        problem
    }

    /// It may have happened.
    pub(crate) fn unknown_outcome(detail: impl Into<String>) -> Self {
        Self::unavailable("unknown-outcome", "It may have happened", detail)
            .hint("repeat the request with the same idempotency key: it is never done twice; without a key, look first")
    }

    /// A defect, or a wrong setup.
    pub(crate) fn internal(detail: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal", "The server failed", detail)
            .hint("look for this request's id in the server's log")
    }

    /// With the field and the rule that it breaks, which make the detail.
    fn about(mut self, field: impl Into<String>, rule: impl Into<String>) -> Self {
        let (field, rule) = (field.into(), rule.into());
        self.told.detail = if rule.starts_with(&field) {
            rule.clone()
        } else {
            format!("{field}: {rule}")
        };
        self.told.field = Some(field);
        self.told.rule = Some(rule);
        self
    }

    /// With the word that clients of OAuth 2.0 know it by.
    pub(crate) fn oauth(mut self, error: &str) -> Self {
        self.told.error = Some(error.to_owned());
        self
    }

    /// With the way out.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.told.hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        self
    }

    /// Whether the server, not the request, is to blame.
    pub(crate) fn is_ours(&self) -> bool {
        self.told.status >= 500
    }

    /// Whether it was refused for its token.
    pub(crate) fn is_unauthenticated(&self) -> bool {
        self.told.status == StatusCode::UNAUTHORIZED.as_u16()
    }

    /// Whether whoever asked may not have what they asked for.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.told.status == StatusCode::FORBIDDEN.as_u16()
    }

    /// Seconds until trying again may help.
    #[cfg(test)]
    pub(crate) const fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// All that is told of it.
    pub(crate) const fn told(&self) -> &contract::Problem {
        &self.told
    }

    /// What happened this time.
    pub(crate) fn detail(&self) -> &str {
        &self.told.detail
    }

    /// The response of this problem under a request's id.
    pub(crate) fn render(mut self, request_id: &str) -> Response {
        request_id.clone_into(&mut self.told.request_id);
        let status = StatusCode::from_u16(self.told.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Text and numbers alone: writing them can't fail.
        let body = serde_json::to_vec(&self.told).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"wavecast\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// Leaves the problem in the response for [`crate::frame`] to write out.
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
