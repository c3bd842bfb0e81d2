//! Texts whose byte order is the order of what they stand for.

use wavecast_wire::name::PackageName;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

/// Sorts as the time does.
#[must_use]
pub fn time(at: Timestamp) -> String {
    at.to_string()
}

/// Sorts as the number does.
#[must_use]
pub fn number(n: u64) -> String {
    format!("{n:012}")
}

/// Sorts as the version does, and is the same for versions that compare equal.
///
/// Decimal parts are padded. A prerelease sorts below its release, a numeric identifier below a
/// textual one, and a list of identifiers below a longer one that begins with it.
#[must_use]
pub fn version(version: &Version) -> String {
    let mut text = version
        .parts()
        .iter()
        .map(|part| format!("{part:018}"))
        .collect::<Vec<_>>()
        .join(".");
    match version.prerelease() {
        None => text.push('~'),
        Some(prerelease) => {
            for identifier in prerelease.split('.') {
                text.push('!');
                text.push_str(&sortable(identifier));
            }
        }
    }
    text
}

/// A numeric identifier is led by its length, so that 10 sorts above 9.
fn sortable(identifier: &str) -> String {
    if identifier.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("0{:04}{identifier}", identifier.len())
    } else {
        format!("1{identifier}")
    }
}

/// A package's place among an application's packages: by name, then by version.
#[must_use]
pub fn package(name: &PackageName, of: &Version) -> String {
    format!("{name}#{}", version(of))
}

/// `yyyymm` of a time: the month that its audit events are kept under.
#[must_use]
pub fn month(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{}{}", &text[0..4], &text[5..7])
}

/// The month before; `None` for what isn't a month, or before year 1.
#[must_use]
pub fn month_before(month: &str) -> Option<String> {
    let (year, month) = (month.get(0..4)?, month.get(4..6)?);
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    match (year, month) {
        (0, _) | (_, 0 | 13..) => None,
        (_, 1) => Some(format!("{:04}12", year - 1)),
        _ => Some(format!("{year:04}{:02}", month - 1)),
    }
}

/// The month after; `None` for what isn't a month, or after year 9999.
#[must_use]
pub fn month_after(month: &str) -> Option<String> {
    let (year, month) = (month.get(0..4)?, month.get(4..6)?);
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    match (year, month) {
        (9999, 12) | (_, 0 | 13..) => None,
        (_, 12) => Some(format!("{:04}01", year + 1)),
        _ => Some(format!("{year:04}{:02}", month + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn versions() -> impl Strategy<Value = Version> {
        let shape = "(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,2})){0,3}(-(0|[1-9][0-9]{0,2}|[a-z][a-z-]{0,2})(\\.(0|[1-9][0-9]{0,2}|[a-z]{1,2})){0,2})?(\\+[a-z]{1,3})?";
        shape.prop_filter_map("a version", |text| text.parse().ok())
    }

    proptest! {
        #[test]
        fn texts_sort_as_versions_do(left in versions(), right in versions()) {
            prop_assert_eq!(version(&left).cmp(&version(&right)), left.cmp(&right));
        }
    }

    #[test]
    fn months_go_over_the_year() {
        let at: Timestamp = "2026-01-31T00:00:00Z".parse().unwrap();
        assert_eq!(month(at), "202601");
        assert_eq!(month_before("202601").as_deref(), Some("202512"));
        assert_eq!(month_before("202512").as_deref(), Some("202511"));
        assert_eq!(month_before("nonsense"), None);
        assert_eq!(month_after("202511").as_deref(), Some("202512"));
        assert_eq!(month_after("202512").as_deref(), Some("202601"));
        assert_eq!(month_after("999912"), None);
        assert_eq!(month_after("nonsense"), None);
    }
}
