//! Whether an audience can be met by any device.

use wavecast_wire::limit;
use wavecast_wire::manifest::PACKAGE_VERSION;
use wavecast_wire::name::DimensionName;
use wavecast_wire::table::{Matcher, When};
use wavecast_wire::version::Version;

use super::check::is_usable;
use super::{Dimension, Dimensions, expand, fits_any};
use crate::refusal::{Reason, Refusal};

/// Dimensions that one audience names.
const MOST_CONDITIONS: usize = 16;
/// Values of one condition.
const MOST_VALUES: usize = 256;
/// Plain conditions that an audience may become.
const MOST_EXPANDED: usize = 16;

/// Checks that an audience names what is declared, and that some device can meet it.
pub(crate) fn check_audience(dimensions: &Dimensions, audience: &When) -> Result<(), Refusal> {
    if audience.len() > MOST_CONDITIONS {
        let rule = format!("an audience may name {MOST_CONDITIONS} dimensions");
        return Err(Refusal::new(
            Reason::Limit,
            "audience",
            rule,
            "leave some out",
        ));
    }
    for (name, matcher) in audience {
        check_condition(&format!("audience.{name}"), dimensions, name, matcher)?;
    }
    let expanded = expand(dimensions, audience).len();
    if expanded == 0 {
        let rule = "no device can meet these conditions together";
        return Err(Refusal::invalid("audience", rule, "leave one of them out"));
    }
    if expanded > MOST_EXPANDED {
        let rule = format!(
            "the audience takes {expanded} conditions of a table; {MOST_EXPANDED} are allowed"
        );
        let hint = "name fewer groups of versions, or make their ranges touch";
        return Err(Refusal::new(Reason::Limit, "audience", rule, hint));
    }
    Ok(())
}

/// Checks the condition of a package's variant, which devices read by themselves.
pub(crate) fn check_variant(dimensions: &Dimensions, when: &When) -> Result<(), Refusal> {
    for (name, matcher) in when {
        let field = format!("variant.{name}");
        if matches!(dimensions.get(name), Some(Dimension::Derived { .. })) {
            let rule = format!(
                "a variant depends on {name}, which is derived: devices know nothing of it"
            );
            let hint = "create the package with the values of the dimension that it derives from";
            return Err(Refusal::invalid(field, rule, hint));
        }
        check_condition(&field, dimensions, name, matcher)?;
    }
    Ok(())
}

fn check_condition(
    field: &str,
    dimensions: &Dimensions,
    name: &DimensionName,
    matcher: &Matcher,
) -> Result<(), Refusal> {
    if let Matcher::Among(values) = matcher
        && !(1..=MOST_VALUES).contains(&values.len())
    {
        let rule = format!("the condition on {name} must name 1 to {MOST_VALUES} values");
        return Err(Refusal::invalid(
            field,
            rule,
            "name values, or leave it out",
        ));
    }
    if let Matcher::Within(range) = matcher
        && range.is_empty()
    {
        let rule = format!("no version lies within {range}");
        return Err(Refusal::invalid(field, rule, "mend the range"));
    }
    let declared = match dimensions.get(name) {
        Some(declared) => declared,
        None if name.as_str() == PACKAGE_VERSION => &Dimension::Version,
        None => {
            let rule = format!("dimension {name} isn't declared");
            let hint = "`wavecast dimension set` declares it";
            return Err(Refusal::invalid(field, rule, hint));
        }
    };
    match (declared, matcher) {
        (Dimension::Version, Matcher::Within(_)) => Ok(()),
        (_, Matcher::Within(_)) => {
            let rule = format!("dimension {name} holds no versions, so it has no ranges");
            Err(Refusal::invalid(field, rule, "name its values instead"))
        }
        (declared, Matcher::Among(values)) => values
            .iter()
            .find_map(|value| Some((value, why_not(declared, value)?)))
            .map_or(Ok(()), |(value, why)| {
                let rule = format!("{value:?} is no value of dimension {name}: {why}");
                let hint = "`wavecast dimension list` shows the dimensions";
                Err(Refusal::invalid(field, rule, hint))
            }),
    }
}

/// Why a value isn't one of a dimension.
fn why_not(declared: &Dimension, value: &str) -> Option<String> {
    let among = |known: Vec<&str>| {
        (!known.contains(&value)).then(|| format!("it has {}", known.join(", ")))
    };
    if !is_usable(value) {
        let most = limit::ATTRIBUTE_BYTES;
        return Some(format!(
            "devices say 1 to {most} bytes of NFC text without control characters"
        ));
    }
    match declared {
        Dimension::Enum { values } => among(values.iter().map(String::as_str).collect()),
        Dimension::Derived { groups, .. } => {
            among(groups.iter().map(|group| group.name.as_str()).collect())
        }
        Dimension::String { patterns } => (!fits_any(patterns, value))
            .then(|| format!("its patterns are {}", patterns.join(", "))),
        Dimension::Version => value
            .parse::<Version>()
            .is_err()
            .then(|| "it holds versions".to_owned()),
    }
}
