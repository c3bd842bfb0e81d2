//! Which version a package gets when nobody says it.
//!
//! In this order: `--version`; the nearest `package.json`; the tag at `HEAD`; the newest tag with
//! the commits since as a further part; the channel's newest with its last part raised.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use wavecast_wire::version::Version;

use crate::error::{Failure, Result};

mod git;
mod next;
mod package_json;

pub use next::raised;

/// A version and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The version.
    pub version: Version,
    /// Where it comes from.
    pub source: Source,
}

/// Where a version comes from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum Source {
    /// `--version`.
    Flag,
    /// A `package.json`.
    PackageJson {
        /// Which.
        path: PathBuf,
    },
    /// A tag at `HEAD`.
    Tag {
        /// Its name.
        tag: String,
    },
    /// A tag, and the commits since.
    TagAndCommits {
        /// Its name.
        tag: String,
        /// How many.
        commits: u64,
    },
    /// What the channel has, raised.
    Channel {
        /// What it has.
        newest: String,
    },
    /// Nothing says a version, and nothing was released yet.
    First,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("as said"),
            Self::PackageJson { path } => write!(f, "from {}", path.display()),
            Self::Tag { tag } => write!(f, "from tag {tag}"),
            Self::TagAndCommits { tag, commits } => {
                write!(f, "tag {tag} and {commits} commits since")
            }
            Self::Channel { newest } => write!(f, "after {newest}, the newest here"),
            Self::First => f.write_str("the first"),
        }
    }
}

/// What a directory itself says of its version; `None` when it says nothing.
///
/// # Errors
/// A `package.json` that can't be read, or whose version isn't one.
pub fn of_directory(path: &Path) -> Result<Option<Found>> {
    let directory = if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    if let Some(found) = package_json::nearest(directory)? {
        return Ok(Some(found));
    }
    Ok(git::describe(directory))
}

/// The version after what a channel has.
pub fn after(newest: Option<&Version>) -> Result<Found> {
    let Some(newest) = newest else {
        let version = "1.0.0"
            .parse()
            .map_err(|error| Failure::failed(format!("1.0.0: {error}")))?;
        return Ok(Found {
            version,
            source: Source::First,
        });
    };
    let version = raised(newest).ok_or_else(|| {
        Failure::usage(format!("no version follows {newest}")).hint("say one with --version")
    })?;
    let newest = newest.to_string();
    Ok(Found {
        version,
        source: Source::Channel { newest },
    })
}
