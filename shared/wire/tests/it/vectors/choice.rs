//! The choice, and that its explanation agrees with it.

use serde_json::{Value, json};
use wavecast_wire::json::read;
use wavecast_wire::limit;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists, Table};

use super::{run, same};

#[test]
fn choice() {
    run("choice.json", |case| {
        same(choose(case)?, case["expected"].clone())
    });
}

#[test]
fn composed_tables() {
    run("tables.json", |case| {
        let asked = case["asked"].as_array().unwrap();
        asked.iter().try_for_each(|one| {
            let mut alone = one.clone();
            alone["table"] = case["table"].clone();
            alone["lists"] = case["lists"].clone();
            same(choose(&alone)?, one["expected"].clone()).map_err(|why| format!("{why} for {one}"))
        })
    });
}

fn choose(case: &Value) -> Result<Value, String> {
    let table: Table = read(
        case["table"].to_string().as_bytes(),
        limit::TARGETS_BYTES_CLIENT,
    )
    .map_err(|error| error.to_string())?;
    let device = &case["device"];
    let attributes: Attributes = serde_json::from_value(device["attributes"].clone()).unwrap();
    let active: Option<ReleaseId> = device["active"].as_str().map(|id| id.parse().unwrap());
    let lists: Lists = serde_json::from_value(case["lists"].clone()).unwrap_or_default();
    let id = device["id"].as_str().unwrap();
    let asker = Asker {
        id,
        attributes: &attributes,
        active: active.as_ref(),
    };
    let choice = match case["layer"].as_str() {
        None => {
            let choice = table.choose(&asker, &lists);
            same(&table.explain(&asker, &lists).choice, &choice)?;
            choice
        }
        Some(name) => {
            let layer = table
                .properties
                .iter()
                .find(|layer| layer.layer.as_str() == name);
            layer.map_or(table.choose(&asker, &lists), |layer| {
                table.choose_in(layer, &asker, &lists)
            })
        }
    };
    Ok(describe(&choice))
}

/// A choice as vectors write it.
pub fn describe(choice: &Choice) -> Value {
    match choice {
        Choice::Config { release, target } => {
            json!({"choice": "config", "release": release, "target": target})
        }
        Choice::Keep => json!({"choice": "keep"}),
        Choice::Embedded { release } => json!({"choice": "embedded", "release": release}),
        Choice::Hold { .. } => json!({"choice": "hold"}),
        Choice::NeedsList(target) => json!({"choice": "needs_list", "target": target}),
        Choice::Moved(scope) => json!({"choice": "moved", "scope": scope}),
        Choice::Retired => json!({"choice": "retired"}),
    }
}
