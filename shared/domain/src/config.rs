//! Release configs: made from loaded records by the verb that changes them, never later.

use wavecast_wire::config::{
    AppConfig, AppFile, AppPackage, ConfigError, ManifestRef, Properties, ReleaseConfig,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind};
use wavecast_wire::name::TargetName;
use wavecast_wire::table;

use crate::app::AppHead;
use crate::audience;
use crate::channel::{PlacedVariant, Placement};
use crate::package::{Package, Ready, ReadyVariant, TargetEntry};
use crate::record::TargetBytes;
use crate::refusal::{Reason, Refusal};
use crate::release::{Release, Status};

/// Milliseconds that an app's start may wait for files.
const BOOT_TIMEOUT: u32 = 4000;
/// Milliseconds that an app's start may wait for the release config.
const RELEASE_CONFIG_TIMEOUT: u32 = 2000;

/// A release's placement and the configs that it names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Made {
    /// As the release stands: its share, held while paused.
    pub placement: Placement,
    /// One config per variant that any device can meet.
    pub configs: Vec<TargetBytes>,
}

/// Makes the configs of a release, one per variant of its package.
///
/// # Errors
/// A config that can't be written, or is larger than devices accept.
pub fn make(
    app: &AppHead,
    release: &Release,
    package: &Package,
    ready: &Ready,
) -> Result<Made, Refusal> {
    let requires = audience::of_requires(&package.requires);
    let mut made = Made {
        placement: Placement {
            release: release.id.clone(),
            version: package.version.clone(),
            salt: release.salt.clone(),
            share: release.share,
            held: release.status == Status::Paused,
            variants: Vec::new(),
            manifest: ready.manifest.clone(),
        },
        configs: Vec::new(),
    };
    for (index, variant) in ready.variants.iter().enumerate() {
        // A variant that no device can meet gets neither row nor config.
        let Some(when) = table::join(&[&variant.when, &requires]) else {
            continue;
        };
        let name = config_name(release, index, ready.variants.len())?;
        let config = config(app, release, package, ready, index, variant);
        let bytes = encode(&name, &config)?;
        let entry = TargetEntry {
            name,
            sha256: Sha256::of(&bytes),
            length: bytes.len() as u64,
        };
        let placed = PlacedVariant {
            when,
            config: entry.clone(),
            images: variant.images.clone(),
        };
        made.placement.variants.push(placed);
        made.configs.push(TargetBytes { entry, bytes });
    }
    if made.configs.is_empty() {
        return Err(Refusal::new(
            Reason::Invalid,
            "package",
            "no device can meet any variant of this package together with what it requires",
            "create a version whose `requires` and variants fit each other",
        ));
    }
    Ok(made)
}

/// `release-{id}.json`, with the variant's index where there are several.
fn config_name(release: &Release, index: usize, of: usize) -> Result<TargetName, Refusal> {
    let name = match of {
        1 => format!("release-{}.json", release.id),
        _ => format!("release-{}-{index}.json", release.id),
    };
    let too_long = |e| {
        Refusal::new(
            Reason::Invalid,
            "release",
            format!("{e}"),
            "use a shorter id",
        )
    };
    name.parse().map_err(too_long)
}

fn config(
    app: &AppHead,
    release: &Release,
    package: &Package,
    ready: &Ready,
    index: usize,
    variant: &ReadyVariant,
) -> ReleaseConfig {
    // Firmware has no files in the app's sense; a longer list is read from the manifest.
    let files = match package.kind {
        Kind::Bundle => variant.inlined.as_deref().unwrap_or_default(),
        Kind::Firmware => &[],
    };
    let of_role = |role| -> Vec<AppFile> {
        files
            .iter()
            .filter(|file| file.role == role)
            .map(|file| app_file(app, file))
            .collect()
    };
    ReleaseConfig {
        v: 1,
        crit: Vec::new(),
        release: release.id.clone(),
        attempt: release.attempt,
        manifest: ManifestRef {
            target: ready.manifest.name.clone(),
            name: package.name.clone(),
            version: package.version.clone(),
            sha256: ready.manifest.sha256,
            size: ready.manifest.length,
            variant: u32::try_from(index).unwrap_or(u32::MAX),
        },
        policy: release.policy.clone(),
        notes: release.notes.clone(),
        version: "1".into(),
        config: AppConfig {
            version: release.id.as_str().into(),
            boot_timeout: BOOT_TIMEOUT,
            release_config_timeout: RELEASE_CONFIG_TIMEOUT,
            properties: release.properties.clone(),
        },
        package: AppPackage {
            version: package.version.as_str().into(),
            name: package.name.as_str().into(),
            index: of_role(FileRole::Index).into_iter().next(),
            important: of_role(FileRole::Important),
            lazy: of_role(FileRole::Lazy),
            properties: Properties::new(),
        },
        resources: of_role(FileRole::Resource),
    }
}

fn app_file(app: &AppHead, file: &FileEntry) -> AppFile {
    AppFile {
        file_path: file.path.clone(),
        url: format!("/{}/{}/files/{}", app.org, app.name, file.sha256),
        checksum: file.sha256.to_string(),
        size: file.size,
    }
}

fn encode(name: &TargetName, config: &ReleaseConfig) -> Result<Vec<u8>, Refusal> {
    config.write().map_err(|error| match error {
        ConfigError::Rule { field, rule } => {
            let sentence = format!("{field} {rule}");
            Refusal::invalid(field, sentence, "mend it in what the release carries")
        }
        other => {
            let hint = "mend the release's policy, notes or properties";
            Refusal::invalid("release", format!("{name}: {other}"), hint)
        }
    })
}
