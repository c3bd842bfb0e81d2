//! Reading a schema, within bounds, before anything is checked against it.

use serde_json::Value;
use wavecast_wire::config::{Properties, write_properties};

use super::graph::Graph;
use super::{Judge, unfit};
use crate::refusal::Refusal;

/// The one dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Bytes of a schema.
const MOST_BYTES: usize = 64 * 1024;
/// Objects and lists within each other.
const MOST_DEPTH: usize = 24;
/// Properties with a default.
const MOST_DEFAULTS: usize = 256;

/// Reads a schema: what properties are unless they are set.
///
/// # Errors
/// The place in the document, and the rule that it breaks.
pub(crate) fn read(document: &Value) -> Result<Properties, Refusal> {
    let bytes = serde_json::to_vec(document).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > MOST_BYTES {
        let rule = format!("the schema has {bytes} bytes; {MOST_BYTES} are allowed");
        return Err(Refusal::invalid("schema", rule, "shorten its descriptions"));
    }
    if is_deeper(document, MOST_DEPTH) {
        let rule = format!("the schema is nested deeper than {MOST_DEPTH} levels");
        let hint = "move what is within into $defs, and refer to it";
        return Err(Refusal::invalid("schema", rule, hint));
    }
    check_document(document)?;
    let defaults = Graph::read(document)?.defaults();
    if defaults.len() > MOST_DEFAULTS {
        let rule = format!(
            "{} properties have a default; {MOST_DEFAULTS} are allowed",
            defaults.len()
        );
        return Err(Refusal::invalid(
            "schema.properties",
            rule,
            "leave some out",
        ));
    }
    write_properties(&defaults).map_err(|error| {
        let hint = "defaults are flat: texts, integers, booleans or null";
        Refusal::invalid("schema.properties", format!("a default {error}"), hint)
    })?;
    Ok(defaults)
}

/// Whether a document can be a schema at all, and whether its defaults keep to it; what it asks of
/// all properties together is asked of values alone.
///
/// # Errors
/// As [`read`], or what the judge says.
pub(crate) fn accept(judge: Judge, document: &Value) -> Result<(), Refusal> {
    let defaults = read(document)?;
    let instance = Value::Object(defaults.into_iter().collect());
    let complaints = judge(document, &[instance]).map_err(|why| unfit(&why))?;
    let of_one = |(at, what): &(String, String)| {
        let name = at.strip_prefix('/')?;
        Some(format!("the default of {name}: {what}"))
    };
    let found: Vec<String> = complaints.iter().flatten().filter_map(of_one).collect();
    match found.is_empty() {
        true => Ok(()),
        false => {
            let field = "schema.properties";
            Err(Refusal::invalid(
                field,
                found.join("; "),
                "mend the default",
            ))
        }
    }
}

fn check_document(document: &Value) -> Result<(), Refusal> {
    let Some(members) = document.as_object() else {
        let hint = "such as {\"type\":\"object\",\"properties\":{}}";
        return Err(Refusal::invalid(
            "schema",
            "the schema must be an object",
            hint,
        ));
    };
    match members.get("$schema") {
        Some(dialect) if dialect != DIALECT => {
            let rule = format!("the schema is of {dialect}; 2020-12 is known");
            let hint = format!("say {DIALECT:?}, or leave it out");
            Err(Refusal::invalid("schema.$schema", rule, hint))
        }
        _ => Ok(()),
    }
}

/// Whether there are more than so many levels, found without going deeper.
fn is_deeper(value: &Value, most: usize) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) if most == 0 => true,
        Value::Array(items) => items.iter().any(|one| is_deeper(one, most - 1)),
        Value::Object(members) => members.values().any(|one| is_deeper(one, most - 1)),
        _ => false,
    }
}
