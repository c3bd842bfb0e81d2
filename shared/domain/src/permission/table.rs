//! Who may do what: the one table, from which the API's checks, its document and the docs derive.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Permission;
use crate::role::{AppRole, OrgRole};

/// What a permission is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// An organization as a whole.
    Organization,
    /// One application.
    Application,
    /// The installation itself; no role holds it.
    Wavecast,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The permission.
    pub permission: Permission,
    /// Its name, in custom roles, in tokens and in refusals.
    pub name: &'static str,
    /// What it is about.
    pub level: Level,
    /// What it lets its holder do.
    pub about: &'static str,
    /// The roles in an organization that hold it, in every application where it is about one.
    pub org_roles: &'static [OrgRole],
    /// The roles in an application that hold it there.
    pub app_roles: &'static [BuiltIn],
}

/// A role in an application that is built in.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BuiltIn {
    /// Everything of the application.
    Admin,
    /// Ships and moves releases.
    Write,
    /// Looks.
    Read,
    /// Looks, and approves.
    Approver,
}

use BuiltIn::{Admin as AppAdmin, Approver, Read, Write};
use OrgRole::{Admin, Member, Owner};

const fn org(
    permission: Permission,
    name: &'static str,
    about: &'static str,
    org_roles: &'static [OrgRole],
) -> Row {
    Row {
        permission,
        name,
        level: Level::Organization,
        about,
        org_roles,
        app_roles: &[],
    }
}

const fn app(
    permission: Permission,
    name: &'static str,
    about: &'static str,
    app_roles: &'static [BuiltIn],
) -> Row {
    Row {
        permission,
        name,
        level: Level::Application,
        about,
        org_roles: &[Owner, Admin],
        app_roles,
    }
}

/// The table. A permission stands in it once.
pub const TABLE: [Row; 15] = [
    org(
        Permission::See,
        "see",
        "See the organization, its members and roles, and those applications that one may read",
        &[Owner, Admin, Member],
    ),
    org(
        Permission::Organize,
        "organize",
        "Create applications",
        &[Owner, Admin],
    ),
    org(
        Permission::Members,
        "members",
        "Invite, change and remove members; make roles, and groups that give them; read the organization's own trail",
        &[Owner, Admin],
    ),
    org(
        Permission::Machines,
        "machines",
        "Make and end service accounts, their tokens, whom elsewhere they trust, and anybody's tokens",
        &[Owner, Admin],
    ),
    org(
        Permission::Own,
        "own",
        "Make and end owners, and transfer the ownership",
        &[Owner],
    ),
    app(
        Permission::Read,
        "read",
        "See everything of an application, with its trail",
        &[AppAdmin, Write, Read, Approver],
    ),
    app(
        Permission::Package,
        "package",
        "Upload files and create packages",
        &[AppAdmin, Write],
    ),
    app(
        Permission::Release,
        "release",
        "Create and move releases, configuration, experiments and pins",
        &[AppAdmin, Write],
    ),
    app(
        Permission::Yank,
        "yank",
        "Take packages out of use",
        &[AppAdmin, Write],
    ),
    app(
        Permission::Configure,
        "configure",
        "Change settings, channels, rules, groups, schemas and secrets; let a channel go on above a foreign edge",
        &[AppAdmin],
    ),
    app(Permission::Keys, "keys", "Rotate keys", &[AppAdmin]),
    app(
        Permission::Approve,
        "approve",
        "Approve what an application lets nobody do alone",
        &[AppAdmin, Approver],
    ),
    Row {
        permission: Permission::Users,
        name: "users",
        level: Level::Wavecast,
        about: "Add, reset and remove the installation's own people: its own token alone",
        org_roles: &[],
        app_roles: &[],
    },
    Row {
        permission: Permission::Quotas,
        name: "quotas",
        level: Level::Wavecast,
        about: "Say how much an organization may hold: the installation's own token alone",
        org_roles: &[],
        app_roles: &[],
    },
    Row {
        permission: Permission::Tend,
        name: "tend",
        level: Level::Wavecast,
        about: "Do what is due by itself: starts, stages, the idle interval",
        org_roles: &[],
        app_roles: &[],
    },
];

/// The permissions of one level that a role in an organization gives.
pub(crate) fn of_org_role(role: OrgRole, level: Level) -> BTreeSet<Permission> {
    let held = |row: &&Row| row.level == level && row.org_roles.contains(&role);
    TABLE
        .iter()
        .filter(held)
        .map(|row| row.permission)
        .collect()
}

/// The permissions that a built-in role in an application gives.
pub(crate) fn of_built_in(role: BuiltIn) -> BTreeSet<Permission> {
    let held = |row: &&Row| row.app_roles.contains(&role);
    TABLE
        .iter()
        .filter(held)
        .map(|row| row.permission)
        .collect()
}

impl Permission {
    /// Its row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        let own = TABLE.iter().find(|row| row.permission == self);
        // The last row lets nobody do anything; a test sees that each permission has its own.
        own.unwrap_or(&TABLE[TABLE.len() - 1])
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

impl std::str::FromStr for Permission {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = TABLE.iter().find(|row| row.name == text);
        let holdable = named.filter(|row| row.level != Level::Wavecast);
        holdable.map(|row| row.permission).ok_or_else(|| {
            let names = TABLE.iter().filter(|row| row.level != Level::Wavecast);
            let names: Vec<_> = names.map(|row| row.name).collect();
            format!("must be one of {}", names.join(", "))
        })
    }
}

impl BuiltIn {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Write, Self::Read, Self::Approver];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Write => "write",
            Self::Read => "read",
            Self::Approver => "approver",
        }
    }
}

impl From<BuiltIn> for AppRole {
    fn from(role: BuiltIn) -> Self {
        Self::BuiltIn(role)
    }
}
