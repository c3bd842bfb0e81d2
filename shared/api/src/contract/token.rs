//! Tokens of people and of service accounts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::org::{self, Holder};

use super::access::names;
use super::secret::ShownOnce;

/// A token; never the secret itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its id: the 16 characters after its prefix.
    #[schema(example = "4j7c9q2m8x0d5v1k")]
    pub id: String,
    /// What it is for.
    #[schema(example = "nightly builds")]
    pub label: String,
    /// The person for whom it acts, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The service account for which it acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ci")]
    pub account: Option<String>,
    /// No more than these.
    #[schema(example = json!(["package", "read", "release"]))]
    pub permissions: Vec<String>,
    /// In these applications alone; in all of its holder's if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["lamp"]))]
    pub apps: Option<Vec<String>>,
    /// When it was made.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// Who made it.
    pub by: String,
    /// When it stops.
    #[schema(example = "2027-02-19T09:00:00Z")]
    pub expires: String,
    /// When it was last seen, to the minute; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T10:00:00Z")]
    pub used: Option<String>,
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateToken {
    /// For which service account; for oneself if not said.
    #[schema(example = "ci")]
    pub account: Option<String>,
    /// What it is for; for people.
    #[schema(example = "nightly builds")]
    pub label: String,
    /// No more than these: names of permissions.
    #[schema(example = json!(["package", "read", "release"]))]
    pub permissions: Vec<String>,
    /// In these applications alone; in all of its holder's if not said.
    #[schema(example = json!(["lamp"]))]
    pub apps: Option<Vec<String>>,
    /// When it stops: at most 366 days from now; after 90 days if not said.
    pub expires: Option<String>,
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenMade {
    /// The token; absent on a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// What to send as `Authorization: Bearer`. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub secret: Option<ShownOnce>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request, whose secret isn't known any more.
    pub replayed: bool,
}

impl From<org::TokenState> for Token {
    fn from(state: org::TokenState) -> Self {
        let token = state.token;
        let (user, account) = match token.holder {
            Holder::User { user } => (Some(user.into()), None),
            Holder::Account { account } => (None, Some(account.into())),
        };
        let apps = token.scope.apps;
        Self {
            id: token.id.into(),
            label: token.label,
            user,
            account,
            permissions: names(&token.scope.permissions),
            apps: apps.map(|apps| apps.into_iter().map(Into::into).collect()),
            created: token.created.into(),
            by: token.by,
            expires: token.expires.into(),
            used: state.used.map(Into::into),
        }
    }
}
