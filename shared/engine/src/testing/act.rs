//! What tests do all the time: an application, files, packages, commands.

use futures_util::stream;
use wavecast_domain::Command;
use wavecast_domain::command::NewPackage;
use wavecast_domain::org::OrgCommand;
use wavecast_domain::package::FileList;
use wavecast_domain::principal::Principal;
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Variant};
use wavecast_wire::name::Scope;
use wavecast_wire::table::When;
use wavecast_wire::version::Version;

use super::world::World;
use crate::control::{Begun, ControlError, Done, Request};
use crate::port::{Clock as _, PortError};

/// A request of the bootstrap principal, without key or expectation.
#[must_use]
pub fn request() -> Request {
    Request {
        principal: Principal::Bootstrap,
        id: "test".to_owned(),
        idempotency: None,
        expected: None,
        dry_run: false,
        ask: false,
    }
}

/// A file of a package under test.
pub type TestFile<'a> = (&'a str, FileRole, &'a [u8]);

impl World {
    /// Carries out a command on the application of a scope.
    ///
    /// # Errors
    /// As [`crate::control::Control::execute`].
    pub async fn run(&self, scope: &Scope, command: Command) -> Result<Done, ControlError> {
        self.control
            .execute(&scope.org, &scope.app, request(), command)
            .await
    }

    /// Creates the organization, the application and the channel of a scope.
    ///
    /// # Errors
    /// As [`crate::control::Control::execute`].
    pub async fn open(&self, scope: &Scope, kind: Kind) -> Result<Done, ControlError> {
        let create_org = OrgCommand::CreateOrg {
            name: scope.org.clone(),
            title: "Under test".to_owned(),
        };
        let create_app = OrgCommand::CreateApp {
            name: scope.app.clone(),
            kind,
            settings: None,
            dimensions: None,
        };
        for command in [create_org, create_app] {
            self.control
                .execute_org(&scope.org, request(), command)
                .await?;
        }
        let channel = scope.channel.clone();
        let create = Command::CreateChannel {
            channel,
            settings: None,
        };
        self.run(scope, create).await
    }

    /// Uploads a file, part by part.
    ///
    /// # Errors
    /// As [`crate::control::Control::begin_upload`], or a refused part.
    pub async fn upload(&self, scope: &Scope, bytes: &[u8]) -> Result<Sha256, ControlError> {
        let (org, app, sha256) = (&scope.org, &scope.app, Sha256::of(bytes));
        let by = Principal::Bootstrap;
        let begun = self
            .control
            .begin_upload(&by, org, app, sha256, bytes.len() as u64)
            .await?;
        let Begun::Plan(plan) = begun else {
            return Ok(sha256);
        };
        let mut parts = Vec::new();
        for part in &plan.parts {
            let from = usize::try_from(part.offset).unwrap_or(usize::MAX);
            let size = usize::try_from(part.size).unwrap_or(usize::MAX);
            let some = bytes
                .get(from..from.saturating_add(size))
                .unwrap_or_default();
            let chunks: Vec<_> = some
                .chunks(64 * 1024)
                .map(|chunk| Ok::<_, PortError>(bytes::Bytes::copy_from_slice(chunk)))
                .collect();
            let body = Box::pin(stream::iter(chunks));
            let now = self.clock.now();
            let sent = self.sender.send(&plan.id, part, part.size, body, now);
            parts.push((part.number, sent.await?));
        }
        self.control
            .complete_upload(&by, org, app, &plan.id, &parts)
            .await?;
        Ok(sha256)
    }

    /// Uploads the files of a package of one variant for all, and creates it.
    ///
    /// # Errors
    /// As [`crate::control::Control::execute`].
    pub async fn package(
        &self,
        scope: &Scope,
        version: &Version,
        files: &[TestFile<'_>],
    ) -> Result<Done, ControlError> {
        self.package_for(scope, version, files, &[When::new()])
            .await
    }

    /// Uploads the files of a package, creates it with a variant of them for each of these devices.
    ///
    /// # Errors
    /// As [`crate::control::Control::execute`].
    pub async fn package_for(
        &self,
        scope: &Scope,
        version: &Version,
        files: &[TestFile<'_>],
        whens: &[When],
    ) -> Result<Done, ControlError> {
        let mut listed = Vec::new();
        for (path, role, bytes) in files {
            listed.push(FileEntry {
                path: (*path).to_owned(),
                role: *role,
                sha256: self.upload(scope, bytes).await?,
                size: bytes.len() as u64,
                content_type: "application/octet-stream".to_owned(),
                target: None,
            });
        }
        let variants = whens.iter().map(|when| Variant {
            when: when.clone(),
            files: listed.clone(),
        });
        let new = self.listed(scope, version, variants.collect()).await?;
        self.run(scope, Command::CreatePackage(new)).await
    }

    /// Uploads a file list of one variant for all, and answers the command's content.
    ///
    /// # Errors
    /// As [`World::upload`].
    pub async fn new_package(
        &self,
        scope: &Scope,
        version: &Version,
        files: Vec<FileEntry>,
    ) -> Result<NewPackage, ControlError> {
        let variant = Variant {
            when: When::new(),
            files,
        };
        self.listed(scope, version, vec![variant]).await
    }

    async fn listed(
        &self,
        scope: &Scope,
        version: &Version,
        variants: Vec<Variant>,
    ) -> Result<NewPackage, ControlError> {
        let list = FileList { v: 1, variants };
        let unwritable = |error: json::JsonError| ControlError::Layout(error.to_string());
        let list = json::canonical(&list).map_err(unwritable)?;
        let name = scope.app.as_str().parse();
        Ok(NewPackage {
            name: name.map_err(|error| ControlError::Layout(format!("{error}")))?,
            version: version.clone(),
            requires: std::collections::BTreeMap::new(),
            rollback_index: 0,
            list: self.upload(scope, &list).await?,
            signatures: Vec::new(),
            bytes: None,
        })
    }
}
