//! Release configs: made from loaded records by the verb that changes them, never later.

use wavecast_wire::config::{
    AppConfig, AppFile, AppPackage, ConfigError, ManifestRef, Properties, ReleaseConfig, overlay,
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
use crate::schema;

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

/// Makes the configs of a release, one per variant of its package. `values` are what the channel
/// sets for the release's rule.
///
/// # Errors
/// A config that can't be written, or is larger than devices accept.
pub fn make(
    app: &AppHead,
    release: &Release,
    package: &Package,
    ready: &Ready,
    values: &Properties,
) -> Result<Made, Refusal> {
    make_for(app, release, package, ready, values, "")
}

/// The same under other names, for devices that get the release in another way.
///
/// # Errors
/// As [`make`].
pub fn make_for(
    app: &AppHead,
    release: &Release,
    package: &Package,
    ready: &Ready,
    values: &Properties,
    suffix: &str,
) -> Result<Made, Refusal> {
    let properties = properties(app, release, values)?;
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
            floor: release.floor,
            properties: release.properties.clone(),
            partly_withdrawn: false,
        },
        configs: Vec::new(),
    };
    for (index, variant) in ready.variants.iter().enumerate() {
        // A variant that no device can meet gets neither row nor config.
        let Some(when) = table::join(&[&variant.when, &requires]) else {
            continue;
        };
        let name = config_name(release, suffix, index, ready.variants.len())?;
        let mut config = config(app, release, package, ready, index, variant);
        config.config.properties.clone_from(&properties);
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
            share: None,
            stopped: None,
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

/// What clients see that read no layers: the schema's defaults, what the channel sets, and before
/// both what the release sets itself.
fn properties(
    app: &AppHead,
    release: &Release,
    values: &Properties,
) -> Result<Properties, Refusal> {
    let defaults = match &app.schema {
        Some(schema) => schema::read(&schema.document)?,
        None => Properties::new(),
    };
    Ok(overlay(&defaults, [values, &release.properties]))
}

/// `release-{id}.json`, with the variant's index where there are several.
fn config_name(
    release: &Release,
    suffix: &str,
    index: usize,
    of: usize,
) -> Result<TargetName, Refusal> {
    let name = match of {
        1 => format!("release-{}{suffix}.json", release.id),
        _ => format!("release-{}{suffix}-{index}.json", release.id),
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
