//! One publication, verified once and shared by every device that reads it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use wavecast_wire::config::{Properties, ReleaseConfig};
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::{FileEntry, Manifest};
use wavecast_wire::name::{Scope, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{Lists, Table};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{PackageKeys, Poll, Root, Snapshot, TargetFile, Targets, TimestampBody};

use crate::Package;
use crate::catalog::{Catalog, LearnError, Need, Small};

/// A publication and the small targets of it that were fetched so far.
///
/// Made by [`crate::trust::TrustedState::verified`] alone. Devices only read it; whoever drives
/// them answers [`crate::Decision::Needs`] with [`Verified::learn`].
#[derive(Clone, Debug)]
pub struct Verified {
    scope: Scope,
    seq: u64,
    poll: Poll,
    expires: Timestamp,
    package_keys: Option<PackageKeys>,
    targets: BTreeMap<TargetName, TargetFile>,
    table: Table,
    hold: Option<String>,
    catalog: Catalog,
}

impl Verified {
    pub(crate) fn new(
        root: &Root,
        timestamp: &TimestampBody,
        snapshot: &Snapshot,
        targets: Targets,
        hold: Option<String>,
    ) -> Option<Self> {
        let table = targets.wavecast?;
        let expires = timestamp.expires.min(snapshot.expires).min(targets.expires);
        Some(Self {
            scope: table.scope.clone(),
            seq: timestamp.version,
            poll: timestamp.wavecast.as_ref()?.poll,
            expires,
            package_keys: root.wavecast.as_ref().and_then(|x| x.package_keys.clone()),
            targets: targets.targets,
            table,
            hold,
            catalog: Catalog::default(),
        })
    }

    /// The channel.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The channel's `seq`.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// How often the publisher wants to be asked.
    #[must_use]
    pub fn poll(&self) -> Poll {
        self.poll
    }

    /// When the first of timestamp, snapshot and targets ends.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    /// The cohort table, for explanations; devices ask through [`crate::Device::decide`].
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The device lists learned so far, for [`Table::explain`].
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.catalog.lists
    }

    /// What in this publication is newer than this client; then devices hold.
    #[must_use]
    pub fn hold(&self) -> Option<&str> {
        self.hold.as_deref()
    }

    /// The signed entry of a target.
    #[must_use]
    pub fn target(&self, name: &TargetName) -> Option<&TargetFile> {
        self.targets.get(name)
    }

    /// Where a needed target lies at the edge.
    #[must_use]
    pub fn object(&self, need: &Need) -> ObjectKey {
        let Scope { org, app, .. } = self.scope.clone();
        ObjectKey::Target(org, app, need.sha256, need.target.clone())
    }

    /// Takes over from an older publication what was learned and is still named with the same
    /// hash, so that a poll doesn't fetch it again.
    pub fn inherit(&mut self, older: Self) {
        if older.package_keys != self.package_keys || older.scope != self.scope {
            return;
        }
        let same = |name: &TargetName| self.targets.get(name) == older.targets.get(name);
        let mut catalog = older.catalog;
        catalog.lists.retain(|name, _| same(name));
        let named: Vec<_> = self
            .targets
            .values()
            .filter_map(TargetFile::sha256)
            .collect();
        catalog.configs.retain(|sha, _| named.contains(sha));
        catalog.manifests.retain(|sha, _| named.contains(sha));
        catalog.properties.retain(|sha, _| named.contains(sha));
        catalog.newer.retain(|sha, _| named.contains(sha));
        self.catalog = catalog;
    }

    /// Learns a small target from its bytes. One that is newer than this client is remembered as
    /// such: whoever is sent to it holds.
    ///
    /// # Errors
    /// The bytes are not the signed ones, or break a rule of their kind.
    pub fn learn(&mut self, need: &Need, bytes: &[u8]) -> Result<(), LearnError> {
        let keys = self.package_keys.as_ref();
        self.catalog.learn(need, bytes, &self.scope, keys)
    }

    /// The signed hash and length of a target, as a need; `None` when the targets don't name it
    /// or it is larger than its kind may be.
    pub(crate) fn need(&self, target: &TargetName, kind: Small) -> Option<Need> {
        let file = self.targets.get(target)?;
        let limit = match kind {
            Small::Config | Small::Properties => limit::CONFIG_BYTES_CLIENT,
            Small::Manifest => limit::MANIFEST_BYTES,
            Small::List => limit::DEVICE_LIST_BYTES_CLIENT,
        };
        let fits = usize::try_from(file.length).is_ok_and(|length| length <= limit);
        let need = Need {
            target: target.clone(),
            sha256: file.sha256()?,
            length: file.length,
            kind,
        };
        fits.then_some(need)
    }

    pub(crate) fn config(&self, sha256: &Sha256) -> Option<&(Arc<ReleaseConfig>, Arc<Properties>)> {
        self.catalog.configs.get(sha256)
    }

    pub(crate) fn manifest(&self, sha256: &Sha256) -> Option<&(Arc<Manifest>, Vec<Arc<Package>>)> {
        self.catalog.manifests.get(sha256)
    }

    pub(crate) fn newer(&self, sha256: &Sha256) -> Option<&String> {
        self.catalog.newer.get(sha256)
    }

    pub(crate) fn properties(&self, sha256: &Sha256) -> Option<&Arc<Properties>> {
        self.catalog.properties.get(sha256)
    }

    /// The files of a package's variant; `None` until its manifest was learned.
    #[must_use]
    pub fn files(&self, package: &Package) -> Option<&[FileEntry]> {
        let (manifest, _) = self.catalog.manifests.get(&package.sha256)?;
        Some(&manifest.variants.get(package.variant)?.files)
    }
}
