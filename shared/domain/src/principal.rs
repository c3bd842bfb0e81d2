//! Who acts.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use wavecast_wire::name::OrgName;

use crate::access::Access;
use crate::name::{AccountName, SecretId, UserId};
use crate::role::Said;

/// An authenticated actor. Only authentication and the system's own functions make one.
///
/// What a person or a machine may do is never stored with it: one that was read back from the
/// trail may do nothing.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Principal {
    /// The token that the first start of a local server made; may do everything.
    Bootstrap,
    /// One of Wavecast's own functions.
    System {
        /// `publisher`, `keys` or `upkeep`.
        function: String,
    },
    /// A person.
    User {
        /// Stable id of the person.
        id: UserId,
        /// For people to read.
        name: String,
        /// The token that acts for the person, if one does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<SecretId>,
        /// The roles that the sign-in says of them, besides those that an organization gave.
        #[serde(skip)]
        said: BTreeMap<OrgName, Vec<Said>>,
        /// What the person may do in the organization concerned.
        #[serde(skip)]
        access: Access,
    },
    /// A service account.
    Service {
        /// The organization that it belongs to.
        org: OrgName,
        /// Its name.
        account: AccountName,
        /// The token that it came with.
        token: SecretId,
        /// What it may do there.
        #[serde(skip)]
        access: Access,
    },
}

impl Principal {
    /// Somebody who signed in, before it is known what they may do.
    #[must_use]
    pub fn person(id: UserId, name: impl Into<String>) -> Self {
        Self::signed_in(id, name, BTreeMap::new())
    }

    /// The same, with the roles that the sign-in says of them.
    #[must_use]
    pub fn signed_in(
        id: UserId,
        name: impl Into<String>,
        said: BTreeMap<OrgName, Vec<Said>>,
    ) -> Self {
        Self::User {
            id,
            name: name.into(),
            token: None,
            said,
            access: Access::default(),
        }
    }

    /// The same, with what they may do in the organization concerned.
    #[must_use]
    pub fn with_access(mut self, to: Access) -> Self {
        if let Self::User { access, .. } | Self::Service { access, .. } = &mut self {
            *access = to;
        }
        self
    }

    /// A person's id, where a person acts.
    #[must_use]
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The token that acts, where one does.
    #[must_use]
    pub const fn token(&self) -> Option<&SecretId> {
        match self {
            Self::User { token, .. } => token.as_ref(),
            Self::Service { token, .. } => Some(token),
            _ => None,
        }
    }

    /// To what the token that acts is narrowed; `None` for who acts without one.
    #[must_use]
    pub const fn narrowed(&self) -> Option<&Access> {
        match self {
            Self::User { token: None, .. } | Self::Bootstrap | Self::System { .. } => None,
            Self::User { access, .. } | Self::Service { access, .. } => Some(access),
        }
    }

    /// The roles in an organization that the sign-in says of a person.
    #[must_use]
    pub fn said(&self, org: &OrgName) -> &[Said] {
        match self {
            Self::User { said, .. } => said.get(org).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// A person who signed in, rather than a token that acts for one.
    #[must_use]
    pub const fn in_person(&self) -> Option<(&UserId, &String)> {
        match self {
            Self::User {
                id,
                name,
                token: None,
                ..
            } => Some((id, name)),
            _ => None,
        }
    }
}

impl fmt::Display for Principal {
    /// For people to read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bootstrap => f.write_str("bootstrap"),
            Self::System { function } => write!(f, "wavecast {function}"),
            Self::User { name, .. } => f.write_str(name),
            Self::Service { account, .. } => write!(f, "service {account}"),
        }
    }
}
