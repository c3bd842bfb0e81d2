//! What a package is made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wavecast_domain::package::FileList;
use wavecast_wire::json;
use wavecast_wire::manifest::{FileEntry, Kind, Variant};
use wavecast_wire::table::When;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::files::{Glob, Hashed, Roles, content_type, hash_all, walk};
use crate::output::Out;

/// How files become a package.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What the application's packages are.
    pub kind: Kind,
    /// Roles of a bundle's files.
    pub roles: Roles,
    /// What is left out.
    pub exclude: Vec<Glob>,
    /// Files for some of the devices each; empty for one variant that fits all.
    pub variations: Vec<Variation>,
}

/// One variant: where its files lie, and whom it fits.
#[derive(Clone, Debug)]
pub struct Variation {
    /// Relative to what is shipped; empty for all of it.
    pub path: PathBuf,
    /// Whom it fits.
    pub when: When,
}

/// The hashed files of a package, by variant.
#[derive(Clone, Debug)]
pub struct Contents {
    /// What the server is told.
    pub list: FileList,
    /// Each distinct file once.
    pub files: Vec<Hashed>,
    /// Files over all variants.
    pub count: u64,
    /// Bytes over all variants.
    pub bytes: u64,
}

impl Contents {
    /// Finds and hashes the files under a path.
    ///
    /// # Errors
    /// A file that devices could not hold, or that can't be read; nothing to ship.
    pub fn read(path: &Path, recipe: &Recipe, out: &Out) -> Result<Self> {
        let whole = [Variation {
            path: PathBuf::new(),
            when: When::new(),
        }];
        let variations = if recipe.variations.is_empty() {
            &whole
        } else {
            recipe.variations.as_slice()
        };
        let mut variants = Vec::new();
        let mut files = BTreeMap::new();
        let (mut count, mut bytes) = (0, 0);
        for variation in variations {
            let hashed = hash(&place(path, variation), recipe, out)?;
            let entry = |hashed: &Hashed| FileEntry {
                path: hashed.file.path.clone(),
                role: recipe.roles.of(recipe.kind, &hashed.file.path),
                sha256: hashed.sha256,
                size: hashed.file.size,
                content_type: content_type(&hashed.file.path).to_owned(),
                target: None,
            };
            variants.push(Variant {
                when: variation.when.clone(),
                files: hashed.iter().map(entry).collect(),
            });
            count += hashed.len() as u64;
            bytes += hashed.iter().map(|hashed| hashed.file.size).sum::<u64>();
            files.extend(hashed.into_iter().map(|hashed| (hashed.sha256, hashed)));
        }
        let files = files.into_values().collect();
        Ok(Self {
            list: FileList { v: 1, variants },
            files,
            count,
            bytes,
        })
    }

    /// The list as it is uploaded.
    ///
    /// # Errors
    /// A name that canonical JSON can't say.
    pub fn list_bytes(&self) -> Result<Vec<u8>> {
        json::canonical(&self.list)
            .map_err(|error| Failure::new(Exit::Refused, format!("the list of files: {error}")))
    }
}

/// A path that is a file itself has no place for variants.
fn place(path: &Path, variation: &Variation) -> PathBuf {
    if variation.path.as_os_str().is_empty() {
        path.to_owned()
    } else {
        path.join(&variation.path)
    }
}

fn hash(path: &Path, recipe: &Recipe, out: &Out) -> Result<Vec<Hashed>> {
    let found = walk(path, &recipe.exclude)?;
    if !found.left_out.is_empty() {
        out.note(format_args!("left out: {}", found.left_out.join(", ")));
    }
    let progress = out.bytes("hashing", found.files.iter().map(|file| file.size).sum());
    hash_all(found.files, |read| progress.add(read))
}
