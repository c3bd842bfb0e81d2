//! Files that are here, put at the edge.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use wavecast_domain::package::{File, FileStatus};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::super::{PublishError, Publisher};
use super::list::Needed;
use super::{Check, Stop, TRIES};
use crate::port::{Expect, Key, PortError, Write};
use crate::record::{entry, key};

/// Records that are read, or written, together.
const BATCH: usize = 90;
/// Files that are promoted at the same time.
const AT_ONCE: usize = 8;
/// Missing files that a refusal names.
const NAMED: usize = 10;

impl Publisher {
    /// Verifies that every file is here with its size, promotes those that aren't at the edge,
    /// and marks them ready; answers which these were.
    pub(super) async fn promote_all(
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
