//! What the document says of values beyond their types, the same wherever they stand. It says no
//! more than the server checks; what can't be said in a schema is answered with 422.

use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::schema::{
    AdditionalProperties, KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, SchemaType,
    Type,
};
use utoipa::openapi::{OpenApi, RefOr};

/// The largest integer of any JSON that is read here: 2^53 - 1.
const INTEGER: usize = (1 << 53) - 1;
const SLUG: &str = "^[a-z0-9][a-z0-9._-]{0,63}$";

/// Forms of texts, by the name of their parameter or field.
const PATTERNS: [(&str, &str); 6] = [
    ("org", SLUG),
    ("app", SLUG),
    ("channel", SLUG),
    ("sha256", "^[0-9a-f]{64}$"),
    ("idempotency-key", "^[!-~]{1,128}$"),
    ("if-match", r#"^(\*|"[0-9]{1,20}")$"#),
];

/// Says the rules of every parameter and every field.
pub(crate) fn tell(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let methods = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        let operations = methods.into_iter().flatten();
        for operation in operations {
            parameters(operation).for_each(tell_parameter);
            forget_streams(operation);
        }
    }
    let schemas = document.components.iter_mut();
    for schema in schemas.flat_map(|all| all.schemas.values_mut()) {
        let RefOr::T(Schema::Object(object)) = schema else {
            continue;
        };
        for (name, field) in &mut object.properties {
            if let RefOr::T(Schema::Object(field)) = field {
                tell_value(name, field);
            }
        }
    }
}

fn parameters(operation: &mut Operation) -> impl Iterator<Item = &mut Parameter> {
    let all = operation.parameters.iter_mut().flatten();
    all.filter_map(|one| match one {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

/// A stream is no value: what a schema said here would be read as a rule for each of its events.
fn forget_streams(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && let Some(RefOr::T(stream)) = response.content.get_mut("text/event-stream")
        {
            stream.schema = None;
        }
    }
}

fn tell_parameter(parameter: &mut Parameter) {
    if let Some(RefOr::T(Schema::Object(value))) = &mut parameter.schema {
        tell_value(&parameter.name, value);
    }
}

fn tell_value(name: &str, value: &mut Object) {
    if let Some((_, pattern)) = PATTERNS.iter().find(|(named, _)| *named == name) {
        *value = ObjectBuilder::from(value.clone())
            .pattern(Some(*pattern))
            .build();
    }
    let wide = SchemaFormat::KnownFormat(KnownFormat::Int64);
    if value.format.as_ref() == Some(&wide) && value.maximum.is_none() {
        *value = ObjectBuilder::from(value.clone())
            .maximum(Some(INTEGER))
            .build();
    }
    let free = |more: &AdditionalProperties<Schema>| match more {
        AdditionalProperties::RefOr(RefOr::T(Schema::Object(one))) => {
            one.schema_type == SchemaType::AnyValue
        }
        _ => false,
    };
    if name == "properties" && value.additional_properties.as_deref().is_some_and(free) {
        let kinds = [Type::String, Type::Integer, Type::Boolean, Type::Null];
        let flat = ObjectBuilder::new().schema_type(SchemaType::Array(kinds.into()));
        value.additional_properties = Some(Box::new(RefOr::T(flat.build().into()).into()));
    }
}
