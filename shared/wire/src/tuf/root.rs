//! `{n}.root.json`: which keys sign what.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Body, Header, Role, RoleKeys, SPEC_VERSION};
use crate::key::{KeyId, PublicKey};
use crate::limit;
use crate::name::Scope;
use crate::time::Timestamp;

/// The body of `{n}.root.json`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Root {
    /// `root`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// `1.0.x`.
    pub spec_version: String,
    /// `n`.
    pub version: u64,
    /// Ignored for trusting the next root; decisive for everything else.
    pub expires: Timestamp,
    /// Always `true` here.
    #[serde(default)]
    pub consistent_snapshot: bool,
    /// Every key of every role; key ids are text because a foreign root may hold anything.
    pub keys: BTreeMap<String, PublicKey>,
    /// By role name.
    pub roles: BTreeMap<String, RootRole>,
    /// Ours.
    #[serde(
        rename = "x-wavecast",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wavecast: Option<RootExtra>,
}

/// The keys of one role in a root.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RootRole {
    /// Which of [`Root::keys`].
    pub keyids: Vec<String>,
    /// How many distinct keys must sign.
    pub threshold: u64,
}

/// What a root says beyond TUF.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RootExtra {
    /// 1.
    pub v: u64,
    /// What this repository speaks for.
    pub scope: Scope,
    /// Names that a reader must understand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// The keys that must have signed a package's manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_keys: Option<PackageKeys>,
}

/// The keys that sign package manifests, whoever publishes them.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct PackageKeys {
    /// How many distinct keys must sign.
    pub threshold: u64,
    /// By key id.
    pub keys: BTreeMap<KeyId, PublicKey>,
}

impl Root {
    /// A root of these keys, every role with its own threshold.
    #[must_use]
    pub fn new(
        scope: Scope,
        version: u64,
        expires: Timestamp,
        roles: &BTreeMap<Role, (u64, Vec<PublicKey>)>,
        package_keys: Option<PackageKeys>,
    ) -> Self {
        let mut keys = BTreeMap::new();
        let mut described = BTreeMap::new();
        for (role, (threshold, of_role)) in roles {
            let keyids = of_role.iter().map(|key| {
                let id = String::from(key.id());
                keys.insert(id.clone(), key.clone());
                id
            });
            let role_keys = RootRole {
                keyids: keyids.collect(),
                threshold: *threshold,
            };
            described.insert(String::from(role.as_str()), role_keys);
        }
        Self {
            kind: String::from(Role::Root.as_str()),
            spec_version: String::from(SPEC_VERSION),
            version,
            expires,
            consistent_snapshot: true,
            keys,
            roles: described,
            wavecast: Some(RootExtra {
                v: 1,
                scope,
                crit: Vec::new(),
                package_keys,
            }),
        }
    }

    /// The keys of a role; `None` when the role is missing.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<RoleKeys> {
        let role = self.roles.get(role.as_str())?;
        let key = |id: &String| Some((id.clone(), self.keys.get(id)?.clone()));
        Some(RoleKeys {
            threshold: usize::try_from(role.threshold).unwrap_or(usize::MAX),
            keys: role.keyids.iter().filter_map(key).collect(),
        })
    }

    /// The keys that must have signed a package's manifest, where this root names any.
    #[must_use]
    pub fn package_keys(&self) -> Option<&PackageKeys> {
        self.wavecast.as_ref()?.package_keys.as_ref()
    }
}

impl Body for Root {
    const ROLE: Role = Role::Root;
    const MAX_BYTES: usize = limit::ROOT_BYTES_CLIENT;

    fn header(&self) -> Header<'_> {
        let extra = self.wavecast.as_ref();
        Header {
            kind: &self.kind,
            spec_version: &self.spec_version,
            version: self.version,
            expires: self.expires,
            wavecast: extra.map(|extra| (extra.v, &extra.scope, extra.crit.as_slice())),
        }
    }

    /// Every role is there, with a threshold from 1, each key id once and each with its key.
    fn check_rest(&self) -> Result<(), String> {
        for role in Role::ALL {
            let keys = self
                .roles
                .get(role.as_str())
                .ok_or_else(|| format!("has no role {role}"))?;
            if keys.threshold == 0 {
                return Err(format!("has threshold 0 for {role}"));
            }
            if keys.keyids.iter().collect::<BTreeSet<_>>().len() < keys.keyids.len() {
                return Err(format!("names a key of {role} twice"));
            }
            if let Some(id) = keys.keyids.iter().find(|id| !self.keys.contains_key(*id)) {
                return Err(format!("names the key {id} for {role} and doesn't hold it"));
            }
        }
        match self.package_keys() {
            Some(keys) if keys.threshold == 0 => {
                Err(String::from("has threshold 0 for package keys"))
            }
            _ => Ok(()),
        }
    }
}
