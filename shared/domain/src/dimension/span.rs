//! Sets of versions as ranges without overlap, and what is left when some are taken away.

use wavecast_wire::version::{Range, Version};

/// The versions that begin with a prefix of 1 to 3 whole parts: `1.4` means `>=1.4-0,<1.5-0`, so
/// that its prereleases are among them and those of the next aren't.
pub(super) fn of_prefix(prefix: &str) -> Option<Range> {
    let parts: Vec<u64> = prefix
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    if !(1..=3).contains(&parts.len()) {
        return None;
    }
    let (last, before) = parts.split_last()?;
    let mut next: Vec<String> = before.iter().map(ToString::to_string).collect();
    next.push(last.checked_add(1)?.to_string());
    format!(">={prefix}-0,<{}-0", next.join(".")).parse().ok()
}

/// Exactly one version.
pub(super) fn of_version(version: &str) -> Option<Range> {
    version.parse::<Version>().ok()?;
    format!("={version}").parse().ok()
}

/// What of some ranges lies in none of the others.
pub(super) fn without(ranges: Vec<Range>, others: &[Range]) -> Vec<Range> {
    others.iter().fold(ranges, |left, other| {
        left.iter().flat_map(|range| cut(range, other)).collect()
    })
}

/// What of a range doesn't lie in another: what breaks its first comparison, then what keeps that
/// and breaks the second, and so on. The parts don't overlap.
fn cut(range: &Range, other: &Range) -> Vec<Range> {
    let mut parts = Vec::new();
    let mut rest = Some(range.clone());
    for comparison in other.as_str().split(',') {
        let Some(kept) = rest else { break };
        let breaking = outside(comparison);
        parts.extend(
            breaking
                .iter()
                .filter_map(|one| kept.and(one))
                .map(|r| tidy(&r)),
        );
        let holding: Option<Range> = comparison.parse().ok();
        rest = holding
            .and_then(|holding| kept.and(&holding))
            .map(|r| tidy(&r));
    }
    parts
}

/// What lies outside of one comparison, as ranges of which a version meets one.
pub(crate) fn outside(comparison: &str) -> Vec<Range> {
    let Some((operator, version)) = split(comparison) else {
        return Vec::new();
    };
    let operators: &[&str] = match operator {
        ">=" => &["<"],
        ">" => &["<="],
        "<=" => &[">"],
        "<" => &[">="],
        _ => &["<", ">"],
    };
    operators
        .iter()
        .filter_map(|operator| format!("{operator}{version}").parse().ok())
        .collect()
}

fn split(comparison: &str) -> Option<(&str, &str)> {
    let at = comparison.find(|c: char| !matches!(c, '<' | '>' | '='))?;
    Some(comparison.split_at(at))
}

/// The same range in the fewest comparisons: the tightest bound on each side.
pub(crate) fn tidy(range: &Range) -> Range {
    let mut low: Option<(Version, bool)> = None;
    let mut high: Option<(Version, bool)> = None;
    for comparison in range.as_str().split(',') {
        let Some((operator, text)) = split(comparison) else {
            return range.clone();
        };
        let Ok(version) = text.parse::<Version>() else {
            return range.clone();
        };
        let strict = matches!(operator, ">" | "<");
        if matches!(operator, ">" | ">=" | "=") {
            let tighter = |(present, is_strict): &(Version, bool)| {
                version > *present || (version == *present && strict && !is_strict)
            };
            if low.as_ref().is_none_or(tighter) {
                low = Some((version.clone(), strict));
            }
        }
        if matches!(operator, "<" | "<=" | "=") {
            let tighter = |(present, is_strict): &(Version, bool)| {
                version < *present || (version == *present && strict && !is_strict)
            };
            if high.as_ref().is_none_or(tighter) {
                high = Some((version, strict));
            }
        }
    }
    let text = match (&low, &high) {
        (Some((low, false)), Some((high, false))) if low == high => format!("={low}"),
        _ => {
            let below = low
                .map(|(version, strict)| format!("{}{version}", if strict { ">" } else { ">=" }));
            let above = high
                .map(|(version, strict)| format!("{}{version}", if strict { "<" } else { "<=" }));
            below.into_iter().chain(above).collect::<Vec<_>>().join(",")
        }
    };
    text.parse().unwrap_or_else(|_| range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(text: &str) -> Range {
        text.parse().expect("a range")
    }

    fn shown(ranges: &[Range]) -> Vec<&str> {
        ranges.iter().map(Range::as_str).collect()
    }

    #[test]
    fn takes_ranges_away() {
        let left = without(vec![range(">=1,<5")], &[range(">=2,<3"), range("=4")]);
        assert_eq!(shown(&left), [">=1,<2", ">=3,<4", ">4,<5"]);
        assert!(without(vec![range("=2")], &[range(">=1")]).is_empty());
    }

    #[test]
    fn a_prefix_has_its_prereleases_and_not_those_of_the_next() {
        let range = of_prefix("1.4").expect("a prefix");
        for (version, within) in [
            ("1.4", true),
            ("1.4.9", true),
            ("1.4-rc.1", true),
            ("1.5-rc.1", false),
            ("1.40", false),
            ("1.3.9", false),
        ] {
            assert_eq!(
                range.contains(&version.parse().expect("a version")),
                within,
                "{version}"
            );
        }
        for text in ["", "1.", "1.x", "1.2.3.4", "-1"] {
            assert_eq!(of_prefix(text), None, "{text}");
        }
    }

    const COMPARISONS: &str = "(>=|>|<=|<|=)[0-9](\\.[0-9])?(-a)?(,(>=|>|<=|<)[0-9](-a)?){0,2}";

    proptest! {
        #[test]
        fn what_is_left_is_what_was_and_isnt_in_the_others(
            one in COMPARISONS, two in COMPARISONS, three in COMPARISONS, version in "[0-9](\\.[0-9])?(-[ab])?",
        ) {
            let version: Version = version.parse().expect("a version");
            let (one, others) = (range(&one), [range(&two), range(&three)]);
            let left = without(vec![one.clone()], &others);
            let inside = left.iter().filter(|part| part.contains(&version)).count();
            let expected = one.contains(&version) && !others.iter().any(|o| o.contains(&version));
            prop_assert_eq!(inside, usize::from(expected), "{:?}", shown(&left));
            prop_assert_eq!(tidy(&one).contains(&version), one.contains(&version));
        }
    }
}
