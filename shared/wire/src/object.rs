//! One type owns path, content type and caching of every object at the edge.

use alloc::string::String;

use crate::hash::Sha256;
use crate::name::{AppName, OrgName, Scope, TargetName};

/// The name of an object at the edge.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ObjectKey {
    /// `/{org}/{app}/{channel}/{n}.root.json`.
    Root(Scope, u64),
    /// `/{org}/{app}/files/{sha256}`.
    File(OrgName, AppName, Sha256),
    /// `/{org}/{app}/targets/{sha256}.{name}`.
    Target(OrgName, AppName, Sha256, TargetName),
    /// `/{org}/{app}/{channel}/{seq}.targets.json`.
    Targets(Scope, u64),
    /// `/{org}/{app}/{channel}/{seq}.snapshot.json`.
    Snapshot(Scope, u64),
    /// `/{org}/{app}/{channel}/timestamp.json`.
    Timestamp(Scope),
    /// `/{org}/{app}/{channel}/latest.ndjson`.
    Latest(Scope),
}

impl ObjectKey {
    /// Without a leading slash.
    #[must_use]
    pub fn path(&self) -> String {
        todo!()
    }

    /// The key of a path, with or without its leading slash; `None` for anything else.
    #[must_use]
    pub fn parse(_path: &str) -> Option<Self> {
        todo!()
    }

    /// The media type.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        todo!()
    }

    /// Whether it is ever rewritten.
    #[must_use]
    pub fn is_mutable(&self) -> bool {
        matches!(self, Self::Timestamp(_) | Self::Latest(_))
    }

    /// The cache header. `poll_seconds` is the interval that the mutable bytes announce.
    #[must_use]
    pub fn cache_control(&self, _poll_seconds: u32) -> String {
        todo!()
    }
}
