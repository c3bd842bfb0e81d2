//! Keywords that aren't offered: of earlier drafts, or misspelled, wherever a schema stands.

use serde_json::{Value, json};
use wavecast_wire::manifest::Kind;

use crate::remote::{refuses, schema};
use crate::world::World;

#[test]
fn what_earlier_drafts_said_is_refused_with_what_2020_12_says() {
    let mut world = World::new(Kind::Bundle);
    for (name, value, instead) in [
        (
            "additionalItems",
            json!(false),
            "2020-12 says `items`, beside `prefixItems`",
        ),
        ("definitions", json!({}), "2020-12 says `$defs`"),
        (
            "dependencies",
            json!({"a": ["b"]}),
            "2020-12 says `dependentRequired`, `dependentSchemas`",
        ),
        ("id", json!("https://example.com/x"), "2020-12 says `$id`"),
    ] {
        let refusal = world.refused(schema(json!({"items": {name: value}})));
        assert_eq!(refusal.field, format!("schema/items/{name}"));
        assert_eq!(refusal.rule, format!("keyword {name} isn't offered"));
        assert_eq!(refusal.hint, instead);
    }
}

/// A rule that nobody keeps is no less one for standing within another.
#[test]
fn a_misspelled_keyword_is_found_wherever_a_schema_stands() {
    let wrong = || json!({"minimun": 5});
    let one = [
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ];
    let list = ["allOf", "anyOf", "oneOf", "prefixItems"];
    let named = [
        "$defs",
        "dependentSchemas",
        "patternProperties",
        "properties",
    ];
    let cases: Vec<(Value, String)> = [
        one.map(|name| (json!({name: wrong()}), format!("{name}/minimun")))
            .to_vec(),
        list.map(|name| (json!({name: [{}, wrong()]}), format!("{name}/1/minimun")))
            .to_vec(),
        named
            .map(|name| (json!({name: {"x": wrong()}}), format!("{name}/x/minimun")))
            .to_vec(),
    ]
    .concat();
    let mut world = World::new(Kind::Bundle);
    for (document, place) in cases {
        let refusal = world.refused(schema(document));
        assert_eq!(refusal.field, format!("schema/{place}"));
        refuses(&refusal, &["no keyword minimun", "mend its spelling"]);
    }
    // What is only data may say anything.
    for name in ["const", "default", "examples", "x-note"] {
        let data = match name {
            "default" => json!({"items": {name: wrong()}}),
            "examples" => json!({name: [wrong()]}),
            _ => json!({name: wrong()}),
        };
        world.run(schema(data));
    }
}
