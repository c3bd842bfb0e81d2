//! Reading a schema, strictly.

use serde_json::{Map, Value};
use wavecast_wire::config::write_properties;

use super::{Property, Rules, Type};
use crate::refusal::Refusal;

/// The one dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Bytes of a schema.
const MOST_BYTES: usize = 64 * 1024;
/// Levels of a schema: its root, `properties`, one of them, a list of its values.
const MOST_DEPTH: usize = 8;
/// Properties of an application.
const MOST_PROPERTIES: usize = 256;
/// `$ref`s from one property to the next.
const MOST_REFS: usize = 8;
/// Keywords that say something to people alone.
const NOTES: [&str; 8] = [
    "$comment",
    "$id",
    "deprecated",
    "description",
    "examples",
    "format",
    "readOnly",
    "title",
];
/// What a name says that must not be published.
const SECRETS: [&str; 7] = [
    "secret",
    "password",
    "passwd",
    "private_key",
    "privatekey",
    "api_key",
    "token",
];

/// Reads a schema.
///
/// # Errors
/// The keyword and the rule that it breaks.
pub(crate) fn read(document: &Value) -> Result<Rules, Refusal> {
    let bytes = serde_json::to_vec(document).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > MOST_BYTES {
        let rule = format!("the schema has {bytes} bytes; {MOST_BYTES} are allowed");
        return Err(Refusal::invalid("schema", rule, "shorten its descriptions"));
    }
    if depth(document) > MOST_DEPTH {
        let rule = format!("the schema is nested deeper than {MOST_DEPTH} levels");
        return Err(Refusal::invalid(
            "schema",
            rule,
            "properties are flat: none nests",
        ));
    }
    let root = object("schema", document)?;
    let mut rules = Rules {
        is_open: true,
        ..Rules::default()
    };
    for (keyword, value) in root {
        match keyword.as_str() {
            "$schema" if value == DIALECT => {}
            "$schema" => {
                let rule = format!("the schema is of {value}; 2020-12 is known");
                let hint = format!("say {DIALECT:?}, or leave it out");
                return Err(Refusal::invalid("schema.$schema", rule, hint));
            }
            "type" if value == "object" => {}
            "additionalProperties" if value.is_boolean() => {
                rules.is_open = value == &Value::Bool(true);
            }
            "required" => {
                let names = value.as_array().map(Vec::as_slice).unwrap_or_default();
                rules.required = names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(Into::into)
                    .collect();
            }
            "properties" => read_properties(root, value, &mut rules)?,
            "$defs" => drop(object("schema.$defs", value)?),
            note if NOTES.contains(&note) => {}
            other => return Err(unknown("schema", other)),
        }
    }
    let defaults = rules.defaults();
    write_properties(&defaults).map_err(|error| {
        let hint = "defaults are flat: texts, integers, booleans or null";
        Refusal::invalid("schema.properties", error.to_string(), hint)
    })?;
    Ok(rules)
}

fn read_properties(
    root: &Map<String, Value>,
    value: &Value,
    rules: &mut Rules,
) -> Result<(), Refusal> {
    let properties = object("schema.properties", value)?;
    if properties.len() > MOST_PROPERTIES {
        let rule = format!(
            "{} properties are too many; {MOST_PROPERTIES} are allowed",
            properties.len()
        );
        return Err(Refusal::invalid(
            "schema.properties",
            rule,
            "leave some out",
        ));
    }
    for (name, schema) in properties {
        let field = format!("schema.properties.{name}");
        check_public(&field, name)?;
        let mut property = Property::default();
        read_property(root, &field, schema, &mut property, MOST_REFS)?;
        if let Some(default) = &property.default {
            property.check(default).map_err(|rule| {
                let rule = format!("the default of {name} {rule}");
                Refusal::invalid(format!("{field}.default"), rule, "mend the default")
            })?;
        }
        rules.properties.insert(name.clone(), property);
    }
    Ok(())
}

/// Everything at the edge can be read by anyone.
pub(crate) fn check_public(field: &str, name: &str) -> Result<(), Refusal> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    let Some(word) = SECRETS.iter().find(|word| lower.contains(**word)) else {
        return Ok(());
    };
    let rule =
        format!("property {name} looks like a {word}, and anyone can read what is published");
    let hint = "let the app get it from a server of yours; rename the property if it is none";
    Err(Refusal::invalid(field, rule, hint))
}

fn read_property(
    root: &Map<String, Value>,
    field: &str,
    schema: &Value,
    property: &mut Property,
    refs: usize,
) -> Result<(), Refusal> {
    let keywords = object(field, schema)?;
    for (keyword, value) in keywords {
        let field = format!("{field}.{keyword}");
        match keyword.as_str() {
            "$ref" => {
                let target = follow(root, &field, value, refs)?;
                read_property(root, &field, target, property, refs - 1)?;
            }
            "type" => property.types = types(&field, value)?,
            "enum" => {
                let values = value.as_array().filter(|values| !values.is_empty());
                let hint = "list at least one value";
                let missing = || Refusal::invalid(&field, "enum must list values", hint);
                property.values = Some(values.ok_or_else(missing)?.clone());
            }
            "const" => property.values = Some(vec![value.clone()]),
            "default" => property.default = Some(value.clone()),
            "minimum" => property.minimum = Some(integer(&field, value)?),
            "maximum" => property.maximum = Some(integer(&field, value)?),
            "minLength" => property.shortest = Some(integer(&field, value)?.unsigned_abs()),
            "maxLength" => property.longest = Some(integer(&field, value)?.unsigned_abs()),
            note if NOTES.contains(&note) => {}
            "writeOnly" => {
                let rule = "a property that is only written is a secret, and anyone can read what is published";
                return Err(Refusal::invalid(&field, rule, "leave it out"));
            }
            other => return Err(unknown(&field, other)),
        }
    }
    Ok(())
}

/// Where a `$ref` leads: into `$defs` of the same document, nowhere else.
fn follow<'a>(
    root: &'a Map<String, Value>,
    field: &str,
    value: &Value,
    refs: usize,
) -> Result<&'a Value, Refusal> {
    let Some(name) = value
        .as_str()
        .and_then(|text| text.strip_prefix("#/$defs/"))
    else {
        let rule = format!("$ref {value} leads out of the schema, and nothing is fetched");
        return Err(Refusal::invalid(
            field,
            rule,
            "copy what it names into $defs",
        ));
    };
    if refs == 0 {
        let rule = format!("$ref #/$defs/{name} leads on and on");
        return Err(Refusal::invalid(
            field,
            rule,
            "a definition must not lead back to itself",
        ));
    }
    let found = root.get("$defs").and_then(|defs| defs.get(name));
    found.ok_or_else(|| {
        let rule = format!("$defs has no {name}");
        Refusal::invalid(field, rule, "define it, or leave the $ref out")
    })
}

fn types(field: &str, value: &Value) -> Result<Vec<Type>, Refusal> {
    let names: Vec<&Value> = match value {
        Value::Array(names) => names.iter().collect(),
        one => vec![one],
    };
    let read = |name: &Value| match name.as_str() {
        Some("string") => Ok(Type::String),
        Some("integer") => Ok(Type::Integer),
        Some("boolean") => Ok(Type::Boolean),
        Some("null") => Ok(Type::Null),
        _ => {
            let rule = format!("type must be string, integer, boolean or null, not {name}");
            let hint = "write a fraction as a string or a scaled integer, and what nests as several properties";
            Err(Refusal::invalid(field, rule, hint))
        }
    };
    names.into_iter().map(read).collect()
}

fn integer(field: &str, value: &Value) -> Result<i64, Refusal> {
    value.as_i64().ok_or_else(|| {
        let rule = format!("must be an integer, not {value}");
        Refusal::invalid(field, rule, "round it")
    })
}

fn object<'a>(field: &str, value: &'a Value) -> Result<&'a Map<String, Value>, Refusal> {
    value.as_object().ok_or_else(|| {
        let rule = "must be an object";
        Refusal::invalid(
            field,
            rule,
            "such as {\"type\":\"object\",\"properties\":{}}",
        )
    })
}

fn unknown(field: &str, keyword: &str) -> Refusal {
    let rule = format!("keyword {keyword} isn't offered for flat properties");
    let hint = "offered: type, enum, const, default, minimum, maximum, minLength, maxLength, $ref to $defs";
    Refusal::invalid(field, rule, hint)
}

fn depth(value: &Value) -> usize {
    let inner = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(members) => members.values().map(depth).max(),
        _ => return 0,
    };
    1 + inner.unwrap_or_default()
}
