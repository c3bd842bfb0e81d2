//! Waking others.

use async_trait::async_trait;
use wavecast_wire::name::{AppName, OrgName, PackageName, Scope};
use wavecast_wire::version::Version;

use super::PortError;
use crate::control::PublicationState;

/// What someone should look at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wake {
    /// A channel's publication is wanted.
    Publish(Scope),
    /// A channel needs keys and its first root, or a rotated or renewed one; then it is published.
    Keys(Scope),
    /// A package is to be checked.
    Package(OrgName, AppName, PackageName, Version),
    /// A channel's freshness runs out: a publication that may wait.
    Renew(Scope),
    /// A channel's edge is to be compared with the ledger, and mended: it may wait.
    Repair(Scope),
    /// Chains of an organization went on since their heads were signed: the key maker's.
    Heads(OrgName),
}

impl std::fmt::Display for Wake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Publish(scope) | Self::Keys(scope) | Self::Renew(scope) | Self::Repair(scope) => {
                scope.fmt(f)
            }
            Self::Heads(org) => write!(f, "the trails of {org}"),
            Self::Package(org, app, name, version) => {
                write!(f, "package {org}/{app} {name} {version}")
            }
        }
    }
}

/// Wakes the publisher and the key maker.
///
/// Contract: returns when the work is done or after about 8 s; losing it is fine, the tick finds
/// what is left.
#[async_trait]
pub trait Doorbell: Send + Sync {
    /// Rings; answers the publications that were marked as published for it, as far as that is known.
    /// Who needs to know of others looks into the ledger.
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError>;
}

/// What became of an invalidation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Invalidated {
    /// Nothing that caches stands before the edge.
    Needless,
    /// The CDN was asked, and carries it out.
    Asked,
    /// The CDN couldn't be asked now; it is later, with all that waits by then.
    Queued,
}

/// The CDN's invalidation: a best-effort accelerator.
///
/// Contract: returns soon, and asking twice is harmless. What is never invalidated ends with its cache
/// time, so a failure changes nothing but how soon devices know.
#[async_trait]
pub trait Cdn: Send + Sync {
    /// Forget these paths, each with its leading slash.
    async fn invalidate(&self, paths: &[String]) -> Result<Invalidated, PortError>;
}
