//! What the ledger says of staged files.

use wavecast_domain::Refusal;
use wavecast_domain::package::{File, FileStatus};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::Reason;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName};

use super::{Control, ControlError};
use crate::port::{Expect, PortError, Staged, Write};
use crate::record::{entry, key};

/// How often a write is tried again while another touches the same file.
const TRIES: u32 = 4;

impl Control {
    /// Commits that a file is staged, unless it is known as staged or ready already.
    pub(super) async fn note_uploaded(
        &self,
        org: &OrgName,
        app: &AppName,
        staged: &Staged,
    ) -> Result<(), ControlError> {
        let file = File {
            sha256: staged.sha256,
            size: staged.size,
            status: FileStatus::Uploaded {
                at: self.clock.now(),
            },
        };
        for _ in 0..TRIES {
            let found = self.find(key::file(org, app, staged.sha256)).await?;
            let expect = match &found {
                None => Expect::Absent,
                Some(found) => match entry::read::<File>(found)?.status {
                    FileStatus::Ready => return Ok(()),
                    // Touched anew: the sweep counts the grace time from here.
                    FileStatus::Uploaded { .. } | FileStatus::Condemned { .. } => {
                        Expect::Revision(found.revision)
                    }
                },
            };
            let name = RecordKey::File(staged.sha256);
            let put = entry::record(org, app, &name, &Record::File(file.clone()))?;
            match self.ledger.commit(vec![Write::Put(put, expect)]).await {
                Ok(()) => return Ok(()),
                Err(PortError::Conflict | PortError::Unknown(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ControlError::Contended)
    }

    /// Whether a file's bytes are staged or at the edge; a condemned one that is still whole is
    /// taken back from the sweep.
    pub(super) async fn is_here(
        &self,
        org: &OrgName,
        app: &AppName,
        sha256: Sha256,
        size: u64,
    ) -> Result<bool, ControlError> {
        let found = self.find(key::file(org, app, sha256)).await?;
        let file: Option<File> = found.as_ref().map(entry::read).transpose()?;
        if let Some(file) = file.filter(|file| file.status == FileStatus::Ready) {
            return if file.size == size {
                Ok(true)
            } else {
                Err(wrong_size(sha256, file.size).into())
            };
        }
        // What was found wrong when it was to be promoted is gone, and its record says nothing. What
        // was completed is here, even if its record was lost with its process or on a full disk.
        let staged = self.uploads.staged(&key::space(org, app), sha256).await?;
        let Some(staged) = staged else {
            return Ok(false);
        };
        if staged.size != size {
            return Err(wrong_size(sha256, staged.size).into());
        }
        self.note_uploaded(org, app, &staged).await?;
        Ok(true)
    }
}

fn wrong_size(sha256: Sha256, size: u64) -> Refusal {
    Refusal::new(
        Reason::Invalid,
        "size",
        format!("the file {sha256} has {size} bytes"),
        "announce the size of the bytes that have this hash",
    )
}
