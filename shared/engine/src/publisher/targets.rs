//! ③ What a table names, put at the edge before anything names it.

use std::collections::BTreeMap;

use wavecast_domain::Publication;
use wavecast_domain::head::Sealed;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::{Scope, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{TargetFile, Targets};

use super::keyring::unsignable;
use super::{PublishError, Publisher};
use crate::port::{Key, PortError};
use crate::record::{entry, key};

/// Keys of one reading of the ledger.
const BATCH: usize = 100;

/// A target that a publication names.
pub(super) struct Named<'a> {
    pub name: &'a TargetName,
    pub sha256: Sha256,
    pub length: u64,
}

impl Publisher {
    /// Creates the targets that weren't named by the last sealed publication.
    pub(super) async fn create_targets(
        &self,
        scope: &Scope,
        publication: &Publication,
        sealed: Option<&Sealed>,
    ) -> Result<(), PublishError> {
        let known = sealed.map(targets_of).transpose()?.unwrap_or_default();
        let new: Vec<Named<'_>> = publication
            .targets
            .iter()
            .filter(|(name, file)| known.get(*name) != Some(*file))
            .map(named)
            .collect::<Result<_, _>>()?;
        for some in new.chunks(BATCH) {
            self.place_targets(scope, some).await?;
        }
        Ok(())
    }

    /// Makes sure that these targets are at the edge; says how many had to be mended or made.
    pub(super) async fn place_targets(
        &self,
        scope: &Scope,
        some: &[Named<'_>],
    ) -> Result<u32, PublishError> {
        let keys: Vec<Key> = some
            .iter()
            .map(|one| key::target(&scope.org, &scope.app, one.sha256, one.name))
            .collect();
        let found = self.ledger.get(&keys).await?;
        let mut mended = 0;
        for (one, found) in some.iter().zip(found) {
            let object = ObjectKey::Target(
                scope.org.clone(),
                scope.app.clone(),
                one.sha256,
                one.name.clone(),
            );
            if self.is_there(&object, one.length).await? {
                continue;
            }
            mended += 1;
            match found {
                Some(found) => {
                    let name = RecordKey::Target(one.sha256, one.name.clone());
                    if let Record::Target(target) = entry::read_record(&name, &found)? {
                        self.place(&object, one.sha256, target.bytes.into()).await?;
                    }
                }
                // Made from files by the package's check: it can be made from them again.
                None => self.rebuild(scope, &object, one).await?,
            }
        }
        Ok(mended)
    }

    async fn is_there(&self, object: &ObjectKey, length: u64) -> Result<bool, PublishError> {
        let found = self.objects.head(object).await?;
        Ok(found.is_some_and(|(size, _)| size == length))
    }

    /// An image is a file of its package under a target's name.
    async fn rebuild(
        &self,
        scope: &Scope,
        object: &ObjectKey,
        one: &Named<'_>,
    ) -> Result<(), PublishError> {
        let space = key::space(&scope.org, &scope.app);
        let file = ObjectKey::File(scope.org.clone(), scope.app.clone(), one.sha256);
        let from = self.objects.head(&file).await?.map(|_| &file);
        if from.is_none() && self.uploads.staged(&space, one.sha256).await?.is_none() {
            return Err(PortError::Setup(format!(
                "{} is missing at the edge, and its bytes are nowhere else: upload the package's files again",
                object.path()
            ))
            .into());
        }
        if self.objects.head(object).await?.is_some() {
            // Of another size, so damaged.
            self.objects.delete(object).await?;
        }
        self.uploads
            .promote(&space, one.sha256, one.length, from, object)
            .await?;
        Ok(())
    }
}

/// The targets that a sealed publication names.
pub(super) fn targets_of(
    sealed: &Sealed,
) -> Result<BTreeMap<TargetName, TargetFile>, PublishError> {
    let targets = Envelope::<Targets>::read(sealed.targets.as_bytes(), limit::TARGETS_BYTES_CLIENT);
    Ok(targets.map_err(unsignable)?.signed.targets)
}

pub(super) fn named<'a>(
    (name, file): (&'a TargetName, &'a TargetFile),
) -> Result<Named<'a>, PublishError> {
    let sha256 = file
        .sha256()
        .ok_or_else(|| PublishError::Layout(format!("the target {name} has no hash")))?;
    Ok(Named {
        name,
        sha256,
        length: file.length,
    })
}
