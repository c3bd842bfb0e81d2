//! Parsing the fields of an input, so that a refusal names the field.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use wavecast_wire::table::{self, When};

use crate::contract::rule::Matcher;
use crate::problem::Problem;

/// A field's value.
pub(crate) fn parse<T: FromStr<Err: Display>>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|error: T::Err| Problem::invalid(field, error.to_string()))
}

/// A field's value, where it is said.
pub(crate) fn optional<T: FromStr<Err: Display>>(
    field: &str,
    text: Option<&String>,
) -> Result<Option<T>, Problem> {
    text.map(|text| parse(field, text)).transpose()
}

/// A list's values; a refusal names the place, such as `now[1]`.
pub(crate) fn each<T: FromStr<Err: Display>>(
    field: &str,
    texts: &[String],
) -> Result<Vec<T>, Problem> {
    let texts = texts.iter().enumerate();
    texts
        .map(|(place, text)| parse(&format!("{field}[{place}]"), text))
        .collect()
}

/// Conditions on dimensions; a refusal names the one, such as `audience.os`.
pub(crate) fn when(field: &str, input: BTreeMap<String, Matcher>) -> Result<When, Problem> {
    let condition = |(name, matcher): (String, Matcher)| {
        let field = format!("{field}.{name}");
        let matcher = match matcher {
            Matcher::Among(values) => table::Matcher::Among(values),
            Matcher::Within(range) => table::Matcher::Within(parse(&field, &range)?),
        };
        Ok((parse(&field, &name)?, matcher))
    };
    input.into_iter().map(condition).collect()
}

/// A map whose keys and values are parsed; a refusal names the entry, such as `requires.os_version`.
pub(crate) fn entries<K, V>(
    field: &str,
    texts: &BTreeMap<String, String>,
) -> Result<BTreeMap<K, V>, Problem>
where
    K: FromStr<Err: Display> + Ord,
    V: FromStr<Err: Display>,
{
    let entry = |(key, value): (&String, &String)| {
        let field = format!("{field}.{key}");
        Ok((parse(&field, key)?, parse(&field, value)?))
    };
    texts.iter().map(entry).collect()
}
