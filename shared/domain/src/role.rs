//! Roles: in an organization, in its applications, and those that an organization makes itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use wavecast_wire::name::AppName;

use crate::name::{NameError, RoleName};
use crate::org::Unit;
use crate::permission::Permission;
use crate::permission::table::BuiltIn;

/// A role in an organization.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OrgRole {
    /// Everything, and who else is an owner.
    Owner,
    /// Everything but ownership.
    Admin,
    /// Belongs to it; what else, the roles in applications say.
    Member,
}

impl OrgRole {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Admin, Self::Member];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }
}

impl fmt::Display for OrgRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for OrgRole {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = Self::ALL.into_iter().find(|role| role.name() == text);
        named.ok_or("must be owner, admin or member")
    }
}

/// A role in an application: a built-in one, or one that the organization made.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum AppRole {
    /// `admin`, `write`, `read` or `approver`.
    BuiltIn(BuiltIn),
    /// One of [`Org::roles`](crate::org::Org::roles).
    Custom(RoleName),
}

impl FromStr for AppRole {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let built_in = BuiltIn::ALL.into_iter().find(|role| role.name() == text);
        built_in.map_or_else(|| text.parse().map(Self::Custom), |role| Ok(role.into()))
    }
}

impl TryFrom<String> for AppRole {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<AppRole> for String {
    fn from(role: AppRole) -> Self {
        role.to_string()
    }
}

impl fmt::Display for AppRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => f.write_str(role.name()),
            Self::Custom(name) => name.fmt(f),
        }
    }
}

/// A role that an organization made: a name for some permissions on an application.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct CustomRole {
    /// For people.
    pub title: String,
    /// What it lets its holder do.
    pub permissions: BTreeSet<Permission>,
}

/// The roles of somebody in an organization's applications.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Grants {
    /// In every application, those to come included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<AppRole>,
    /// In single ones, besides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub apps: BTreeMap<AppName, AppRole>,
}

/// The roles that somebody has in an organization by what their sign-in says of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// In the organization.
    pub role: OrgRole,
    /// In its applications.
    pub grants: Grants,
    /// For what the group was made that gives them, if one does.
    pub by: Option<Unit>,
}

impl Grants {
    /// The roles that it names.
    pub fn roles(&self) -> impl Iterator<Item = &AppRole> {
        self.every.iter().chain(self.apps.values())
    }
}

impl fmt::Display for Grants {
    /// For people to read: `*: read, lamp: admin`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let every = self.every.iter().map(|role| format!("*: {role}"));
        let apps = self.apps.iter().map(|(app, role)| format!("{app}: {role}"));
        let all: Vec<_> = every.chain(apps).collect();
        f.write_str(if all.is_empty() { "none" } else { "" })?;
        f.write_str(&all.join(", "))
    }
}
