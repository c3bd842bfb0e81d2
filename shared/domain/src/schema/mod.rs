//! The schema of an application's remote configuration: JSON Schema 2020-12.
//!
//! What a document may be is decided here, before anything is checked against it: its size, its
//! keywords, and that every `$ref` stays within it and ends. Whether values keep to it is asked of a
//! [`Judge`], on whatever an app would see: defaults, and what is set over them, as one object.
//!
//! The values themselves are flat, as their file is: a schema may speak of lists and objects, but no
//! property is ever one.

mod graph;
mod keyword;
mod read;
mod secret;
mod view;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wavecast_wire::time::Timestamp;

use crate::refusal::Refusal;

pub(crate) use read::{accept, read};
pub(crate) use secret::check_public;
pub(crate) use view::{View, faults, sentence};

/// Says what is wrong with each of some values under a schema: where, as a JSON pointer into the
/// value, and what, in a sentence; an error says why the document is no schema. The answer must
/// depend on the arguments alone.
///
/// The rules of a whole vocabulary are a library's to know, and libraries have hash maps with random
/// seeds: so this is a function that a decision is given, and nothing that it reaches for.
pub type Judge = fn(&Value, &[Value]) -> Result<Vec<Vec<(String, String)>>, String>;

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

fn unfit(why: &str) -> Refusal {
    let rule = format!("the document is no schema of 2020-12: {why}");
    let hint = "mend it there; patterns have neither look-around nor back-references";
    Refusal::invalid("schema", rule, hint)
}
