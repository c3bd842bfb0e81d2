//! A package's files verified and promoted, before it can be released.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use wavecast_domain::manifest::{manifest, ready};
use wavecast_domain::package::{File, FileList, FileStatus, Package, PackageStatus, Ready};
use wavecast_domain::record::{Record, RecordKey, TargetBytes};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Manifest;
use wavecast_wire::name::{AppName, OrgName, PackageName, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::version::Version;
use wavecast_wire::{json, limit};

use super::{PublishError, Publisher};
use crate::port::{Expect, Key, PortError, Write};
use crate::record::{entry, key};

/// Records that are read, or written, together.
const BATCH: usize = 90;
/// Files that are promoted at the same time.
const AT_ONCE: usize = 8;
/// Missing files that a refusal names.
const NAMED: usize = 10;
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

/// What a package needs of one file.
struct Needed {
    path: String,
    size: u64,
    images: Vec<TargetName>,
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

    async fn verify(&self, check: &Check<'_>) -> Result<(Ready, Vec<Write>), Stop> {
        let manifest = self.read_list(check).await?;
        let needed = needed(&manifest)?;
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

    async fn read_list(&self, check: &Check<'_>) -> Result<Manifest, Stop> {
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
        let list: FileList = json::read(&bytes, limit::MANIFEST_BYTES)
            .map_err(|error| Stop::Refused(format!("its file list can't be read: {error}")))?;
        let kind = check.package.kind;
        manifest(check.org, check.app, kind, &check.package, &list).map_err(Stop::Refused)
    }

    /// Verifies that every file is here with its size, promotes those that aren't at the edge,
    /// and marks them ready; answers which these were.
    async fn promote_all(
        &self,
        check: &Check<'_>,
        needed: &BTreeMap<Sha256, Needed>,
    ) -> Result<Vec<Sha256>, Stop> {
        let all: Vec<_> = needed.iter().collect();
        let mut missing = Missing::default();
        let mut ready = BTreeSet::new();
        for some in all.chunks(BATCH) {
            let files = self.files(check, some).await?;
            for ((sha256, one), file) in some.iter().zip(files) {
                let file = file.map(|(file, _)| file);
                if !self.is_here(check, **sha256, one, file.as_ref()).await? {
                    missing.note(one);
                }
                if file.is_some_and(|file| file.status == FileStatus::Ready) {
                    ready.insert(**sha256);
                }
            }
        }
        missing.refuse()?;
        for some in all.chunks(BATCH) {
            let mut work = Vec::new();
            for (sha256, one) in some {
                work.push(self.promote(check, **sha256, one, ready.contains(*sha256)));
            }
            let work = stream::iter(work).buffer_unordered(AT_ONCE);
            work.try_collect::<()>().await?;
            self.mark_ready(check, some).await?;
        }
        Ok(needed
            .keys()
            .copied()
            .filter(|sha256| !ready.contains(sha256))
            .collect())
    }

    /// The records of files, with the ledger's revision of each.
    async fn files(
        &self,
        check: &Check<'_>,
        some: &[(&Sha256, &Needed)],
    ) -> Result<Vec<Option<(File, u64)>>, PublishError> {
        let keys: Vec<Key> = some
            .iter()
            .map(|(sha256, _)| key::file(check.org, check.app, **sha256))
            .collect();
        let mut files = Vec::with_capacity(keys.len());
        for found in self.ledger.get(&keys).await? {
            let file =
                found.map(|found| Ok::<_, PublishError>((entry::read(&found)?, found.revision)));
            files.push(file.transpose()?);
        }
        Ok(files)
    }

    /// Whether a file is at the edge or staged. A condemned one, or one without a record, may be
    /// staged all the same: then this package takes it back.
    async fn is_here(
        &self,
        check: &Check<'_>,
        sha256: Sha256,
        one: &Needed,
        file: Option<&File>,
    ) -> Result<bool, Stop> {
        let size = match file {
            Some(file) if !matches!(file.status, FileStatus::Condemned { .. }) => Some(file.size),
            _ => {
                let staged = self.uploads.staged(&check.space, sha256).await?;
                staged.map(|staged| staged.size)
            }
        };
        size.map(|size| one.sized(size)).transpose()?;
        Ok(size.is_some())
    }

    /// Puts one file at the edge, and its images beside it from there.
    async fn promote(
        &self,
        check: &Check<'_>,
        sha256: Sha256,
        one: &Needed,
        is_ready: bool,
    ) -> Result<(), Stop> {
        let (org, app) = (check.org, check.app);
        let file = ObjectKey::File(org.clone(), app.clone(), sha256);
        let of_path = |error: PortError| match error {
            // The bytes break a rule: no retry helps.
            PortError::Refused(reason) => Stop::Refused(format!("{}: {reason}", one.path)),
            other => other.into(),
        };
        if !is_ready {
            let promoted = self.promote_again(check, sha256, one.size, None, &file);
            promoted.await.map_err(of_path)?;
        }
        for name in &one.images {
            let image = ObjectKey::Target(org.clone(), app.clone(), sha256, name.clone());
            let promoted = self.promote_again(check, sha256, one.size, Some(&file), &image);
            promoted.await.map_err(of_path)?;
        }
        Ok(())
    }

    /// Promoting is if-absent and by hash, so an unknown outcome is simply tried again.
    async fn promote_again(
        &self,
        check: &Check<'_>,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        let mut result = Ok(());
        for _ in 0..TRIES {
            result = self
                .uploads
                .promote(&check.space, sha256, size, from, to)
                .await;
            if !matches!(result, Err(PortError::Unknown(_))) {
                break;
            }
        }
        result
    }

    async fn mark_ready(
        &self,
        check: &Check<'_>,
        some: &[(&Sha256, &Needed)],
    ) -> Result<(), PublishError> {
        for _ in 0..TRIES {
            let files = self.files(check, some).await?;
            let mut writes = Vec::new();
            for ((sha256, one), file) in some.iter().zip(files) {
                let expect = match file {
                    Some((file, _)) if file.status == FileStatus::Ready => continue,
                    Some((_, at)) => Expect::Revision(at),
                    None => Expect::Absent,
                };
                let file = File {
                    sha256: **sha256,
                    size: one.size,
                    status: FileStatus::Ready,
                };
                let name = RecordKey::File(**sha256);
                let put = entry::record(check.org, check.app, &name, &Record::File(file))?;
                writes.push(Write::Put(put, expect));
            }
            if writes.is_empty() {
                return Ok(());
            }
            match self.ledger.commit(writes).await {
                Ok(()) => return Ok(()),
                Err(PortError::Conflict | PortError::Unknown(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(PortError::Conflict.into())
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

impl Needed {
    fn sized(&self, size: u64) -> Result<(), Stop> {
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
fn needed(manifest: &Manifest) -> Result<BTreeMap<Sha256, Needed>, Stop> {
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

/// Files that aren't here.
#[derive(Default)]
struct Missing {
    named: BTreeSet<String>,
    count: usize,
}

impl Missing {
    fn note(&mut self, one: &Needed) {
        self.count += 1;
        self.named.insert(one.path.clone());
        // The first by path, however many are missing.
        if self.named.len() > NAMED {
            self.named.pop_last();
        }
    }

    fn refuse(&self) -> Result<(), Stop> {
        if self.count == 0 {
            return Ok(());
        }
        let named: Vec<&str> = self.named.iter().map(String::as_str).collect();
        Err(Stop::Refused(format!(
            "{} files aren't uploaded: {}{}; upload them, then create the package again",
            self.count,
            named.join(", "),
            if self.count > NAMED { ", …" } else { "" }
        )))
    }
}
