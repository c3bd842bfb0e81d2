//! Prints random tables and devices, a case a line, each with the answer that wavecast-wire gives.
//!
//! `wavecast-parity SEED COUNT`: the same seed prints the same cases, so a difference can be had again.

use std::io::{self, Write as _};

use anyhow::Context as _;
use serde_json::{Value, json};
use wavecast_wire::json::read;
use wavecast_wire::limit;
use wavecast_wire::name::ReleaseId;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists, Table};

mod case;
mod random;

use random::Random;

fn main() -> anyhow::Result<()> {
    let usage = "usage: wavecast-parity SEED COUNT";
    let mut arguments = std::env::args().skip(1);
    let mut number =
        || -> anyhow::Result<u64> { arguments.next().context(usage)?.parse().context(usage) };
    let (seed, count) = (number()?, number()?);
    let mut random = Random::new(seed);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for _ in 0..count {
        let mut case = case::make(&mut random);
        case["expected"] = answer(&case)?;
        writeln!(out, "{case}")?;
    }
    Ok(out.flush()?)
}

/// What wavecast-wire says: the choice as vectors write it, or that the table is refused.
fn answer(case: &Value) -> anyhow::Result<Value> {
    let table = case["table"].to_string();
    let Ok(table) = read::<Table>(table.as_bytes(), limit::TARGETS_BYTES_CLIENT) else {
        return Ok(json!({"choice": "refused"}));
    };
    let device = &case["device"];
    let attributes: Attributes = serde_json::from_value(device["attributes"].clone())?;
    let lists: Lists = serde_json::from_value(case["lists"].clone())?;
    let active = device["active"].as_str();
    let active: Option<ReleaseId> = active.map(str::parse).transpose()?;
    let asker = Asker {
        id: device["id"].as_str().unwrap_or_default(),
        attributes: &attributes,
        active: active.as_ref(),
    };
    let named = case["layer"].as_str();
    let layer = named.map(|name| table.properties.iter().find(|l| l.layer.as_str() == name));
    Ok(describe(&match layer {
        None => table.choose(&asker, &lists),
        Some(Some(layer)) => table.choose_in(layer, &asker, &lists),
        // No such layer: no overlay, unless the table as a whole says something else.
        Some(None) => Table {
            rows: Vec::new(),
            ..table.clone()
        }
        .choose(&asker, &lists),
    }))
}

fn describe(choice: &Choice) -> Value {
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
