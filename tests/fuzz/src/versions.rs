//! Versions and ranges once more, naively: texts in, texts out.

use std::cmp::Ordering;

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// A number in one text only.
fn is_plain(text: &str) -> bool {
    is_number(text) && (text == "0" || !text.starts_with('0'))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn split(text: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, build) = text
        .split_once('+')
        .map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (parts, pre) = rest
        .split_once('-')
        .map_or((rest, None), |(parts, pre)| (parts, Some(pre)));
    (parts, pre, build)
}

/// Whether a text is a version.
#[must_use]
pub fn is_version(text: &str) -> bool {
    let (parts, pre, build) = split(text);
    text.len() <= 256
        && parts.split('.').count() <= 4
        && parts
            .split('.')
            .all(|part| is_plain(part) && part.len() <= 18)
        && pre.is_none_or(|pre| {
            pre.split('.')
                .all(|id| is_word(id) && (!is_number(id) || is_plain(id)))
        })
        && build.is_none_or(|build| build.split('.').all(is_word))
}

/// Numbers as texts: without leading zeros the longer one is the larger one.
fn numbers(left: &str, right: &str) -> Ordering {
    (left.len(), left).cmp(&(right.len(), right))
}

/// The order of two texts that are versions.
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    let ((left, left_pre, _), (right, right_pre, _)) = (split(left), split(right));
    for place in 0..4 {
        let part = |parts: &str| parts.split('.').nth(place).unwrap_or("0").to_owned();
        let order = numbers(&part(left), &part(right));
        if order.is_ne() {
            return order;
        }
    }
    let (left, right) = match (left_pre, right_pre) {
        (None, None) => return Ordering::Equal,
        (None, Some(_)) => return Ordering::Greater,
        (Some(_), None) => return Ordering::Less,
        (Some(left), Some(right)) => (left, right),
    };
    let (left, right): (Vec<_>, Vec<_>) = (left.split('.').collect(), right.split('.').collect());
    for (one, other) in left.iter().zip(&right) {
        let order = match (is_number(one), is_number(other)) {
            (true, true) => numbers(one, other),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => one.cmp(other),
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

const SIGNS: [&str; 5] = [">=", ">", "<=", "<", "="];

/// The sign of a term and the version behind it.
fn term(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches(['<', '>', '=']).len())
}

/// Whether a text is a range.
#[must_use]
pub fn is_range(text: &str) -> bool {
    text.split(',')
        .map(term)
        .all(|(sign, version)| SIGNS.contains(&sign) && is_version(version))
}

/// Whether a text is a version, and lies within a range.
#[must_use]
pub fn within(range: &str, version: &str) -> bool {
    is_version(version)
        && range.split(',').map(term).all(|(sign, bound)| {
            let order = compare(version, bound);
            match sign {
                ">=" => order.is_ge(),
                ">" => order.is_gt(),
                "<=" => order.is_le(),
                "<" => order.is_lt(),
                _ => order.is_eq(),
            }
        })
}
