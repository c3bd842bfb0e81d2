//! A package on this machine: sent, or only foretold.

use serde::Serialize;
use wavecast_client::types;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole};

use crate::cmd::condition::whom;
use crate::error::{Failure, Result};
use crate::output::count;
use crate::remote::RemoteApp;
use crate::run::Run;
use crate::ship::{self, Contents, PackageSpec};
use crate::version::{self, Found};

/// What would be uploaded, and become a package.
#[derive(Serialize)]
pub struct Foretold {
    package: String,
    version: String,
    files: u64,
    bytes: u64,
}

/// Found and hashed, and not sent yet.
pub struct Packed {
    pub(super) spec: PackageSpec,
    pub(super) contents: Contents,
    pub(super) found: Found,
}

impl Packed {
    /// Uploads what is missing, creates the package, and waits until it is ready.
    ///
    /// # Errors
    /// A server that can't be reached, or refuses.
    pub async fn create(&self, run: &Run, app: &RemoteApp) -> Result<types::Package> {
        let (list, uploaded) = ship::upload(app, &self.contents, &run.out).await?;
        run.out.note(format_args!(
            "{}, {}; the server lacked {}, {}",
            count(self.contents.count, "file"),
            count(self.contents.bytes, "byte"),
            count(uploaded.files, "file"),
            count(uploaded.bytes, "byte")
        ));
        let created = ship::create(app, &self.spec, list).await;
        created.map_err(|failure| raise_version(failure, &self.found))
    }

    /// Asks the server whether the package could be created, and says what it would be.
    ///
    /// # Errors
    /// As [`Packed::create`].
    pub async fn foretell(&self, run: &Run, app: &RemoteApp) -> Result<Foretold> {
        let list = Sha256::of(&self.contents.list_bytes()?);
        let asked = ship::could_create(app, &self.spec, list).await;
        asked.map_err(|failure| raise_version(failure, &self.found))?;
        let (files, bytes) = (self.contents.count, self.contents.bytes);
        run.out.note(format_args!(
            "would upload what the server lacks of {}, {}",
            count(files, "file"),
            count(bytes, "byte")
        ));
        Ok(Foretold {
            package: self.spec.name.clone(),
            version: self.spec.version.without_build().to_owned(),
            files,
            bytes,
        })
    }

    /// The package's name and version, before it is there.
    pub fn named(&self) -> (String, String) {
        (self.spec.name.clone(), self.spec.version.to_string())
    }

    /// What the server needs to know to say who would get it.
    pub fn foreseen(&self) -> types::ForeseenPackage {
        let requires = self.spec.requires.iter();
        let variants = self.contents.list.variants.iter();
        let images = |files: &[FileEntry]| {
            let images = files.iter().filter(|file| file.role == FileRole::Image);
            u64::try_from(images.count()).unwrap_or(u64::MAX)
        };
        types::ForeseenPackage {
            images: variants.clone().map(|one| images(&one.files)).collect(),
            requires: requires
                .map(|(name, range)| (name.to_string(), range.to_string()))
                .collect(),
            rollback_index: Some(self.spec.rollback_index),
            variants: variants.map(|variant| whom(&variant.when)).collect(),
        }
    }
}

/// A version that exists with other content is raised where it was written.
fn raise_version(failure: Failure, found: &Found) -> Failure {
    if failure.reason.as_deref() != Some("exists") {
        return failure;
    }
    let place = match &found.source {
        version::Source::PackageJson { path } => {
            format!("raise the version in {}, or say ", path.display())
        }
        version::Source::Tag { .. } | version::Source::TagAndCommits { .. } => {
            "tag the new one, or say ".to_owned()
        }
        _ => "say another ".to_owned(),
    };
    failure.hint(format!(
        "{place}--version: a version never changes its content"
    ))
}
