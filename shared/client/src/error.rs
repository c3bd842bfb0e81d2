//! Why a call failed.

use std::time::Duration;

use progenitor_client::Error;

use crate::generated::types::Problem;

/// Why a call failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClientError {
    /// The server says why, and what to do.
    #[error("{}", problem.detail)]
    Problem {
        /// What it says.
        problem: Box<Problem>,
        /// Seconds after which trying again makes sense.
        retry_after: Option<u64>,
    },
    /// The server wasn't reached, or the connection broke: a change may have happened. Repeating
    /// it with the same idempotency key is safe.
    #[error("{0}")]
    Unreachable(String),
    /// The server answered something else than its document says: another version, or no Wavecast.
    #[error("the server's answer isn't understood: {0}")]
    Unexpected(String),
    /// The client is set up wrongly, or a value can't be sent.
    #[error("{0}")]
    Setup(String),
    /// A local file can't be read, or changed while it was sent.
    #[error("{0}")]
    File(String),
}

/// The longest that anybody waits because a server says so.
const LONGEST_WAIT: u64 = 60;

impl ClientError {
    /// How long to wait before the same again, where the server did nothing because it was asked too
    /// often (429).
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Problem {
                problem,
                retry_after,
            } if problem.status == 429 => {
                let seconds = retry_after.unwrap_or(1).min(LONGEST_WAIT);
                Some(Duration::from_secs(seconds))
            }
            _ => None,
        }
    }

    /// The last word of the problem's type, such as `not-found`, where the server said one.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Problem { problem, .. } => problem.type_.strip_prefix("/problems/"),
            _ => None,
        }
    }
}

impl From<Error<Problem>> for ClientError {
    fn from(error: Error<Problem>) -> Self {
        match error {
            Error::ErrorResponse(answer) => {
                let seconds = answer.headers().get("retry-after");
                let seconds = seconds.and_then(|value| value.to_str().ok()?.parse().ok());
                Self::Problem {
                    problem: Box::new(answer.into_inner()),
                    retry_after: seconds,
                }
            }
            Error::CommunicationError(error) | Error::ResponseBodyError(error) => error.into(),
            Error::InvalidUpgrade(error) => Self::Unexpected(error.to_string()),
            Error::InvalidResponsePayload(_, error) => Self::Unexpected(error.to_string()),
            Error::UnexpectedResponse(answer) => {
                Self::Unexpected(format!("status {}", answer.status()))
            }
            Error::InvalidRequest(rule) | Error::Custom(rule) => Self::Setup(rule),
        }
    }
}

impl From<reqwest::Error> for ClientError {
    /// With the causes beneath it: reqwest's own text doesn't say why a connection failed.
    fn from(error: reqwest::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self::Unreachable(text)
    }
}
