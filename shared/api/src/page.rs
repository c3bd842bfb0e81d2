//! What a person's browser is shown where it is sent and no page of ours has asked: one heading, and some
//! lines of text.

use std::fmt::Write as _;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use crate::problem::Problem;

/// Its own style may be used; nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const STYLE: &str = ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem}h1{font-size:1.3rem}code{display:block;padding:.8rem;background:#8882;border-radius:6px;overflow-wrap:anywhere;user-select:all}a{display:inline-block;padding:.5rem 1.2rem;border:1px solid;border-radius:6px;text-decoration:none}";

/// A line of a page.
pub(crate) enum Line<'a> {
    /// To be read.
    Text(&'a str),
    /// To be copied.
    Code(&'a str),
    /// To be followed: what it says, and where it leads.
    Link(&'a str, &'a str),
}

/// A page.
pub(crate) fn page(status: StatusCode, title: &str, lines: &[Line<'_>]) -> Response {
    let title = escaped(title);
    let mut body = String::new();
    for line in lines {
        // Writing to text never fails.
        let _ = match line {
            Line::Text(text) => write!(body, "<p>{}</p>", escaped(text)),
            Line::Code(text) => write!(body, "<code>{}</code>", escaped(text)),
            Line::Link(text, to) => {
                let (text, to) = (escaped(text), escaped(to));
                write!(body, "<p><a href=\"{to}\">{text}</a></p>")
            }
        };
    }
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>{body}</html>"
    );
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (status, policy, Html(html)).into_response()
}

/// A problem, as a page for who reads pages, and as JSON for others.
pub(crate) fn told(problem: Problem, headers: &HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or("");
    if !accept.contains("text/html") {
        return problem.into_response();
    }
    if problem.is_ours() {
        tracing::warn!(problem = problem.detail(), "a page tells of a problem");
    }
    let it = problem.told();
    let hint = it.hint.as_deref().unwrap_or_default();
    let status = StatusCode::from_u16(it.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let lines = [
        Line::Text(&it.detail),
        Line::Text(hint),
        Line::Link("Begin again", "/sign-in"),
    ];
    page(status, &it.title, &lines)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_is_text_and_no_markup() {
        let said = r#"<script>alert("a&'b")</script>"#;
        let safe = "&lt;script&gt;alert(&quot;a&amp;&#39;b&quot;)&lt;/script&gt;";
        assert_eq!(escaped(said), safe);
    }
}
