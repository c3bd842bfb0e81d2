//! The installation's own people, where no issuer signs them in: names, passwords, sessions.
//!
//! One of them is a person as an issuer's are: an id (`p-…`) that organizations know, made of chance,
//! so that whoever comes later under the same name is somebody else. What they may do, their roles in
//! organizations say; here stands only who they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Sha256, to_hex};
use wavecast_wire::time::Timestamp;

use crate::id::Fresh;
use crate::name::{NameError, SecretId, UserId, UserName};

mod decide;
mod factor;
mod github;
mod password;
mod session;

pub use decide::{NewCode, UserCommand, UserDecision, decide_user};
pub use factor::{Factor, Proof, Recovery};
pub use github::{GitHubAccount, GitHubPerson, github_number, unknown_account};
pub use password::check_password;
pub use session::{CLAIM, Ended, Owner, Pair, REFRESH, Session, SessionState, Turn};

/// One of the installation's own people.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct User {
    /// By what name they sign in.
    pub name: UserName,
    /// The person's id, everywhere else.
    pub person: UserId,
    /// For people; nothing is sent there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When they were added.
    pub created: Timestamp,
    /// Counts the changes.
    pub revision: u64,
    /// The account at GitHub by which they sign in, if by one: then they have neither password nor code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub github: Option<GitHubAccount>,
    /// None until they set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    /// What they are asked for besides, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Factor>,
    /// By which they set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Their sessions, with the last moment that each can reach.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sessions: BTreeMap<SecretId, Timestamp>,
    /// Digest of the last event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trail: Option<Sha256>,
}

impl User {
    /// Somebody who has nothing yet.
    fn new(name: UserName, person: UserId, now: Timestamp) -> Self {
        Self {
            name,
            person,
            email: None,
            created: now,
            revision: 0,
            github: None,
            password: None,
            factor: None,
            code: None,
            sessions: BTreeMap::new(),
            trail: None,
        }
    }

    /// Whose their sessions are.
    #[must_use]
    pub fn owner(&self) -> Owner<'_> {
        let account = self.github.as_ref();
        Owner {
            name: &self.name,
            person: &self.person,
            shown: account.and_then(|account| account.login.as_deref()),
        }
    }
}

/// A password as it is kept.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Password {
    /// The slow hash of it, with its parameters (a PHC string).
    pub hash: String,
    /// Since when.
    pub since: Timestamp,
}

/// A code as it is kept: an invitation, or the administrator's help to who forgot a password.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Code {
    /// Its public part.
    pub id: SecretId,
    /// Hash of it.
    pub hash: Sha256,
    /// Until when it is good.
    pub expires: Timestamp,
    /// Whether a password was set with it. It is kept for who didn't hear that it was.
    #[serde(default)]
    pub used: bool,
}

/// The id of a person who is added: of chance alone, in the form that an issuer's people have.
fn person(fresh: &Fresh) -> Result<UserId, NameError> {
    let digest = Sha256::of(format!("wavecast user {}", fresh.id("person").0).as_bytes());
    let hex = to_hex(&digest.0);
    format!("p-{}", hex.get(..24).unwrap_or_default()).parse()
}
