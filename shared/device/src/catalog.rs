//! Small targets that were fetched: configs, manifests, lists, properties.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;

use wavecast_wire::config::{ConfigError, Properties, ReleaseConfig, read_properties};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{Manifest, ManifestError};
use wavecast_wire::name::{Scope, TargetName};
use wavecast_wire::table::{DeviceList, Lists};
use wavecast_wire::tuf::PackageKeys;

use crate::Package;

/// What a small target is read as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Small {
    /// A release config.
    Config,
    /// A package manifest.
    Manifest,
    /// A device list.
    List,
    /// A properties file.
    Properties,
}

/// A small target that must be fetched before the choice can be made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Need {
    /// Its name in the signed targets.
    pub target: TargetName,
    /// Its hash there.
    pub sha256: Sha256,
    /// Its length there, in bytes: fetch no more.
    pub length: u64,
    /// What it will be read as.
    pub kind: Small,
}

/// Why a small target was not learned.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LearnError {
    /// Other bytes than the signed targets name.
    #[error("{0}: its bytes are not the ones that the channel signed; fetch it again")]
    Mismatch(TargetName),
    /// The right bytes, but they break a rule, or lack package signatures.
    #[error("{target}: {why}")]
    Refused {
        /// Which.
        target: TargetName,
        /// What is wrong.
        why: String,
    },
}

/// Small targets by their hash, each checked against it when it was learned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    pub configs: BTreeMap<Sha256, (Arc<ReleaseConfig>, Arc<Properties>)>,
    pub manifests: BTreeMap<Sha256, (Arc<Manifest>, Vec<Arc<Package>>)>,
    pub properties: BTreeMap<Sha256, Arc<Properties>>,
    pub lists: Lists,
    /// Files that are newer than this client: who is sent to one holds.
    pub newer: BTreeMap<Sha256, String>,
}

impl Catalog {
    /// Reads a small target as what it is needed for, once its bytes are the signed ones.
    pub fn learn(
        &mut self,
        need: &Need,
        bytes: &[u8],
        scope: &Scope,
        keys: Option<&PackageKeys>,
    ) -> Result<(), LearnError> {
        let target = need.target.clone();
        if u64::try_from(bytes.len()) != Ok(need.length) || Sha256::of(bytes) != need.sha256 {
            return Err(LearnError::Mismatch(target));
        }
        let refused = |why: &dyn core::fmt::Display| LearnError::Refused {
            target: target.clone(),
            why: why.to_string(),
        };
        match need.kind {
            Small::Config => match ReleaseConfig::read(bytes) {
                Ok(config) => self.learn_config(need.sha256, config),
                Err(ConfigError::Newer(why)) => self.learn_newer(need.sha256, why),
                Err(error) => return Err(refused(&error)),
            },
            Small::Manifest => match Manifest::open(bytes, keys) {
                Ok(manifest) if manifest.org != scope.org || manifest.app != scope.app => {
                    return Err(refused(&"it belongs to another application"));
                }
                Ok(manifest) => self.learn_manifest(need, manifest),
                Err(ManifestError::Newer(why)) => self.learn_newer(need.sha256, why),
                Err(error) => return Err(refused(&error)),
            },
            Small::List => {
                let list = DeviceList::read(bytes).map_err(|error| refused(&error))?;
                self.lists.insert(target, list.devices);
            }
            Small::Properties => {
                let properties = read_properties(bytes).map_err(|error| refused(&error))?;
                self.properties.insert(need.sha256, Arc::new(properties));
            }
        }
        Ok(())
    }

    fn learn_config(&mut self, sha256: Sha256, config: ReleaseConfig) {
        let properties = Arc::new(config.config.properties.clone());
        self.configs.insert(sha256, (Arc::new(config), properties));
    }

    fn learn_manifest(&mut self, need: &Need, manifest: Manifest) {
        let packages = Package::of_each_variant(&manifest, &need.target, need.sha256);
        self.manifests
            .insert(need.sha256, (Arc::new(manifest), packages));
    }

    fn learn_newer(&mut self, sha256: Sha256, why: String) {
        self.newer.insert(sha256, why);
    }
}
