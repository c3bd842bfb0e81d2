//! Any cohort table, as the JSON that stands in targets.
//!
//! - What is read and written again is the same table; what isn't understood is kept as it came.
//! - The explanation reaches the same choice, and no row behind the one that decided is read.
//! - A table that a publisher may write has only rows that devices understand.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wavecast_wire::json;
use wavecast_wire::table::{Asker, Attributes, Choice, Lists, Row, Table};

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = json::read::<Table>(bytes, bytes.len()) else {
        return;
    };
    let written = json::canonical(&table).expect("what was read is written");
    let again = json::read::<Table>(&written, written.len()).expect("what was written is read");
    assert_eq!(again, table);
    assert_eq!(json::canonical(&again).as_ref(), Ok(&written));

    let may_be_written = table.check().is_ok();
    let layers = table.properties.iter().flat_map(|layer| &layer.rows);
    let known = table
        .rows
        .iter()
        .chain(layers)
        .all(|row| matches!(row, Row::Known(_)));
    assert!(known || !may_be_written);
    assert!(table.newer().is_none() || table.rows.is_empty());
    for id in ["3f9c2b7a", "", "x"] {
        choose(&table, id);
    }
});

fn choose(table: &Table, id: &str) {
    let named = table.rows.iter().find_map(|row| match row {
        Row::Known(row) => Some(row.release.clone()),
        Row::Unknown { .. } => None,
    });
    let mut attributes = Attributes::new();
    for (name, value) in [
        ("app_version", "1.4.0"),
        ("device_type", "lamp-2"),
        ("os", ""),
    ] {
        attributes.insert(name.into(), value.into());
    }
    for active in [None, named.as_ref()] {
        let asker = Asker {
            id,
            attributes: &attributes,
            active,
        };
        let choice = table.choose(&asker, &Lists::new());
        let explained = table.explain(&asker, &Lists::new());
        assert_eq!(explained.choice, choice);
        let decided = explained.rows.iter().position(|row| row.matched);
        assert!(decided.is_none_or(|place| place + 1 == explained.rows.len()));
        if let Choice::NeedsList(target) = &choice {
            assert!(table.lists().contains(&target));
        }
        for layer in &table.properties {
            let _ = (
                table.choose_in(layer, &asker, &Lists::new()),
                layer.explain(&asker, &Lists::new()),
            );
        }
        assert!(serde_json::to_value(table).is_ok_and(|value| value != Value::Null));
    }
}
