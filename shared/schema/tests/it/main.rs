//! What the judge says, keyword by keyword.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says by panicking what it found"
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use wavecast_schema::judge;

/// Whether one value keeps to a schema.
fn keeps(schema: &Value, value: &Value) -> bool {
    let said = judge(schema, std::slice::from_ref(value));
    said.unwrap_or_else(|why| panic!("{schema}: {why}"))[0].is_empty()
}

/// A schema, what keeps to it, and what doesn't.
type Case = (Value, Vec<Value>, Vec<Value>);

/// Keywords of single values.
fn of_values() -> Vec<Case> {
    vec![
        (
            json!({"type": ["integer", "null"]}),
            vec![json!(1), json!(null)],
            vec![json!("1"), json!(true)],
        ),
        (
            json!({"enum": [1, "a", [2]]}),
            vec![json!([2])],
            vec![json!("b")],
        ),
        (
            json!({"const": {"a": 1}}),
            vec![json!({"a": 1})],
            vec![json!({"a": 2})],
        ),
        (
            json!({"multipleOf": 5}),
            vec![json!(10), json!("x")],
            vec![json!(7)],
        ),
        (
            json!({"minimum": 2, "exclusiveMaximum": 4}),
            vec![json!(2), json!(3)],
            vec![json!(1), json!(4)],
        ),
        (
            json!({"exclusiveMinimum": 2, "maximum": 4}),
            vec![json!(3), json!(4)],
            vec![json!(2), json!(5)],
        ),
        (
            json!({"minLength": 1, "maxLength": 2}),
            vec![json!("é"), json!("日本")],
            vec![json!(""), json!("abc")],
        ),
        (
            json!({"pattern": "^\\d+$"}),
            vec![json!("12"), json!(1)],
            vec![json!("a"), json!("٣")],
        ),
    ]
}

/// Keywords of lists and objects.
fn of_parts() -> Vec<Case> {
    let small = json!({"maximum": 3});
    let text = json!({"type": "string"});
    vec![
        (
            json!({"minItems": 1, "maxItems": 2, "uniqueItems": true}),
            vec![json!([1, 2])],
            vec![json!([]), json!([1, 1])],
        ),
        (
            json!({"prefixItems": [text], "items": small}),
            vec![json!(["a", 1])],
            vec![json!([1]), json!(["a", 9])],
        ),
        (
            json!({"contains": small, "minContains": 2, "maxContains": 3}),
            vec![json!([1, 2, 9])],
            vec![json!([1]), json!([0, 1, 2, 3])],
        ),
        (
            json!({"unevaluatedItems": false, "prefixItems": [true]}),
            vec![json!([1])],
            vec![json!([1, 2])],
        ),
        (
            json!({"minProperties": 1, "maxProperties": 1}),
            vec![json!({"a": 1})],
            vec![json!({}), json!({"a": 1, "b": 1})],
        ),
        (
            json!({"required": ["a"]}),
            vec![json!({"a": null})],
            vec![json!({"b": 1})],
        ),
        (
            json!({"dependentRequired": {"a": ["b"]}}),
            vec![json!({"b": 1}), json!({"a": 1, "b": 1})],
            vec![json!({"a": 1})],
        ),
        (
            json!({"dependentSchemas": {"a": {"required": ["b"]}}}),
            vec![json!({"b": 1})],
            vec![json!({"a": 1})],
        ),
        (
            json!({"properties": {"a": small}, "additionalProperties": text}),
            vec![json!({"a": 1, "b": "x"})],
            vec![json!({"a": 9}), json!({"b": 1})],
        ),
        (
            json!({"patternProperties": {"^x": small}, "additionalProperties": false}),
            vec![json!({"xa": 1})],
            vec![json!({"xa": 9}), json!({"a": 1})],
        ),
        (
            json!({"propertyNames": {"maxLength": 2}}),
            vec![json!({"ab": 1})],
            vec![json!({"abc": 1})],
        ),
        (
            json!({"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}),
            vec![json!({"a": 1})],
            vec![json!({"b": 1})],
        ),
    ]
}

/// Keywords that join schemas, and those that say nothing of a value.
fn of_schemas() -> Vec<Case> {
    let small = json!({"maximum": 3});
    let text = json!({"type": "string"});
    vec![
        (
            json!({"allOf": [small, {"minimum": 1}]}),
            vec![json!(2)],
            vec![json!(0), json!(4)],
        ),
        (
            json!({"anyOf": [small, text]}),
            vec![json!(1), json!("a")],
            vec![json!(9)],
        ),
        (
            json!({"oneOf": [small, {"minimum": 2}]}),
            vec![json!(1), json!(9)],
            vec![json!(2)],
        ),
        (json!({"not": text}), vec![json!(1)], vec![json!("a")]),
        (
            json!({"if": text, "then": {"minLength": 2}, "else": small}),
            vec![json!("ab"), json!(1)],
            vec![json!("a"), json!(9)],
        ),
        (
            json!({"$ref": "#/$defs/s", "minimum": 1, "$defs": {"s": small}}),
            vec![json!(2)],
            vec![json!(0), json!(4)],
        ),
        (
            json!({"$ref": "#s", "$defs": {"s": {"$anchor": "s", "maximum": 3}}}),
            vec![json!(2)],
            vec![json!(4)],
        ),
        (
            json!({"properties": {"a": false}}),
            vec![json!({})],
            vec![json!({"a": 1})],
        ),
        // Notes: nothing is held against them.
        (
            json!({"format": "email", "contentEncoding": "base64", "readOnly": true}),
            vec![json!("§")],
            vec![],
        ),
    ]
}

#[test]
fn every_keyword_of_the_vocabulary_is_kept() {
    let all = [of_values(), of_parts(), of_schemas()];
    for (schema, good, bad) in all.concat() {
        for value in good {
            assert!(keeps(&schema, &value), "{schema}: {value}");
        }
        for value in bad {
            assert!(!keeps(&schema, &value), "{schema}: {value}");
        }
    }
}

#[test]
fn a_complaint_names_the_place_and_is_short() {
    let schema = json!({
        "properties": {"a/b": {"items": {"maximum": 3}}, "c": {"const": 1}, "d": {"enum": ["x".repeat(5000)]}}
    });
    let long = "y".repeat(5000);
    let values = [json!({"a/b": [1, 9], "c": long, "d": long}), json!({})];
    let said = judge(&schema, &values).unwrap();
    assert_eq!(said[1], []);
    let [(first, what), (second, masked), (_, cut)] = &said[0][..] else {
        panic!("{said:?}")
    };
    assert_eq!((first.as_str(), second.as_str()), ("/a~1b/1", "/c"));
    assert_eq!(what, "9 is greater than the maximum of 3");
    assert_eq!(masked, "1 was expected");
    assert!(
        cut.starts_with("the value is not") && cut.ends_with('…') && cut.len() < 300,
        "{cut}"
    );
}

#[test]
fn what_is_no_schema_says_where() {
    for (schema, place) in [
        (
            json!({"properties": {"a": {"type": "text"}}}),
            "#/properties/a/type",
        ),
        (json!({"properties": {"a": {"pattern": "("}}}), "("),
        (json!({"patternProperties": {"(": {}}}), "("),
        (json!({"$ref": "https://example.com/x.json"}), "example.com"),
        (json!({"$ref": "file:///etc/hosts"}), "etc/hosts"),
        (json!({"pattern": "((a{99}){99}){99}"}), "a{99}"),
        (json!({"pattern": "(?!a)"}), "(?!a)"),
        (json!({"pattern": "(a)\\1"}), "(a)"),
    ] {
        let why = judge(&schema, &[]).unwrap_err();
        assert!(
            why.starts_with('#') && why.contains(place),
            "{schema}: {why}"
        );
    }
}

/// Backtracking engines take longer than anybody waits for each of these.
#[test]
fn patterns_are_linear_in_the_text() {
    let text = json!(format!("{}!", "a".repeat(16_000)));
    for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*a){12}b"] {
        assert!(!keeps(&json!({ "pattern": pattern }), &text), "{pattern}");
    }
}

proptest! {
    /// The same words in the same order, though the library's maps have other seeds each time.
    #[test]
    fn the_same_values_are_answered_with_the_same_words(
        names in prop::collection::btree_set("[a-z]{1,3}", 1..12), value in any::<i32>(),
    ) {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| (name.clone(), json!({"minimum": 0, "multipleOf": 7}))).collect();
        let schema = json!({"properties": properties, "required": ["q1"], "additionalProperties": false});
        let values: serde_json::Map<_, _> = names.iter().map(|name| (name.clone(), json!(value))).collect();
        let values = [Value::from(values), json!({"zz1": 1, "zz2": 2})];
        let once = judge(&schema, &values);
        prop_assert_eq!(judge(&schema, &values), once);
    }
}
