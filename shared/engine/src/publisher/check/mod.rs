//! A package's files verified and promoted, before it can be released.

use wavecast_domain::manifest::ready;
use wavecast_domain::org::Usage;
use wavecast_domain::package::{Package, PackageStatus, Ready};
use wavecast_domain::record::{Record, RecordKey, TargetBytes};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName, PackageName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::version::Version;

use super::{PublishError, Publisher};
use crate::port::{Expect, PortError, Write};
use crate::record::{entry, key};

mod list;
mod promote;

/// Bytes of a manifest that is kept as a record besides, so that repair can write it again.
const KEPT_BYTES: usize = 256 * 1024;
/// How often a commit that met another is done anew.
const TRIES: u32 = 6;

/// One application's package on its way.
struct Check<'a> {
    org: &'a OrgName,
    app: &'a AppName,
    space: String,
    package: Package,
    at: u64,
}

/// Why a package isn't ready: the reason, or a failure that the tick tries again.
enum Stop {
    Refused(String),
    Failed(PublishError),
}

impl<E: Into<PublishError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Publisher {
    /// Verifies and promotes a package's files, and commits `ready` or `refused`. A crash anywhere
    /// leaves it `checking`, and calling again goes on.
    ///
    /// # Errors
    /// [`PublishError`]; calling again is always safe.
    pub async fn check_package(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &PackageName,
        version: &Version,
    ) -> Result<(), PublishError> {
        for _ in 0..TRIES {
            let at = key::package(org, app, name, version);
            let Some(found) = self.ledger.get(&[at]).await?.pop().flatten() else {
                return Ok(());
            };
            let package: Package = entry::read(&found)?;
            if package.status != PackageStatus::Checking {
                return Ok(());
            }
            let check = Check {
                org,
                app,
                space: key::space(org, app),
                package,
                at: found.revision,
            };
            let (status, writes) = match self.verify(&check).await {
                Ok((ready, writes)) => (PackageStatus::Ready(ready), writes),
                Err(Stop::Refused(reason)) => (PackageStatus::Refused { reason }, Vec::new()),
                Err(Stop::Failed(error)) => return Err(error),
            };
            match self.conclude(&check, status, writes).await {
                // Another check was faster, or it may have landed: look again.
                Err(PublishError::Port(PortError::Conflict | PortError::Unknown(_))) => {}
                other => return other,
            }
        }
        Err(PortError::Conflict.into())
    }

    async fn conclude(
        &self,
        check: &Check<'_>,
        status: PackageStatus,
        mut writes: Vec<Write>,
    ) -> Result<(), PublishError> {
        if let PackageStatus::Refused { .. } = status {
            writes.extend(self.give_back(check).await?);
        }
        let package = Package {
            status,
            ..check.package.clone()
        };
        let name = RecordKey::Package(package.name.clone(), package.version.clone());
        let record = Record::Package(Box::new(package));
        let put = entry::record(check.org, check.app, &name, &record)?;
        writes.push(Write::Put(put, Expect::Revision(check.at)));
        Ok(self.ledger.commit(writes).await?)
    }

    /// Takes a package that is refused out of what its organization's packages come to. In one
    /// transaction with the refusal, so it happens once, however often it is tried.
    async fn give_back(&self, check: &Check<'_>) -> Result<Option<Write>, PublishError> {
        let at = key::usage(check.org);
        let Some(found) = self
            .ledger
            .get(std::slice::from_ref(&at))
            .await?
            .pop()
            .flatten()
        else {
            return Ok(None);
        };
        let usage: Usage = entry::read(&found)?;
        let left = usage.without(Usage::of(&check.package));
        let put = entry::plain(at, &left)?;
        Ok(Some(Write::Put(put, Expect::Revision(found.revision))))
    }

    async fn verify(&self, check: &Check<'_>) -> Result<(Ready, Vec<Write>), Stop> {
        let manifest = self.read_list(check).await?;
        let needed = list::needed(&manifest)?;
        let promoted = self.promote_all(check, &needed).await?;
        let (ready, file) = ready(&manifest, &check.package).map_err(Stop::Refused)?;
        let object = ObjectKey::Target(
            check.org.clone(),
            check.app.clone(),
            ready.manifest.sha256,
            ready.manifest.name.clone(),
        );
        self.place(&object, ready.manifest.sha256, file.clone().into())
            .await?;
        let mut writes = Vec::new();
        if file.len() <= KEPT_BYTES {
            let entry = ready.manifest.clone();
            let name = RecordKey::Target(entry.sha256, entry.name.clone());
            let record = Record::Target(TargetBytes { entry, bytes: file });
            let put = entry::record(check.org, check.app, &name, &record)?;
            // The same bytes under the same name, whoever wrote them.
            writes.push(Write::Put(put, Expect::Any));
        } else {
            // Too large for a record: repair takes it from here.
            let (org, app) = (check.org.clone(), check.app.clone());
            let copy = ObjectKey::File(org, app, ready.manifest.sha256);
            self.place(&copy, ready.manifest.sha256, file.into())
                .await?;
        }
        self.discard(check, &promoted).await;
        Ok((ready, writes))
    }

    /// Staged copies aren't needed any more; what is left behind is swept.
    async fn discard(&self, check: &Check<'_>, promoted: &[Sha256]) {
        for sha256 in promoted {
            if let Err(error) = self.uploads.discard(&check.space, *sha256).await {
                tracing::debug!(%sha256, %error, "a staged copy stays until it is swept");
                return;
            }
        }
    }
}
