//! Organizations: who owns which applications, and who may do what there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::id::Ulid;
use crate::name::{AccountName, RoleName, SecretId, TrustName, UserId};
use crate::role::{CustomRole, Grants, OrgRole};

mod access;
mod account;
mod app;
mod command;
mod create;
mod decide;
mod founding;
mod giving;
mod groups;
mod invitation;
mod member;
mod quota;
mod roles;
mod token;
mod trust;

pub use command::{NewInvitation, NewToken, OrgCommand};
pub use decide::{OrgDecision, decide_org};
pub use founding::{Founders, Founding};
pub use groups::{GroupPath, GroupTree, Heed, Refused, Settled, Task, Unit, role_of};
pub use quota::{Held, Quota, Usage};
pub use token::{Holder, Token, TokenState};
pub use trust::{NewExchange, Trust, Workflow};

/// The state of an organization.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Org {
    /// Its name.
    pub name: OrgName,
    /// For people.
    pub title: String,
    /// Counts its commits.
    pub revision: u64,
    /// When it was created.
    pub created: Timestamp,
    /// Its applications.
    pub apps: BTreeMap<AppName, AppEntry>,
    /// The people in it.
    #[serde(default)]
    pub members: BTreeMap<UserId, Member>,
    /// Those who were invited and haven't answered.
    #[serde(default)]
    pub invitations: BTreeMap<SecretId, Invitation>,
    /// The roles that it made.
    #[serde(default)]
    pub roles: BTreeMap<RoleName, CustomRole>,
    /// Its machines.
    #[serde(default)]
    pub accounts: BTreeMap<AccountName, Account>,
    /// The rules by which workflows elsewhere get tokens of its machines.
    #[serde(default)]
    pub trusts: BTreeMap<TrustName, Trust>,
    /// The tokens that work here. One that isn't named is dead at once, whatever is kept of it.
    #[serde(default)]
    pub tokens: BTreeMap<SecretId, LiveToken>,
    /// Its groups at whoever signs people in, where they are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<GroupTree>,
    /// How much it may hold.
    #[serde(default, skip_serializing_if = "Quota::is_none")]
    pub quota: Quota,
    /// Digest of its last audit event.
    #[serde(default)]
    pub trail: Option<Sha256>,
}

/// An application in its organization's list.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppEntry {
    /// What its packages are.
    pub kind: Kind,
    /// When it was created.
    pub created: Timestamp,
    /// The saga that made its groups at whoever signs people in, once they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Ulid>,
}

/// A person in an organization.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Member {
    /// As whoever signed them in last called them.
    pub name: String,
    /// In the organization.
    pub role: OrgRole,
    /// In its applications; of no matter for owners and admins.
    #[serde(default)]
    pub grants: Grants,
    /// Since when.
    pub since: Timestamp,
}

/// Somebody who was invited.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Invitation {
    /// Whom it is for, such as an address; for people.
    pub whom: String,
    /// The role that it gives in the organization.
    pub role: OrgRole,
    /// The roles that it gives in applications.
    #[serde(default)]
    pub grants: Grants,
    /// Hash of its code.
    pub hash: Sha256,
    /// Who invites, for people.
    pub by: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops being good.
    pub expires: Timestamp,
}

/// A service account.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Account {
    /// For people.
    pub title: String,
    /// Its roles in applications.
    pub grants: Grants,
    /// Since when.
    pub created: Timestamp,
}

/// A token that works, as its organization knows it; the rest stands in its own record.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct LiveToken {
    /// For whom it acts.
    pub holder: Holder,
    /// When it stops.
    pub expires: Timestamp,
    /// The rule of trust that gave it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<TrustName>,
}

impl Invitation {
    /// Whether it can't be accepted any more.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires <= now
    }
}
