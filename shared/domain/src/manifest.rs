//! From an uploaded file list to a manifest, and what a release needs to know of it.
//!
//! The publisher calls [`manifest`] on the list that it read, verifies and promotes the files
//! that it names, then commits what [`ready`] returns.

use std::collections::BTreeSet;

use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Manifest, Variant, check_path};
use wavecast_wire::name::{AppName, OrgName, TargetName};

use crate::package::{FileList, Package, Ready, ReadyVariant, TargetEntry};

/// Variants of a package: each is a row at least.
const MOST_VARIANTS: usize = limit::ROWS / 2;
/// Bytes of a media type.
const MEDIA_TYPE_BYTES: usize = 255;

/// The manifest of a package: the list, checked and sorted, with image targets named.
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
    check_size(list)?;
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
    let sealed = manifest
        .seal(&package.signatures)
        .map_err(|error| error.to_string())?;
    // What devices would refuse must be refused here.
    Manifest::open(&sealed, None).map_err(|error| error.to_string())?;
    Ok(manifest)
}

/// What releases need of a manifest, and the manifest file's bytes.
///
/// # Errors
/// The manifest can't be written.
pub fn ready(manifest: &Manifest, package: &Package) -> Result<(Ready, Vec<u8>), String> {
    let bytes = manifest
        .seal(&package.signatures)
        .map_err(|error| error.to_string())?;
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

fn check_size(list: &FileList) -> Result<(), String> {
    if list.v != 1 {
        return Err(format!("the file list has version {}; 1 is known", list.v));
    }
    if list.variants.is_empty() || list.variants.len() > MOST_VARIANTS {
        let count = list.variants.len();
        return Err(format!(
            "a package has 1 to {MOST_VARIANTS} variants, not {count}"
        ));
    }
    let files = || list.variants.iter().flat_map(|variant| &variant.files);
    let count = files().count();
    if count > limit::PACKAGE_FILES {
        return Err(format!(
            "{count} files are too many; {} are allowed",
            limit::PACKAGE_FILES
        ));
    }
    if let Some(file) = files().find(|file| file.size > limit::FILE_BYTES) {
        return Err(format!(
            "{} is larger than {} bytes",
            file.path,
            limit::FILE_BYTES
        ));
    }
    let bytes = files().fold(0u64, |sum, file| sum.saturating_add(file.size));
    if bytes > limit::PACKAGE_BYTES {
        let most = limit::PACKAGE_BYTES;
        return Err(format!(
            "the package has {bytes} bytes; at most {most} are allowed"
        ));
    }
    Ok(())
}

/// A variant with its files sorted, checked and, where they are images, named.
fn complete(
    package: &Package,
    kind: Kind,
    index: usize,
    variant: &Variant,
) -> Result<Variant, String> {
    let mut files = variant.files.clone();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    check_paths(&files)?;
    for file in &files {
        check_file(kind, file)?;
    }
    let indices = files
        .iter()
        .filter(|file| file.role == FileRole::Index)
        .count();
    match kind {
        Kind::Firmware if files.is_empty() => {
            return Err(format!("variant {index} has no image"));
        }
        Kind::Bundle if indices != 1 => {
            return Err(format!(
                "variant {index} must have one file of role index, not {indices}"
            ));
        }
        _ => {}
    }
    let images = files.iter_mut().filter(|file| file.role == FileRole::Image);
    for (number, file) in images.enumerate() {
        file.target = Some(image_name(package, index, number)?);
    }
    Ok(Variant {
        when: variant.when.clone(),
        files,
    })
}

fn check_file(kind: Kind, file: &FileEntry) -> Result<(), String> {
    let path = &file.path;
    if file.target.is_some() {
        return Err(format!("{path} names a target, which the publisher gives"));
    }
    if (kind == Kind::Firmware) != (file.role == FileRole::Image) {
        return Err(match kind {
            Kind::Firmware => format!("{path} is no image, and firmware has nothing else"),
            Kind::Bundle => format!("{path} is an image, which only firmware has"),
        });
    }
    let media_type = &file.content_type;
    let is_plain = media_type.bytes().all(|b| (0x20..0x7f).contains(&b));
    if media_type.is_empty() || media_type.len() > MEDIA_TYPE_BYTES || !is_plain {
        return Err(format!("{path} has no usable media type"));
    }
    Ok(())
}

/// Every path is sound, and none differs from another in case only: some devices couldn't tell
/// them apart.
fn check_paths(files: &[FileEntry]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for file in files {
        check_path(&file.path).map_err(|rule| format!("path {:?} {rule}", file.path))?;
        if !seen.insert(file.path.to_lowercase()) {
            return Err(format!(
                "{} stands twice, or differs from another path in case only",
                file.path
            ));
        }
    }
    Ok(())
}

/// `image-{name}-{version}-{variant}-{n}.bin`.
fn image_name(package: &Package, variant: usize, number: usize) -> Result<TargetName, String> {
    let version = package.version.without_build();
    let name = format!("image-{}-{version}-{variant}-{number}.bin", package.name);
    name.parse()
        .map_err(|error: wavecast_wire::name::NameError| error.to_string())
}
