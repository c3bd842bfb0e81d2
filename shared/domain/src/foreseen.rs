//! A package that isn't there yet, as far as it decides who would get a release of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::{Kind, Manifest};
use wavecast_wire::name::{DimensionName, PackageName, TargetName};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::{Range, Version};

use crate::decide::Facts;
use crate::package::{Package, PackageStatus, Ready, ReadyVariant, TargetEntry};
use crate::record::{Record, RecordKey};
use crate::refusal::Refusal;

/// What is known of a package before its files are uploaded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foreseen {
    /// Its name.
    pub name: PackageName,
    /// Its version.
    pub version: Version,
    /// What it will run on.
    pub requires: BTreeMap<DimensionName, Range>,
    /// Nothing will go below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// Its variants, in order.
    pub variants: Vec<ForeseenVariant>,
}

/// What is known of one variant of such a package.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ForeseenVariant {
    /// Whom it will fit.
    pub when: When,
    /// How many images it will have: each is a target of its own, so they count for what fits.
    pub images: usize,
}

impl Foreseen {
    /// Adds it to what was loaded for a decision, as if it were ready, unless such a package is
    /// there already. What is decided so must never be committed.
    ///
    /// # Errors
    /// Its name and version make no file's name.
    pub fn join(&self, facts: &mut Facts, kind: Kind, at: Timestamp) -> Result<(), Refusal> {
        let key = RecordKey::Package(self.name.clone(), self.version.clone());
        if let Entry::Vacant(place) = facts.entry(key) {
            place.insert(Record::Package(Box::new(self.ready(kind, at)?)));
        }
        Ok(())
    }

    fn ready(&self, kind: Kind, at: Timestamp) -> Result<Package, Refusal> {
        let nothing = Sha256::of(b"");
        let name = format!(
            "package-{}-{}.json",
            self.name,
            self.version.without_build()
        );
        let name: TargetName = name.parse().map_err(|error| {
            let rule = format!("the package's manifest {error}");
            Refusal::invalid("version", rule, "choose a shorter version")
        })?;
        let manifest = TargetEntry {
            name,
            sha256: nothing,
            length: 1,
        };
        let variant = |(index, variant): (usize, &ForeseenVariant)| ReadyVariant {
            when: variant.when.clone(),
            images: (0..variant.images)
                .map(|place| TargetEntry {
                    name: Manifest::image_name(&self.name, &self.version, index, place),
                    sha256: nothing,
                    length: limit::FILE_BYTES,
                })
                .collect(),
            inlined: None,
        };
        Ok(Package {
            name: self.name.clone(),
            version: self.version.clone(),
            kind,
            requires: self.requires.clone(),
            rollback_index: self.rollback_index,
            list: nothing,
            signatures: Vec::new(),
            bytes: None,
            status: PackageStatus::Ready(Ready {
                manifest,
                variants: self.variants.iter().enumerate().map(variant).collect(),
                files: 0,
                bytes: 0,
            }),
            created: at,
            created_by: String::new(),
        })
    }
}
