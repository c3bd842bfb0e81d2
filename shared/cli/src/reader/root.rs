//! The root that a check begins with.

use std::path::Path;

use wavecast_agent::DeviceFile;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use super::Reader;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// The name of a device's configuration.
pub const DEVICE_FILE: &str = "wavecast-device.json";

/// A root, and why it is trusted.
pub struct TrustedRoot {
    /// Its exact bytes.
    pub bytes: Vec<u8>,
    /// Where it comes from, for people.
    pub from: String,
    /// Whether it proves who publishes; the edge's own first root proves only that all fits together.
    pub proves: bool,
}

impl TrustedRoot {
    /// The root in the file that is said (a root, or a device's configuration); else the one in
    /// `wavecast-device.json` here, if it is this channel's; else the edge's own first.
    ///
    /// # Errors
    /// A file that can't be read, or no root anywhere.
    pub async fn find(said: Option<&Path>, scope: &Scope, reader: &Reader) -> Result<Self> {
        if let Some(path) = said {
            return Self::of_file(path);
        }
        let here = Path::new(DEVICE_FILE);
        if here.is_file() && DeviceFile::read(here).is_ok_and(|file| file.scope == *scope) {
            return Self::of_file(here);
        }
        let key = ObjectKey::Root(scope.clone(), 1);
        let bytes = reader.get(&key, limit::ROOT_BYTES_CLIENT).await?;
        let bytes = bytes.ok_or_else(|| {
            Failure::new(
                Exit::NotFound,
                format!("the edge {} knows no channel {scope}", reader.base()),
            )
            .hint("check the name; a channel's first root is published when it is created")
        })?;
        let from = format!("{}/{}", reader.base(), key.path());
        Ok(Self {
            bytes,
            from,
            proves: false,
        })
    }

    /// The root in a file: a root, or a device's configuration.
    ///
    /// # Errors
    /// It can't be read.
    pub fn of_file(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| Failure::file("read", path, &error))?;
        let from = path.display().to_string();
        let is_device_file = serde_json::from_slice::<serde_json::Value>(&bytes)
            .is_ok_and(|json| json.get("base_url").is_some());
        if !is_device_file {
            return Ok(Self {
                bytes,
                from,
                proves: true,
            });
        }
        let unreadable = |error: wavecast_agent::DeviceFileError| Failure::usage(error.to_string());
        let file = DeviceFile::read(path).map_err(unreadable)?;
        let bytes = file.root_bytes(path).map_err(unreadable)?;
        Ok(Self {
            bytes,
            from,
            proves: true,
        })
    }
}
