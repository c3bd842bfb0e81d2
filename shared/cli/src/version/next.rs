//! Versions made from versions.

use wavecast_wire::version::Version;

/// The decimal parts as they were written: `1.2` has two.
fn written(version: &Version) -> Vec<u64> {
    let text = version.without_build();
    let parts = text.split('-').next().unwrap_or(text).split('.').count();
    version.parts().into_iter().take(parts).collect()
}

fn joined(parts: &[u64], prerelease: Option<&str>) -> Option<Version> {
    let digits: Vec<String> = parts.iter().map(u64::to_string).collect();
    let text = match prerelease {
        Some(prerelease) => format!("{}-{prerelease}", digits.join(".")),
        None => digits.join("."),
    };
    text.parse().ok()
}

/// The version with its last part raised; of a prerelease, the release itself.
pub fn raised(version: &Version) -> Option<Version> {
    let mut parts = written(version);
    if version.prerelease().is_none() {
        let last = parts.last_mut()?;
        *last = last.checked_add(1)?;
    }
    joined(&parts, None)
}

/// The version so many commits after a tag: `1.2.0` and 3 is `1.2.0.3`. A prerelease gets a
/// further identifier, so that it stays below its release; a fourth part that is there grows.
pub fn with_commits(tag: &Version, commits: u64) -> Option<Version> {
    if let Some(prerelease) = tag.prerelease() {
        return joined(&written(tag), Some(&format!("{prerelease}.{commits}")));
    }
    let [a, b, c, d] = tag.parts();
    joined(&[a, b, c, d.checked_add(commits)?], None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_part_grows() {
        let raised = |text| raised(&version(text)).map(|v| v.to_string());
        assert_eq!(raised("1.4.2").as_deref(), Some("1.4.3"));
        assert_eq!(raised("7").as_deref(), Some("8"));
        assert_eq!(raised("1.2.0.3").as_deref(), Some("1.2.0.4"));
        assert_eq!(raised("1.4.2+b7").as_deref(), Some("1.4.3"));
        assert_eq!(raised("1.4.2-rc.1").as_deref(), Some("1.4.2"));
        assert_eq!(raised("1.999999999999999999"), None);
    }

    #[test]
    fn commits_are_the_fourth_part() {
        let with = |text, n| with_commits(&version(text), n).map(|v| v.to_string());
        assert_eq!(with("1.2.0", 3).as_deref(), Some("1.2.0.3"));
        assert_eq!(with("1.2", 3).as_deref(), Some("1.2.0.3"));
        assert_eq!(with("1.2.0.4", 3).as_deref(), Some("1.2.0.7"));
        assert_eq!(with("1.2.0-rc.1", 3).as_deref(), Some("1.2.0-rc.1.3"));
    }

    proptest! {
        #[test]
        fn what_follows_is_higher(text in "(0|[1-9][0-9]?)(\\.(0|[1-9][0-9]?)){0,3}(-(a|b|rc\\.[1-9]))?", n in 1u64..50) {
            let version = version(&text);
            prop_assert!(raised(&version).unwrap() > version);
            prop_assert!(with_commits(&version, n).unwrap() > version);
        }
    }
}
