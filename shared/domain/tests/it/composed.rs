//! Tables that real commands lead to, with what devices take from them: for every client to agree
//! with. Random tables hold every kind of row; these hold rows as they really come together, with
//! hold-outs, experiments on packages and on values, floors, pins, groups and derived audiences.
#![allow(
    clippy::disallowed_methods,
    reason = "vectors are files, read and written by their tests"
)]

use std::path::PathBuf;

use serde_json::{Value, json};
use wavecast_domain::Command;
use wavecast_domain::app::{DevicesInput, Dimension, RuleName};
use wavecast_domain::command::{
    ConfigChange, NewExperiment, NewRule, NewVariant, PackageRef, ReleaseRef, StartWhen, Who,
};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::{ReleaseId, TargetName};
use wavecast_wire::table::{Asker, Attributes, Choice, DeviceList, Lists, Table};

use crate::remote::{properties, set, set_for};
use crate::world::{World, channel, released, share, when};

/// Enough that each variant of each experiment is some device's.
const DEVICES: usize = 24;

fn rule(name: &str) -> RuleName {
    RuleName(name.into())
}

fn create_rule(world: &mut World, name: &str, audience: &str, group: Option<&str>) {
    world.run(Command::CreateRule(NewRule {
        channel: channel("stable"),
        name: rule(name),
        audience: when(audience),
        devices: group.map(|group| group.parse().expect("a group")),
        before: None,
    }));
}

fn ship_in(world: &mut World, name: &str, version: &str, to: &str, floor: bool) -> ReleaseRef {
    let mut new = world.new_release(version, StartWhen::Now(Some(share(to))));
    new.rule = Some(rule(name));
    new.edit.floor = Some(floor);
    released(&world.run(Command::CreateRelease(new)))
}

/// An experiment: its variants by name, weight and what they give, a version or values.
fn experiment(
    name: &str,
    of: &str,
    layer: Option<&str>,
    variants: &[(&str, &str, Value)],
) -> Command {
    let variant = |(name, weight, gives): &(&str, &str, Value)| NewVariant {
        name: (*name).into(),
        weight: share(weight),
        properties: match gives {
            Value::Object(_) => properties(gives.clone()),
            _ => Default::default(),
        },
        package: gives.as_str().map(|version| PackageRef {
            name: "app".parse().expect("a name"),
            version: version.parse().expect("a version"),
        }),
    };
    Command::CreateExperiment(NewExperiment {
        channel: channel("stable"),
        name: name.into(),
        rule: Some(rule(of)),
        layer: layer.map(|layer| layer.parse().expect("a layer")),
        reserve: share("60%"),
        share: share("70%"),
        variants: variants.iter().map(variant).collect(),
        policy: None,
        notes: None,
    })
}

fn named(name: &str) -> (wavecast_wire::name::ChannelName, String) {
    (channel("stable"), name.into())
}

fn id(number: usize) -> String {
    format!("device-{number:04}")
}

/// What devices say of themselves: of every kind, some of it missing or nonsense.
fn says(number: usize) -> Attributes {
    let mut attributes = Attributes::new();
    let os = ["ios", "android", "web"][number % 3];
    let version = ["1.5", "2.5", "2", "", "3.0-rc.1"][number % 5];
    attributes.insert("os".into(), os.into());
    attributes.insert("app_version".into(), version.into());
    match number % 8 {
        5 => attributes.clear(),
        6 => drop(attributes.insert("os".into(), "x".repeat(300))),
        _ => {}
    }
    attributes
}

/// Device lists as their targets hold them.
fn lists(world: &World, table: &Table) -> Lists {
    let read = |name: &TargetName| {
        let found = world
            .records
            .iter()
            .find_map(|(key, record)| match (key, record) {
                (RecordKey::Target(_, of), Record::Target(target)) if of == name => Some(target),
                _ => None,
            });
        let bytes = &found.expect("a record").bytes;
        (
            name.clone(),
            DeviceList::read(bytes).expect("a list").devices,
        )
    };
    table.lists().into_iter().map(read).collect()
}

fn describe(choice: &Choice) -> Value {
    match choice {
        Choice::Config { release, target } => {
            json!({"choice": "config", "release": release, "target": target})
        }
        Choice::Keep => json!({"choice": "keep"}),
        Choice::Embedded { release } => json!({"choice": "embedded", "release": release}),
        other => panic!("no such table: {other:?}"),
    }
}

/// What a table's devices take: of its rows and of each layer, running what they would take with
/// nothing held, or by turns nothing, and what is on the table's other end.
fn case(world: &World, name: &str) -> Value {
    let table = world.render("stable").table;
    let lists = lists(world, &table);
    let mut asked = Vec::new();
    let layers = table.properties.iter().map(Some);
    for layer in std::iter::once(None).chain(layers) {
        for number in 0..DEVICES {
            let rows = layer.map_or(&table.rows, |layer| &layer.rows);
            let (id, mut attributes) = (id(number), says(number));
            let named: Vec<&ReleaseId> = rows
                .iter()
                .filter_map(|row| match row {
                    wavecast_wire::table::Row::Known(row) => Some(&row.release),
                    wavecast_wire::table::Row::Unknown { .. } => None,
                })
                .collect();
            let active = match number % 4 {
                0 => None,
                _ => named.get(number % named.len().max(1)).copied(),
            };
            if let Some(version) = active.and_then(|id| version(world, id)) {
                attributes.insert("package_version".into(), version);
            }
            let asker = Asker {
                id: &id,
                attributes: &attributes,
                active,
            };
            let choice = match layer {
                None => table.choose(&asker, &lists),
                Some(layer) => table.choose_in(layer, &asker, &lists),
            };
            let mut one = json!({
                "device": {"id": id, "attributes": attributes, "active": active},
                "expected": describe(&choice),
            });
            if let Some(layer) = layer {
                one["layer"] = json!(layer.layer);
            }
            asked.push(one);
        }
    }
    json!({"name": name, "table": table, "lists": lists, "asked": asked})
}

fn version(world: &World, id: &ReleaseId) -> Option<String> {
    match world.records.get(&RecordKey::Release(id.clone())) {
        Some(Record::Release(release)) => Some(release.version.to_string()),
        _ => None,
    }
}

/// Every state of a channel's life that is worth a table.
fn cases() -> Vec<Value> {
    let mut cases = Vec::new();
    let mut world = World::new(Kind::Bundle);
    let variants = [r#"{"os":["ios"]}"#, r#"{"os":["android","web"]}"#];
    for version in ["1.0", "1.1", "1.2", "2.0", "2.1", "3.0"] {
        world.package_of(version, &[], &variants);
    }
    world.release("1.0", None);
    world.run(Command::HoldOut {
        channel: channel("stable"),
        share: share("15%"),
    });
    let sizes = [
        ("plain", "40%", Value::Null),
        ("small", "30%", json!("1.1")),
        ("big", "30%", json!("1.2")),
    ];
    world.run(experiment("size", "everyone", None, &sizes));
    cases.push(case(&world, "packages of three variants beside a hold-out"));
    ship_in(&mut world, "everyone", "2.0", "40%", false);
    cases.push(case(
        &world,
        "a ramp goes on among devices that no experiment has",
    ));
    let looks = [
        ("off", "50%", json!({})),
        ("on", "50%", json!({"button": "big", "glow": true})),
    ];
    world.run(experiment("look", "everyone", Some("look"), &looks));
    let (channel_name, name) = named("size");
    world.run(Command::HoldExperiment {
        channel: channel_name,
        name,
        held: true,
    });
    cases.push(case(
        &world,
        "packages that are held, and values beside them",
    ));
    with_rules(&mut world, &mut cases);
    ended(&mut world, &mut cases);
    cases
}

/// Rules by a derived group and by a list of devices, a floor, a pin, configuration.
fn with_rules(world: &mut World, cases: &mut Vec<Value>) {
    let tier = r#"{"type":"derived","of":"app_version","groups":[
        {"name":"old","within":"<2"},{"name":"new","within":">=2"}]}"#;
    let mut dimensions = world.head.dimensions.clone();
    let tier: Dimension = serde_json::from_str(tier).expect("a dimension");
    dimensions.insert("tier".parse().expect("a dimension"), tier);
    world.run(Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    });
    for (name, count) in [("few", 3), ("many", 101)] {
        world.run(Command::SetGroup {
            group: name.parse().expect("a group"),
            devices: DevicesInput::Ids((0..count).map(|number| id(number * 4)).collect()),
        });
    }
    create_rule(world, "few", "{}", Some("few"));
    create_rule(world, "new", r#"{"tier":["new"]}"#, None);
    ship_in(world, "few", "2.1", "50%", false);
    ship_in(world, "new", "2.0", "100%", true);
    let news = [("a", "50%", json!("2.1")), ("b", "50%", json!("3.0"))];
    let mut experiments = experiment("news", "new", None, &news);
    if let Command::CreateExperiment(new) = &mut experiments {
        new.reserve = share("25%");
        new.share = share("100%");
    }
    world.run(experiments);
    cases.push(case(
        world,
        "rules by a list and by a derived group, a floor before what is tried",
    ));
    world.run(set(json!({"page": 20, "theme": "dark"})));
    world.run(set_for(Some("new"), json!({"page": 30}), None));
    world.run(set_for(Some("few"), json!({"page": 40}), Some("50%")));
    let of_new = [
        ("off", "50%", json!({})),
        ("on", "50%", json!({"page": 50})),
    ];
    world.run(experiment("page", "new", Some("look-2"), &of_new));
    cases.push(case(
        world,
        "values for rules, on their way, under two experiments",
    ));
    let pinned = world.channels[&channel("stable")].rules[1].stack[0]
        .release
        .clone();
    for who in [
        Who::Device(id(3)),
        Who::Group("many".parse().expect("a group")),
    ] {
        world.run(Command::Pin {
            release: ReleaseRef {
                channel: channel("stable"),
                id: pinned.clone(),
            },
            who,
            until: world.now.plus(7200),
            reason: "looks".into(),
        });
    }
    cases.push(case(
        world,
        "pins of a device and of a long list go before all",
    ));
}

/// Ends of experiments, and what devices go back to.
fn ended(world: &mut World, cases: &mut Vec<Value>) {
    for who in [
        Who::Device(id(3)),
        Who::Group("many".parse().expect("a group")),
    ] {
        world.run(Command::Unpin {
            channel: channel("stable"),
            who,
        });
    }
    let (channel_name, name) = named("news");
    world.run(Command::ConcludeExperiment {
        channel: channel_name,
        name,
        variant: "b".into(),
    });
    let (channel_name, name) = named("size");
    world.run(Command::StopExperiment {
        channel: channel_name,
        name,
    });
    cases.push(case(
        world,
        "a variant that was chosen, and an experiment that was stopped",
    ));
    for of in ["few", "new"] {
        world.run(Command::Embed {
            channel: channel("stable"),
            rule: rule(of),
        });
    }
    world.run(Command::RampConfig {
        channel: channel("stable"),
        to: share("100%"),
        now: false,
    });
    world.run(Command::SetConfig {
        channel: channel("stable"),
        change: ConfigChange {
            set: properties(json!({"page": 60})),
            ..ConfigChange::default()
        },
        share: Some(share("100%")),
        now: false,
    });
    cases.push(case(world, "back to what shipped in two rules"));
}

fn path() -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "../../tests/vectors/tables.json",
    ]
    .iter()
    .collect()
}

/// The committed file is what the code composes; `WAVECAST_WRITE_VECTORS=1` writes it.
#[test]
fn tables_that_commands_lead_to_are_vectors() {
    let description = "Tables as commands compose them, and what devices take: among the rows, or among those of the properties layer that `layer` names. `active` is the release that the device runs, or last applied from that layer. `lists` holds the device lists.";
    let lines: Vec<String> = cases().iter().map(|case| format!("    {case}")).collect();
    let text = format!(
        "{{\n  \"description\": {},\n  \"cases\": [\n{}\n  ]\n}}\n",
        Value::from(description),
        lines.join(",\n")
    );
    if std::env::var_os("WAVECAST_WRITE_VECTORS").is_some() {
        std::fs::write(path(), &text).expect("written");
    }
    let committed = std::fs::read_to_string(path()).unwrap_or_default();
    assert_eq!(
        committed, text,
        "tables.json is stale: run with WAVECAST_WRITE_VECTORS=1"
    );
}

/// Vectors say little if every device takes the same.
#[test]
fn every_kind_of_row_decides_for_some_device() {
    let cases = cases();
    let asked = cases
        .iter()
        .flat_map(|case| case["asked"].as_array().expect("asked"));
    let told: std::collections::BTreeSet<String> = asked
        .map(|one| {
            let layer = one["layer"].as_str().unwrap_or("rows");
            format!(
                "{layer}: {}",
                one["expected"]["choice"].as_str().expect("a choice")
            )
        })
        .collect();
    let expected = [
        "config: config",
        "look: config",
        "look: keep",
        "look-2: config",
        "look-2: keep",
        "rows: config",
        "rows: embedded",
    ];
    for one in expected {
        assert!(told.contains(one), "{one} in {told:?}");
    }
    let rows = cases
        .iter()
        .flat_map(|case| case["table"]["rows"].as_array().expect("rows"));
    let keys: std::collections::BTreeSet<&str> = rows
        .flat_map(|row| row.as_object().expect("a row").keys().map(String::as_str))
        .collect();
    assert_eq!(
        keys.into_iter().collect::<Vec<_>>(),
        [
            "config", "devices", "embedded", "hold", "ranges", "release", "salt", "when"
        ]
    );
}
