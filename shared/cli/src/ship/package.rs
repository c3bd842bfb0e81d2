//! Creates a package, and waits until the publisher has checked its files.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use wavecast_client::types;
use wavecast_domain::command::NewPackage;
use wavecast_domain::package::{Package, manifest};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{DsseSignature, Kind};
use wavecast_wire::name::{DimensionName, PackageName};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::{Range, Version};

use super::{Contents, SignKey};
use crate::config::AppPath;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::remote::{RemoteApp, sent};

/// How long checking may take before it is called pending: it reads every byte again.
const PATIENCE: Duration = Duration::from_secs(600);

/// Seconds that one request waits at the server.
const WAIT_SECONDS: u64 = 20;

/// A package to create.
#[derive(Clone, Debug)]
pub struct PackageSpec {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
    /// What it runs on: ranges by dimension.
    pub requires: BTreeMap<DimensionName, Range>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// Package keys' signatures of its manifest.
    pub signatures: Vec<DsseSignature>,
}

impl PackageSpec {
    /// Signs the manifest that the publisher will make of these files.
    ///
    /// # Errors
    /// Files that make no manifest.
    pub fn sign(
        &mut self,
        keys: &[SignKey],
        AppPath { org, app }: &AppPath,
        kind: Kind,
        contents: &Contents,
    ) -> Result {
        if keys.is_empty() {
            return Ok(());
        }
        let wrong = |why: String| Failure::new(Exit::Refused, format!("the package: {why}"));
        let name = self.name.parse::<PackageName>();
        let new = NewPackage {
            name: name.map_err(|error| wrong(error.to_string()))?,
            version: self.version.clone(),
            requires: self.requires.clone(),
            rollback_index: self.rollback_index,
            list: Sha256::of(&contents.list_bytes()?),
            signatures: Vec::new(),
            bytes: None,
        };
        // When, and by whom, stands in the record and not in the manifest.
        let package = Package::checking(&new, kind, Timestamp(0), String::new());
        let manifest = manifest(org, app, kind, &package, &contents.list).map_err(wrong)?;
        let signatures = keys.iter().map(|key| key.sign(&manifest));
        self.signatures = signatures.collect::<Result<_>>()?;
        Ok(())
    }
}

/// Creates a package of an uploaded list. The same content under the same version is a success.
///
/// # Errors
/// The server refuses it, or the publisher found its files wrong.
pub async fn create(app: &RemoteApp, spec: &PackageSpec, list: Sha256) -> Result<types::Package> {
    send(app, spec, list, false).await?;
    checked(app, spec).await
}

/// Whether a package of a list that isn't uploaded yet could be created.
///
/// # Errors
/// The server would refuse it.
pub async fn could_create(app: &RemoteApp, spec: &PackageSpec, list: Sha256) -> Result {
    send(app, spec, list, true).await
}

async fn send(app: &RemoteApp, spec: &PackageSpec, list: Sha256, dry: bool) -> Result {
    let requires = spec.requires.iter();
    let requires = requires.map(|(name, range)| (name.to_string(), range.to_string()));
    let signatures = spec.signatures.iter().map(|one| types::PackageSignature {
        keyid: one.keyid.clone(),
        sig: one.sig.clone(),
    });
    let body = types::CreatePackage {
        name: spec.name.clone(),
        version: spec.version.to_string(),
        requires: requires.collect(),
        rollback_index: Some(spec.rollback_index),
        list: list.to_string(),
        signatures: signatures.collect(),
    };
    let client = &app.remote.client;
    let create = || {
        client
            .create_package()
            .org(&app.org)
            .app(&app.app)
            .body(body.clone())
    };
    app.remote
        .change(async |ask| sent!(create().dry_run(dry).idempotency_key(&ask.key)))
        .await?;
    Ok(())
}

async fn checked(app: &RemoteApp, spec: &PackageSpec) -> Result<types::Package> {
    let begun = Instant::now();
    let client = &app.remote.client;
    let (name, version) = (&spec.name, spec.version.without_build());
    let get = || {
        client
            .get_package()
            .org(&app.org)
            .app(&app.app)
            .name(name)
            .version(version)
    };
    loop {
        let package = app
            .remote
            .read(async || sent!(get().wait(WAIT_SECONDS)))
            .await?;
        let why = package.reason.clone().unwrap_or_default();
        let refused = |what: &str| {
            Failure::new(
                Exit::Refused,
                format!("package {name} {version} {what}: {why}"),
            )
        };
        match package.status {
            types::PackageStatus::Ready => return Ok(package),
            types::PackageStatus::Refused => {
                return Err(
                    refused("was refused").hint("mend its files, then ship it as another version")
                );
            }
            types::PackageStatus::Yanked => {
                return Err(refused("was yanked").hint("ship another version"));
            }
            types::PackageStatus::Checking if begun.elapsed() > PATIENCE => {
                let message = format!("package {name} {version} is still being checked");
                return Err(Failure::new(Exit::Pending, message)
                    .hint("ship it again in a while; nothing is uploaded twice"));
            }
            types::PackageStatus::Checking => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}
