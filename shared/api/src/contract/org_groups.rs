//! Groups at whoever signs people in.

use serde::Serialize;
use utoipa::ToSchema;
use wavecast_domain::org::{Org, Unit};
use wavecast_domain::saga::{Saga, Way};

/// The groups of an organization at whoever signs people in.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgGroups {
    /// How they stand.
    pub state: GroupsState,
    /// Since when they are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-28T09:00:00Z")]
    pub since: Option<String>,
    /// What groups are wanted for.
    pub units: Vec<GroupUnit>,
    /// Why they were refused, or why it takes so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Keycloak doesn't answer")]
    pub trouble: Option<String>,
    /// When it is tried again, where it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-28T09:05:00Z")]
    pub next: Option<String>,
}

/// How an organization's groups stand.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GroupsState {
    /// Nobody wants any, and none is left.
    None,
    /// They are being made.
    Making,
    /// All of them are there.
    Standing,
    /// Some couldn't be made, and were taken back; nothing more is tried until somebody asks.
    Refused,
    /// They are being taken away, and give nothing any more.
    Removing,
}

/// The groups of an organization itself, or of one of its applications.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupUnit {
    /// Of which application; absent for those of the organization itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "lamp")]
    pub app: Option<String>,
    /// The groups that give a role here, by their paths.
    #[schema(example = json!(["/wavecast/acme/admins", "/wavecast/acme/members"]))]
    pub groups: Vec<String>,
    /// Whether they are there, and give their roles.
    pub stands: bool,
}

impl OrgGroups {
    /// Those of an organization, beneath the group that holds all of ours.
    pub fn of(org: &Org, saga: Option<&Saga>, parent: &str) -> Self {
        let tree = org.groups.as_ref();
        let refused = tree.and_then(|tree| tree.refused.as_ref());
        let state = match tree {
            None => GroupsState::None,
            Some(tree) if tree.leaving => GroupsState::Removing,
            Some(_) if refused.is_some() => GroupsState::Refused,
            Some(_) if org.next_task().is_some() => GroupsState::Making,
            Some(_) => GroupsState::Standing,
        };
        let waits = saga.filter(|saga| saga.trouble.is_some());
        let back = saga.and_then(|saga| match &saga.way {
            Way::Back { why } => Some(why.clone()),
            Way::Make | Way::Remove { .. } => None,
        });
        let trouble = waits.and_then(|saga| saga.trouble.clone()).or(back);
        let apps = org.apps.keys().cloned().map(Unit::App);
        let units = std::iter::once(Unit::Org).chain(apps);
        let units = units.map(|unit| GroupUnit::of(org, unit, parent));
        Self {
            state,
            since: tree.map(|tree| tree.since.into()),
            units: tree.map(|_| units.collect()).unwrap_or_default(),
            trouble: trouble.or_else(|| refused.map(|one| one.why.clone())),
            next: waits.map(|saga| saga.next.into()),
        }
    }
}

impl GroupUnit {
    fn of(org: &Org, unit: Unit, parent: &str) -> Self {
        let groups = unit.groups(&org.name).into_iter();
        let giving = groups.filter(|(_, said)| said.is_some());
        let leaving = org.groups.as_ref().is_none_or(|tree| tree.leaving);
        Self {
            groups: giving.map(|(path, _)| format!("{parent}/{path}")).collect(),
            stands: !leaving && org.stands(&unit).is_some(),
            app: match unit {
                Unit::Org => None,
                Unit::App(app) => Some(app.into()),
            },
        }
    }
}
