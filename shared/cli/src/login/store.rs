//! Where a sign-in is kept: one file per server, for its owner alone.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Sha256, to_hex};
use wavecast_wire::time::Timestamp;

use crate::error::{Failure, Result};

/// A sign-in at a server.
#[derive(Clone, Deserialize, Serialize)]
pub struct Login {
    /// The server.
    pub url: String,
    /// Who vouches.
    pub issuer: String,
    /// As which client.
    pub client: String,
    /// The token for the server.
    pub access: String,
    /// The token for the next one.
    pub refresh: Option<String>,
    /// Who signed in by a password at the server itself; then it alone vouches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When the access token ends.
    pub expires: Timestamp,
}

impl Login {
    /// The sign-in at a server, if there is one.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn find(url: &str) -> Result<Option<Self>> {
        let Some(path) = place(url) else {
            return Ok(None);
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::file("read the sign-in in", &path, &error)),
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            Failure::usage(format!("{}: {error}", path.display()))
                .hint("`wavecast login` writes it anew")
        })
    }

    /// Keeps it, whole or not at all.
    ///
    /// # Errors
    /// No home directory, or a file that can't be written.
    pub fn keep(&self) -> Result {
        let path = place(&self.url).ok_or_else(|| {
            Failure::usage("no home directory to keep the sign-in in")
                .hint("set HOME or XDG_STATE_HOME")
        })?;
        let failed = |error: &std::io::Error| Failure::file("keep the sign-in in", &path, error);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        // A new file of its own is readable by its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
        let text = serde_json::to_vec(self)
            .map_err(|error| Failure::failed(format!("the sign-in can't be written: {error}")))?;
        file.write_all(&text).map_err(|error| failed(&error))?;
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        file.persist(&path).map_err(|error| failed(&error.error))?;
        Ok(())
    }

    /// Forgets the sign-in at a server; says whether there was one.
    ///
    /// # Errors
    /// A file that can't be removed.
    pub fn forget(url: &str) -> Result<bool> {
        let Some(path) = place(url) else {
            return Ok(false);
        };
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::file("forget the sign-in in", &path, &error)),
        }
    }
}

/// The file of a server's sign-in; `None` without a home directory.
fn place(url: &str) -> Option<PathBuf> {
    let said = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = said("XDG_STATE_HOME").map(PathBuf::from);
    let home = || said("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    let name = to_hex(&Sha256::of(url.as_bytes()).0);
    let folder = state.or_else(home)?.join("wavecast").join("logins");
    Some(folder.join(format!("{}.json", name.get(..16)?)))
}
