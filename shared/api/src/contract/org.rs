//! Organizations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::app::Kind;

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Org {
    /// Its name, in paths and in signed scopes.
    #[schema(example = "acme")]
    pub name: String,
    /// For people.
    #[schema(example = "Acme")]
    pub title: String,
    /// Counts its changes; its ETag.
    pub revision: u64,
    /// When it was created.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// Its applications, by name.
    pub apps: Vec<OrgApp>,
}

/// An application in its organization's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgApp {
    /// Its name.
    #[schema(example = "lamp")]
    pub name: String,
    /// What its packages are.
    pub kind: Kind,
    /// When it was created.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
}

/// An organization to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateOrg {
    /// 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`; begins with a letter or a digit.
    #[schema(example = "acme")]
    pub name: String,
    /// For people; the name if not said.
    #[schema(example = "Acme")]
    pub title: Option<String>,
}

impl From<wavecast_domain::org::Org> for Org {
    fn from(org: wavecast_domain::org::Org) -> Self {
        let apps = org.apps.into_iter().map(|(name, entry)| OrgApp {
            name: name.into(),
            kind: entry.kind.into(),
            created: entry.created.into(),
        });
        Self {
            name: org.name.into(),
            title: org.title,
            revision: org.revision,
            created: org.created.into(),
            apps: apps.collect(),
        }
    }
}
