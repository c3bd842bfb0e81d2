//! The uploaded list, and what it needs.

use std::collections::BTreeMap;

use wavecast_domain::manifest::manifest;
use wavecast_domain::package::FileList;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Manifest;
use wavecast_wire::name::TargetName;
use wavecast_wire::{json, limit};

use super::super::Publisher;
use super::{Check, Stop};
use crate::port::PortError;

/// What a package needs of one file.
pub(super) struct Needed {
    /// Where it stands in the package, or one of these places.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// The targets that hold it besides.
    pub images: Vec<TargetName>,
}

impl Publisher {
    /// Reads the list and completes it to a manifest.
    pub(super) async fn read_list(&self, check: &Check<'_>) -> Result<Manifest, Stop> {
        let list = check.package.list;
        if self.uploads.staged(&check.space, list).await?.is_none() {
            let reason = format!(
                "its file list {list} isn't here: upload it, then create the package again"
            );
            return Err(Stop::Refused(reason));
        }
        let bytes = match self
            .uploads
            .read(&check.space, list, limit::MANIFEST_BYTES)
            .await
        {
            Ok(bytes) => bytes,
            Err(PortError::Refused(reason)) => return Err(Stop::Refused(reason)),
            Err(error) => return Err(error.into()),
        };
        let found: FileList = json::read(&bytes, limit::MANIFEST_BYTES)
            .map_err(|error| Stop::Refused(format!("its file list can't be read: {error}")))?;
        // What was counted is what is kept.
        if check.package.bytes != Some(found.bytes(bytes.len())) {
            let reason = format!(
                "its file list {list} came after it, so it wasn't counted: create the package again"
            );
            return Err(Stop::Refused(reason));
        }
        let kind = check.package.kind;
        manifest(check.org, check.app, kind, &check.package, &found).map_err(Stop::Refused)
    }
}

impl Needed {
    /// Refuses bytes of another size than the list says.
    pub fn sized(&self, size: u64) -> Result<(), Stop> {
        if size == self.size {
            return Ok(());
        }
        Err(Stop::Refused(format!(
            "{} has {size} bytes, the file list says {}",
            self.path, self.size
        )))
    }
}

/// What a manifest needs, by hash: a file that stands twice is promoted once.
pub(super) fn needed(manifest: &Manifest) -> Result<BTreeMap<Sha256, Needed>, Stop> {
    let mut needed: BTreeMap<Sha256, Needed> = BTreeMap::new();
    for file in manifest.variants.iter().flat_map(|variant| &variant.files) {
        let one = needed.entry(file.sha256).or_insert_with(|| Needed {
            path: file.path.clone(),
            size: file.size,
            images: Vec::new(),
        });
        one.sized(file.size)?;
        one.images.extend(file.target.clone());
    }
    Ok(needed)
}
