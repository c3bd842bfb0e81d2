//! From an audience that may name groups to the plain conditions that a table holds.

use std::collections::BTreeMap;

use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{self, Matcher, When};
use wavecast_wire::version::Range;

use super::{Dimension, Dimensions, Group, Membership, span};

/// The conditions of which a device of the audience meets exactly one. A derived dimension becomes
/// a condition on the one that devices declare; where that takes several ranges, the audience
/// becomes as many conditions. None: no device can meet it.
#[must_use]
pub fn expand(dimensions: &Dimensions, audience: &When) -> Vec<When> {
    let mut plain = When::new();
    let mut choices: Vec<(&DimensionName, Vec<Matcher>)> = Vec::new();
    for (name, matcher) in audience {
        match (dimensions.get(name), matcher) {
            (Some(Dimension::Derived { of, groups }), Matcher::Among(names)) => {
                let parts = parts(dimensions.get(of), groups);
                choices.push((of, of_groups(&parts, names)));
            }
            _ => drop(plain.insert(name.clone(), matcher.clone())),
        }
    }
    let mut whens = vec![plain];
    for (of, matchers) in choices {
        let narrowed = |when: &When| -> Vec<When> {
            let one = |matcher: &Matcher| {
                let condition = BTreeMap::from([(of.clone(), matcher.clone())]);
                table::join(&[when, &condition]).map(tidy)
            };
            matchers.iter().filter_map(one).collect()
        };
        whens = whens.iter().flat_map(narrowed).collect();
    }
    whens
}

/// Each range in the fewest comparisons.
fn tidy(when: When) -> When {
    let tidy = |(name, matcher)| match matcher {
        Matcher::Within(range) => (name, Matcher::Within(span::tidy(&range))),
        among => (name, among),
    };
    when.into_iter().map(tidy).collect()
}

/// The values of one group, those of earlier groups taken away.
pub(super) enum Part {
    Values(Vec<String>),
    Ranges(Vec<Range>),
}

impl Part {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Values(values) => values.is_empty(),
            Self::Ranges(ranges) => ranges.is_empty(),
        }
    }
}

/// The parts of all groups by name, in order.
pub(super) fn parts<'a>(base: Option<&Dimension>, groups: &'a [Group]) -> Vec<(&'a str, Part)> {
    match base {
        Some(Dimension::Version) => {
            let mut taken: Vec<Range> = Vec::new();
            let part = |group: &'a Group| {
                let own = ranges(&group.by);
                let left = span::without(own.clone(), &taken);
                taken.extend(own);
                (group.name.as_str(), Part::Ranges(left))
            };
            groups.iter().map(part).collect()
        }
        base => {
            let declared = base.map(Dimension::known).unwrap_or_default();
            let mut taken: Vec<String> = Vec::new();
            let part = |group: &'a Group| {
                let mut own = values(&group.by, &declared);
                own.retain(|value| !taken.contains(value));
                taken.extend(own.iter().cloned());
                (group.name.as_str(), Part::Values(own))
            };
            groups.iter().map(part).collect()
        }
    }
}

/// What of several groups, as few conditions as it takes.
fn of_groups(parts: &[(&str, Part)], names: &[String]) -> Vec<Matcher> {
    let (mut all, mut matchers) = (Vec::new(), Vec::new());
    for (_, part) in parts
        .iter()
        .filter(|(name, _)| names.iter().any(|one| one == name))
    {
        match part {
            Part::Values(values) => all.extend(values.iter().cloned()),
            Part::Ranges(ranges) => matchers.extend(ranges.iter().cloned().map(Matcher::Within)),
        }
    }
    if !all.is_empty() {
        matchers.push(Matcher::Among(all));
    }
    matchers
}

fn ranges(by: &Membership) -> Vec<Range> {
    match by {
        Membership::Among(versions) => {
            let mut ranges: Vec<Range> = Vec::new();
            for one in versions
                .iter()
                .filter_map(|version| span::of_version(version))
            {
                ranges.extend(span::without(vec![one], &ranges));
            }
            ranges
        }
        Membership::Within(range) => vec![span::tidy(range)],
        Membership::Prefix(prefix) => span::of_prefix(prefix).into_iter().collect(),
    }
}

/// A prefix is worked out over the values that are known: a table knows no prefixes.
fn values(by: &Membership, declared: &[&String]) -> Vec<String> {
    match by {
        Membership::Among(values) => values.clone(),
        Membership::Prefix(prefix) => declared
            .iter()
            .filter(|value| value.starts_with(prefix.as_str()))
            .map(|value| (*value).clone())
            .collect(),
        Membership::Within(_) => Vec::new(),
    }
}
