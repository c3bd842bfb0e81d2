//! What lies beside an application's state, loaded by name.

use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{PackageName, ReleaseId, TargetName};
use wavecast_wire::version::Version;

use crate::approval::Request;
use crate::id::Ulid;
use crate::name::SecretName;
use crate::org::{Org, Usage};
use crate::package::{File, Package, TargetEntry};
use crate::release::Release;
use crate::vault::{AppSecret, Sealed};

/// The name of a record of one application.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum RecordKey {
    /// A release.
    Release(ReleaseId),
    /// A package.
    Package(PackageName, Version),
    /// A file.
    File(Sha256),
    /// The bytes of a small target that a verb made: release configs, device lists, properties.
    Target(Sha256, TargetName),
    /// A request for approvals.
    Approval(Ulid),
    /// A secret, without its values.
    Secret(SecretName),
    /// The value of a version of a secret. No command loads one.
    Sealed(SecretName, u32),
    /// The organization, whose members approve and whose quota holds. No command on an application
    /// writes it.
    Org,
    /// What the packages of all applications of the organization come to.
    Usage,
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A release.
    Release(Box<Release>),
    /// A package.
    Package(Box<Package>),
    /// A file.
    File(File),
    /// A small target's bytes.
    Target(TargetBytes),
    /// A request for approvals.
    Approval(Box<Request>),
    /// A secret, without its values.
    Secret(Box<AppSecret>),
    /// The value of a version of a secret.
    Sealed(Sealed),
    /// The organization.
    Org(Box<Org>),
    /// What its packages come to.
    Usage(Usage),
}

/// The bytes of a small target; the publisher creates the object from them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TargetBytes {
    /// Its name, hash and length.
    pub entry: TargetEntry,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
