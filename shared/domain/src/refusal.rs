//! Why a command was refused: one type, which the API turns into problem+json and the CLI into a hint.

use serde::{Deserialize, Serialize};

/// The kind of a refusal; each is a stable URI fragment in the API (`kebab-case`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The input breaks a rule.
    Invalid,
    /// What the command names doesn't exist.
    NotFound,
    /// What it creates exists with other content.
    Exists,
    /// The state doesn't allow it now.
    State,
    /// The principal may not.
    Forbidden,
    /// A limit would be passed.
    Limit,
    /// It needs the approvals of others.
    Approval,
    /// The expected revision isn't the present one.
    Stale,
}

/// A refusal: nothing was written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error, Deserialize, Serialize)]
#[error("{rule}")]
pub struct Refusal {
    /// The kind.
    pub reason: Reason,
    /// The field or resource concerned, such as `share` or `release 01J…`.
    pub field: String,
    /// The rule, in a sentence.
    pub rule: String,
    /// The way out, in a sentence; may name a command.
    pub hint: String,
}

impl Refusal {
    /// A refusal of a kind.
    pub fn new(
        reason: Reason,
        field: impl Into<String>,
        rule: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            reason,
            field: field.into(),
            rule: rule.into(),
            hint: hint.into(),
        }
    }

    /// The input breaks a rule.
    pub fn invalid(
        field: impl Into<String>,
        rule: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Reason::Invalid, field, rule, hint)
    }

    /// The state doesn't allow it now.
    pub fn state(
        field: impl Into<String>,
        rule: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Reason::State, field, rule, hint)
    }

    /// What was named doesn't exist.
    pub fn missing(what: impl Into<String>, hint: impl Into<String>) -> Self {
        let what = what.into();
        let rule = format!("{what} doesn't exist");
        Self::new(Reason::NotFound, what, rule, hint)
    }
}
