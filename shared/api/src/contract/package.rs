//! Packages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wavecast_domain::package;

use super::app::Kind;
use super::rule::{Matcher, when};

/// A package: an immutable, versioned set of files.
#[derive(Debug, Serialize, ToSchema)]
pub struct Package {
    /// Its name.
    #[schema(example = "lamp")]
    pub name: String,
    /// Its version.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub status: PackageStatus,
    /// Why it was refused or yanked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it runs on: version ranges by dimension.
    pub requires: BTreeMap<String, String>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// SHA-256 of its uploaded file list.
    pub list: String,
    /// What was found of it, once it was ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<PackageContent>,
    /// Who signed its manifest.
    pub signatures: Vec<PackageSignature>,
    /// When it was created.
    #[schema(example = "2026-11-21T09:00:00Z")]
    pub created: String,
    /// By whom.
    pub created_by: String,
}

/// The life of a package.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PackageStatus {
    /// Its files are yet to be verified and brought to the edge.
    Checking,
    /// It may be released.
    Ready,
    /// Its files were refused.
    Refused,
    /// No release may use it any more.
    Yanked,
}

/// What was found of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageContent {
    /// Its manifest.
    pub manifest: Target,
    /// Whom each of its variants fits, in order.
    pub variants: Vec<PackageVariant>,
    /// Files over all variants.
    pub files: u64,
    /// Bytes over all variants.
    pub bytes: u64,
}

/// A variant of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageVariant {
    /// Whom it fits; empty fits all.
    pub when: BTreeMap<String, Matcher>,
    /// Its images.
    pub images: Vec<Target>,
}

/// A target at the edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct Target {
    /// Flat name.
    #[schema(example = "package-lamp-1.2.0.json")]
    pub name: String,
    /// Of its bytes.
    pub sha256: String,
    /// Bytes.
    pub length: u64,
}

/// One signature of a manifest.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageSignature {
    /// Key id, hex.
    pub keyid: String,
    /// Base64.
    pub sig: String,
}

/// A package to create from uploaded files.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePackage {
    /// As an organization's name, without a `-` that is followed by a digit.
    #[schema(example = "lamp")]
    pub name: String,
    /// 1 to 4 numbers joined by dots, optionally `-prerelease`.
    #[schema(example = "1.2.0")]
    pub version: String,
    /// What it runs on: version ranges by dimension.
    #[serde(default)]
    pub requires: BTreeMap<String, String>,
    /// Nothing goes below the highest index that a device confirmed; 0 if not said.
    #[serde(default)]
    pub rollback_index: u32,
    /// SHA-256 of the uploaded file list: canonical JSON
    /// `{"v":1,"variants":[{"when":{},"files":[{path,role,sha256,size,content_type}]}]}`.
    pub list: String,
    /// Package signatures over the manifest, if any.
    #[serde(default)]
    pub signatures: Vec<PackageSignature>,
}

/// A package to take out of use.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct YankPackage {
    /// Why.
    #[schema(example = "drains the battery")]
    pub reason: String,
    /// Channels with live uses that are replaced in the same commit.
    #[serde(default)]
    pub now: Vec<String>,
}

impl From<package::TargetEntry> for Target {
    fn from(entry: package::TargetEntry) -> Self {
        Self {
            name: entry.name.into(),
            sha256: entry.sha256.to_string(),
            length: entry.length,
        }
    }
}

impl From<package::Ready> for PackageContent {
    fn from(ready: package::Ready) -> Self {
        let variants = ready.variants.into_iter().map(|variant| PackageVariant {
            when: when(variant.when),
            images: variant.images.into_iter().map(Into::into).collect(),
        });
        Self {
            manifest: ready.manifest.into(),
            variants: variants.collect(),
            files: ready.files,
            bytes: ready.bytes,
        }
    }
}

impl From<package::Package> for Package {
    fn from(package: package::Package) -> Self {
        use package::PackageStatus as Found;
        let (status, reason, content) = match package.status {
            Found::Checking => (PackageStatus::Checking, None, None),
            Found::Ready(ready) => (PackageStatus::Ready, None, Some(ready.into())),
            Found::Refused { reason } => (PackageStatus::Refused, Some(reason), None),
            Found::Yanked { reason, ready } => {
                (PackageStatus::Yanked, Some(reason), Some(ready.into()))
            }
        };
        let requires = package.requires.into_iter();
        let signatures = package.signatures.into_iter().map(|one| PackageSignature {
            keyid: one.keyid,
            sig: one.sig,
        });
        Self {
            name: package.name.into(),
            version: package.version.to_string(),
            kind: package.kind.into(),
            status,
            reason,
            requires: requires
                .map(|(name, range)| (name.into(), range.to_string()))
                .collect(),
            rollback_index: package.rollback_index,
            list: package.list.to_string(),
            content,
            signatures: signatures.collect(),
            created: package.created.into(),
            created_by: package.created_by,
        }
    }
}
