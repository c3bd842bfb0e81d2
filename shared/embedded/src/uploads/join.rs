//! From parts to one whole, verified file.

use std::io::Write as _;

use wavecast_engine::port::{ETag, PortError, Staged, part_layout};
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::time::Timestamp;

use super::folder::Folder;
use super::staging::{Staging, not_staged};
use super::state::State;
use super::sweep;
use crate::disk::{Reach, Temp};
use crate::read;

impl Staging {
    /// Joins the parts, verifies size and hash over the whole file, and stages it.
    ///
    /// Completing again answers the same. The order of writes is: the file, then the state that says
    /// so, then the parts go; a crash anywhere before the second leaves all parts for another try.
    pub(super) fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        let folder = self.folder(id)?;
        self.changing.run(id, || {
            let state = self.state(&folder, space)?;
            if state.completed.is_some() {
                folder.drop_parts(None, None)?;
                return self
                    .staged(space, state.sha256)?
                    .ok_or_else(|| not_staged(state.sha256));
            }
            let parts = check_parts(&folder, &state, parts)?;
            let whole = self.join(&folder, &state, &parts)?;
            self.stage(space, &state, whole, now)?;
            folder.save(&State {
                completed: Some(now),
                ..state.clone()
            })?;
            folder.drop_parts(None, None)?;
            let State { sha256, size, .. } = state;
            Ok(Staged {
                sha256,
                size,
                at: now,
            })
        })
    }

    /// The whole file, verified; a wrong one is refused and its upload forgotten.
    fn join(
        &self,
        folder: &Folder,
        state: &State,
        parts: &[(u32, ETag)],
    ) -> Result<Temp, PortError> {
        let (temp, sha256, size) = self
            .stream(folder, parts)
            .map_err(|error| self.lost("joining an upload", &error))?;
        if (sha256, size) == (state.sha256, state.size) {
            return Ok(temp);
        }
        folder.remove()?;
        Err(PortError::Refused(format!(
            "the upload has {size} bytes and hash {sha256}, but {} bytes and {} were promised; \
             nothing of it was kept, begin again",
            state.size, state.sha256
        )))
    }

    /// Streams the parts into one file, hashing on the way. A single part needs no copy: it gets a
    /// second name, and only its hash is taken anew.
    fn stream(
        &self,
        folder: &Folder,
        parts: &[(u32, ETag)],
    ) -> std::io::Result<(Temp, Sha256, u64)> {
        let mut hasher = Hasher::default();
        if let [(number, etag)] = parts {
            let mut temp = Temp::linked(&self.home.temp(), &folder.part(*number, etag))?;
            let size = read::stream(temp.file(), |chunk| {
                hasher.update(chunk);
                Ok(())
            })?;
            return Ok((temp, hasher.finish(), size));
        }
        let mut temp = Temp::new(&self.home.temp(), Reach::Public)?;
        let mut size = 0;
        for (number, etag) in parts {
            let mut part = std::fs::File::open(folder.part(*number, etag))?;
            size += read::stream(&mut part, |chunk| {
                hasher.update(chunk);
                temp.file().write_all(chunk)
            })?;
        }
        Ok((temp, hasher.finish(), size))
    }

    /// Gives the file its place; its time says when it was completed.
    fn stage(
        &self,
        space: &str,
        state: &State,
        mut whole: Temp,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let path = self.file(space, state.sha256)?;
        let place = || {
            self.spaces.make(&path)?;
            sweep::set_time(whole.file(), now)?;
            whole.replace(&path)
        };
        place().map_err(|halt| self.halted("staging a file", halt))
    }
}

/// The parts in order; refuses a list that isn't all of them, once each, as they arrived.
fn check_parts(
    folder: &Folder,
    state: &State,
    parts: &[(u32, ETag)],
) -> Result<Vec<(u32, ETag)>, PortError> {
    let planned = part_layout(state.size);
    let mut parts = parts.to_vec();
    parts.sort_by_key(|(number, _)| *number);
    let numbers = |(planned, (number, _)): (&(u32, u64, u64), &(u32, ETag))| planned.0 == *number;
    if parts.len() != planned.len() || !planned.iter().zip(&parts).all(numbers) {
        return Err(PortError::Refused(format!(
            "parts: must name each of 1 to {} once",
            planned.len()
        )));
    }
    let received = folder.received()?;
    for ((_, _, size), (number, etag)) in planned.iter().zip(&parts) {
        let arrived = received
            .iter()
            .any(|part| (part.number, &part.etag, part.size) == (*number, etag, *size));
        if !arrived {
            return Err(PortError::Refused(format!(
                "part {number}: has not arrived with ETag {}; upload it, then complete again",
                etag.0
            )));
        }
    }
    Ok(parts)
}
