//! Which roles an issuer's claims give.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use wavecast_domain::org::role_of;
use wavecast_domain::role::{AppRole, Grants, OrgRole, Said};
use wavecast_wire::name::{AppName, OrgName};

use crate::claims::Claims;

/// Which roles an issuer's claims give: groups of Keycloak, roles of a realm, or any other claim that
/// is text or a list of texts. The default gives none.
///
/// Tokens are judged one by one: what an issuer takes from somebody is gone with their next token.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct RoleMap {
    #[serde(default, rename = "role")]
    rows: Vec<Row>,
    /// The group that holds those that Wavecast makes, such as `/wavecast`.
    #[serde(skip)]
    parent: Option<String>,
}

/// Whoever has this value in this claim has this role.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Such as `groups` or `realm_access.roles`.
    claim: String,
    /// Such as `/acme/writers`; all of it, case and slashes included.
    value: String,
    org: OrgName,
    #[serde(default = "member")]
    role: OrgRole,
    #[serde(default)]
    grants: BTreeMap<Apps, AppRole>,
}

fn member() -> OrgRole {
    OrgRole::Member
}

/// One application, or `*` for every one.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "String")]
enum Apps {
    Every,
    One(AppName),
}

impl TryFrom<String> for Apps {
    type Error = wavecast_wire::name::NameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "*" => Ok(Self::Every),
            name => name.parse().map(Self::One),
        }
    }
}

/// The claim in which Keycloak's mapper writes groups, with their full paths.
const GROUPS: &str = "groups";

impl RoleMap {
    /// The same, with the groups that Wavecast makes beneath this one. What they give counts while they
    /// stand: their organization knows.
    #[must_use]
    pub fn with_groups(self, parent: &str) -> Self {
        Self {
            parent: Some(parent.to_owned()),
            ..self
        }
    }

    /// The roles of somebody with these claims, by organization.
    pub(crate) fn of(&self, claims: &Claims) -> BTreeMap<OrgName, Vec<Said>> {
        let mut roles: BTreeMap<OrgName, Vec<Said>> = BTreeMap::new();
        let has = |row: &&Row| claims.at(&row.claim).is_some_and(|claim| row.is_in(claim));
        for row in self.rows.iter().filter(has) {
            roles.entry(row.org.clone()).or_default().push(row.said());
        }
        for (org, said) in self.by_groups(claims) {
            roles.entry(org).or_default().push(said);
        }
        roles
    }

    fn by_groups(&self, claims: &Claims) -> Vec<(OrgName, Said)> {
        let Some(parent) = &self.parent else {
            return Vec::new();
        };
        let ours = |group: &Value| {
            let path = group.as_str()?.strip_prefix(parent.as_str())?;
            role_of(path.strip_prefix('/')?)
        };
        match claims.at(GROUPS) {
            Some(Value::Array(groups)) => groups.iter().filter_map(ours).collect(),
            Some(one) => ours(one).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

impl Row {
    fn is_in(&self, claim: &Value) -> bool {
        let is_it = |value: &Value| value.as_str() == Some(self.value.as_str());
        match claim {
            Value::Array(values) => values.iter().any(is_it),
            one => is_it(one),
        }
    }

    fn said(&self) -> Said {
        let mut grants = Grants::default();
        for (apps, role) in &self.grants {
            match apps {
                Apps::Every => grants.every = Some(role.clone()),
                Apps::One(app) => {
                    grants.apps.insert(app.clone(), role.clone());
                }
            }
        }
        Said {
            role: self.role,
            grants,
            by: None,
        }
    }
}
