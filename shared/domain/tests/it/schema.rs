//! An application's schema: what may be one, and what is held against it.

mod bounds;
mod words;

use proptest::prelude::*;
use serde_json::{Value, json};
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{NewExperiment, NewVariant, StartWhen};
use wavecast_domain::principal::Principal;
use wavecast_wire::manifest::Kind;
use wavecast_wire::table::Attributes;

use crate::remote::{properties, refuses, revert, schema, set, set_for, shop};
use crate::world::{World, channel, released, rollback, share};

/// With the shop's schema, a release, and a rule for ios.
fn world() -> World {
    let mut world = World::new(Kind::Bundle);
    world.run(schema(shop()));
    world.ship("1.0", None);
    world.rule_for_ios();
    world
}

fn experiment(name: &str, values: Value) -> Command {
    let variant = |name: &str, properties| NewVariant {
        name: name.into(),
        weight: share("50%"),
        properties,
        package: None,
    };
    Command::CreateExperiment(NewExperiment {
        channel: channel("stable"),
        name: name.into(),
        rule: None,
        layer: Some(name.parse().expect("a layer")),
        reserve: share("50%"),
        share: share("100%"),
        variants: vec![
            variant("off", Default::default()),
            variant("on", properties(values)),
        ],
        policy: None,
        notes: None,
    })
}

#[test]
fn a_schema_changes_only_as_far_as_live_values_keep_to_it() {
    let mut world = world();
    world.run(set(json!({"page": 90})));
    world.run(set_for(Some("ios"), json!({"page": 80}), None));
    world.run(experiment("button", json!({"page": 70})));
    world.package("2.0");
    let mut new = world.new_release("2.0", StartWhen::Now(Some(share("10%"))));
    new.edit.properties = Some(properties(json!({"hello": "two"})));
    let release = released(&world.run(Command::CreateRelease(new)));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    narrow["properties"]["hello"]["maxLength"] = json!(2);
    let of_release = format!(
        "release {} (2.0) in stable: hello: \"two\" is longer than 2 characters",
        release.id
    );
    refuses(
        &world.refused(schema(narrow)),
        &[
            "in stable: page: 90 is greater than the maximum of 50",
            "in stable, rule ios: page: 80 is greater than the maximum of 50",
            "experiment button in stable, variant on: page: 70 is greater than the maximum of 50",
            &of_release,
        ],
    );
    let mut wide = shop();
    wide["properties"]["page"]["maximum"] = json!(1000);
    let decision = world.run(schema(wide));
    let version = decision.app.head.schema.map(|schema| schema.version);
    assert_eq!(version, Some(2));
    let mut other = shop();
    other["properties"]["theme"]["default"] = json!("dark");
    world.run(schema(other));
    let seen = world.sees("a", &Attributes::new(), "1.0");
    assert_eq!(seen["theme"], "dark", "defaults follow");
}

#[test]
fn what_is_wrong_for_everyone_is_told_once() {
    let mut world = world();
    world.run(set(json!({"page": 90})));
    world.run(set_for(Some("ios"), json!({"hello": "ios"}), None));
    world.run(experiment("button", json!({"theme": "dark"})));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    narrow["required"] = json!(["color"]);
    narrow["properties"]["color"] = json!({});
    let rule = world.refused(schema(narrow)).rule;
    assert_eq!(rule.matches("page: 90").count(), 1, "{rule}");
    assert_eq!(rule.matches("\"color\" is a required").count(), 1, "{rule}");
}

/// What a schema asks of all properties together is asked of what an app sees, not of what one
/// command sets.
#[test]
fn properties_are_held_against_each_other() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.rule_for_ios();
    world.run(schema(json!({
        "properties": {
            "sale": {"type": "boolean", "default": false},
            "discount": {"$ref": "#/$defs/percent"},
            "code": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]+$"},
        },
        "patternProperties": {"^flag\\.": {"type": "boolean"}},
        "additionalProperties": false,
        "$defs": {"percent": {"type": "integer", "minimum": 1, "multipleOf": 5, "maximum": 90}},
        "if": {"properties": {"sale": {"const": true}}, "required": ["sale"]},
        "then": {"required": ["discount"]},
        "dependentRequired": {"code": ["discount"]},
    })));
    let refused: [(Value, &[&str]); 6] = [
        (
            json!({"sale": true}),
            &["\"discount\" is a required property"],
        ),
        (
            json!({"discount": 7}),
            &["config.discount", "7 is not a multiple of 5"],
        ),
        (
            json!({"discount": 10, "code": "abc-1"}),
            &["\"abc-1\" does not match"],
        ),
        (
            json!({"code": "ABC-1"}),
            &["\"discount\" is a required property"],
        ),
        (
            json!({"flag.x": 1}),
            &["flag.x: 1 is not of type \"boolean\""],
        ),
        (json!({"other": 1}), &["other"]),
    ];
    for (values, words) in refused {
        refuses(&world.refused(set(values)), words);
    }
    world.run(set(
        json!({"discount": 10, "code": "ABC-1", "flag.x": true}),
    ));
    // The rule's devices see the discount of everyone.
    world.run(set_for(Some("ios"), json!({"sale": true}), None));
    let unset = |key: &str| {
        let mut command = set(json!({}));
        if let Command::SetConfig { change, .. } = &mut command {
            change.unset.push(key.into());
        }
        command
    };
    world.run(unset("code"));
    refuses(
        &world.refused(unset("discount")),
        &["the configuration, rule ios: \"discount\" is a required property"],
    );
}

#[test]
fn an_experiment_is_held_against_the_schema_over_what_is_set() {
    let mut world = world();
    refuses(
        &world.refused(experiment("button", json!({"page": 5}))),
        &[
            "variants.on.page",
            "variant on: page: 5 is less than the minimum of 10",
        ],
    );
    let mut strict = shop();
    strict["not"] = json!({"properties": {"theme": {"const": "dark"}, "beta": {"const": true}}});
    world.run(schema(strict));
    world.run(set(json!({"beta": true})));
    refuses(
        &world.refused(experiment("button", json!({"theme": "dark"}))),
        &["variant on: "],
    );
    world.run(experiment("page", json!({"page": 30})));
    refuses(
        &world.refused(set_for(Some("ios"), json!({"theme": "dark"}), None)),
        &["the configuration, rule ios: "],
    );
}

/// No device will ever see the other variant over what was chosen.
#[test]
fn variants_that_exclude_each_other_can_be_chosen_from() {
    let mut world = World::new(Kind::Bundle);
    let text = json!({"type": "string"});
    world.run(schema(json!({
        "type": "object",
        "properties": {"one": text, "two": text},
        "not": {"required": ["one", "two"]},
    })));
    world.ship("1.0", None);
    let Command::CreateExperiment(mut new) = experiment("button", json!({"one": "x"})) else {
        unreachable!()
    };
    new.variants[0].properties = properties(json!({"two": "x"}));
    world.run(Command::CreateExperiment(new));
    world.run(Command::ConcludeExperiment {
        channel: channel("stable"),
        name: "button".into(),
        variant: "on".into(),
    });
    let seen = world.sees("a", &Attributes::new(), "1.0");
    assert_eq!(seen, properties(json!({"one": "x"})));
}

#[test]
fn a_draft_is_held_against_the_schema_again_when_it_starts() {
    let mut world = world();
    world.package("1.1");
    let mut new = world.new_release("1.1", StartWhen::Draft);
    new.edit.properties = Some(properties(json!({"page": 90})));
    let release = released(&world.run(Command::CreateRelease(new)));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    world.run(schema(narrow));
    let start = Command::Start {
        release,
        share: None,
        only: None,
        replace: false,
    };
    refuses(
        &world.refused(start),
        &["properties.page", "90 is greater than the maximum of 50"],
    );
}

/// Versions that nobody has may break a new schema; nobody gets one back that does.
#[test]
fn an_earlier_version_is_held_against_the_schema_that_holds_now() {
    let mut world = world();
    world.run(set(json!({"page": 90})));
    world.run(set(json!({"page": 20})));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    world.run(schema(narrow));
    refuses(
        &world.refused(revert(None)),
        &["config.page", "90 is greater than the maximum of 50"],
    );
    world.run(schema(shop()));
    world.run(revert(None));
    assert_eq!(world.sees("a", &Attributes::new(), "1.0")["page"], 90);
}

/// Devices of two rules see what the first one sets, and over it the experiments of the other.
#[test]
fn an_experiment_is_held_against_the_schema_for_devices_of_which_another_rule_decides() {
    let mut world = world();
    let mut strict = shop();
    strict["not"] = json!({"properties": {"theme": {"const": "dark"}, "beta": {"const": true}}});
    world.run(schema(strict));
    world.rule_for("new", r#"{"app_version":">=2"}"#);
    world.rule_for("web", r#"{"os":["web"]}"#);
    world.run(set(json!({"page": 30})));
    world.run(set_for(Some("ios"), json!({"beta": true}), None));
    let of_rule = |rule: &str| {
        let Command::CreateExperiment(mut new) = experiment("button", json!({"theme": "dark"}))
        else {
            unreachable!()
        };
        new.rule = Some(RuleName(rule.into()));
        Command::CreateExperiment(new)
    };
    refuses(&world.refused(of_rule("new")), &["variant on: "]);
    // No device is of ios and of web.
    world.run(of_rule("web"));
    let stop = Command::StopExperiment {
        channel: channel("stable"),
        name: "button".into(),
    };
    world.run(stop);
    // Where the other rule stands behind, its own values count for nothing.
    let reorder = |before: &str| Command::MoveRule {
        channel: channel("stable"),
        rule: RuleName("ios".into()),
        before: Some(RuleName(before.into())),
    };
    world.run(reorder("everyone"));
    world.run(of_rule("new"));
    refuses(
        &world.refused(reorder("new")),
        &[
            "rules",
            "experiment button in stable, variant on",
            "stop or conclude",
        ],
    );
    world.run(set_for(Some("ios"), json!({"beta": false}), None));
    world.run(reorder("new"));
    refuses(
        &world.refused(set_for(Some("ios"), json!({"beta": true}), None)),
        &["experiment button in stable, variant on"],
    );
}

/// A release that ended keeps what it set; it comes back only where the schema still allows that.
#[test]
fn a_rollback_is_held_against_the_schema_that_holds_now() {
    let mut world = world();
    world.package("1.1");
    let mut new = world.new_release("1.1", StartWhen::Now(Some(share("100%"))));
    new.edit.properties = Some(properties(json!({"page": 90, "hello": "you"})));
    let old = released(&world.run(Command::CreateRelease(new)));
    world.ship("1.2", Some("100%"));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    world.run(schema(narrow));
    let told = [
        old.id.as_str(),
        "page: 90 is greater than the maximum of 50",
        "`wavecast rollback --to`",
        "`wavecast config schema`",
    ];
    refuses(&world.refused(rollback(None)), &told);
    refuses(&world.refused(rollback(Some(&old))), &told);
    world.run(schema(shop()));
    world.run(rollback(None));
    let seen = world.sees("a", &Attributes::new(), "1.1");
    assert_eq!((&seen["page"], &seen["hello"]), (&json!(90), &json!("you")));
}

/// What comes back beneath a target, for binaries that it doesn't support, is held against it too.
#[test]
fn a_rollback_brings_back_no_fallback_that_breaks_the_schema() {
    let mut world = world();
    world.package("1.1");
    let mut new = world.new_release("1.1", StartWhen::Now(Some(share("100%"))));
    new.edit.properties = Some(properties(json!({"page": 90})));
    let fallback = released(&world.run(Command::CreateRelease(new)));
    world.package_of("1.2", &[("app_version", ">=2")], &["{}"]);
    let target = world.release("1.2", Some("100%"));
    world.ship("1.3", Some("100%"));
    let mut narrow = shop();
    narrow["properties"]["page"]["maximum"] = json!(50);
    world.run(schema(narrow));
    refuses(
        &world.refused(rollback(Some(&target))),
        &[fallback.id.as_str(), "page: 90"],
    );
}

#[test]
fn a_default_comes_from_the_nearest_place_that_has_one() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.run(schema(json!({
        "$ref": "#base",
        "properties": {
            "own": {"$ref": "#/$defs/flag", "default": true},
            "named": {"$ref": "#/$defs/a~1b"},
            "joined": {"allOf": [{"minimum": 1}, {"default": 3}]},
            "none": {"anyOf": [{"default": 1}]},
        },
        "$defs": {
            "flag": {"type": "boolean", "default": false},
            "a/b": {"$ref": "#/$defs/flag"},
            "base": {"$anchor": "base", "properties": {"own": {"default": false}, "far": {"default": 9}}},
        },
    })));
    world.run(set(json!({"x": 1})));
    assert_eq!(
        world.sees("a", &Attributes::new(), "1.0"),
        properties(json!({"own": true, "named": false, "joined": 3, "far": 9, "x": 1}))
    );
}

/// Ten definitions that each name the next one three times: sixty thousand schemas, written out.
fn exploding() -> Value {
    let mut defs = serde_json::Map::new();
    for number in 0..10 {
        let next = json!({"$ref": format!("#/$defs/d{}", number + 1)});
        defs.insert(format!("d{number}"), json!({"allOf": [next, next, next]}));
    }
    defs.insert("d10".into(), json!({}));
    json!({"$ref": "#/$defs/d0", "$defs": defs})
}

/// Definitions that each name the next one.
fn chain(length: usize) -> Value {
    let mut defs = serde_json::Map::new();
    for number in 0..length {
        let next = json!({"$ref": format!("#/$defs/d{}", number + 1)});
        defs.insert(format!("d{number}"), json!({"properties": {"x": next}}));
    }
    defs.insert(format!("d{length}"), json!({}));
    json!({"$defs": defs})
}

fn of(property: Value) -> Value {
    json!({ "properties": { "x": property } })
}

#[test]
fn schemas_that_lead_out_or_have_no_end_are_refused() {
    let circle = json!({"$ref": "#/$defs/y"});
    let cases: [(Value, &[&str]); 10] = [
        (
            of(json!({"$ref": "https://example.com/x.json"})),
            &[
                "schema/properties/x/$ref",
                "leads out of the schema",
                "nothing is fetched",
            ],
        ),
        (
            of(json!({"$ref": "other.json#/x"})),
            &["leads out of the schema"],
        ),
        (of(json!({"$ref": 5})), &["leads out of the schema"]),
        (
            of(json!({"$ref": "#/$defs/y"})),
            &["names no schema of this document"],
        ),
        (
            of(json!({"$ref": "#y"})),
            &["names no schema of this document"],
        ),
        (
            of(json!({"$ref": "#/properties"})),
            &["names no schema of this document"],
        ),
        (
            json!({"$defs": {"y": circle}, "properties": {"x": circle}}),
            &["#/$defs/y: it leads back to itself"],
        ),
        (
            of(json!({"properties": {"child": {"$ref": "#"}}})),
            &["leads back to itself"],
        ),
        (exploding(), &["2048 are allowed"]),
        (chain(1000), &["nested deeper than 32 schemas"]),
    ];
    let mut world = World::new(Kind::Bundle);
    for (document, words) in cases {
        refuses(&world.refused(schema(document)), words);
    }
}

#[test]
fn schemas_that_cannot_hold_are_refused() {
    let big = "x".repeat(70_000);
    let mut deep = json!({});
    for _ in 0..40 {
        deep = json!({ "not": deep });
    }
    let patterns: Vec<Value> = (0..65)
        .map(|n| json!({"pattern": format!("a{n}")}))
        .collect();
    let cases: [(Value, &[&str]); 21] = [
        (json!(true), &["must be an object"]),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#"}),
            &["2020-12 is known"],
        ),
        (
            of(json!({"minimun": 5})),
            &["no keyword minimun", "mend its spelling"],
        ),
        (
            of(json!({"$dynamicRef": "#x"})),
            &["$dynamicRef isn't offered"],
        ),
        (
            json!({"definitions": {}}),
            &["isn't offered", "2020-12 says `$defs`"],
        ),
        (
            of(json!({"$id": "https://example.com"})),
            &["a document within the document"],
        ),
        (
            of(json!({"type": "text"})),
            &["no schema of 2020-12", "#/properties/x/type"],
        ),
        (of(json!({"minLength": -1})), &["no schema of 2020-12"]),
        (json!({"oneOf": []}), &["no schema of 2020-12", "#/oneOf"]),
        (json!({"properties": []}), &["no schema of 2020-12"]),
        (of(json!(5)), &["no schema of 2020-12"]),
        (of(json!({"pattern": "("})), &["no schema of 2020-12"]),
        (
            of(json!({"pattern": "(a)\\1"})),
            &["no schema of 2020-12", "back-references"],
        ),
        (
            of(json!({"pattern": "^(?=a)"})),
            &["no schema of 2020-12", "look-around"],
        ),
        (
            of(json!({"pattern": "((a{99}){99}){99}"})),
            &["no schema of 2020-12"],
        ),
        (json!({"anyOf": patterns}), &["more than 64 patterns"]),
        (
            of(json!({"type": "integer", "default": "x"})),
            &["the default of x: \"x\" is not of type \"integer\""],
        ),
        (of(json!({"default": [1]})), &["flat"]),
        (
            of(json!({"description": big})),
            &["bytes", "65536 are allowed"],
        ),
        (deep, &["nested deeper than 24 levels"]),
        (
            json!({"allOf": [{"properties": {"db_password": {}}}]}),
            &["looks like a secret (password)"],
        ),
    ];
    let mut world = World::new(Kind::Bundle);
    for (document, words) in cases {
        refuses(&world.refused(schema(document)), words);
    }
    refuses(
        &world.refused(schema(of(json!({"writeOnly": true})))),
        &["is a secret"],
    );
    world.run(schema(of(
        json!({"writeOnly": false, "x-note": "ours", "format": "uri"}),
    )));
}

/// An expression that backtracking engines take for ever on is only an expression here.
#[test]
fn a_pattern_takes_as_long_as_its_text() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.run(schema(of(json!({"pattern": "^(a+)+$"}))));
    let hostile = format!("{}!", "a".repeat(10_000));
    refuses(
        &world.refused(set(json!({ "x": hostile }))),
        &["x: the value does not match"],
    );
    world.run(set(json!({"x": "a".repeat(10_000)})));
}

/// Any JSON as a schema, of keywords that mean something.
fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({})),
        Just(json!(true)),
        Just(json!({"$ref": "#/$defs/a"})),
        Just(json!({"$ref": "#/$defs/b"})),
        Just(json!({"type": "integer", "minimum": 2})),
        Just(json!({"pattern": "^a"})),
        Just(json!({"default": 1})),
        Just(json!([])),
        Just(json!("#")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let names = prop::sample::select(vec![
            "not",
            "if",
            "then",
            "allOf",
            "anyOf",
            "oneOf",
            "items",
            "properties",
            "$defs",
            "a",
            "b",
            "x",
            "$ref",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(names, inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever comes as a schema is refused or kept, and values are then judged: nothing panics,
    /// and nothing that was accepted is found to be no schema later.
    #[test]
    fn whatever_comes_as_a_schema_is_refused_or_kept(
        document in documents(), defs in documents(), more in documents(), value in 0..4i64,
    ) {
        let mut document = document;
        if let Some(members) = document.as_object_mut() {
            members.insert("$defs".into(), json!({"a": defs, "b": more}));
        }
        let mut world = World::new(Kind::Bundle);
        world.ship("1.0", None);
        let kept = world.run_as(Principal::Bootstrap, schema(document));
        let values = set(json!({"x": value, "a": "b"}));
        if kept.is_ok() && let Err(refusal) = world.run_as(Principal::Bootstrap, values) {
            prop_assert!(!refusal.rule.contains("no schema"), "{}", refusal.rule);
        }
    }
}
