//! Our OpenAPI 3.1 document, as the 3.0 that the generator reads.
//!
//! Only what the generator needs is kept: rules such as lengths and bounds are the server's to
//! check, and would make a type of their own for every field here.

use serde_json::{Map, Value, json};

/// What the client has no use for: pages for people, and presigned URLs, which it streams to.
const LEFT_OUT: [&str; 3] = [
    "/api/docs",
    "/api/openapi.json",
    "/uploads/{id}/parts/{number}",
];

/// Lowers a document.
pub fn lower(mut document: Value) -> Value {
    document["openapi"] = json!("3.0.3");
    object(&mut document["info"]).remove("license");
    let paths = object(&mut document["paths"]);
    LEFT_OUT.iter().for_each(|path| drop(paths.remove(*path)));
    for item in paths.values_mut() {
        let operations = object(item).values_mut();
        operations
            .filter(|operation| operation.get("responses").is_some())
            .for_each(|operation| split_default(object(&mut operation["responses"])));
    }
    lower_value(&mut document);
    document
}

/// `default` would count as success too.
fn split_default(responses: &mut Map<String, Value>) {
    if let Some(problem) = responses.remove("default") {
        responses.insert("4XX".to_owned(), problem.clone());
        responses.insert("5XX".to_owned(), problem);
    }
}

fn lower_value(value: &mut Value) {
    match value {
        Value::Object(members) => {
            lower_schema(members);
            members.values_mut().for_each(lower_value);
        }
        Value::Array(items) => items.iter_mut().for_each(lower_value),
        _ => {}
    }
}

fn lower_schema(schema: &mut Map<String, Value>) {
    for rule in [
        "maximum",
        "maxLength",
        "minLength",
        "pattern",
        "example",
        "examples",
    ] {
        // A property may have such a name; a rule is never an object.
        if schema.get(rule).is_some_and(|value| !value.is_object()) {
            schema.remove(rule);
        }
    }
    if schema.remove("minimum").is_some() {
        // No number here is negative; the generator knows unsigned ones by their format.
        let wide = schema.get("format").is_none_or(|format| format == "int64");
        let format = if wide { "uint64" } else { "uint32" };
        schema.insert("format".to_owned(), json!(format));
    }
    // What may be null is never required here: absent says the same.
    if let Some(Value::Array(types)) = schema.get("type").cloned() {
        let mut kept = types.into_iter().filter(|kind| kind != "null");
        match (kept.next(), kept.next()) {
            (Some(only), None) => drop(schema.insert("type".to_owned(), only)),
            // A value of several types is any value: 3.0 can't say more.
            _ => drop(schema.remove("type")),
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.retain(|choice| choice["type"] != "null");
        if choices.len() == 1 && choices[0].get("$ref").is_some() {
            let only = choices.remove(0);
            *schema = object(&mut only.clone()).clone();
        }
    }
    if let Some(problem) = schema.remove("application/problem+json") {
        schema.insert("application/json".to_owned(), problem);
    }
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().unwrap()
}
