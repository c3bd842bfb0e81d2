//! What may be declared.

use std::collections::BTreeSet;

use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::{json, limit};

use super::expand::parts;
use super::{Dimension, Dimensions, Group, Membership, fits_any, span};
use crate::refusal::{Reason, Refusal};

/// Dimensions of an application.
const MOST_DIMENSIONS: usize = 32;
/// Values of an enumerated dimension, and of a group.
const MOST_VALUES: usize = 256;
/// Patterns of a string dimension.
const MOST_PATTERNS: usize = 32;
/// Groups of a derived dimension.
const MOST_GROUPS: usize = 32;

/// Checks declared dimensions.
///
/// # Errors
/// The first rule that is broken, naming the dimension.
pub fn check_dimensions(dimensions: &Dimensions) -> Result<(), Refusal> {
    if dimensions.len() > MOST_DIMENSIONS {
        let rule = format!(
            "{} dimensions are too many; {MOST_DIMENSIONS} are allowed",
            dimensions.len()
        );
        return Err(Refusal::new(
            Reason::Limit,
            "dimensions",
            rule,
            "leave out what no rule uses",
        ));
    }
    for (name, dimension) in dimensions {
        let field = format!("dimensions.{name}");
        if name.as_str() == PACKAGE_VERSION {
            let rule =
                format!("dimension {PACKAGE_VERSION} is reserved: devices set it themselves");
            return Err(Refusal::invalid(field, rule, "choose another name"));
        }
        let name = name.as_str();
        match dimension {
            Dimension::Enum { values } => check_values(&field, name, values)?,
            Dimension::String { patterns } => check_patterns(&field, name, patterns)?,
            Dimension::Version => {}
            Dimension::Derived { of, groups } => {
                let base = dimensions.get(of);
                check_base(&field, name, of.as_str(), base)?;
                check_groups(&field, name, base, groups)?;
            }
        }
    }
    Ok(())
}

fn check_values(field: &str, name: &str, values: &[String]) -> Result<(), Refusal> {
    if values.is_empty() || values.len() > MOST_VALUES {
        let rule = format!("dimension {name} must have 1 to {MOST_VALUES} values");
        return Err(Refusal::invalid(
            field,
            rule,
            "use type `string` for open sets",
        ));
    }
    each_usable(field, name, values)
}

fn each_usable(field: &str, name: &str, values: &[String]) -> Result<(), Refusal> {
    if let Some(value) = values.iter().find(|value| !is_usable(value)) {
        let rule = format!(
            "value {value:?} of dimension {name} must be 1 to {} bytes of NFC text without control characters",
            limit::ATTRIBUTE_BYTES,
        );
        return Err(Refusal::invalid(field, rule, "shorten or normalize it"));
    }
    let unique: BTreeSet<_> = values.iter().collect();
    if unique.len() < values.len() {
        let rule = format!("dimension {name} names a value twice");
        return Err(Refusal::invalid(field, rule, "name each value once"));
    }
    Ok(())
}

/// Whether a device can say a value.
pub(super) fn is_usable(value: &str) -> bool {
    !value.is_empty() && value.len() <= limit::ATTRIBUTE_BYTES && json::is_signable(value)
}

fn check_patterns(field: &str, name: &str, patterns: &[String]) -> Result<(), Refusal> {
    if patterns.len() > MOST_PATTERNS {
        let rule = format!("dimension {name} may have {MOST_PATTERNS} patterns");
        return Err(Refusal::invalid(field, rule, "use fewer, wider ones"));
    }
    each_usable(field, name, patterns)
}

/// Only what devices declare can be grouped, so no dimension derives from itself on any way.
fn check_base(field: &str, name: &str, of: &str, base: Option<&Dimension>) -> Result<(), Refusal> {
    match base {
        None => {
            let rule = format!("dimension {name} derives from {of}, which isn't declared");
            Err(Refusal::invalid(
                field,
                rule,
                format!("declare {of} as well"),
            ))
        }
        Some(Dimension::Derived { .. }) => {
            let rule = format!("dimension {name} derives from {of}, which is derived itself");
            let hint = "derive it from a dimension that devices declare";
            Err(Refusal::invalid(field, rule, hint))
        }
        Some(_) => Ok(()),
    }
}

fn check_groups(
    field: &str,
    name: &str,
    base: Option<&Dimension>,
    groups: &[Group],
) -> Result<(), Refusal> {
    if groups.is_empty() || groups.len() > MOST_GROUPS {
        let rule = format!("dimension {name} must have 1 to {MOST_GROUPS} groups");
        return Err(Refusal::invalid(field, rule, "join some, or leave it out"));
    }
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    each_usable(field, name, &names)?;
    for group in groups {
        check_group(&format!("{field}.{}", group.name), name, base, group)?;
    }
    for (group, part) in parts(base, groups) {
        if part.is_empty() {
            let rule = format!(
                "no value belongs to group {group} of dimension {name}: it is empty, or earlier groups have them all"
            );
            let hint = "the first group that fits counts: put the narrower one first";
            return Err(Refusal::invalid(format!("{field}.{group}"), rule, hint));
        }
    }
    Ok(())
}

fn check_group(
    field: &str,
    name: &str,
    base: Option<&Dimension>,
    group: &Group,
) -> Result<(), Refusal> {
    let of_versions = matches!(base, Some(Dimension::Version));
    match &group.by {
        Membership::Among(values) => {
            check_values(field, name, values)?;
            let unknown = values.iter().find(|value| match base {
                Some(Dimension::Enum { values }) => !values.contains(value),
                Some(Dimension::Version) => span::of_version(value).is_none(),
                Some(Dimension::String { patterns }) => !fits_any(patterns, value),
                _ => false,
            });
            unknown.map_or(Ok(()), |value| {
                let rule =
                    format!("{value:?} is no value of the dimension that {name} derives from");
                Err(Refusal::invalid(field, rule, "name declared values"))
            })
        }
        Membership::Within(_) if !of_versions => {
            let rule = format!(
                "group {} of {name} has a version range, and what it derives from holds no versions",
                group.name
            );
            Err(Refusal::invalid(
                field,
                rule,
                "name its values, or a prefix of them",
            ))
        }
        Membership::Within(range) if range.is_empty() => {
            let rule = format!("no version lies within {range}");
            Err(Refusal::invalid(field, rule, "mend the range"))
        }
        Membership::Prefix(prefix) if of_versions && span::of_prefix(prefix).is_none() => {
            let rule = format!("{prefix:?} is no beginning of a version");
            Err(Refusal::invalid(
                field,
                rule,
                "name 1 to 3 whole parts, such as 1.4",
            ))
        }
        Membership::Prefix(prefix) => {
            let open = base.and_then(|base| base.open_to(prefix));
            open.map_or(Ok(()), |pattern| {
                Err(open_prefix(field, &group.name, prefix, pattern))
            })
        }
        Membership::Within(_) => Ok(()),
    }
}

/// A table has membership and version ranges, and no row for "begins with".
fn open_prefix(field: &str, group: &str, prefix: &str, pattern: &str) -> Refusal {
    let rule = format!(
        "group {group} is all that begins with {prefix:?}, and values of pattern {pattern:?} may begin so without end: devices read lists of values, so they must be known"
    );
    let hint = "declare the values that begin so as patterns without `*`, or name the group's values: `--group NAME=VALUE,VALUE`";
    Refusal::invalid(field, rule, hint)
}
