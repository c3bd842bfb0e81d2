//! The version in the nearest `package.json`.

use std::path::{Path, PathBuf};

use super::{Found, Source};
use crate::error::{Failure, Result};

/// A `package.json` is small; a bigger file under that name is something else.
const MAX_BYTES: u64 = 4 << 20;

/// The version of the nearest `package.json` that has one: in the directory, then upward to the
/// project's root, which holds `.git` or `wavecast.toml`; without a root, one step upward.
pub fn nearest(directory: &Path) -> Result<Option<Found>> {
    for place in places(directory) {
        let path = place.join("package.json");
        if let Some(text) = read(&path)? {
            let version = version(&path, &text)?;
            if let Some(version) = version {
                return Ok(Some(Found {
                    version,
                    source: Source::PackageJson { path },
                }));
            }
        }
    }
    Ok(None)
}

fn places(directory: &Path) -> Vec<PathBuf> {
    // The parent of a bare name is the empty path, which has no absolute form of its own.
    let directory = Path::new(".").join(directory);
    let directory = std::path::absolute(&directory).unwrap_or(directory);
    let is_root =
        |place: &&Path| place.join(".git").exists() || place.join("wavecast.toml").exists();
    let steps = match directory.ancestors().position(|place| is_root(&place)) {
        Some(root) => root + 1,
        None => 2,
    };
    directory
        .ancestors()
        .take(steps)
        .map(Path::to_owned)
        .collect()
}

fn read(path: &Path) -> Result<Option<String>> {
    let failed = |error: &std::io::Error| Failure::file("read", path, error);
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error)),
        Ok(found) if found.len() > MAX_BYTES => {
            return Err(Failure::usage(format!(
                "{}: has more than 4 MiB",
                path.display()
            )));
        }
        Ok(_) => {}
    }
    std::fs::read_to_string(path)
        .map(Some)
        .map_err(|error| failed(&error))
}

fn version(path: &Path, text: &str) -> Result<Option<wavecast_wire::version::Version>> {
    let way_out = "mend it, or say a version with --version";
    let at = path.display();
    let json: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| Failure::usage(format!("{at}: is no JSON: {error}")).hint(way_out))?;
    match json.get("version") {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(serde_json::Value::String(text)) => text.parse().map(Some).map_err(|error| {
            Failure::usage(format!("{at}: version {text:?}: {error}")).hint(way_out)
        }),
        Some(_) => Err(Failure::usage(format!("{at}: version must be a string")).hint(way_out)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn the_project_says_the_version_of_what_it_built() {
        let root = tree(&[
            ("package.json", r#"{"name":"shop","version":"2.3.4"}"#),
            ("wavecast.toml", ""),
            ("build/web/dist/index.html", "<p>hi</p>"),
            ("build/package.json", r#"{"type":"module"}"#),
        ]);
        let found = nearest(&root.path().join("build/web/dist"))
            .unwrap()
            .unwrap();
        assert_eq!(found.version.to_string(), "2.3.4");
    }

    #[test]
    fn other_projects_further_up_do_not_count() {
        let root = tree(&[
            ("package.json", r#"{"version":"9.9.9"}"#),
            ("a/b/dist/index.html", ""),
        ]);
        assert_eq!(nearest(&root.path().join("a/b/dist")).unwrap(), None);
    }

    #[test]
    fn what_is_no_version_is_said() {
        let root = tree(&[("dist/package.json", r#"{"version":"latest"}"#)]);
        let failure = nearest(&root.path().join("dist")).unwrap_err();
        assert!(failure.message.contains("\"latest\""), "{failure}");
        assert!(failure.hint.unwrap().contains("--version"));
    }

    #[test]
    fn the_parent_of_a_bare_name_is_looked_up_from_the_present_directory() {
        let here = std::env::current_dir().unwrap();
        let found = places(Path::new(""));
        assert!(found[0].starts_with(&here), "{found:?}");
        assert!(found.len() > 1, "{found:?}");
    }
}
