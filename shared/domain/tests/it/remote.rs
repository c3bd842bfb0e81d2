//! Remote configuration: a schema, values, and how far they get.

mod history;
mod reach;

use proptest::prelude::*;
use serde_json::{Value, json};
use wavecast_domain::Command;
use wavecast_domain::app::RuleName;
use wavecast_domain::command::{ConfigChange, NewRule, StartWhen};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::Refusal;
use wavecast_wire::config::{Properties, ReleaseConfig, overlay, read_properties};
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{ReleaseId, TargetName};
use wavecast_wire::table::{Asker, Attributes, Choice, Lists};

use crate::world::{World, channel, share, when};

pub fn properties(value: Value) -> Properties {
    serde_json::from_value(value).expect("properties")
}

pub fn schema(document: Value) -> Command {
    Command::SetSchema {
        document: Some(document),
    }
}

pub fn shop() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "theme": {"enum": ["dark", "light"], "default": "light"},
            "page": {"type": "integer", "minimum": 10, "maximum": 100, "default": 20},
            "hello": {"type": ["string", "null"], "maxLength": 20},
            "beta": {"$ref": "#/$defs/flag"},
        },
        "$defs": {"flag": {"type": "boolean", "default": false}},
        "additionalProperties": false,
    })
}

pub fn set(values: Value) -> Command {
    set_for(None, values, None)
}

pub fn set_for(rule: Option<&str>, values: Value, to: Option<&str>) -> Command {
    Command::SetConfig {
        channel: channel("stable"),
        change: ConfigChange {
            rule: rule.map(|rule| RuleName(rule.into())),
            set: properties(values),
            ..ConfigChange::default()
        },
        share: to.map(share),
        now: false,
    }
}

fn ramp(to: &str) -> Command {
    Command::RampConfig {
        channel: channel("stable"),
        to: share(to),
        now: false,
    }
}

pub fn revert(to: Option<&ReleaseId>) -> Command {
    Command::RevertConfig {
        channel: channel("stable"),
        to: to.cloned(),
        now: false,
    }
}

pub fn refuses(refusal: &Refusal, words: &[&str]) {
    let said = format!("{} | {} | {}", refusal.field, refusal.rule, refusal.hint);
    for word in words {
        assert!(said.contains(word), "{word:?} in {said}");
    }
}

impl World {
    fn bytes(&self, name: &TargetName) -> Vec<u8> {
        let publication = self.render("stable");
        let sha256 = publication.targets[name].sha256().expect("a hash");
        match &self.records[&RecordKey::Target(sha256, name.clone())] {
            Record::Target(target) => target.bytes.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// What an app sees on a device that runs this version.
    pub fn sees(&self, id: &str, attributes: &Attributes, runs: &str) -> Properties {
        let table = self.render("stable").table;
        let mut attributes = attributes.clone();
        let ask = |attributes: &Attributes, rows: &dyn Fn(&Asker<'_>) -> Choice| {
            rows(&Asker {
                id,
                attributes,
                active: None,
            })
        };
        let lists = Lists::new();
        let config = match ask(&attributes, &|asker| table.choose(asker, &lists)) {
            Choice::Config { target, .. } => {
                ReleaseConfig::read(&self.bytes(&target))
                    .expect("a config")
                    .config
                    .properties
            }
            other => panic!("{other:?}"),
        };
        attributes.insert("package_version".into(), runs.into());
        let layers: Vec<Properties> = table
            .properties
            .iter()
            .filter_map(|layer| {
                match ask(&attributes, &|asker| table.choose_in(layer, asker, &lists)) {
                    Choice::Config { target, .. } => {
                        Some(read_properties(&self.bytes(&target)).expect("properties"))
                    }
                    _ => None,
                }
            })
            .collect();
        overlay(&config, &layers)
    }

    fn newest(&self) -> ReleaseId {
        let config = &self.channels[&channel("stable")].config;
        config.newest().expect("a version").id.clone()
    }
}

fn ios() -> Attributes {
    [("os".to_owned(), "ios".to_owned())].into()
}

/// With a schema, a release, and a rule for ios.
fn world() -> World {
    let mut world = World::new(Kind::Bundle);
    world.run(schema(shop()));
    world.ship("1.0", None);
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: RuleName("ios".into()),
        audience: when(r#"{"os":["ios"]}"#),
        devices: None,
        before: None,
    }));
    world
}

#[test]
fn values_reach_everybody_without_a_package() {
    let mut world = world();
    let nothing = Attributes::new();
    let decision = world.run(set(json!({"theme": "dark"})));
    assert_eq!(decision.publish, [channel("stable")].into());
    assert_eq!(decision.movements, []);
    assert_eq!(
        world.sees("a", &nothing, "1.0"),
        properties(json!({"theme": "dark", "page": 20, "beta": false}))
    );
    // The release config says the same to clients that read no layers.
    let table = world.render("stable").table;
    let asker = Asker {
        id: "a",
        attributes: &nothing,
        active: None,
    };
    let Choice::Config { target, .. } = table.choose(&asker, &Lists::new()) else {
        panic!("a config")
    };
    let config = ReleaseConfig::read(&world.bytes(&target)).expect("a config");
    assert_eq!(config.config.properties["theme"], "dark");
}

#[test]
fn a_release_goes_before_a_rule_and_a_rule_before_everyone() {
    let mut world = world();
    world.run(set(json!({"theme": "dark", "page": 30, "hello": "all"})));
    world.run(set_for(
        Some("ios"),
        json!({"page": 40, "hello": "ios"}),
        None,
    ));
    world.package("2.0");
    let mut new = world.new_release("2.0", StartWhen::Now(Some(share("100%"))));
    new.rule = Some(RuleName("ios".into()));
    new.edit.properties = Some(properties(json!({"hello": "two"})));
    world.run(Command::CreateRelease(new));
    let with = |hello: &str, page: u32| {
        properties(json!({"theme": "dark", "page": page, "hello": hello, "beta": false}))
    };
    assert_eq!(world.sees("a", &Attributes::new(), "1.0"), with("all", 30));
    assert_eq!(world.sees("a", &ios(), "1.0"), with("ios", 40));
    assert_eq!(world.sees("a", &ios(), "2.0"), with("two", 40));
    // A later change doesn't take the release's own away.
    world.run(set(json!({"hello": "everyone", "page": 50})));
    assert_eq!(world.sees("a", &ios(), "2.0"), with("two", 40));
    assert_eq!(
        world.sees("a", &Attributes::new(), "1.0"),
        with("everyone", 50)
    );
}

#[test]
fn a_ramp_reaches_more_and_loses_nobody() {
    let mut world = world();
    refuses(
        &world.refused(set_for(None, json!({"page": 30}), Some("10%"))),
        &["nothing beneath"],
    );
    world.run(set(json!({"page": 20})));
    let decision = world.run(set_for(None, json!({"page": 30}), Some("10%")));
    let found = decision.previews[0].uniform();
    assert_eq!(found.moved, 0);
    let of = |share: usize| found.asked * share / 100;
    assert!((of(8)..of(12)).contains(&found.values), "{found:?}");
    let count = |world: &World| -> Vec<usize> {
        let nothing = Attributes::new();
        let has =
            |number: &usize| world.sees(&format!("device-{number}"), &nothing, "1.0")["page"] == 30;
        (0..200).filter(has).collect()
    };
    let few = count(&world);
    assert!((8..40).contains(&few.len()), "{few:?}");
    refuses(
        &world.refused(set(json!({"page": 40}))),
        &["is on its way", "config rollback"],
    );
    refuses(&world.refused(ramp("5%")), &["only grows"]);
    world.run(ramp("50%"));
    let more = count(&world);
    assert!(few.iter().all(|number| more.contains(number)) && more.len() > few.len());
    world.run(ramp("100%"));
    assert_eq!(count(&world).len(), 200);
    refuses(
        &world.refused(ramp("100%")),
        &["no configuration is on its way"],
    );
}

#[test]
fn what_is_on_its_way_is_taken_back_and_what_settled_is_returned_from() {
    let mut world = world();
    world.run(set(json!({"page": 20})));
    let first = world.newest();
    world.run(set(json!({"page": 30})));
    world.run(set_for(None, json!({"page": 40}), Some("50%")));
    world.run(revert(None));
    let page = |world: &World| world.sees("a", &Attributes::new(), "1.0")["page"].clone();
    assert_eq!(page(&world), 30);
    world.run(revert(Some(&first)));
    assert_eq!(page(&world), 20);
    world.run(revert(None));
    assert_eq!(page(&world), 30);
    let gone: ReleaseId = "GONE".parse().expect("an id");
    refuses(
        &world.refused(revert(Some(&gone))),
        &["version GONE", "doesn't exist"],
    );
    let history = &world.channels[&channel("stable")].config.history;
    assert_eq!(history.len(), 4, "each return is a version of its own");
}

#[test]
fn a_paused_release_keeps_its_config_unless_now_is_said() {
    let mut world = world();
    world.run(set(json!({"page": 20})));
    let moving = world.ship("1.1", Some("50%"));
    world.run(Command::Pause(moving.clone()));
    let config = |world: &World| {
        world
            .release_record(&moving)
            .placement
            .expect("placed")
            .variants[0]
            .config
            .clone()
    };
    let before = config(&world);
    world.run(set(json!({"page": 30})));
    assert_eq!(
        config(&world),
        before,
        "its devices were promised that nothing changes"
    );
    let Command::SetConfig {
        channel,
        change,
        share,
        ..
    } = set(json!({"page": 40}))
    else {
        unreachable!()
    };
    world.run(Command::SetConfig {
        channel: channel.clone(),
        change,
        share,
        now: true,
    });
    assert_ne!(config(&world), before);
    let part = &world.channels[&channel];
    let everyone = part.rule(&RuleName::everyone()).expect("the rule");
    assert_eq!(everyone.stack.len(), 2);
}

#[test]
fn values_keep_to_the_schema() {
    let mut world = world();
    let cases: [(Value, &[&str]); 8] = [
        (
            json!({"theme": "blue"}),
            &[
                "config.theme",
                "theme: \"blue\" is not one of \"dark\" or \"light\"",
            ],
        ),
        (
            json!({"page": 5}),
            &["page: 5 is less than the minimum of 10"],
        ),
        (
            json!({"page": 500}),
            &["page: 500 is greater than the maximum of 100"],
        ),
        (
            json!({"page": "20"}),
            &["page: \"20\" is not of type \"integer\""],
        ),
        (
            json!({"hello": "x".repeat(21)}),
            &["longer than 20 characters"],
        ),
        (
            json!({"nothing": 1}),
            &["the configuration: Additional properties", "nothing"],
        ),
        (
            json!({"api_key": "x"}),
            &["looks like a secret (api_key)", "anyone can read"],
        ),
        (json!({"page": 20.5}), &["integers"]),
    ];
    for (values, words) in cases {
        refuses(&world.refused(set(values)), words);
    }
    let Command::SetConfig { channel, .. } = set(json!({})) else {
        unreachable!()
    };
    let unset = Command::SetConfig {
        channel,
        change: ConfigChange {
            unset: vec!["page".into()],
            ..ConfigChange::default()
        },
        share: None,
        now: false,
    };
    refuses(&world.refused(unset), &["page isn't set"]);
    world.package("1.1");
    let mut new = world.new_release("1.1", StartWhen::Draft);
    new.edit.properties = Some(properties(json!({"page": 5})));
    refuses(
        &world.refused(Command::CreateRelease(new)),
        &[
            "properties.page",
            "the release: page: 5 is less than the minimum of 10",
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// What a release, a rule and everyone set is seen in this order, whatever came when.
    #[test]
    fn the_nearest_word_counts(steps in prop::collection::vec((0..3usize, 0..4i64, any::<bool>()), 1..12)) {
        let mut world = World::new(Kind::Bundle);
        world.ship("1.0", None);
        world.rule_for_ios();
        let (mut all, mut of_ios, mut own) = (None, None, None);
        for (number, (who, value, ramped)) in steps.iter().enumerate() {
            let to = (*ramped && all.is_some()).then_some("40%");
            match who {
                0 => {
                    world.run(set_for(None, json!({"x": value}), to));
                    all = Some(*value);
                }
                1 if all.is_some() => {
                    world.run(set_for(Some("ios"), json!({"x": value}), to));
                    of_ios = Some(*value);
                }
                2 => {
                    let version = format!("2.{number}");
                    world.package(&version);
                    let mut new = world.new_release(&version, StartWhen::Now(Some(share("100%"))));
                    new.rule = Some(RuleName("ios".into()));
                    new.edit.properties = Some(properties(json!({"x": value})));
                    world.run(Command::CreateRelease(new));
                    own = Some((version, *value));
                }
                _ => continue,
            }
            if world.channels[&channel("stable")].config.moving().is_some() {
                world.run(ramp("100%"));
            }
            let runs = own.as_ref().map_or("1.0", |(version, _)| version.as_str()).to_owned();
            let expected = own.as_ref().map(|(_, value)| *value).or(of_ios).or(all);
            let seen = world.sees("a", &ios(), &runs).get("x").and_then(Value::as_i64);
            prop_assert_eq!(seen, expected);
            let seen = world.sees("a", &Attributes::new(), "1.0").get("x").and_then(Value::as_i64);
            prop_assert_eq!(seen, all);
        }
    }
}

impl World {
    pub fn rule_for_ios(&mut self) {
        self.run(Command::CreateRule(NewRule {
            channel: channel("stable"),
            name: RuleName("ios".into()),
            audience: when(r#"{"os":["ios"]}"#),
            devices: None,
            before: None,
        }));
    }
}

/// Values are flat: what would nest is refused wherever values are set, by the name of the property.
#[test]
fn values_that_nest_are_refused_by_name() {
    let mut world = world();
    for nested in [json!({"color": "dark"}), json!(["dark"])] {
        let own = json!({ "hello": nested });
        let words = ["hello", "must be flat: no arrays and no objects"];
        let way_out = ["hello", "`theme.color`"];
        refuses(&world.refused(set(own.clone())), &words);
        refuses(&world.refused(set(own.clone())), &way_out);
        refuses(
            &world.refused(set_for(Some("ios"), own.clone(), None)),
            &words,
        );
        let mut new = crate::experiments::halves("button", "look", "50%");
        new.variants[0].properties = properties(own.clone());
        refuses(&world.refused(Command::CreateExperiment(new)), &way_out);
        world.run(Command::SetSchema { document: None });
        let mut new = world.new_release("1.0", StartWhen::Draft);
        new.edit.properties = Some(properties(own));
        refuses(&world.refused(Command::CreateRelease(new)), &words);
        world.run(schema(shop()));
    }
    let default = json!({"properties": {"theme": {"default": {"color": "dark"}}}});
    refuses(&world.refused(schema(default)), &["defaults are flat"]);
}

/// Names with dots say what belongs together, and each is set, overridden and taken away by itself.
#[test]
fn names_with_dots_stand_for_what_would_nest() {
    let mut world = world();
    world.run(schema(json!({
        "properties": {"theme.color": {"default": "light"}, "theme.size": {"type": "integer"}},
        "patternProperties": {"^theme\\.": true},
        "additionalProperties": false,
    })));
    world.run(set(json!({"theme.color": "dark", "theme.size": 3})));
    world.run(set_for(Some("ios"), json!({"theme.size": 4}), None));
    let whole = |size: i64| properties(json!({"theme.color": "dark", "theme.size": size}));
    assert_eq!(world.sees("a", &Attributes::new(), "1.0"), whole(3));
    assert_eq!(world.sees("a", &ios(), "1.0"), whole(4));
    refuses(
        &world.refused(set(json!({"theme": "dark"}))),
        &["theme", "not allowed"],
    );
}
