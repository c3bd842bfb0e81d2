//! Forgetting what nobody finished or used.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wavecast_engine::port::PortError;
use wavecast_wire::time::Timestamp;

use super::staging::Staging;
use crate::disk;

impl Staging {
    /// Forgets uploads begun, and whole files staged, before this; says how many, not counting the
    /// bare memory of uploads that were completed.
    pub(super) fn expire(&self, before: Timestamp) -> Result<u64, PortError> {
        let failed = |error: io::Error| self.lost("sweeping the staging place", &error);
        let mut swept = 0;
        for id in names(&self.home.uploads()).map_err(failed)? {
            swept += u64::from(self.changing.run(&id, || self.expire_upload(&id, before))?);
        }
        swept += sweep_files(&self.home.files(), before).map_err(failed)?;
        Ok(swept)
    }

    fn expire_upload(&self, id: &str, before: Timestamp) -> Result<bool, PortError> {
        let Ok(folder) = self.folder(id) else {
            return Ok(false);
        };
        let begun = match folder.load() {
            Ok(Some(state)) if state.begun >= before => return Ok(false),
            Ok(Some(state)) => state.completed.is_none(),
            // A crash came before its state, or its state is unreadable: it can never be completed.
            Ok(None) | Err(PortError::Setup(_)) => false,
            Err(error) => return Err(error),
        };
        Ok(folder.remove()? && begun)
    }
}

/// Removes whole files of `org/app` folders that were completed before this.
fn sweep_files(files: &Path, before: Timestamp) -> io::Result<u64> {
    let mut swept = 0;
    for org in names(files)? {
        for app in names(&files.join(&org))? {
            let folder = files.join(&org).join(app);
            for name in names(&folder)? {
                let path = folder.join(name);
                let old = match std::fs::symlink_metadata(&path) {
                    Ok(meta) => time_of(&meta)? < before,
                    Err(error) if disk::is_missing(&error) => false,
                    Err(error) => return Err(error),
                };
                swept += u64::from(old && disk::remove(&path)?);
            }
        }
    }
    Ok(swept)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if disk::is_missing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    entries
        .filter_map(|entry| {
            entry
                .map(|entry| entry.file_name().into_string().ok())
                .transpose()
        })
        .collect()
}

/// When a staged file was completed.
pub(super) fn time_of(meta: &Metadata) -> io::Result<Timestamp> {
    let modified = meta.modified()?;
    Ok(Timestamp(match modified.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs().cast_signed(),
        Err(before) => -before.duration().as_secs().cast_signed(),
    }))
}

/// Says when a staged file was completed.
pub(super) fn set_time(file: &File, at: Timestamp) -> io::Result<()> {
    let distance = Duration::from_secs(at.0.unsigned_abs());
    let time = if at.0 < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    };
    file.set_modified(time.unwrap_or_else(SystemTime::now))
}
