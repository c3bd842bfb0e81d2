//! Conditions on devices: whether one covers another. Joining them is wire's.

use std::collections::BTreeMap;

use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{Matcher, When};
use wavecast_wire::version::{Range, Version};

use crate::dimension::outside;

/// A package's `requires` as a condition.
#[must_use]
pub fn of_requires(requires: &BTreeMap<DimensionName, Range>) -> When {
    requires
        .iter()
        .map(|(name, range)| (name.clone(), Matcher::Within(range.clone())))
        .collect()
}

/// A condition as it is written on a command line: `os=ios,android app_version=>=2`.
#[must_use]
pub fn in_words(when: &When) -> String {
    if when.is_empty() {
        return "all others".to_owned();
    }
    let said = |(name, matcher): (&DimensionName, &Matcher)| match matcher {
        Matcher::Among(values) => format!("{name}={}", values.join(",")),
        Matcher::Within(range) => format!("{name}={range}"),
    };
    when.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// Whether every device that meets `narrow` surely meets `wide` as well.
#[must_use]
pub fn covers(wide: &When, narrow: &When) -> bool {
    wide.iter().all(|(dimension, matcher)| {
        narrow
            .get(dimension)
            .is_some_and(|inner| covers_matcher(matcher, inner))
    })
}

fn lies_within(value: &str, range: &Range) -> bool {
    value
        .parse::<Version>()
        .is_ok_and(|version| range.contains(&version))
}

fn covers_matcher(wide: &Matcher, narrow: &Matcher) -> bool {
    match (wide, narrow) {
        (Matcher::Among(wide), Matcher::Among(narrow)) => {
            narrow.iter().all(|value| wide.contains(value))
        }
        (Matcher::Within(range), Matcher::Among(values)) => {
            values.iter().all(|value| lies_within(value, range))
        }
        (Matcher::Within(wide), Matcher::Within(narrow)) => covers_range(wide, narrow),
        (Matcher::Among(_), Matcher::Within(_)) => false,
    }
}

/// A conjunction covers a range when nothing of the range lies outside any of its comparisons.
fn covers_range(wide: &Range, narrow: &Range) -> bool {
    wide.as_str().split(',').all(|comparison| {
        outside(comparison)
            .iter()
            .all(|part| narrow.and(part).is_none_or(|rest| rest.is_empty()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        serde_json::from_str(text).expect("a condition")
    }

    #[test]
    fn tells_what_covers_what() {
        let cases = [
            ("{}", r#"{"os":["ios"]}"#, true),
            (r#"{"os":["ios"]}"#, "{}", false),
            (r#"{"os":["ios","android"]}"#, r#"{"os":["ios"]}"#, true),
            (
                r#"{"app_version":">=1"}"#,
                r#"{"app_version":">=2,<3"}"#,
                true,
            ),
            (
                r#"{"app_version":">=2"}"#,
                r#"{"app_version":">=1"}"#,
                false,
            ),
            (
                r#"{"app_version":">=2,<3"}"#,
                r#"{"app_version":"=2.5"}"#,
                true,
            ),
            (
                r#"{"app_version":"=2.5"}"#,
                r#"{"app_version":">=2.5,<=2.5"}"#,
                true,
            ),
            (r#"{"app_version":"<3"}"#, r#"{"app_version":"<=3"}"#, false),
            (r#"{"app_version":"<3"}"#, r#"{"app_version":"<3"}"#, true),
            (r#"{"app_version":"<=3"}"#, r#"{"app_version":"<3"}"#, true),
            (r#"{"app_version":"<=3"}"#, r#"{"app_version":"=3"}"#, true),
            (
                r#"{"app_version":"<=3"}"#,
                r#"{"app_version":"<3.1"}"#,
                false,
            ),
            (r#"{"app_version":">3"}"#, r#"{"app_version":">3"}"#, true),
            (r#"{"app_version":">3"}"#, r#"{"app_version":">=3"}"#, false),
            (r#"{"app_version":">3"}"#, r#"{"app_version":">=4"}"#, true),
            (r#"{"app_version":">2"}"#, r#"{"app_version":">3"}"#, true),
            (
                r#"{"app_version":">=2"}"#,
                r#"{"app_version":["2.1","3"]}"#,
                true,
            ),
            (
                r#"{"app_version":">=2"}"#,
                r#"{"app_version":["2.1","1.9"]}"#,
                false,
            ),
            (
                r#"{"app_version":">=2"}"#,
                r#"{"app_version":["new"]}"#,
                false,
            ),
            (
                r#"{"app_version":["2.1"]}"#,
                r#"{"app_version":"=2.1"}"#,
                false,
            ),
        ];
        for (wide, narrow, expected) in cases {
            assert_eq!(
                covers(&when(wide), &when(narrow)),
                expected,
                "{wide} {narrow}"
            );
        }
    }
}
