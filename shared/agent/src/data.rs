//! The data directory: who holds it, the device's id, and the state as one durable piece.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use wavecast_device::agent::{LAYOUT, State};
use wavecast_wire::config::Properties;
use wavecast_wire::hash::to_hex;

use crate::{AgentError, DeviceFile, Disk};

/// A data directory that this process holds.
pub struct DataDir {
    path: PathBuf,
    disk: Disk,
    /// Unlocked when it is dropped, or when the process dies.
    _lock: File,
}

impl DataDir {
    /// Makes the directory on this disk if need be, and takes hold of it.
    ///
    /// # Errors
    /// [`AgentError::Held`], or it can't be made.
    pub fn open(path: &Path, disk: Disk) -> Result<Self, AgentError> {
        disk.make_dir(path)?;
        let path = path.canonicalize().map_err(AgentError::io(path))?;
        let name = path.join("lock");
        let lock = disk.change("create", &name, || File::create(&name))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path,
                disk,
                _lock: lock,
            }),
            Err(fs::TryLockError::WouldBlock) => Err(AgentError::Held { path }),
            Err(fs::TryLockError::Error(source)) => Err(AgentError::Io { path: name, source }),
        }
    }

    /// Its absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The device's state: what was saved, under what the configuration says now; or a new one.
    ///
    /// # Errors
    /// The state is damaged or newer, or the configuration isn't accepted.
    pub fn state(&self, config: &Path, file: &DeviceFile) -> Result<State, AgentError> {
        let root = file.root_bytes(config)?;
        let refused = |source| AgentError::Provision {
            path: config.into(),
            source,
        };
        if let Some(mut state) = read_state(&self.path)? {
            state
                .reprovision(file.scope.clone(), &root)
                .map_err(refused)?;
            if let Some(id) = &file.id {
                state.device.id.clone_from(id);
            }
            return Ok(state);
        }
        let id = match &file.id {
            Some(id) => id.clone(),
            None => self.own_id()?,
        };
        let seed = u64::from_le_bytes(random()?);
        State::provision(file.scope.clone(), &root, id, seed).map_err(refused)
    }

    /// Replaces the state: temporary file, fsync, rename, fsync of the directory. A crash at any
    /// line leaves the old state or the new one, whole.
    ///
    /// # Errors
    /// The disk is full, or broken.
    pub fn save(&self, state: &State) -> Result<(), AgentError> {
        let path = self.path.join("state.json");
        let damaged = |error: serde_json::Error| AgentError::Damaged {
            path: path.clone(),
            why: error.to_string(),
        };
        let bytes = serde_json::to_vec(state).map_err(damaged)?;
        self.disk.replace(&path, &bytes)
    }

    /// Replaces the file with the properties that the app sees, unless it says so already.
    pub(crate) fn hand_out(&self, properties: &Properties) -> Result<(), AgentError> {
        let path = self.path.join("properties.json");
        let bytes = serde_json::to_vec_pretty(properties).unwrap_or_default();
        if fs::read(&path).is_ok_and(|standing| standing == bytes) {
            return Ok(());
        }
        self.disk.replace(&path, &bytes)
    }

    /// The id of this device: 16 random bytes, made once, kept outside the slots and the state, so
    /// that neither an image nor a lost state changes the device's place in a ramp.
    fn own_id(&self) -> Result<String, AgentError> {
        let path = self.path.join("id");
        if let Ok(id) = fs::read_to_string(&path)
            && wavecast_wire::bucket::check_id(id.trim()).is_ok()
        {
            return Ok(id.trim().into());
        }
        let id = to_hex(&random::<16>()?);
        self.disk.replace(&path, format!("{id}\n").as_bytes())?;
        Ok(id)
    }
}

/// The saved state of a data directory, without holding it; `None` before the first start.
///
/// # Errors
/// It is damaged or was written by a newer version.
pub fn read_state(data: &Path) -> Result<Option<State>, AgentError> {
    #[derive(Deserialize)]
    struct Layout {
        v: u64,
    }
    let path = data.join("state.json");
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(AgentError::io(&path))?,
    };
    let damaged = |error: serde_json::Error| AgentError::Damaged {
        path: path.clone(),
        why: error.to_string(),
    };
    let layout: Layout = serde_json::from_slice(&bytes).map_err(damaged)?;
    if layout.v > u64::from(LAYOUT) {
        return Err(AgentError::Newer {
            path,
            found: layout.v,
        });
    }
    serde_json::from_slice(&bytes).map(Some).map_err(damaged)
}

fn random<const N: usize>() -> Result<[u8; N], AgentError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(AgentError::Random)?;
    Ok(bytes)
}
