//! Whether values keep to a JSON Schema of draft 2020-12.
//!
//! What a document may be (its size, where its `$ref`s lead) is the domain's to decide, and it has
//! decided when a document comes here. This crate asks the library, and asks it nothing that could
//! reach out or take for ever: nothing is fetched, and patterns run in time that is linear in the
//! text. The library seeds its hash maps at random, which is why the pure domain knows [`judge`]
//! only as a function that it is given; the answer itself depends on nothing but the arguments.

use jsonschema::{Draft, PatternOptions, ValidationError};
use serde_json::Value;

/// Bytes that one pattern may take, compiled; and again for what it remembers while it runs.
const PATTERN_BYTES: usize = 256 * 1024;
/// Characters of one sentence: a value that is told may be long.
const SENTENCE: usize = 240;

/// What is wrong with each of some values: where, as a JSON pointer into the value, and what, in a
/// sentence. Sorted, so that the same values are always answered with the same words.
///
/// # Errors
/// The document is no schema: where in it, and why.
pub fn judge(schema: &Value, values: &[Value]) -> Result<Vec<Vec<(String, String)>>, String> {
    let patterns = PatternOptions::regex()
        .size_limit(PATTERN_BYTES)
        .dfa_size_limit(PATTERN_BYTES);
    let validator = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_pattern_options(patterns)
        .should_validate_formats(false)
        .offline()
        .build(schema)
        .map_err(|error| {
            let (at, what) = told(&error);
            format!("#{at}: {what}")
        })?;
    let complaints = |value: &Value| {
        let mut found: Vec<_> = validator.iter_errors(value).map(|e| told(&e)).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    Ok(values.iter().map(complaints).collect())
}

fn told(error: &ValidationError<'_>) -> (String, String) {
    let mut sentence = error.to_string();
    if sentence.len() > SENTENCE {
        // Without the value there is room for what is wrong with it.
        sentence = error.masked_with("the value").to_string();
    }
    let short: String = sentence.chars().take(SENTENCE).collect();
    let sentence = match short.len() < sentence.len() {
        true => format!("{short}…"),
        false => short,
    };
    (error.instance_path().to_string(), sentence)
}
