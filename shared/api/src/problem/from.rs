//! What went wrong inside, as a problem outside.

use axum::http::StatusCode;
use wavecast_domain::Refusal;
use wavecast_domain::refusal::Reason;
use wavecast_engine::control::ControlError;
use wavecast_engine::port::PortError;

use super::Problem;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (status, kind, title) = match refusal.reason {
            Reason::Invalid => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "The input breaks a rule",
            ),
            Reason::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is no such thing"),
            Reason::Exists => (
                StatusCode::CONFLICT,
                "exists",
                "It exists with other content",
            ),
            Reason::State => (
                StatusCode::CONFLICT,
                "state",
                "The state doesn't allow it now",
            ),
            Reason::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "You may not do this"),
            Reason::Limit => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "limit",
                "A limit would be passed",
            ),
            Reason::Approval => (
                StatusCode::CONFLICT,
                "approval-needed",
                "It needs the approvals of others",
            ),
            Reason::Stale => (
                StatusCode::PRECONDITION_FAILED,
                "stale",
                "It changed in the meantime",
            ),
        };
        Self::new(status, kind, title, "")
            .about(refusal.field, refusal.rule)
            .hint(refusal.hint)
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        match error {
            PortError::Lost(_) => Self::unavailable(
                "unavailable",
                "A part of the server doesn't answer",
                error.to_string(),
            ),
            PortError::Throttled(_) => {
                Self::unavailable("throttled", "Too much at once", error.to_string())
            }
            PortError::Conflict => Self::contended(),
            PortError::Unknown(_) => Self::unknown_outcome(error.to_string()),
            PortError::Refused(rule) => Self::invalid("upload", rule),
            PortError::Setup(detail) => Self::internal(detail),
        }
    }
}

impl From<ControlError> for Problem {
    fn from(error: ControlError) -> Self {
        match error {
            ControlError::Refused(refusal) => refusal.into(),
            ControlError::KeyReused => Self::key_reused(),
            ControlError::Contended => Self::contended(),
            ControlError::Port(error) => error.into(),
            ControlError::Layout(detail) => Self::internal(detail),
        }
    }
}

impl Problem {
    /// Others kept changing it.
    pub(crate) fn contended() -> Self {
        Self::unavailable(
            "contended",
            "Others are changing it",
            "others are changing this at the same time; nothing was changed",
        )
        .hint("try again")
    }
}
