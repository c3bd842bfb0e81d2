//! The rules of a manifest, the same for who writes one and who reads one.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::{FileEntry, FileRole, Kind, Manifest, ManifestError, Variant, check_path, fold_path};
use crate::json::is_signable;
use crate::limit;
use crate::table::Matcher;

fn refuse<T>(rule: String) -> Result<T, ManifestError> {
    Err(ManifestError::Rule(rule))
}

impl Manifest {
    /// Checks every rule of a manifest.
    ///
    /// # Errors
    /// [`ManifestError::Rule`] names the first that is broken, and where.
    pub fn check(&self) -> Result<(), ManifestError> {
        if self.v != 1 || !self.crit.is_empty() {
            return refuse(String::from("must have v 1 and no crit"));
        }
        if self.version.as_str().len() > limit::PACKAGE_VERSION_BYTES {
            return refuse(format!(
                "version must have at most {} bytes",
                limit::PACKAGE_VERSION_BYTES
            ));
        }
        if let Some((name, _)) = self.requires.iter().find(|(_, range)| range.is_empty()) {
            return refuse(format!("requires a {name} that no version can be"));
        }
        if self.variants.is_empty() {
            return refuse(String::from("must have a variant"));
        }
        self.check_sizes()?;
        for (index, variant) in self.variants.iter().enumerate() {
            check_when(index, variant)?;
            check_paths(index, variant)?;
            self.check_roles(index, variant)?;
        }
        Ok(())
    }

    fn check_sizes(&self) -> Result<(), ManifestError> {
        let files = || self.variants.iter().flat_map(|variant| &variant.files);
        if files().count() > limit::PACKAGE_FILES {
            return refuse(format!("must have at most {} files", limit::PACKAGE_FILES));
        }
        if let Some(file) = files().find(|file| file.size > limit::FILE_BYTES) {
            return refuse(format!("file {} is larger than 16 GiB", file.path));
        }
        // 100,000 files of at most 16 GiB stay far below 2^64.
        if files().map(|file| file.size).sum::<u64>() > limit::PACKAGE_BYTES {
            return refuse(String::from("must have at most 64 GiB in all files"));
        }
        Ok(())
    }

    fn check_roles(&self, index: usize, variant: &Variant) -> Result<(), ManifestError> {
        let starts = variant
            .files
            .iter()
            .filter(|file| file.role == FileRole::Index)
            .count();
        if starts > 1 {
            return refuse(format!(
                "variant {index} must have at most one file of role index"
            ));
        }
        for (n, file) in variant.files.iter().enumerate() {
            let wanted = match self.kind {
                Kind::Bundle => None,
                Kind::Firmware => Some(Self::image_name(&self.name, &self.version, index, n)),
            };
            let is_image = file.role == FileRole::Image;
            if is_image != (self.kind == Kind::Firmware) {
                return refuse(format!(
                    "file {}: firmware has images, a bundle has none",
                    file.path
                ));
            }
            if file.target != wanted {
                let name = wanted.map_or_else(
                    || String::from("no target"),
                    |name| format!("the target {name}"),
                );
                return refuse(format!("file {} must have {name}", file.path));
            }
        }
        Ok(())
    }
}

fn check_when(index: usize, variant: &Variant) -> Result<(), ManifestError> {
    for (name, matcher) in &variant.when {
        let signable = match matcher {
            Matcher::Within(range) => !range.is_empty(),
            Matcher::Among(values) => {
                let fits =
                    |value: &String| is_signable(value) && value.len() <= limit::ATTRIBUTE_BYTES;
                !values.is_empty() && values.iter().all(fits)
            }
        };
        if !signable {
            return refuse(format!(
                "variant {index} fits a {name} that no device can have"
            ));
        }
    }
    Ok(())
}

fn check_paths(index: usize, variant: &Variant) -> Result<(), ManifestError> {
    if variant.files.is_empty() {
        return refuse(format!("variant {index} must have a file"));
    }
    for FileEntry {
        path, content_type, ..
    } in &variant.files
    {
        if let Err(rule) = check_path(path) {
            return refuse(format!("path {path:?} {rule}"));
        }
        if content_type.is_empty()
            || content_type.len() > 255
            || !content_type.is_ascii()
            || !is_signable(content_type)
        {
            return refuse(format!(
                "file {path} must have a media type of 1 to 255 ASCII characters"
            ));
        }
    }
    if !variant
        .files
        .is_sorted_by(|left, right| left.path < right.path)
    {
        return refuse(format!(
            "variant {index} must be sorted by path, each path once"
        ));
    }
    let mut seen = BTreeSet::new();
    for FileEntry { path, .. } in &variant.files {
        if !seen.insert(fold_path(path)) {
            return refuse(format!("path {path} differs from another in case alone"));
        }
    }
    for path in &seen {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(folder) = folders.find(|folder| seen.contains(*folder)) {
            return refuse(format!("path {folder} is both a file and a folder"));
        }
    }
    Ok(())
}
