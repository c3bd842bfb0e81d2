//! Row choice: any table × any device.
//!
//! There is exactly one answer, the same that a naive reading of the specification gives
//! (`wavecast_fuzz::choose` shares no code with `wavecast_wire`), for the rows and for every layer;
//! the explanation agrees; an input of any size is answered within libFuzzer's time limit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wavecast_fuzz::choose;
use wavecast_fuzz::tables::{Case, device};
use wavecast_wire::json;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists, Table};

fuzz_target!(|case: Case| {
    let value = case.table();
    let bytes = serde_json::to_vec(&value).expect("JSON");
    let Ok(table) = json::read::<Table>(&bytes, bytes.len()) else {
        return;
    };
    let (id, attributes, active) = device(&case);
    let lists = case.lists();
    let attributes: Attributes = attributes.into_iter().collect();
    let release = active.as_deref().and_then(|id| id.parse().ok());
    let asker = Asker {
        id: &id,
        attributes: &attributes,
        active: release.as_ref(),
    };
    let known: Lists = lists
        .iter()
        .filter_map(|(name, hashes)| Some((name.parse().ok()?, hashes.iter().cloned().collect())))
        .collect();
    let naive = choose::Device {
        id: &id,
        attributes: &attributes,
        active: active.as_deref(),
        lists: &lists,
    };

    let choice = table.choose(&asker, &known);
    assert_eq!(said(&choice), naive.choose(&value, None), "{value}");
    assert_eq!(table.explain(&asker, &known).choice, choice);
    for layer in &table.properties {
        let choice = table.choose_in(layer, &asker, &known);
        assert_eq!(
            said(&choice),
            naive.choose(&value, Some(layer.layer.as_str())),
            "{value}"
        );
    }
});

/// A choice as text; what a hold says is for people.
fn said(choice: &Choice) -> String {
    match choice {
        Choice::Config { release, target } => format!("config {release} {target}"),
        Choice::Keep => "keep".into(),
        Choice::Embedded { release } => format!("embedded {release}"),
        Choice::Hold { .. } => "hold".into(),
        Choice::NeedsList(target) => format!("list {target}"),
        Choice::Moved(scope) => format!("moved {scope}"),
        Choice::Retired => "retired".into(),
    }
}
