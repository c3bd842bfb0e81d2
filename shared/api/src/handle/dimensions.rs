//! What an input says of dimensions, parsed.

use std::collections::BTreeMap;

use wavecast_domain::dimension::{self, Dimensions, Group, Membership};

use crate::contract::dimension::{Dimension, DimensionGroup, DimensionType};
use crate::field::parse;
use crate::problem::Problem;

/// Dimensions by name.
pub(crate) fn dimensions(input: BTreeMap<String, Dimension>) -> Result<Dimensions, Problem> {
    let declared = |(name, input): (String, Dimension)| {
        let field = format!("dimensions.{name}");
        Ok((parse(&field, &name)?, declared(&field, input)?))
    };
    input.into_iter().map(declared).collect()
}

fn declared(field: &str, input: Dimension) -> Result<dimension::Dimension, Problem> {
    let kind = input.kind;
    let said = [
        (
            "values",
            !input.values.is_empty(),
            DimensionType::Enum,
            "enum",
        ),
        (
            "patterns",
            !input.patterns.is_empty(),
            DimensionType::String,
            "string",
        ),
        ("of", input.of.is_some(), DimensionType::Derived, "derived"),
        (
            "groups",
            !input.groups.is_empty(),
            DimensionType::Derived,
            "derived",
        ),
    ];
    if let Some((name, _, _, of)) = said
        .into_iter()
        .find(|(_, is_said, of, _)| *is_said && *of != kind)
    {
        let rule = format!("only a dimension of type {of} has {name}");
        return Err(Problem::invalid(format!("{field}.{name}"), rule));
    }
    Ok(match kind {
        DimensionType::Enum => dimension::Dimension::Enum {
            values: input.values,
        },
        DimensionType::String => dimension::Dimension::String {
            patterns: input.patterns,
        },
        DimensionType::Version => dimension::Dimension::Version,
        DimensionType::Derived => {
            let of = input.of.unwrap_or_default();
            let groups = input.groups.into_iter();
            dimension::Dimension::Derived {
                of: parse(&format!("{field}.of"), &of)?,
                groups: groups
                    .map(|one| group(field, one))
                    .collect::<Result<_, _>>()?,
            }
        }
    })
}

fn group(field: &str, input: DimensionGroup) -> Result<Group, Problem> {
    let field = format!("{field}.groups.{}", input.name);
    let by = match (input.among, input.within, input.prefix) {
        (Some(values), None, None) => Membership::Among(values),
        (None, Some(range), None) => Membership::Within(parse(&format!("{field}.within"), &range)?),
        (None, None, Some(prefix)) => Membership::Prefix(prefix),
        _ => {
            let rule = "must say exactly one of among, within and prefix";
            return Err(Problem::invalid(field, rule));
        }
    };
    Ok(Group {
        name: input.name,
        by,
    })
}
