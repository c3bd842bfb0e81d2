//! The keywords of 2020-12: where each holds schemas, and which aren't offered.

/// What a keyword holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Keyword {
    /// A rule of its own, or a note for people: nothing within it is a schema.
    Plain,
    /// A schema.
    One,
    /// A list of schemas.
    List,
    /// Schemas by name.
    Named,
    /// Schemas by name that hold only where a `$ref` names them.
    Definitions,
    /// Where the rest of the schema stands.
    Reference,
    /// What only the whole document says of itself.
    OfDocument,
    /// Not offered: what to write instead.
    Refused(&'static str),
}

const ONE_DOCUMENT: &str = "a schema is one document here: a $ref into its $defs says the same, and nothing is resolved anew";

/// What a keyword holds; `None` if 2020-12 has no such keyword.
pub(super) fn of(name: &str) -> Option<Keyword> {
    Some(match name {
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "items"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Keyword::One,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Keyword::List,
        "dependentSchemas" | "patternProperties" | "properties" => Keyword::Named,
        "$defs" => Keyword::Definitions,
        "$ref" => Keyword::Reference,
        "$id" | "$schema" => Keyword::OfDocument,
        "const" | "dependentRequired" | "enum" | "exclusiveMaximum" | "exclusiveMinimum"
        | "maxContains" | "maxItems" | "maxLength" | "maxProperties" | "maximum"
        | "minContains" | "minItems" | "minLength" | "minProperties" | "minimum" | "multipleOf"
        | "pattern" | "required" | "type" | "uniqueItems" => Keyword::Plain,
        "$anchor" | "$comment" | "contentEncoding" | "contentMediaType" | "default"
        | "deprecated" | "description" | "examples" | "format" | "readOnly" | "title"
        | "writeOnly" => Keyword::Plain,
        "$dynamicAnchor" | "$dynamicRef" | "$vocabulary" => Keyword::Refused(ONE_DOCUMENT),
        "additionalItems" => Keyword::Refused("2020-12 says `items`, beside `prefixItems`"),
        "definitions" => Keyword::Refused("2020-12 says `$defs`"),
        "dependencies" => Keyword::Refused("2020-12 says `dependentRequired`, `dependentSchemas`"),
        "id" => Keyword::Refused("2020-12 says `$id`"),
        note if note.starts_with("x-") => Keyword::Plain,
        _ => return None,
    })
}
