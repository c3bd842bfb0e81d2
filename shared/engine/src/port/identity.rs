//! Who signed in elsewhere.

use std::collections::BTreeMap;

use async_trait::async_trait;
use wavecast_domain::name::UserId;
use wavecast_domain::org::Workflow;
use wavecast_domain::role::Said;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

/// Somebody whom an issuer vouches for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    /// Made of the issuer and its own stable id of the person; the same at every sign-in.
    pub id: UserId,
    /// For people.
    pub name: String,
    /// The roles that the issuer's claims give, by organization, as the installation maps them.
    pub roles: BTreeMap<OrgName, Vec<Said>>,
}

/// Why a token of an issuer isn't accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IdentityError {
    /// The token breaks a rule; says which, and nothing that helps to guess.
    #[error("{0}")]
    Refused(String),
    /// It can't be judged now: the issuer's keys aren't known and can't be read.
    #[error("{0}")]
    Unavailable(String),
}

/// Verifies the access tokens of an issuer.
///
/// Contract: what is answered was signed by a key of the issuer, for this audience, and is valid at
/// `now`. A token that was accepted is judged again by each call.
#[async_trait]
pub trait Identity: Send + Sync {
    /// Whom a token speaks for.
    async fn verify(&self, token: &str, now: Timestamp) -> Result<Person, IdentityError>;
}

/// Verifies the tokens by which workflows of other services prove where they run.
///
/// Contract: as [`Identity`]; the issuer is one of those that the installation trusts.
#[async_trait]
pub trait Workflows: Send + Sync {
    /// The issuers that are trusted, as they call themselves.
    fn issuers(&self) -> Vec<&str>;

    /// Whom the tokens must be for.
    fn audience(&self) -> &str;

    /// Which workflow a token speaks for.
    async fn judge(&self, token: &str, now: Timestamp) -> Result<Workflow, IdentityError>;
}
