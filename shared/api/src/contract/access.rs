//! Who calls, and what they may do.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::access;
use wavecast_domain::permission::Permission;
use wavecast_domain::permission::table::{Level, Row};

use super::audit::Actor;

/// What the caller may do in an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Access {
    /// Who calls.
    pub caller: Actor,
    /// Permissions on the organization as a whole.
    #[schema(example = json!(["see"]))]
    pub organization: Vec<String>,
    /// Permissions in every application.
    #[schema(example = json!(["read"]))]
    pub everywhere: Vec<String>,
    /// Permissions in single applications, besides.
    #[schema(example = json!({"lamp": ["package", "read", "release", "yank"]}))]
    pub apps: BTreeMap<String, Vec<String>>,
}

/// A permission: a row of the one table that every check derives from.
#[derive(Debug, Serialize, ToSchema)]
pub struct PermissionRow {
    /// Its name.
    #[schema(example = "release")]
    pub name: &'static str,
    /// Whether it is about an organization as a whole, or about an application.
    pub level: PermissionLevel,
    /// What it lets its holder do.
    pub about: &'static str,
    /// The roles in an organization that hold it.
    #[schema(example = json!(["owner", "admin"]))]
    pub org_roles: Vec<&'static str>,
    /// The built-in roles in an application that hold it there.
    #[schema(example = json!(["admin", "write"]))]
    pub app_roles: Vec<&'static str>,
}

/// What a permission is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PermissionLevel {
    /// An organization as a whole.
    Organization,
    /// One application.
    Application,
}

impl Access {
    /// Of a caller.
    pub fn of(caller: Actor, access: access::Access) -> Self {
        let apps = access.apps.iter();
        let apps = apps.map(|(app, held)| (app.to_string(), names(held)));
        Self {
            caller,
            organization: names(&access.organization),
            everywhere: names(&access.everywhere),
            apps: apps.collect(),
        }
    }
}

impl PermissionRow {
    /// A row that somebody can hold.
    pub fn of(row: &Row) -> Option<Self> {
        let level = match row.level {
            Level::Organization => PermissionLevel::Organization,
            Level::Application => PermissionLevel::Application,
            Level::Wavecast => return None,
        };
        Some(Self {
            name: row.name,
            level,
            about: row.about,
            org_roles: row.org_roles.iter().map(|role| role.name()).collect(),
            app_roles: row.app_roles.iter().map(|role| role.name()).collect(),
        })
    }
}

/// Permissions by name.
pub(crate) fn names(held: &BTreeSet<Permission>) -> Vec<String> {
    held.iter().map(|one| one.name().to_owned()).collect()
}
