//! Versions and ranges, one a line.
//!
//! - A version is accepted exactly when a naive reading of the grammar accepts it.
//! - Order is total, and the same as a naive comparison's.
//! - A range contains what its terms say one by one; a conjunction contains what both contain; an
//!   empty range contains nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wavecast_fuzz::text;
use wavecast_fuzz::versions::{compare, is_range, is_version, within};
use wavecast_wire::version::{Range, Version};

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    let mut versions: Vec<Version> = Vec::new();
    let mut ranges: Vec<Range> = Vec::new();
    for line in text.lines().take(8) {
        let version = line.parse::<Version>();
        assert_eq!(version.is_ok(), is_version(line), "{line:?}");
        versions.extend(version);
        let range = line.parse::<Range>();
        assert_eq!(range.is_ok(), is_range(line), "{line:?}");
        ranges.extend(range);
    }
    for one in &versions {
        assert_eq!(
            one.without_build(),
            one.as_str().split('+').next().unwrap_or("")
        );
        for other in &versions {
            assert_eq!(one.cmp(other), compare(one.as_str(), other.as_str()));
            assert_eq!(one == other, one.cmp(other).is_eq());
        }
    }
    for range in &ranges {
        for version in &versions {
            assert_eq!(
                range.contains(version),
                within(range.as_str(), version.as_str())
            );
            assert!(!(range.is_empty() && range.contains(version)));
            for other in &ranges {
                let both = range.and(other).is_some_and(|both| both.contains(version));
                assert_eq!(both, range.contains(version) && other.contains(version));
            }
        }
    }
});
