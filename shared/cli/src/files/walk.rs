//! Finds the files of a package, and refuses what devices could not hold.

use std::collections::BTreeMap;
use std::fs::{DirEntry, FileType};
use std::path::{Path, PathBuf};

use wavecast_wire::limit;
use wavecast_wire::manifest::check_path;

use super::Glob;
use crate::error::{Failure, Result};
use crate::exit::Exit;

/// Names that never belong to a package; each found one is reported, not shipped.
const LEFT_OUT: &[&str] = &[
    ".git",
    ".wavecast",
    ".DS_Store",
    "wavecast.toml",
    "wavecast-device.json",
];

/// A file of a package.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LocalFile {
    /// Its path in the package.
    pub path: String,
    /// Where it lies.
    pub disk: PathBuf,
    /// Bytes.
    pub size: u64,
}

/// What a walk found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// Sorted by path.
    pub files: Vec<LocalFile>,
    /// What was left out, relative to the root.
    pub left_out: Vec<String>,
}

/// The files under a directory, or the one file.
///
/// # Errors
/// A path that devices refuse (symbolic links, special files, `..`, device names, two names that
/// differ only in case, non-NFC), a limit that is passed, or nothing to ship.
pub fn walk(root: &Path, exclude: &[Glob]) -> Result<Found> {
    let meta = std::fs::metadata(root).map_err(|error| {
        Failure::file("read", root, &error)
            .hint("name the directory or file that was built, such as ./dist")
    })?;
    let mut walk = Walk {
        root,
        exclude,
        found: Found::default(),
        names: BTreeMap::new(),
    };
    if meta.is_dir() {
        walk.directory(root, "")?;
    } else {
        let name = root.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| refused(root, "its name must be UTF-8"))?;
        walk.file(name.to_owned(), root.to_owned(), meta.len())?;
    }
    if walk.found.files.is_empty() {
        return Err(
            refused(root, "holds no file to ship").hint("build first, then ship what was built")
        );
    }
    walk.found
        .files
        .sort_by(|left, right| left.path.cmp(&right.path));
    Ok(walk.found)
}

struct Walk<'a> {
    root: &'a Path,
    exclude: &'a [Glob],
    found: Found,
    /// Lower-case names with the paths that have them, directories too.
    names: BTreeMap<String, String>,
}

impl Walk<'_> {
    fn directory(&mut self, directory: &Path, prefix: &str) -> Result {
        let failed = |error: &std::io::Error| Failure::file("read", directory, error);
        for entry in std::fs::read_dir(directory).map_err(|error| failed(&error))? {
            let entry = entry.map_err(|error| failed(&error))?;
            let name = entry.file_name();
            let name = name
                .to_str()
                .ok_or_else(|| refused(&entry.path(), "its name must be UTF-8"))?;
            let path = if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}/{name}")
            };
            if LEFT_OUT.contains(&name) {
                self.found.left_out.push(path);
            } else if !self.exclude.iter().any(|glob| glob.matches(&path)) {
                self.entry(&entry, path)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, path: String) -> Result {
        let disk = entry.path();
        let meta = entry
            .metadata()
            .map_err(|error| Failure::file("read", &disk, &error))?;
        check_type(&disk, meta.file_type())?;
        check_path(&path).map_err(|rule| {
            refused(&disk, rule).hint("rename it, or leave it out with --exclude")
        })?;
        if meta.is_dir() {
            self.claim(&path)?;
            return self.directory(&disk, &path);
        }
        self.file(path, disk, meta.len())
    }

    fn file(&mut self, path: String, disk: PathBuf, size: u64) -> Result {
        check_path(&path).map_err(|rule| refused(&disk, rule).hint("rename it"))?;
        self.claim(&path)?;
        if size > limit::FILE_BYTES {
            return Err(refused(&disk, "must have at most 16 GiB"));
        }
        if self.found.files.len() == limit::PACKAGE_FILES {
            return Err(refused(self.root, "must hold at most 100,000 files")
                .hint("leave some out with --exclude"));
        }
        self.found.files.push(LocalFile { path, disk, size });
        Ok(())
    }

    /// Devices with case-insensitive file systems would keep only one of two such names.
    fn claim(&mut self, path: &str) -> Result {
        match self.names.insert(path.to_lowercase(), path.to_owned()) {
            None => Ok(()),
            Some(other) => Err(refused(
                &self.root.join(path),
                &format!("differs from {other:?} only in case"),
            )
            .hint("rename one of them: some devices' file systems can't hold both")),
        }
    }
}

fn check_type(disk: &Path, kind: FileType) -> Result {
    if kind.is_symlink() {
        return Err(
            refused(disk, "is a symbolic link; packages hold files only")
                .hint("replace it by what it points at, or leave it out with --exclude"),
        );
    }
    if !kind.is_dir() && !kind.is_file() {
        return Err(refused(disk, "is no regular file").hint("leave it out with --exclude"));
    }
    Ok(())
}

fn refused(path: &Path, rule: &str) -> Failure {
    Failure::new(Exit::Refused, format!("{}: {rule}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for path in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        root
    }

    fn paths(found: &Found) -> Vec<&str> {
        found.files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn files_come_sorted_and_secrets_stay_here() {
        let root = tree(&[
            "b/c.js",
            "a.html",
            ".git/HEAD",
            ".wavecast/token",
            "wavecast.toml",
            "b/x.map",
        ]);
        let found = walk(root.path(), &["*.map".parse().unwrap()]).unwrap();
        assert_eq!(paths(&found), ["a.html", "b/c.js"]);
        let mut left_out = found.left_out;
        left_out.sort();
        assert_eq!(left_out, [".git", ".wavecast", "wavecast.toml"]);
    }

    #[test]
    fn one_file_is_a_package_too() {
        let root = tree(&["image.bin"]);
        let found = walk(&root.path().join("image.bin"), &[]).unwrap();
        assert_eq!(paths(&found), ["image.bin"]);
    }

    #[test]
    fn symbolic_links_are_refused_by_name() {
        let root = tree(&["a.html"]);
        std::os::unix::fs::symlink("/etc/passwd", root.path().join("link")).unwrap();
        let failure = walk(root.path(), &[]).unwrap_err();
        assert_eq!(failure.exit, Exit::Refused);
        assert!(
            failure.message.contains("link: is a symbolic link"),
            "{failure}"
        );
    }

    #[test]
    fn names_that_differ_only_in_case_are_refused() {
        for pair in [["Logo.png", "logo.PNG"], ["A/x", "a/y"], ["docs", "Docs/x"]] {
            let failure = walk(tree(&pair).path(), &[]).unwrap_err();
            assert!(failure.message.contains("only in case"), "{failure}");
        }
    }

    #[test]
    fn names_that_devices_refuse_are_refused() {
        for name in ["con", "aux.txt", "cafe\u{301}.txt", "a\u{1}b"] {
            let failure = walk(tree(&[name]).path(), &[]).unwrap_err();
            assert_eq!(failure.exit, Exit::Refused, "{failure}");
        }
    }

    #[test]
    fn an_empty_or_missing_directory_is_said() {
        let root = tempfile::tempdir().unwrap();
        assert!(
            walk(root.path(), &[])
                .unwrap_err()
                .message
                .contains("no file to ship")
        );
        assert_eq!(
            walk(&root.path().join("dist"), &[]).unwrap_err().exit,
            Exit::NotFound
        );
    }
}
