//! Organizations: who owns which applications.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::app::{AppHead, Dimension, Settings};
use crate::decide::Context;
use crate::event::Event;
use crate::refusal::Refusal;

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
}

/// An application in its organization's list.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppEntry {
    /// What its packages are.
    pub kind: Kind,
    /// When it was created.
    pub created: Timestamp,
}

/// A change of an organization.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum OrgCommand {
    /// Create it.
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
        dimensions: Option<BTreeMap<wavecast_wire::name::DimensionName, Dimension>>,
    },
}

/// All that an organization's command changes.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgDecision {
    /// The organization afterwards.
    pub org: Org,
    /// An application that is created with it.
    pub app: Option<AppHead>,
    /// The audit event.
    pub event: Event,
}

/// Decides a command on an organization; `None` when it doesn't exist yet.
///
/// # Errors
/// A [`Refusal`]; nothing has changed.
pub fn decide_org(_org: Option<&Org>, _cx: &Context, _command: OrgCommand) -> Result<OrgDecision, Refusal> {
    todo!()
}
