//! One type owns path, content type and caching of every object at the edge.

use alloc::format;
use alloc::string::{String, ToString as _};

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

/// Seconds that a cache keeps a mutable object while something moves, and while nothing does.
const SHARED_SECONDS: (u32, u32) = (30, 300);
/// The longest poll interval that announces movement.
const MOVING_POLL_SECONDS: u32 = 900;
/// Seconds for which a cache may answer with the old object while the origin is down: 14 days.
const STALE_SECONDS: u32 = 1_209_600;

impl ObjectKey {
    /// Without a leading slash.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Root(scope, n) => format!("{scope}/{n}.root.json"),
            Self::File(org, app, sha256) => format!("{org}/{app}/files/{sha256}"),
            Self::Target(org, app, sha256, name) => format!("{org}/{app}/targets/{sha256}.{name}"),
            Self::Targets(scope, seq) => format!("{scope}/{seq}.targets.json"),
            Self::Snapshot(scope, seq) => format!("{scope}/{seq}.snapshot.json"),
            Self::Timestamp(scope) => format!("{scope}/timestamp.json"),
            Self::Latest(scope) => format!("{scope}/latest.ndjson"),
        }
    }

    /// The key of a path, with or without its leading slash; `None` for anything else.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
        let (org, app, folder, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (org, app): (OrgName, AppName) = (org.parse().ok()?, app.parse().ok()?);
        match folder {
            "files" => Some(Self::File(org, app, name.parse().ok()?)),
            "targets" => {
                let (sha256, name) = name.split_once('.')?;
                Some(Self::Target(
                    org,
                    app,
                    sha256.parse().ok()?,
                    name.parse().ok()?,
                ))
            }
            channel => Self::of_channel(
                Scope {
                    org,
                    app,
                    channel: channel.parse().ok()?,
                },
                name,
            ),
        }
    }

    fn of_channel(scope: Scope, name: &str) -> Option<Self> {
        match name {
            "timestamp.json" => return Some(Self::Timestamp(scope)),
            "latest.ndjson" => return Some(Self::Latest(scope)),
            _ => {}
        }
        let (number, kind) = name.split_once('.')?;
        let number = read_number(number)?;
        match kind {
            "root.json" => Some(Self::Root(scope, number)),
            "targets.json" => Some(Self::Targets(scope, number)),
            "snapshot.json" => Some(Self::Snapshot(scope, number)),
            _ => None,
        }
    }

    /// The media type.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::Root(..) | Self::Targets(..) | Self::Snapshot(..) | Self::Timestamp(_) => {
                "application/json"
            }
            Self::Target(_, _, _, name) if name.as_str().ends_with(".json") => "application/json",
            Self::File(..) | Self::Target(..) => "application/octet-stream",
            // CDNs compress this type, and don't compress `application/x-ndjson`.
            Self::Latest(_) => "text/plain",
        }
    }

    /// Whether it is ever rewritten.
    #[must_use]
    pub fn is_mutable(&self) -> bool {
        matches!(self, Self::Timestamp(_) | Self::Latest(_))
    }

    /// The cache header. `poll_seconds` is the interval that the mutable bytes announce.
    #[must_use]
    pub fn cache_control(&self, poll_seconds: u32) -> String {
        if !self.is_mutable() {
            return String::from("public, max-age=31536000, immutable");
        }
        let shared = Self::shared_seconds(poll_seconds);
        format!("max-age=0, s-maxage={shared}, stale-if-error={STALE_SECONDS}")
    }

    /// Seconds that a cache keeps mutable bytes which announce this poll interval.
    #[must_use]
    pub fn shared_seconds(poll_seconds: u32) -> u32 {
        let (moving, idle) = SHARED_SECONDS;
        if poll_seconds <= MOVING_POLL_SECONDS {
            moving
        } else {
            idle
        }
    }
}

/// A version in a file name: 1 or more, without leading zeros, so that one object has one path.
fn read_number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok().filter(|number| *number > 0)?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys() -> impl Strategy<Value = ObjectKey> {
        let slug = "[a-z0-9][a-z0-9._-]{0,12}";
        let names = (
            slug,
            slug,
            slug.prop_filter("folder", |name| name != "targets" && name != "files"),
        );
        (
            names,
            1..u64::MAX,
            any::<[u8; 32]>(),
            "[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}",
            0..7,
        )
            .prop_map(|((org, app, channel), n, hash, target, which)| {
                let (org, app): (OrgName, AppName) = (org.parse().unwrap(), app.parse().unwrap());
                let scope = Scope {
                    org: org.clone(),
                    app: app.clone(),
                    channel: channel.parse().unwrap(),
                };
                match which {
                    0 => ObjectKey::Root(scope, n),
                    1 => ObjectKey::File(org, app, Sha256(hash)),
                    2 => ObjectKey::Target(org, app, Sha256(hash), target.parse().unwrap()),
                    3 => ObjectKey::Targets(scope, n),
                    4 => ObjectKey::Snapshot(scope, n),
                    5 => ObjectKey::Timestamp(scope),
                    _ => ObjectKey::Latest(scope),
                }
            })
    }

    proptest! {
        #[test]
        fn parse_is_the_inverse_of_path(key in keys()) {
            let path = key.path();
            prop_assert_eq!(ObjectKey::parse(&format!("/{path}")), Some(key.clone()));
            prop_assert_eq!(ObjectKey::parse(&path), Some(key));
        }

        #[test]
        fn a_path_that_parses_is_that_keys_path(path in "/?[a-z0-9./]{1,40}") {
            if let Some(key) = ObjectKey::parse(&path) {
                prop_assert_eq!(key.path(), path.strip_prefix('/').unwrap_or(&path));
            }
        }
    }

    #[test]
    fn refuses_other_paths() {
        for path in [
            "",
            "/",
            "acme",
            "acme/lamp/stable",
            "acme/lamp/stable/",
            "//acme/lamp/stable/latest.ndjson",
            "acme/lamp/stable/latest.ndjson/",
            "acme/lamp/../stable/latest.ndjson",
            "acme/lamp/stable/0.root.json",
            "acme/lamp/stable/01.root.json",
            "acme/lamp/stable/+1.root.json",
            "acme/lamp/stable/root.json",
            "acme/lamp/stable/18446744073709551616.root.json",
            "acme/lamp/targets/latest.ndjson",
            "acme/lamp/files/ABC",
            "acme/lamp/files/timestamp.json",
            "Acme/lamp/stable/latest.ndjson",
        ] {
            assert_eq!(ObjectKey::parse(path), None, "{path}");
        }
    }

    #[test]
    fn caching_follows_the_poll_interval() {
        let latest = ObjectKey::parse("acme/lamp/stable/latest.ndjson").unwrap();
        assert_eq!(
            latest.cache_control(900),
            "max-age=0, s-maxage=30, stale-if-error=1209600"
        );
        assert_eq!(
            latest.cache_control(901),
            "max-age=0, s-maxage=300, stale-if-error=1209600"
        );
        assert_eq!(latest.content_type(), "text/plain");
        let root = ObjectKey::parse("/acme/lamp/stable/1.root.json").unwrap();
        assert_eq!(
            root.cache_control(900),
            "public, max-age=31536000, immutable"
        );
    }
}
