//! The one error of the API.

use serde::Serialize;
use utoipa::ToSchema;

/// Why a request wasn't carried out: the field, the rule that it breaks, and the way out.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Problem {
    /// The kind: `/problems/` and a stable word.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid")]
    pub kind: String,
    /// The kind, for people.
    #[schema(example = "The input breaks a rule")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What happened this time.
    #[schema(example = "share: must carry a percent sign, such as 5%")]
    pub detail: String,
    /// The field or resource concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "share")]
    pub field: Option<String>,
    /// The rule that it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "must carry a percent sign, such as 5%")]
    pub rule: Option<String>,
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "write 100% for everybody")]
    pub hint: Option<String>,
    /// The same in a word of OAuth 2.0 (RFC 6749), where a token was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "invalid_target")]
    pub error: Option<String>,
    /// The request's id, for support and for the audit trail.
    #[schema(example = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CF")]
    pub request_id: String,
}
