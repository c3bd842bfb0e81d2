//! From a path to a package that is ready.

use std::path::{Path, PathBuf};

use clap::Args;
use wavecast_client::types;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{DimensionName, PackageName};
use wavecast_wire::table::Matcher;
use wavecast_wire::version::{Range, Version};

use super::packed::Packed;
use crate::config::VariantFile;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::files::{Glob, Roles};
use crate::remote::{RemoteApp, sent};
use crate::run::Run;
use crate::ship::{Contents, PackageSpec, Recipe, SignKey, Variation};
use crate::version::{self, Found};

/// What becomes a package.
#[derive(Debug, Args)]
pub struct Pack {
    /// A directory, or a firmware image [default: `path` of wavecast.toml]
    path: Option<PathBuf>,
    /// The package's version
    #[arg(long)]
    version: Option<Version>,
    /// Its name [default: the application's]
    #[arg(long, value_name = "NAME")]
    package: Option<PackageName>,
    /// What it runs on, such as app_version=">=1.2"; may repeat
    #[arg(long, value_name = "DIMENSION=RANGE")]
    requires: Vec<Requirement>,
    /// Only for these device types; may repeat
    #[arg(long, value_name = "TYPE")]
    device_type: Vec<String>,
    /// Files that may arrive later, such as "assets/**"; may repeat
    #[arg(long, value_name = "GLOB")]
    lazy: Vec<Glob>,
    /// Files that are left out; may repeat
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<Glob>,
    /// Where a bundle starts [default: index.html]
    #[arg(long, value_name = "PATH")]
    index: Option<String>,
    /// Devices that confirmed it never go below this index
    #[arg(long, value_name = "N", default_value_t = 0)]
    rollback_index: u32,
    /// A package key that signs it, as `keys make` wrote it; may repeat
    #[arg(long, value_name = "FILE")]
    sign_key: Vec<PathBuf>,
}

/// A dimension and its range.
#[derive(Clone, Debug)]
pub struct Requirement(DimensionName, Range);

impl std::str::FromStr for Requirement {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = "a requirement is written dimension=range, such as app_version=\">=1.2\"";
        let (dimension, range) = text.split_once('=').ok_or(rule)?;
        let dimension = dimension.parse().map_err(|error| format!("{error}"))?;
        let range = range.parse().map_err(|error| format!("{error}; {rule}"))?;
        Ok(Self(dimension, range))
    }
}

impl Pack {
    /// Finds and hashes the files, and says what they will be.
    ///
    /// # Errors
    /// Files that devices could not hold; a server that can't be reached, or refuses.
    pub async fn read(&self, run: &Run) -> Result<Packed> {
        let (app, channel) = run.place()?;
        let path = self.path(run)?;
        let kind = kind(&app).await?;
        let found = self.version(&app, &channel, &path).await?;
        let keys = self.sign_key.iter().map(|file| SignKey::read(file));
        let keys = keys.collect::<Result<Vec<_>>>()?;
        let mut spec = self.spec(run, &app, found.version.clone());
        run.out.note(format_args!(
            "{} {} ({})",
            spec.name, spec.version, found.source
        ));
        let contents = Contents::read(&path, &self.recipe(run, kind)?, &run.out)?;
        spec.sign(&keys, &run.config.app()?, kind, &contents)?;
        Ok(Packed {
            spec,
            contents,
            found,
        })
    }

    fn path(&self, run: &Run) -> Result<PathBuf> {
        let of_project = || {
            let directory = run.config.path.as_deref()?.parent()?;
            Some(directory.join(run.config.project.path.as_deref()?))
        };
        self.path.clone().or_else(of_project).ok_or_else(|| {
            Failure::usage("nothing to ship is named")
                .hint("wavecast ship ./dist, or `path` in wavecast.toml")
        })
    }

    async fn version(&self, app: &RemoteApp, channel: &str, path: &Path) -> Result<Found> {
        if let Some(version) = &self.version {
            return Ok(Found {
                version: version.clone(),
                source: version::Source::Flag,
            });
        }
        if let Some(found) = version::of_directory(path)? {
            return Ok(found);
        }
        let releases = app.releases(Some(channel), None, 1000).await?;
        let versions = releases
            .iter()
            .filter_map(|release| release.version.parse::<Version>().ok());
        version::after(versions.max().as_ref())
    }

    fn spec(&self, run: &Run, app: &RemoteApp, version: Version) -> PackageSpec {
        let project = &run.config.project;
        let name = self.package.as_ref().or(project.package.as_ref());
        let mut requires = project.requires.clone();
        let said = self.requires.iter().cloned();
        requires.extend(said.map(|Requirement(name, range)| (name, range)));
        PackageSpec {
            name: name.map_or_else(|| app.app.clone(), ToString::to_string),
            version,
            requires,
            rollback_index: self.rollback_index,
            signatures: Vec::new(),
        }
    }

    fn recipe(&self, run: &Run, kind: Kind) -> Result<Recipe> {
        let project = &run.config.project;
        let globs = |said: &[Glob], written: &[String]| -> Result<Vec<Glob>> {
            let written = written
                .iter()
                .map(|text| text.parse().map_err(Failure::usage));
            said.iter().cloned().map(Ok).chain(written).collect()
        };
        let roles = Roles {
            lazy: globs(&self.lazy, &project.lazy)?,
            index: self.index.clone().or_else(|| project.index.clone()),
        };
        let variations = if self.device_type.is_empty() {
            let variation = |one: &VariantFile| Variation {
                path: one.path.clone(),
                when: one.when.clone(),
            };
            project.variants.iter().map(variation).collect()
        } else {
            let dimension = "device_type"
                .parse()
                .map_err(|error| Failure::usage(format!("{error}")))?;
            let when = [(dimension, Matcher::Among(self.device_type.clone()))].into();
            vec![Variation {
                path: PathBuf::new(),
                when,
            }]
        };
        let exclude = globs(&self.exclude, &project.exclude)?;
        Ok(Recipe {
            kind,
            roles,
            exclude,
            variations,
        })
    }
}

/// What the application's packages are.
async fn kind(app: &RemoteApp) -> Result<Kind> {
    let get = || app.remote.client.get_app().org(&app.org).app(&app.app);
    let found = app.remote.read(async || sent!(get())).await;
    let found = found.map_err(|failure| match failure.exit {
        Exit::NotFound => Failure::new(
            failure.exit,
            format!("there is no application {}/{}", app.org, app.app),
        )
        .hint("wavecast init creates it"),
        _ => failure,
    })?;
    Ok(match found.kind {
        types::Kind::Bundle => Kind::Bundle,
        types::Kind::Firmware => Kind::Firmware,
    })
}
