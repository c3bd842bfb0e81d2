//! Whether a package works: found out once, true for every simulated device that runs it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use wavecast_device::Package;
use wavecast_device::download::Item;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::{FileEntry, Manifest};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::version::Range;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::reader::Reader;

/// How health is found out.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// Versions that are broken by decree.
    pub fails: Option<Range>,
    /// A command that is run in a directory with the package's files; it is well if it ends with 0.
    pub command: Option<String>,
}

/// How long a health command may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was found out, by manifest hash.
pub struct Health {
    checks: Checks,
    known: BTreeMap<Sha256, bool>,
}

impl Health {
    /// Nothing is known yet.
    pub fn new(checks: Checks) -> Self {
        Self {
            checks,
            known: BTreeMap::new(),
        }
    }

    /// Whether a package works.
    ///
    /// # Errors
    /// Its files can't be fetched, or are not the signed ones.
    pub async fn of(&mut self, package: &Package, scope: &Scope, reader: &Reader) -> Result<bool> {
        if let Some(known) = self.known.get(&package.sha256) {
            return Ok(*known);
        }
        let broken = self
            .checks
            .fails
            .as_ref()
            .is_some_and(|range| range.contains(package.version()));
        let well = match &self.checks.command {
            Some(command) if !broken => try_out(command, package, scope, reader).await?,
            _ => !broken,
        };
        self.known.insert(package.sha256, well);
        Ok(well)
    }
}

/// Fetches the package once, every byte verified, and runs the command on it.
async fn try_out(command: &str, package: &Package, scope: &Scope, reader: &Reader) -> Result<bool> {
    let machine =
        |error: std::io::Error| Failure::new(Exit::Machine, format!("a trial directory: {error}"));
    let slot = tempfile::tempdir().map_err(machine)?;
    for file in files(package, scope, reader).await? {
        place(slot.path(), &Item::new(scope, &file), reader).await?;
    }
    let shell = Command::new("sh")
        .args(["-c", command])
        .current_dir(slot.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .status();
    match tokio::time::timeout(PATIENCE, shell).await {
        Ok(Ok(status)) => Ok(status.success()),
        Ok(Err(error)) => Err(machine(error)),
        Err(_) => Ok(false),
    }
}

/// The files of the package's variant, from the manifest that the device verified before.
async fn files(package: &Package, scope: &Scope, reader: &Reader) -> Result<Vec<FileEntry>> {
    let Scope { org, app, .. } = scope.clone();
    let key = ObjectKey::Target(org, app, package.sha256, package.target.clone());
    let missing = || {
        Failure::new(
            Exit::NotFound,
            format!("{}: the edge doesn't have it", key.path()),
        )
    };
    let bytes = reader
        .get(&key, limit::MANIFEST_BYTES)
        .await?
        .ok_or_else(missing)?;
    let wrong = |why: String| Failure::new(Exit::Untrusted, format!("{}: {why}", key.path()));
    if Sha256::of(&bytes) != package.sha256 {
        return Err(wrong("its bytes are not the signed ones".to_owned()));
    }
    let manifest = Manifest::open(&bytes, None).map_err(|error| wrong(error.to_string()))?;
    let variant = manifest.variants.into_iter().nth(package.variant);
    Ok(variant.map(|variant| variant.files).unwrap_or_default())
}

async fn place(slot: &Path, item: &Item, reader: &Reader) -> Result {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;

    let path: PathBuf = slot.join(&item.path);
    let failed = |error: &std::io::Error| Failure::file("write", &path, error);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| failed(&error))?;
    }
    let mut options = std::fs::OpenOptions::new();
    let open = options.write(true).create_new(true).mode(0o755).open(&path);
    let mut file = open.map_err(|error| failed(&error))?;
    let key = ObjectKey::parse(&item.object)
        .ok_or_else(|| Failure::new(Exit::Untrusted, format!("{}: is no object", item.object)))?;
    let write = |bytes: &[u8]| file.write_all(bytes).map_err(|error| failed(&error));
    if reader.fetch(&key, (item.sha256, item.size), write).await? {
        Ok(())
    } else {
        Err(Failure::new(
            Exit::NotFound,
            format!("{}: the edge doesn't have it", item.object),
        ))
    }
}
