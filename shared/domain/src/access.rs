//! What one principal may do in one organization, worked out from its roles when it signs in.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wavecast_wire::name::{AppName, OrgName};

use crate::permission::Permission;
use crate::permission::table::Level;

/// Where something is done.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// In an organization as a whole.
    Org(&'a OrgName),
    /// In one of its applications.
    App(&'a OrgName, &'a AppName),
}

impl Place<'_> {
    fn org(&self) -> &OrgName {
        match self {
            Self::Org(org) | Self::App(org, _) => org,
        }
    }
}

/// What a principal may do in one organization. The default is nothing at all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Access {
    /// The organization; `None` for nowhere.
    pub org: Option<OrgName>,
    /// On the organization as a whole.
    pub organization: BTreeSet<Permission>,
    /// In every application.
    pub everywhere: BTreeSet<Permission>,
    /// In single applications, besides.
    pub apps: BTreeMap<AppName, BTreeSet<Permission>>,
}

/// To what a token narrows the access of whoever holds it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Scope {
    /// These permissions alone.
    pub permissions: BTreeSet<Permission>,
    /// In these applications alone; in all of them if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apps: Option<BTreeSet<AppName>>,
}

impl Access {
    /// A permission that another access holds somewhere and this one doesn't.
    #[must_use]
    pub fn lacks_of(&self, other: &Self) -> Option<Permission> {
        let organization = other.organization.difference(&self.organization);
        let everywhere = other.everywhere.difference(&self.everywhere);
        let mut wider = organization.chain(everywhere).copied();
        wider.next().or_else(|| {
            let mut apps = other.apps.iter();
            apps.find_map(|(app, held)| held.difference(&self.in_app(app)).next().copied())
        })
    }

    /// Whether it lets its holder do something there.
    #[must_use]
    pub fn allows(&self, permission: Permission, place: Place<'_>) -> bool {
        if self.org.as_ref() != Some(place.org()) {
            return false;
        }
        match (permission.row().level, place) {
            (Level::Organization, _) => self.organization.contains(&permission),
            (Level::Application, Place::Org(_)) => self.everywhere.contains(&permission),
            (Level::Application, Place::App(_, app)) => self.in_app(app).contains(&permission),
            (Level::Wavecast, _) => false,
        }
    }

    /// What it lets its holder do in an application.
    #[must_use]
    pub fn in_app(&self, app: &AppName) -> BTreeSet<Permission> {
        let own = self.apps.get(app).into_iter().flatten();
        self.everywhere.iter().chain(own).copied().collect()
    }

    /// Whether it lets its holder do nothing at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        let mut all = self
            .apps
            .values()
            .chain([&self.organization, &self.everywhere]);
        all.all(BTreeSet::is_empty)
    }

    /// All that either of two allows, in the same organization.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.organization.extend(other.organization);
        self.everywhere.extend(other.everywhere);
        for (app, held) in other.apps {
            self.apps.entry(app).or_default().extend(held);
        }
        self
    }

    /// No more than a scope allows. Whoever may do anything there may also see the organization.
    #[must_use]
    pub fn narrowed(&self, to: &Scope) -> Self {
        let some = |held: &BTreeSet<Permission>| -> BTreeSet<Permission> {
            held.intersection(&to.permissions).copied().collect()
        };
        let mut apps: BTreeMap<_, _> = match &to.apps {
            None => self
                .apps
                .iter()
                .map(|(app, held)| (app.clone(), some(held)))
                .collect(),
            Some(named) => named
                .iter()
                .map(|app| (app.clone(), some(&self.in_app(app))))
                .collect(),
        };
        apps.retain(|_, held| !held.is_empty());
        let everywhere = match &to.apps {
            None => some(&self.everywhere),
            Some(_) => BTreeSet::new(),
        };
        let mut narrowed = Self {
            org: self.org.clone(),
            organization: some(&self.organization),
            everywhere,
            apps,
        };
        if !narrowed.is_nothing() && self.organization.contains(&Permission::See) {
            narrowed.organization.insert(Permission::See);
        }
        narrowed
    }
}
