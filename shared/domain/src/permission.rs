//! The one table of permissions.

use serde::{Deserialize, Serialize};

use crate::principal::Principal;

/// What a command needs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See anything of an application.
    Read,
    /// Upload files and create packages.
    Package,
    /// Create and move releases.
    Release,
    /// Yank packages.
    Yank,
    /// Change settings, create and end channels.
    Configure,
    /// Rotate keys.
    Keys,
    /// Create applications, change the organization.
    Organize,
}

/// Whether a principal holds a permission.
#[must_use]
pub fn allows(_principal: &Principal, _permission: Permission) -> bool {
    todo!()
}
