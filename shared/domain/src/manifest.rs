//! From an uploaded file list to a manifest, and what a release needs to know of it.
//!
//! The publisher calls [`manifest`] on the list that it read, verifies and promotes the files
//! that it names, then commits what [`ready`] returns.

use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::{FileEntry, Kind, Manifest, PACKAGE_VERSION, Variant};
use wavecast_wire::name::{AppName, OrgName};

use crate::package::{FileList, Package, Ready, ReadyVariant, TargetEntry};

/// Variants of a package: each becomes a row, twice while one release replaces another.
const MOST_VARIANTS: usize = limit::ROWS / 2;

/// The manifest of a package: the list, sorted, with image targets named, checked as devices will.
///
/// # Errors
/// The rule that the list breaks, naming the file; the package is refused with it.
pub fn manifest(
    org: &OrgName,
    app: &AppName,
    kind: Kind,
    package: &Package,
    list: &FileList,
) -> Result<Manifest, String> {
    if list.v != 1 {
        return Err(format!("the file list has version {}; 1 is known", list.v));
    }
    let count = list.variants.len();
    if !(1..=MOST_VARIANTS).contains(&count) {
        return Err(format!(
            "a package has 1 to {MOST_VARIANTS} variants, not {count}"
        ));
    }
    let variants = list.variants.iter().enumerate();
    let variants = variants.map(|(index, variant)| complete(package, kind, index, variant));
    let manifest = Manifest {
        v: 1,
        crit: Vec::new(),
        org: org.clone(),
        app: app.clone(),
        name: package.name.clone(),
        version: package.version.clone(),
        kind,
        requires: package.requires.clone(),
        rollback_index: package.rollback_index,
        variants: variants.collect::<Result<_, _>>()?,
    };
    manifest.check().map_err(|error| error.to_string())?;
    Ok(manifest)
}

/// What releases need of a manifest, and the manifest file's bytes.
///
/// # Errors
/// The manifest can't be written, or devices couldn't read it.
pub fn ready(manifest: &Manifest, package: &Package) -> Result<(Ready, Vec<u8>), String> {
    let bytes = manifest
        .seal(&package.signatures)
        .map_err(|error| error.to_string())?;
    if bytes.len() > limit::MANIFEST_BYTES {
        let most = limit::MANIFEST_BYTES;
        return Err(format!(
            "the manifest has {} bytes; at most {most} are allowed",
            bytes.len()
        ));
    }
    let files = || manifest.variants.iter().flat_map(|variant| &variant.files);
    let ready = Ready {
        manifest: TargetEntry {
            name: manifest.target_name(),
            sha256: Sha256::of(&bytes),
            length: bytes.len() as u64,
        },
        variants: manifest.variants.iter().map(ready_variant).collect(),
        files: files().count() as u64,
        bytes: files().map(|file| file.size).sum(),
    };
    Ok((ready, bytes))
}

/// A variant with its files sorted by path and, where they are images, named.
fn complete(
    package: &Package,
    kind: Kind,
    index: usize,
    variant: &Variant,
) -> Result<Variant, String> {
    // Installing the package changes that very version: a device would leave it at once.
    if variant
        .when
        .keys()
        .any(|name| name.as_str() == PACKAGE_VERSION)
    {
        return Err(format!(
            "variant {index} depends on {PACKAGE_VERSION}; say it in the package's `requires`"
        ));
    }
    if let Some(file) = variant.files.iter().find(|file| file.target.is_some()) {
        return Err(format!(
            "{} names a target, which the publisher gives",
            file.path
        ));
    }
    let mut files = variant.files.clone();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    if kind == Kind::Firmware {
        for (place, file) in files.iter_mut().enumerate() {
            let name = Manifest::image_name(&package.name, &package.version, index, place);
            file.target = Some(name);
        }
    }
    Ok(Variant {
        when: variant.when.clone(),
        files,
    })
}

fn ready_variant(variant: &Variant) -> ReadyVariant {
    let image = |file: &FileEntry| {
        let name = file.target.clone()?;
        Some(TargetEntry {
            name,
            sha256: file.sha256,
            length: file.size,
        })
    };
    let inlined = variant.files.len() <= limit::INLINE_FILES;
    ReadyVariant {
        when: variant.when.clone(),
        images: variant.files.iter().filter_map(image).collect(),
        inlined: inlined.then(|| variant.files.clone()),
    }
}
