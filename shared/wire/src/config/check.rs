//! The rules of a release config, the same for who writes one and who reads one.

use alloc::format;
use alloc::string::{String, ToString as _};

use super::properties::check_properties;
use super::{AppFile, ConfigError, Policy, ReleaseConfig};
use crate::hash::Sha256;
use crate::json::is_signable;
use crate::limit;
use crate::manifest::check_path;

fn refuse<T>(field: impl Into<String>, rule: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError::Rule {
        field: field.into(),
        rule: rule.into(),
    })
}

impl ReleaseConfig {
    /// Checks every rule of a release config.
    ///
    /// # Errors
    /// [`ConfigError::Rule`] names the first field that breaks one.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.v != 1 || !self.crit.is_empty() {
            return refuse("v", "must be 1, without crit");
        }
        if self.manifest.size > limit::MANIFEST_BYTES as u64 {
            return refuse("manifest.size", "must be at most 128 MiB");
        }
        self.check_agreement()?;
        check_policy(&self.policy)?;
        self.check_notes()?;
        check_properties("config.properties", &self.config.properties)?;
        check_properties("package.properties", &self.package.properties)?;
        self.check_files()
    }

    /// What is said twice, for Airborne's clients and for ours, must be the same.
    fn check_agreement(&self) -> Result<(), ConfigError> {
        if self.config.version != self.release.as_str() {
            return refuse("config.version", "must be the release's id");
        }
        if self.package.name != self.manifest.name.as_str() {
            return refuse("package.name", "must be the manifest's");
        }
        if self.package.version != self.manifest.version.as_str() {
            return refuse("package.version", "must be the manifest's");
        }
        if !is_signable(&self.version) {
            return refuse("version", "must be NFC, without control characters");
        }
        Ok(())
    }

    fn check_notes(&self) -> Result<(), ConfigError> {
        let bytes: usize = self
            .notes
            .iter()
            .map(|(tag, note)| tag.len() + note.len())
            .sum();
        if bytes > limit::NOTES_BYTES {
            return refuse(
                "notes",
                format!("have {bytes} bytes, at most {} fit", limit::NOTES_BYTES),
            );
        }
        for (tag, note) in &self.notes {
            let is_tag = (1..=35).contains(&tag.len())
                && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !is_tag {
                return refuse(
                    "notes",
                    "must stand under language tags such as en or pt-BR",
                );
            }
            if !is_signable(note) {
                return refuse(
                    format!("notes.{tag}"),
                    "must be NFC, without control characters",
                );
            }
        }
        Ok(())
    }

    fn check_files(&self) -> Result<(), ConfigError> {
        let package = &self.package;
        let index = package.index.iter().map(|file| ("package.index", file));
        let important = package
            .important
            .iter()
            .map(|file| ("package.important", file));
        let lazy = package.lazy.iter().map(|file| ("package.lazy", file));
        let resources = self.resources.iter().map(|file| ("resources", file));
        let count = important.len() + lazy.len() + resources.len() + index.len();
        if count > limit::INLINE_FILES {
            return refuse(
                "package",
                "must list at most 256 files: a longer list is read from the manifest",
            );
        }
        let mut files = index.chain(important).chain(lazy).chain(resources);
        files.try_for_each(|(field, file)| check_file(field, file))
    }
}

fn check_file(field: &str, file: &AppFile) -> Result<(), ConfigError> {
    if let Err(rule) = check_path(&file.file_path) {
        return refuse(format!("{field}.file_path {:?}", file.file_path), rule);
    }
    if let Err(error) = file.checksum.parse::<Sha256>() {
        return refuse(format!("{field}.checksum"), error.to_string());
    }
    if file.size > limit::FILE_BYTES {
        return refuse(format!("{field}.size"), "must be at most 16 GiB");
    }
    if !is_url(&file.url) {
        return refuse(
            format!("{field}.url"),
            "must be 1 to 2048 printable ASCII characters",
        );
    }
    Ok(())
}

fn check_policy(policy: &Policy) -> Result<(), ConfigError> {
    if let Some(window) = &policy.window
        && !is_window(window)
    {
        return refuse(
            "policy.window",
            "must be HH:MM-HH:MM, two different times of day",
        );
    }
    if let Some(url) = &policy.store_url
        && !is_url(url)
    {
        return refuse(
            "policy.store_url",
            "must be 1 to 2048 printable ASCII characters",
        );
    }
    Ok(())
}

fn is_url(text: &str) -> bool {
    (1..=2048).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// `HH:MM-HH:MM`; the second may be the earlier: then the window lies over midnight.
fn is_window(text: &str) -> bool {
    let is_time = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap_or_default();
        let below = |part: &str, end: u8| {
            part.len() == 2
                && part.bytes().all(|b| b.is_ascii_digit())
                && part.parse::<u8>().is_ok_and(|number| number < end)
        };
        below(hour, 24) && below(minute, 60)
    };
    text.split_once('-')
        .is_some_and(|(from, to)| is_time(from) && is_time(to) && from != to)
}
