//! Every bound of a schema at its edge: the last that fits is kept, the next is refused.

use serde_json::{Map, Value, json};
use wavecast_domain::Command;
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Refusal;
use wavecast_wire::manifest::Kind;

use crate::remote::{schema, set};
use crate::world::World;

/// What refuses a schema, if anything does.
fn told(document: Value) -> Option<Refusal> {
    let mut world = World::new(Kind::Bundle);
    world.run_as(Principal::Bootstrap, schema(document)).err()
}

/// The largest document that fits, and the next one: where it is refused, and why.
fn edge(of: impl Fn(usize) -> Value, most: usize, field: &str, rule: &str) {
    assert_eq!(told(of(most)), None, "{most}");
    let refusal = told(of(most + 1)).unwrap_or_else(|| panic!("{} fits", most + 1));
    assert_eq!(
        (refusal.field.as_str(), refusal.rule.as_str()),
        (field, rule)
    );
}

fn members(count: usize, of: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(of).collect::<Map<_, _>>())
}

#[test]
fn bytes() {
    let around = json!({"description": ""}).to_string().len();
    let of = |bytes: usize| json!({"description": "x".repeat(bytes - around)});
    edge(
        of,
        65_536,
        "schema",
        "the schema has 65537 bytes; 65536 are allowed",
    );
}

#[test]
fn objects_and_lists_within_each_other() {
    let rule = "the schema is nested deeper than 24 levels";
    let lists = |levels: usize| {
        let within = (2..levels).fold(json!([]), |inner, _| json!([inner]));
        json!({ "enum": within })
    };
    edge(lists, 24, "schema", rule);
    let objects = |levels: usize| {
        let within = (2..levels).fold(json!({}), |inner, _| json!({ "x": inner }));
        json!({ "const": within })
    };
    edge(objects, 24, "schema", rule);
}

#[test]
fn properties_with_a_default() {
    let of = |count: usize| json!({"properties": members(count, |n| (format!("p{n}"), json!({"default": n})))});
    edge(
        of,
        256,
        "schema.properties",
        "257 properties have a default; 256 are allowed",
    );
}

#[test]
fn patterns_wherever_they_stand() {
    let rule = "the schema has more than 64 patterns";
    let named = |count: usize| members(count, |n| (format!("^a{n}"), json!({})));
    let of_names = |count: usize| json!({ "patternProperties": named(count) });
    edge(of_names, 64, "schema/patternProperties", rule);
    let of_values = |count: usize| json!({"properties": members(count, |n| (format!("p{n:02}"), json!({"pattern": "a"})))});
    edge(of_values, 64, "schema/properties/p64/pattern", rule);
    let both = |count: usize| json!({"allOf": [{"pattern": "a"}, {"pattern": "b"}], "patternProperties": named(count - 2)});
    edge(both, 64, "schema/patternProperties", rule);
}

/// Definitions of which each is the next one; `name` says what the one at a place is called.
fn chain(length: usize, name: impl Fn(usize) -> String) -> Value {
    let one = |place: usize| match place + 1 < length {
        true => json!({"$ref": format!("#/$defs/{}", name(place + 1))}),
        false => json!({}),
    };
    json!({"$defs": members(length, |place| (name(place), one(place)))})
}

/// The way down ends where it is too long; nobody walks on to its end.
#[test]
fn schemas_from_the_outermost_down() {
    let down = |length: usize| chain(length, |place| format!("d{place:03}"));
    let rule = |at: &str| {
        format!("#{at}: the schema is nested deeper than 32 schemas, with every $ref written out")
    };
    let first_below = "/$defs/d032";
    edge(
        down,
        32,
        &format!("schema{first_below}"),
        &rule(first_below),
    );
    let long = told(down(1_000)).expect("too long");
    assert_eq!(
        (long.field, long.rule),
        (format!("schema{first_below}"), rule(first_below))
    );
    // From the innermost up, what is beneath was counted before.
    let up = |length: usize| chain(length, |place| format!("d{:03}", length - place));
    let outermost = "/$defs/d033";
    edge(up, 32, &format!("schema{outermost}"), &rule(outermost));
}

#[test]
fn schemas_with_every_reference_written_out() {
    let of = |schemas: usize| json!({"anyOf": vec![json!({}); schemas - 1]});
    let rule = "#: it is 2049 schemas, with every $ref written out; 2048 are allowed";
    edge(of, 2_048, "schema", rule);
    // The document, as many times two as named, and the rest.
    let named = |schemas: usize| {
        let twice = vec![json!({"$ref": "#/$defs/x"}); 1_000];
        let once = vec![json!({}); schemas - 2_001];
        json!({"anyOf": ([twice, once].concat()), "$defs": {"x": {}}})
    };
    edge(named, 2_048, "schema", rule);
}

#[test]
fn faults_that_one_sentence_tells() {
    let whole = |count: usize| {
        let mut world = World::new(Kind::Bundle);
        world.ship("1.0", None);
        world.run(set(members(count, |n| (format!("p{n:03}"), json!(n)))));
        let strict = json!({"additionalProperties": {"type": "string"}});
        world
            .refused(Command::SetSchema {
                document: Some(strict),
            })
            .rule
    };
    let (all, more) = (whole(100), whole(101));
    let last = "p099: 99 is not of type \"string\"";
    assert_eq!(all.matches("is not of type").count(), 100);
    assert!(all.ends_with(last), "{all}");
    assert_eq!(more.matches("is not of type").count(), 100);
    assert!(more.ends_with(&format!("{last}; and 1 more")), "{more}");
}
