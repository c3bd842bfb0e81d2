//! Workflows elsewhere that are trusted, and the exchange of their tokens (RFC 8693).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::name::TrustName;
use wavecast_domain::org;

use super::secret::ShownOnce;

/// A rule of trust: which workflows elsewhere get short-lived tokens of a service account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trust {
    /// Its name.
    #[schema(example = "main-branch")]
    pub name: String,
    /// The service account.
    #[schema(example = "ci")]
    pub account: String,
    /// Who vouches for the workflow.
    #[schema(example = "https://token.actions.githubusercontent.com")]
    pub issuer: String,
    /// The repository that it runs for.
    #[schema(example = "acme/lamp")]
    pub repository: String,
    /// The reference that it runs on; any if absent.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(example = "refs/heads/main")]
    pub reference: Option<String>,
    /// The environment that it deploys to; any, or none, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "production")]
    pub environment: Option<String>,
    /// Minutes for which a token works.
    #[schema(example = 60)]
    pub minutes: u16,
}

/// What a rule of trust is from now on; tokens that it gave before end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTrust {
    /// The service account.
    #[schema(example = "ci")]
    pub account: String,
    /// Who vouches for the workflow: one of the issuers that the server trusts.
    #[schema(example = "https://token.actions.githubusercontent.com")]
    pub issuer: String,
    /// The repository that it runs for.
    #[schema(example = "acme/lamp")]
    pub repository: String,
    /// The reference that it runs on, or `refs/tags/*` for all beneath one. Any if not said; then an
    /// environment must be.
    #[serde(rename = "ref")]
    #[schema(example = "refs/heads/main")]
    pub reference: Option<String>,
    /// The environment that it deploys to; any, or none, if not said.
    #[schema(example = "production")]
    pub environment: Option<String>,
    /// Minutes for which a token works: 5 to 60, if not said 60.
    #[schema(example = 60)]
    pub minutes: Option<u16>,
}

/// A workflow's token to exchange, as a form. Parameters that aren't known are passed over.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TokenExchange {
    /// `urn:ietf:params:oauth:grant-type:token-exchange`.
    #[schema(example = "urn:ietf:params:oauth:grant-type:token-exchange")]
    pub grant_type: String,
    /// The workflow's own token.
    #[schema(value_type = String, example = "eyJhbGciOiJSUzI1NiIs…")]
    pub subject_token: ShownOnce,
    /// `urn:ietf:params:oauth:token-type:jwt`, or `…:id_token`.
    #[schema(example = "urn:ietf:params:oauth:token-type:jwt")]
    pub subject_token_type: String,
    /// The organization and its service account, as `acme/ci`.
    #[schema(example = "acme/ci")]
    pub audience: String,
}

/// The token that was got for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenExchanged {
    /// What to send as `Authorization: Bearer`.
    #[schema(value_type = String, example = "wcs_4j7c9q2m8x0d5v1k…")]
    pub access_token: ShownOnce,
    /// `urn:ietf:params:oauth:token-type:access_token`.
    #[schema(example = "urn:ietf:params:oauth:token-type:access_token")]
    pub issued_token_type: &'static str,
    /// `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds for which it works.
    #[schema(example = 3600)]
    pub expires_in: i64,
}

impl From<(TrustName, org::Trust)> for Trust {
    fn from((name, trust): (TrustName, org::Trust)) -> Self {
        Self {
            name: name.into(),
            account: trust.account.into(),
            issuer: trust.issuer,
            repository: trust.repository,
            reference: trust.reference,
            environment: trust.environment,
            minutes: trust.minutes,
        }
    }
}
