//! Waking others.

use async_trait::async_trait;
use wavecast_wire::name::{AppName, OrgName, PackageName, Scope};
use wavecast_wire::version::Version;

use super::PortError;

/// What someone should look at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wake {
    /// A channel's publication is wanted.
    Publish(Scope),
    /// A channel needs keys and its first root, or a rotated one.
    Keys(Scope),
    /// A package is to be checked.
    Package(OrgName, AppName, PackageName, Version),
}

/// Wakes the publisher and the key maker.
///
/// Contract: returns when the work is done or after about 8 s; losing it is fine, the tick finds
/// what is left.
#[async_trait]
pub trait Doorbell: Send + Sync {
    /// Rings.
    async fn ring(&self, wake: Wake) -> Result<(), PortError>;
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
