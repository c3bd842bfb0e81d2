//! The schema of an application's remote configuration: JSON Schema 2020-12, as much of it as flat
//! values need.
//!
//! A property is a string, an integer, a boolean or null, because that is what a properties file
//! holds. So the keywords of nested values have no use here, `pattern` isn't offered (devices and
//! servers would have to agree on one dialect, and expressions can take for ever), and every keyword
//! that isn't known is refused by name rather than ignored.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wavecast_wire::config::Properties;
use wavecast_wire::time::Timestamp;

use crate::refusal::Refusal;

pub(crate) use read::{check_public, read};

/// A schema as it was given.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Schema {
    /// Counts the schemas of the application.
    pub version: u32,
    /// The document.
    pub document: Value,
    /// Since when.
    pub at: Timestamp,
    /// By whom, for people.
    pub by: String,
}

/// A schema, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rules {
    properties: BTreeMap<String, Property>,
    required: BTreeSet<String>,
    /// Whether properties may be set that it doesn't name.
    is_open: bool,
}

/// What one property may be.
#[derive(Clone, Debug, Default, PartialEq)]
struct Property {
    types: Vec<Type>,
    values: Option<Vec<Value>>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    shortest: Option<u64>,
    longest: Option<u64>,
    default: Option<Value>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Type {
    String,
    Integer,
    Boolean,
    Null,
}

impl Rules {
    /// What properties are unless they are set.
    pub fn defaults(&self) -> Properties {
        let default = |(name, property): (&String, &Property)| {
            Some((name.clone(), property.default.clone()?))
        };
        self.properties.iter().filter_map(default).collect()
    }

    /// Checks values as they are set: some of the properties.
    ///
    /// # Errors
    /// The property and the rule that it breaks.
    pub fn check(&self, field: &str, values: &Properties) -> Result<(), Refusal> {
        for (name, value) in values {
            let field = format!("{field}.{name}");
            match self.properties.get(name) {
                Some(property) => property.check(value).map_err(|rule| {
                    let rule = format!("{name} {rule}, and {value} is not");
                    Refusal::invalid(&field, rule, "`wavecast config schema` shows the schema")
                })?,
                None if self.is_open => {}
                None => {
                    let rule = format!("the schema has no property {name}");
                    let hint = "add it to the schema first with `wavecast config schema FILE`";
                    return Err(Refusal::invalid(field, rule, hint));
                }
            }
        }
        Ok(())
    }

    /// Checks what an app would see: defaults and values together.
    ///
    /// # Errors
    /// A required property that has no value.
    pub fn check_whole(&self, field: &str, seen: &Properties) -> Result<(), Refusal> {
        match self.required.iter().find(|name| !seen.contains_key(*name)) {
            None => Ok(()),
            Some(name) => {
                let rule =
                    format!("the schema requires {name}, which has neither value nor default");
                let hint = "give it a default in the schema, or set it";
                Err(Refusal::invalid(format!("{field}.{name}"), rule, hint))
            }
        }
    }
}

impl Property {
    /// Why a value doesn't fit, as what it must be.
    fn check(&self, value: &Value) -> Result<(), String> {
        let of_type = |one: &Type| match one {
            Type::String => value.is_string(),
            Type::Integer => value.is_i64(),
            Type::Boolean => value.is_boolean(),
            Type::Null => value.is_null(),
        };
        if !self.types.is_empty() && !self.types.iter().any(of_type) {
            let names: Vec<&str> = self.types.iter().map(|one| one.name()).collect();
            return Err(format!("must be of type {}", names.join(" or ")));
        }
        if let Some(values) = &self.values
            && !values.contains(value)
        {
            let shown: Vec<String> = values.iter().map(ToString::to_string).collect();
            return Err(format!("must be one of {}", shown.join(", ")));
        }
        if let Some(number) = value.as_i64() {
            if let Some(least) = self.minimum.filter(|least| number < *least) {
                return Err(format!("must be at least {least}"));
            }
            if let Some(most) = self.maximum.filter(|most| number > *most) {
                return Err(format!("must be at most {most}"));
            }
        }
        if let Some(text) = value.as_str() {
            let length = text.chars().count() as u64;
            if let Some(least) = self.shortest.filter(|least| length < *least) {
                return Err(format!("must have at least {least} characters"));
            }
            if let Some(most) = self.longest.filter(|most| length > *most) {
                return Err(format!("must have at most {most} characters"));
            }
        }
        Ok(())
    }
}

impl Type {
    const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}
