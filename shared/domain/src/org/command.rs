//! Commands on an organization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use super::groups::Settled;
use super::quota::Quota;
use super::token::Holder;
use super::trust::{NewExchange, Trust};
use crate::access::Scope;
use crate::app::{Dimensions, Settings};
use crate::name::{AccountName, RoleName, SecretId, TrustName, UserId};
use crate::permission::Permission;
use crate::role::{Grants, OrgRole};

/// A change of an organization.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum OrgCommand {
    /// Create it. A person who does becomes its owner.
    CreateOrg {
        /// Its name.
        name: OrgName,
        /// For people.
        title: String,
    },
    /// Create an application in it.
    CreateApp {
        /// Its name.
        name: AppName,
        /// What its packages are.
        kind: Kind,
        /// Settings, if not the defaults.
        settings: Option<Settings>,
        /// Dimensions, besides the ones that every application has.
        dimensions: Option<Dimensions>,
    },
    /// Invite somebody.
    Invite(NewInvitation),
    /// Take an invitation back.
    RevokeInvitation {
        /// Which.
        id: SecretId,
    },
    /// Become a member.
    AcceptInvitation {
        /// Which.
        id: SecretId,
        /// Hash of the code that was given.
        hash: Sha256,
    },
    /// Say no to an invitation.
    DeclineInvitation {
        /// Which.
        id: SecretId,
        /// Hash of the code that was given.
        hash: Sha256,
    },
    /// Give a member other roles.
    SetMember {
        /// Whom.
        user: UserId,
        /// The role in the organization.
        role: OrgRole,
        /// The roles in applications.
        grants: Grants,
    },
    /// Let a member go, with all their tokens; oneself, to leave.
    RemoveMember {
        /// Whom.
        user: UserId,
    },
    /// Make a member an owner, and oneself an admin.
    TransferOwnership {
        /// To whom.
        to: UserId,
    },
    /// Make a role, or change what it permits.
    SetRole {
        /// Its name.
        name: RoleName,
        /// For people.
        title: String,
        /// What it permits, on applications.
        permissions: BTreeSet<Permission>,
    },
    /// Forget a role that nobody has.
    DeleteRole {
        /// Which.
        name: RoleName,
    },
    /// Make a service account, or change its roles.
    SetAccount {
        /// Its name.
        name: AccountName,
        /// For people.
        title: String,
        /// Its roles in applications.
        grants: Grants,
    },
    /// End a service account, with all its tokens.
    DeleteAccount {
        /// Which.
        name: AccountName,
    },
    /// Make a rule of trust, or change it.
    SetTrust {
        /// Its name.
        name: TrustName,
        /// What it says.
        trust: Trust,
    },
    /// End a rule of trust, with the tokens that it gave.
    DeleteTrust {
        /// Which.
        name: TrustName,
    },
    /// Give a workflow that a rule takes a token.
    Exchange(NewExchange),
    /// Have groups made at whoever signs people in.
    MakeGroups,
    /// Have them taken away.
    RemoveGroups,
    /// Write down how a saga of groups ended.
    SettleGroups(Settled),
    /// Say how much it may hold.
    SetQuota(Quota),
    /// Make a token.
    CreateToken(NewToken),
    /// End a token, at once.
    RevokeToken {
        /// Which.
        id: SecretId,
    },
}

/// An invitation to make.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewInvitation {
    /// The public part of its code.
    pub id: SecretId,
    /// Hash of its code.
    pub hash: Sha256,
    /// Whom it is for, such as an address; for people.
    pub whom: String,
    /// The role in the organization.
    pub role: OrgRole,
    /// The roles in applications.
    pub grants: Grants,
    /// Until when it is good.
    pub expires: Timestamp,
}

/// A token to make.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct NewToken {
    /// The public part of it.
    pub id: SecretId,
    /// Hash of it.
    pub hash: Sha256,
    /// For which service account; for oneself if not said.
    pub account: Option<AccountName>,
    /// What it is for; for people.
    pub label: String,
    /// To what it narrows its holder's access.
    pub scope: Scope,
    /// When it stops.
    pub expires: Timestamp,
}

impl NewToken {
    /// For whom it acts, where `by` asks for it.
    #[must_use]
    pub fn holder(&self, by: Option<&UserId>) -> Option<Holder> {
        match &self.account {
            Some(account) => Some(Holder::Account {
                account: account.clone(),
            }),
            None => by.map(|user| Holder::User { user: user.clone() }),
        }
    }
}
