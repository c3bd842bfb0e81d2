//! Who signed in elsewhere.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use wavecast_domain::name::UserId;
use wavecast_domain::org::Workflow;
use wavecast_domain::role::Said;
use wavecast_domain::user::GitHubPerson;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;
use zeroize::Zeroizing;

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

/// A sign-in with a browser that was begun: what belongs to it until the browser is back. Nothing of it is
/// printed.
#[derive(Clone, Deserialize, Serialize)]
pub struct Begun {
    /// What the browser must bring back.
    pub state: String,
    /// What the ID token must carry, where there is one.
    pub nonce: String,
    /// What the code's challenge was made of (RFC 7636).
    pub verifier: String,
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begun(…)")
    }
}

/// What a browser brings back (RFC 6749, section 4.1.2).
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// The code, if the person agreed.
    #[serde(default)]
    pub code: Option<String>,
    /// What was sent along.
    #[serde(default)]
    pub state: Option<String>,
    /// Who answers (RFC 9207), where it says so.
    #[serde(default)]
    pub iss: Option<String>,
    /// Why there is no code.
    #[serde(default)]
    pub error: Option<String>,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({:?})", self.error)
    }
}

/// Who came back, as the provider vouches for them.
#[derive(Clone, Debug)]
pub enum Proven {
    /// An account at GitHub.
    GitHub(GitHubPerson),
    /// Tokens of the issuer, for us.
    Tokens(Issued),
}

/// Tokens of an issuer. Nothing of them is printed.
#[derive(Clone)]
pub struct Issued {
    /// To act with: [`Identity`] judges it.
    pub access: Zeroizing<String>,
    /// To go on with, if the issuer lets one.
    pub refresh: Option<Zeroizing<String>>,
    /// Seconds for which the first works.
    pub expires_in: i64,
    /// Who signed in, by a token for us alone; `None` where one only went on.
    pub person: Option<UserId>,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Issued(…)")
    }
}

/// Signs people in with their browser: authorization code with PKCE (RFC 6749, RFC 7636).
///
/// Contract: nobody is proven but who brought back the state of this very [`Begun`], and a code that the
/// provider took for it. A refused or replayed answer is [`IdentityError::Refused`].
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// What people call it.
    fn title(&self) -> &str;

    /// Its address: of it and of its own id of somebody the person's id is made.
    fn issuer(&self) -> &str;

    /// Where the browser goes, to be sent back to `redirect`, and what to keep until then.
    async fn begin(&self, redirect: &str) -> Result<(String, Begun), IdentityError>;

    /// Who is back.
    async fn finish(
        &self,
        begun: &Begun,
        redirect: &str,
        back: &Callback,
        now: Timestamp,
    ) -> Result<Proven, IdentityError>;

    /// The next tokens of its own, where it gives any.
    async fn go_on(&self, refresh: &str) -> Result<Issued, IdentityError>;

    /// Gives its tokens back, where it gave any: they work no more.
    async fn end(&self, refresh: &str) -> Result<(), IdentityError>;
}
