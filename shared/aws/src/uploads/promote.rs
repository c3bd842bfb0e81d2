//! From the staging place to the edge, by nothing but the hash of the whole.

use wavecast_engine::port::PortError;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::{S3Uploads, name};
use crate::bucket::Bucket;
use crate::objects::{Copied, Head, source};

/// How often a source is looked at again that changed while it was read.
const TRIES: u32 = 3;

impl S3Uploads {
    /// Copies a file to the edge unless something stands there.
    ///
    /// What is copied is pinned: the very version, with the very ETag, that was seen to have the
    /// hash. S3 itself has checked a file of one part; a file of several is read once and hashed.
    pub(super) async fn promote_file(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        check_target(to, sha256)?;
        let staged = name::file(space, sha256)?;
        if self.is_there(to, size).await? {
            return Ok(());
        }
        for _ in 0..TRIES {
            let mut copied = self
                .copy_verified(&self.bucket, &staged, sha256, size, to)
                .await?;
            if let (None, Some(from)) = (copied, from) {
                let edge = self.edge.bucket();
                copied = self
                    .copy_verified(edge, &from.path(), sha256, size, to)
                    .await?;
            }
            match copied {
                Some(Copied::Here) => return Ok(()),
                Some(Copied::Taken) => return self.is_there(to, size).await.map(drop),
                Some(Copied::Moved) => {}
                None => return Err(not_staged(sha256)),
            }
        }
        Err(PortError::Lost(format!(
            "file {sha256}: changes in the staging place all the time"
        )))
    }

    /// Whether it stands at the edge. What does was verified when it was put there; only its size is
    /// looked at.
    async fn is_there(&self, to: &ObjectKey, size: u64) -> Result<bool, PortError> {
        match self.edge.bucket().head(&to.path()).await? {
            None => Ok(false),
            Some(head) if head.size == size => Ok(true),
            Some(head) => Err(PortError::Refused(format!(
                "{}: has {} bytes at the edge, must have {size}",
                to.path(),
                head.size
            ))),
        }
    }

    /// `None` when there is no such source.
    async fn copy_verified(
        &self,
        bucket: &Bucket,
        path: &str,
        sha256: Sha256,
        size: u64,
        to: &ObjectKey,
    ) -> Result<Option<Copied>, PortError> {
        let Some(head) = bucket.head(path).await? else {
            return Ok(None);
        };
        // The publisher alone writes the edge, and only what it has verified.
        let is_edge = bucket.name() == self.edge.bucket().name();
        let found = match head.sha256.or(head.recorded.filter(|_| is_edge)) {
            Some(found) => found,
            None => match bucket.hash(path, &head).await {
                Err(PortError::Conflict) => return Ok(Some(Copied::Moved)),
                found => found?,
            },
        };
        if found != sha256 {
            if !is_edge {
                return Err(self.wrong_bytes(path, &head, sha256).await);
            }
            return Err(PortError::Refused(format!(
                "{path}: is damaged at the edge; upload that file again"
            )));
        }
        if head.size != size {
            return Err(PortError::Refused(format!(
                "file {sha256}: must have {size} bytes, as was said of it"
            )));
        }
        self.edge
            .copy(&source(bucket, path, &head, sha256), to)
            .await
            .map(Some)
    }

    /// A staged file that isn't what it was said to be: it goes, so that the file can
    /// be uploaded again.
    pub(super) async fn wrong_bytes(&self, path: &str, head: &Head, sha256: Sha256) -> PortError {
        let rule = "has other bytes than its hash says; nothing of it was kept, upload it again";
        match self.bucket.delete(path, Some(&head.etag)).await {
            Ok(()) => PortError::Refused(format!("file {sha256}: {rule}")),
            Err(error) => error,
        }
    }
}

/// Refuses a target that isn't named after this hash.
fn check_target(to: &ObjectKey, sha256: Sha256) -> Result<(), PortError> {
    match to {
        ObjectKey::File(_, _, named) | ObjectKey::Target(_, _, named, _) if *named == sha256 => {
            Ok(())
        }
        _ => Err(PortError::Refused(format!(
            "{}: must be named after {sha256}",
            to.path()
        ))),
    }
}

pub(super) fn not_staged(sha256: Sha256) -> PortError {
    PortError::Refused(format!(
        "file {sha256}: is not in the staging place; upload it first"
    ))
}
