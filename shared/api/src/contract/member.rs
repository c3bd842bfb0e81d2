//! The people of an organization: members, invitations, roles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::name::{AccountName, RoleName, SecretId, UserId};
use wavecast_domain::{org, role};
use wavecast_wire::time::Timestamp;

use super::access::names;
use super::secret::ShownOnce;

/// A member of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    /// The person's id.
    #[schema(example = "p-8f14e45fceea167a5a36dedd")]
    pub id: String,
    /// The person's name.
    #[schema(example = "Ada")]
    pub name: String,
    /// In the organization.
    pub role: OrgRole,
    /// Roles by application; `*` stands for every one.
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
    /// Since when.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub since: String,
}

/// A role in an organization.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OrgRole {
    /// Everything, and who else is an owner.
    Owner,
    /// Everything but ownership.
    Admin,
    /// Belongs to it; what else, the roles in applications say.
    Member,
}

/// The roles of a member from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMember {
    /// In the organization.
    pub role: OrgRole,
    /// Roles by application; `*` stands for every one. None if not said.
    #[serde(default)]
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
}

/// Who becomes an owner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferOwnership {
    /// A member's id.
    #[schema(example = "p-8f14e45fceea167a5a36dedd")]
    pub to: String,
}

/// Somebody who was invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    #[schema(example = "4j7c9q2m8x0d5v1k")]
    pub id: String,
    /// Whom it is for.
    #[schema(example = "ada@example.com")]
    pub whom: String,
    /// The role that it gives in the organization.
    pub role: OrgRole,
    /// The roles that it gives by application.
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
    /// Who invites.
    pub by: String,
    /// When it was made.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// When it stops being good.
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub expires: String,
    /// Whether it is past that.
    pub expired: bool,
}

/// An invitation to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInvitation {
    /// Whom it is for, such as an address; for people.
    #[schema(example = "ada@example.com")]
    pub whom: String,
    /// The role in the organization; `member` if not said.
    pub role: Option<OrgRole>,
    /// Roles by application; `*` stands for every one. None if not said.
    #[serde(default)]
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
    /// Until when it is good: at most 30 days; 7 days if not said.
    pub expires: Option<String>,
}

/// An invitation that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationMade {
    /// The invitation; absent on a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
    /// Its code, for whom it is. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub code: Option<ShownOnce>,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
    /// Whether this repeats the answer to an earlier request, whose code isn't known any more.
    pub replayed: bool,
}

/// The answer of somebody who was invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerInvitation {
    /// The code as it was given.
    #[schema(value_type = String)]
    pub code: ShownOnce,
}

/// A role in applications that an organization made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Role {
    /// Its name.
    #[schema(example = "releaser")]
    pub name: String,
    /// For people.
    #[schema(example = "Moves releases, uploads nothing")]
    pub title: String,
    /// What it permits.
    #[schema(example = json!(["read", "release"]))]
    pub permissions: Vec<String>,
}

/// What a role is from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRole {
    /// For people; the name if not said.
    pub title: Option<String>,
    /// What it permits, `read` among it: permissions on applications.
    #[schema(example = json!(["read", "release"]))]
    pub permissions: Vec<String>,
}

/// A service account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// Its name.
    #[schema(example = "ci")]
    pub name: String,
    /// For people.
    #[schema(example = "Builds")]
    pub title: String,
    /// Roles by application; `*` stands for every one.
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
    /// Since when.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
}

/// What a service account is from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAccount {
    /// For people; the name if not said.
    pub title: Option<String>,
    /// Roles by application; `*` stands for every one. None if not said.
    #[serde(default)]
    #[schema(example = json!({"lamp": "write"}))]
    pub grants: BTreeMap<String, String>,
}

/// The key that stands for every application.
pub(crate) const EVERY: &str = "*";

fn grants(grants: role::Grants) -> BTreeMap<String, String> {
    let every = grants
        .every
        .map(|role| (EVERY.to_owned(), role.to_string()));
    let apps = grants.apps.into_iter();
    let apps = apps.map(|(app, role)| (app.into(), role.to_string()));
    every.into_iter().chain(apps).collect()
}

impl From<role::OrgRole> for OrgRole {
    fn from(role: role::OrgRole) -> Self {
        match role {
            role::OrgRole::Owner => Self::Owner,
            role::OrgRole::Admin => Self::Admin,
            role::OrgRole::Member => Self::Member,
        }
    }
}

impl From<OrgRole> for role::OrgRole {
    fn from(role: OrgRole) -> Self {
        match role {
            OrgRole::Owner => Self::Owner,
            OrgRole::Admin => Self::Admin,
            OrgRole::Member => Self::Member,
        }
    }
}

impl From<(UserId, org::Member)> for Member {
    fn from((id, member): (UserId, org::Member)) -> Self {
        Self {
            id: id.into(),
            name: member.name,
            role: member.role.into(),
            grants: grants(member.grants),
            since: member.since.into(),
        }
    }
}

impl Invitation {
    /// As it is now.
    pub fn of(id: SecretId, invitation: org::Invitation, now: Timestamp) -> Self {
        Self {
            id: id.into(),
            expired: invitation.is_over(now),
            whom: invitation.whom,
            role: invitation.role.into(),
            grants: grants(invitation.grants),
            by: invitation.by,
            created: invitation.created.into(),
            expires: invitation.expires.into(),
        }
    }
}

impl From<(RoleName, role::CustomRole)> for Role {
    fn from((name, role): (RoleName, role::CustomRole)) -> Self {
        Self {
            name: name.into(),
            title: role.title,
            permissions: names(&role.permissions),
        }
    }
}

impl From<(AccountName, org::Account)> for Account {
    fn from((name, account): (AccountName, org::Account)) -> Self {
        Self {
            name: name.into(),
            title: account.title,
            grants: grants(account.grants),
            created: account.created.into(),
        }
    }
}
