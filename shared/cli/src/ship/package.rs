//! Creates a package, and waits until the publisher has checked its files.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use wavecast_client::types;
use wavecast_wire::hash::Sha256;
use wavecast_wire::version::Version;

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
    pub requires: BTreeMap<String, String>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
}

/// Creates a package of an uploaded list. The same content under the same version is a success.
///
/// # Errors
/// The server refuses it, or the publisher found its files wrong.
pub async fn create(app: &RemoteApp, spec: &PackageSpec, list: Sha256) -> Result<types::Package> {
    let body = types::CreatePackage {
        name: spec.name.clone(),
        version: spec.version.to_string(),
        requires: spec.requires.clone(),
        rollback_index: Some(spec.rollback_index),
        list: list.to_string(),
        signatures: Vec::new(),
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
        .change(async |ask| sent!(create().idempotency_key(&ask.key)))
        .await?;
    checked(app, spec).await
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
