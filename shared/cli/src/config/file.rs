//! `wavecast.toml`: what a project says once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{ChannelName, DimensionName, PackageName};
use wavecast_wire::table::When;
use wavecast_wire::version::Range;

use super::AppPath;
use crate::error::{Failure, Result};

/// The file's name.
pub const FILE_NAME: &str = "wavecast.toml";

/// Nobody writes more than this by hand.
const MAX_BYTES: u64 = 1 << 20;

/// The project's file. Paths are relative to its directory.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectFile {
    /// The application, `acme/lamp`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "app_path")]
    pub app: Option<AppPath>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelName>,
    /// What its packages are; only `init` uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The package's name; the application's if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<PackageName>,
    /// What `ship` ships when no path is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// Where the app starts; `index.html` if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// Patterns of files that may arrive later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lazy: Vec<String>,
    /// Patterns of files that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// The server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where devices read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge: Option<String>,
    /// The file that holds the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// What the package runs on: ranges by dimension.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub requires: BTreeMap<DimensionName, Range>,
    /// Sub-directories (or files) for some of the devices each; without any, all is for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<VariantFile>,
}

/// One variant.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VariantFile {
    /// Within what is shipped.
    pub path: PathBuf,
    /// Whom it fits.
    #[serde(default)]
    pub when: When,
}

impl ProjectFile {
    /// Reads a file.
    ///
    /// # Errors
    /// It can't be read or understood; the message names line and column.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |error: &std::io::Error| Failure::file("read", path, error);
        let meta = std::fs::metadata(path).map_err(|error| failed(&error))?;
        if meta.len() > MAX_BYTES {
            return Err(Failure::usage(format!(
                "{}: has more than 1 MiB",
                path.display()
            )));
        }
        let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
        toml::from_str(&text).map_err(|error| {
            let error = error.to_string();
            Failure::usage(format!("{}: {}", path.display(), error.trim_end()))
                .hint("docs/cli.md lists every field of wavecast.toml")
        })
    }
}

/// The nearest `wavecast.toml`, here or further up.
pub fn find(from: &Path) -> Result<Option<PathBuf>> {
    let here = std::path::absolute(from).map_err(|error| Failure::file("find", from, &error))?;
    let mut places = here.ancestors().map(|place| place.join(FILE_NAME));
    Ok(places.find(|path| path.is_file()))
}

/// An application as one string.
mod app_path {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::AppPath;

    pub fn serialize<S: Serializer>(app: &Option<AppPath>, to: S) -> Result<S::Ok, S::Error> {
        match app {
            Some(app) => to.collect_str(app),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<AppPath>, D::Error> {
        String::deserialize(from)?
            .parse()
            .map(Some)
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_says_what_it_is() {
        let text = r#"
            app = "acme/lamp"
            channel = "beta"
            lazy = ["assets/**"]
            [requires]
            app_version = ">=1.2"
            [[variants]]
            path = "lamp-2"
            when.device_type = ["lamp-2"]
        "#;
        let file: ProjectFile = toml::from_str(text).unwrap();
        assert_eq!(file.app.as_ref().unwrap().to_string(), "acme/lamp");
        assert_eq!(file.requires.len(), 1);
        assert_eq!(file.variants[0].when.len(), 1);
        let again: ProjectFile = toml::from_str(&toml::to_string(&file).unwrap()).unwrap();
        assert_eq!(again, file);
    }

    #[test]
    fn what_is_not_understood_is_said_with_its_place() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE_NAME);
        for (text, about) in [
            ("app = \"acme\"", "organization/application"),
            ("chanel = \"x\"", "chanel"),
            ("app = [", "line 1"),
            ("[requires]\nos = \"^1\"", "line 2"),
        ] {
            std::fs::write(&path, text).unwrap();
            let failure = ProjectFile::read(&path).unwrap_err();
            assert!(failure.message.contains(about), "{text}: {failure}");
        }
    }
}
