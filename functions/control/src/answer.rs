//! Answers as Lambda can send them: whole, and of bounded size.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use wavecast_api::REQUEST_ID;
use wavecast_api::contract::problem::Problem;

/// Bytes of an answer. Lists come in pages, files from the edge.
const MOST: usize = 1 << 20;

/// Why a request gets no answer of the API's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refused {
    /// It came past the firewall.
    Origin,
    /// The answer never ends.
    Stream,
    /// The answer is too long.
    TooLong,
}

impl Refused {
    fn problem(self) -> Problem {
        let (status, kind, title, detail, hint) = match self {
            Self::Origin => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "Not this way",
                "this address is closed: requests come through the firewall before it",
                "use the API's public address: the deployment's output ApiUrl",
            ),
            Self::Stream => (
                StatusCode::NOT_IMPLEMENTED,
                "no-streams",
                "Nothing is streamed here",
                "this deployment sends whole answers alone",
                "leave /events away and ask with ?wait=20 instead",
            ),
            Self::TooLong => (
                StatusCode::NOT_IMPLEMENTED,
                "answer-too-large",
                "The answer is too large",
                "an answer of this deployment has at most 1048576 bytes",
                "ask for fewer at once, with ?limit=",
            ),
        };
        Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            hint: Some(hint.to_owned()),
            ..Problem::default()
        }
    }

    /// The answer in place of the API's.
    pub(crate) fn answer(self, id: &str) -> Response {
        let mut problem = self.problem();
        id.clone_into(&mut problem.request_id);
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::FORBIDDEN);
        // Text and numbers alone: writing them can't fail.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        let media = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, media);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(id) = HeaderValue::from_str(id) {
            headers.insert(&REQUEST_ID, id);
        }
        response
    }
}

/// An answer with its whole body, or why it can't be sent.
pub(crate) async fn whole(response: Response, id: &str) -> Response {
    let media = response.headers().get(header::CONTENT_TYPE);
    if media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream")) {
        return Refused::Stream.answer(id);
    }
    let (parts, body) = response.into_parts();
    // A body of the API's is in memory already: only its length can be wrong.
    match to_bytes(body, MOST).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(_) => Refused::TooLong.answer(id),
    }
}

#[cfg(test)]
mod tests {
    use axum::response::sse::{Event, Sse};

    use super::*;

    async fn read(response: Response) -> (u16, Option<serde_json::Value>) {
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).ok())
    }

    #[tokio::test]
    async fn an_answer_is_sent_whole_up_to_its_most() {
        let fits = whole(vec![b'1'; MOST].into_response(), "r-1").await;
        assert_eq!(fits.status(), StatusCode::OK);
        let (status, told) = read(whole(vec![b'1'; MOST + 1].into_response(), "r-1").await).await;
        let told = told.unwrap();
        assert_eq!(
            (status, &told["type"]),
            (501, &"/problems/answer-too-large".into())
        );
        assert_eq!(told["request_id"], "r-1");
        assert!(told["hint"].as_str().unwrap().contains("?limit="));
    }

    /// One that never ends would hold the function until it is killed.
    #[tokio::test]
    async fn a_stream_is_refused_with_the_long_poll_as_the_way_out() {
        let never = Sse::new(tokio_stream()).into_response();
        let (status, told) = read(whole(never, "r-2").await).await;
        assert_eq!(status, 501);
        assert!(told.unwrap()["hint"].as_str().unwrap().contains("?wait=20"));
    }

    fn tokio_stream()
    -> impl futures_util::Stream<Item = Result<Event, axum::Error>> + Send + 'static {
        futures_util::stream::pending()
    }
}
