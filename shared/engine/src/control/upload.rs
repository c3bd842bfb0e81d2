//! Files on their way into an application.

use wavecast_domain::Refusal;
use wavecast_domain::access::Place;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::limit;
use wavecast_wire::name::{AppName, OrgName};

use super::{Control, ControlError};
use crate::port::{ETag, Expect, PortError, Received, Staged, UploadPlan, Write};
use crate::record::own::StoredUpload;
use crate::record::{entry, key};

/// Days for which an unfinished upload is kept.
const UPLOAD_DAYS: i64 = 7;
/// How often a write is tried again while another touches the same file.
const TRIES: u32 = 4;

/// What beginning an upload came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Begun {
    /// The bytes are here already.
    Ready,
    /// Upload these parts.
    Plan(UploadPlan),
}

/// An unfinished upload.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UploadState {
    /// The hash that the bytes must have.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// All parts, with URLs minted anew.
    pub plan: UploadPlan,
    /// The parts that arrived.
    pub received: Vec<Received>,
}

impl Control {
    /// Begins to upload a file, or goes on with the same principal's unfinished upload of it.
    ///
    /// # Errors
    /// [`ControlError::Refused`] when the application doesn't exist, the principal may not create
    /// packages, or the file is too large, or larger than the room that the quota leaves.
    pub async fn begin_upload(
        &self,
        principal: &Principal,
        org: &OrgName,
        app: &AppName,
        sha256: Sha256,
        size: u64,
    ) -> Result<Begun, ControlError> {
        self.may_upload(principal, org, app, size).await?;
        if self.is_here(org, app, sha256, size).await? {
            return Ok(Begun::Ready);
        }
        self.has_room(org, size).await?;
        let (space, now) = (key::space(org, app), self.clock.now());
        let stored = StoredUpload {
            id: upload_id(&space, principal, sha256, size),
            org: org.clone(),
            app: app.clone(),
            sha256,
            size,
            begun: now,
        };
        // The record first: bytes without one would be nobody's.
        let mut record = entry::plain(key::upload(&stored.id), &stored)?;
        entry::end(&mut record, now.plus(UPLOAD_DAYS * 86_400));
        self.commit_again(vec![Write::Put(record, Expect::Any)])
            .await?;
        let plan = self
            .uploads
            .begin(&space, &stored.id, sha256, size, now)
            .await?;
        Ok(Begun::Plan(plan))
    }

    /// Whether a file is here already, asked by whoever could begin to upload it. Begins nothing.
    ///
    /// # Errors
    /// As [`Control::begin_upload`].
    pub async fn is_uploaded(
        &self,
        principal: &Principal,
        org: &OrgName,
        app: &AppName,
        sha256: Sha256,
        size: u64,
    ) -> Result<bool, ControlError> {
        self.may_upload(principal, org, app, size).await?;
        self.is_here(org, app, sha256, size).await
    }

    /// An unfinished upload: what arrived, and URLs minted anew; `None` for an unknown id.
    ///
    /// # Errors
    /// A failing port, or an unreadable entry.
    pub async fn upload(
        &self,
        org: &OrgName,
        app: &AppName,
        id: &str,
    ) -> Result<Option<UploadState>, ControlError> {
        let Some(stored) = self.stored_upload(org, app, id).await? else {
            return Ok(None);
        };
        let (space, now) = (key::space(org, app), self.clock.now());
        let (plan, received) = match self.uploads.parts(&space, id, now).await {
            // Completed, and nobody heard of it: no part is left to send.
            Err(PortError::Refused(_)) if self.whole(&space, &stored).await?.is_some() => {
                let plan = UploadPlan {
                    id: stored.id,
                    parts: Vec::new(),
                    expires: now,
                };
                (plan, Vec::new())
            }
            other => other?,
        };
        Ok(Some(UploadState {
            sha256: stored.sha256,
            size: stored.size,
            plan,
            received,
        }))
    }

    /// Joins an upload's parts; the file may then be named by a package. Asking again for an
    /// upload that was completed answers the same.
    ///
    /// # Errors
    /// [`PortError::Refused`] when the bytes don't have the hash and size that were announced;
    /// nothing of them is kept then.
    pub async fn complete_upload(
        &self,
        principal: &Principal,
        org: &OrgName,
        app: &AppName,
        id: &str,
        parts: &[(u32, ETag)],
    ) -> Result<Staged, ControlError> {
        self.may_upload(principal, org, app, 0).await?;
        let Some(stored) = self.stored_upload(org, app, id).await? else {
            return Err(no_upload(id).into());
        };
        let (space, now) = (key::space(org, app), self.clock.now());
        let staged = match self.whole(&space, &stored).await? {
            Some(staged) => staged,
            None => self.uploads.complete(&space, id, parts, now).await?,
        };
        self.note_uploaded(org, app, &staged).await?;
        Ok(staged)
    }

    /// The file of an upload, if all of it is staged.
    async fn whole(
        &self,
        space: &str,
        stored: &StoredUpload,
    ) -> Result<Option<Staged>, ControlError> {
        let staged = self.uploads.staged(space, stored.sha256).await?;
        Ok(staged.filter(|staged| staged.size == stored.size))
    }

    async fn may_upload(
        &self,
        principal: &Principal,
        org: &OrgName,
        app: &AppName,
        size: u64,
    ) -> Result<(), ControlError> {
        if !allows(principal, Permission::Package, Place::App(org, app)) {
            return Err(Refusal::new(
                Reason::Forbidden,
                "upload",
                "uploading files needs the permission to create packages",
                "ask an administrator of the organization for it",
            )
            .into());
        }
        if self.find(key::app(org, app)).await?.is_none() {
            return Err(super::load::no_app(org, app).into());
        }
        if size > limit::FILE_BYTES {
            return Err(Refusal::new(
                Reason::Limit,
                "size",
                format!("a file must have at most {} bytes", limit::FILE_BYTES),
                "split the file",
            )
            .into());
        }
        Ok(())
    }

    async fn stored_upload(
        &self,
        org: &OrgName,
        app: &AppName,
        id: &str,
    ) -> Result<Option<StoredUpload>, ControlError> {
        let stored: Option<StoredUpload> = self.read_one(key::upload(id)).await?;
        Ok(stored.filter(|stored| stored.org == *org && stored.app == *app))
    }

    /// Commits writes that may be done twice: an unknown outcome is tried again.
    async fn commit_again(&self, writes: Vec<Write>) -> Result<(), ControlError> {
        let mut result = Ok(());
        for _ in 0..TRIES {
            result = self.ledger.commit(writes.clone()).await;
            if !matches!(result, Err(PortError::Unknown(_))) {
                break;
            }
        }
        Ok(result?)
    }
}

/// The same principal's upload of the same bytes has the same id, so that beginning it again
/// resumes it.
fn upload_id(space: &str, principal: &Principal, sha256: Sha256, size: u64) -> String {
    let mut hasher = Hasher::default();
    for part in [
        "wavecast.upload.v1",
        space,
        &entry::actor(principal),
        &sha256.to_string(),
        &size.to_string(),
    ] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finish().to_string()[..32].to_owned()
}

fn no_upload(id: &str) -> Refusal {
    Refusal::new(
        Reason::NotFound,
        format!("upload {id}"),
        "there is no such unfinished upload",
        "begin it again; what is here already isn't uploaded twice",
    )
}
