//! Properties of the choice over any table and any device, and what a publisher refuses.

use proptest::prelude::*;
use serde_json::{Value, json};
use wavecast_wire::bucket::bucket;
use wavecast_wire::table::{
    Asker, Attributes, Choice, Layer, Lists, Row, Table, TableError, When, fits, join,
};

fn table(rows: Vec<Value>) -> Table {
    serde_json::from_value(
        json!({"v": 1, "scope": "acme/lamp/stable", "buckets": 10000, "rows": rows}),
    )
    .unwrap()
}

fn answers() -> impl Strategy<Value = Value> {
    let range = (0u16..10_000, 0u16..10_000);
    prop_oneof![
        Just(json!({"config": "a.json"})),
        Just(json!({"config": null})),
        Just(json!({"embedded": true})),
        Just(json!({"unheard": 1})),
        prop::collection::vec(range, 0..4).prop_map(|ranges| {
            let ranges: Vec<_> = ranges
                .iter()
                .map(|(a, b)| json!([a.min(b), a.max(b), "r.json"]))
                .collect();
            json!({"ranges": ranges})
        }),
    ]
}

fn whens() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({})),
        Just(json!({"os": ["linux", "ios"]})),
        Just(json!({"os": []})),
        Just(json!({"v": ">=1,<3"})),
        Just(json!({"os": ["linux"], "v": "=2"})),
        Just(json!({"v": "?"})),
        Just(json!({"v": 3})),
    ]
}

prop_compose! {
    fn rows()(
        answer in answers(), when in whens(), release in "[A-C]", salt in "[a-c]",
        hold in any::<bool>(), skip in any::<bool>(), listed in prop::option::of("[l-n]"),
    ) -> Value {
        let mut row = answer;
        row["release"] = json!(release);
        row["salt"] = json!(salt);
        row["when"] = when;
        row["hold"] = json!(hold);
        row["skip"] = json!(skip);
        if let Some(list) = listed {
            row["devices"] = json!(list);
        }
        row
    }
}

prop_compose! {
    fn devices()(id in "\\PC{0,8}", os in "(linux|ios|)", v in "(1|2|3|x)", active in prop::option::of("[A-C]"))
        -> (String, Attributes, Option<String>)
    {
        (id, Attributes::from([("os".into(), os), ("v".into(), v)]), active)
    }
}

proptest! {
    #[test]
    fn explanation_and_choice_agree(rows in prop::collection::vec(rows(), 0..6), device in devices()) {
        let table = table(rows);
        let active = device.2.map(|id| id.parse().unwrap());
        let asker = Asker { id: &device.0, attributes: &device.1, active: active.as_ref() };
        let lists = Lists::from([("m".parse().unwrap(), Vec::new())]);
        let explanation = table.explain(&asker, &lists);
        prop_assert_eq!(&explanation.choice, &table.choose(&asker, &lists));
        // All that was read fell through, but for the last where one decided.
        let matched: Vec<_> = explanation.rows.iter().filter(|row| row.matched).map(|row| row.index).collect();
        let last = explanation.rows.len().wrapping_sub(1);
        prop_assert!(matched.is_empty() || matched == [last]);
        if matched.is_empty() {
            prop_assert_eq!(explanation.rows.len(), table.rows.len());
            prop_assert_eq!(explanation.choice, Choice::Keep);
        }
    }

    #[test]
    fn a_table_is_written_as_it_was_read(rows in prop::collection::vec(rows(), 0..4)) {
        let read = table(rows);
        let written = wavecast_wire::json::canonical(&read).unwrap();
        prop_assert_eq!(wavecast_wire::json::read::<Table>(&written, 1 << 20).unwrap(), read);
    }

    #[test]
    fn any_row_is_read(row in "\\PC{0,20}") {
        let row = Row::try_from(json!({"release": row, "config": row})).unwrap();
        let understood = matches!(row, Row::Known(_));
        let named = matches!(Value::from(row), Value::Object(_));
        prop_assert!(named || !understood);
    }

    #[test]
    fn a_wider_ramp_never_loses_a_device(id in "\\PC{0,12}", reach in 0u16..10_000, more in 0u16..10_000) {
        let (reach, more) = (reach.min(more), reach.max(more));
        let chosen = |to: u16| {
            let row = json!({"release": "A", "salt": "s", "ranges": [[0, to, "a.json"]]});
            let asker = Asker { id: &id, attributes: &Attributes::new(), active: None };
            table(vec![row]).choose(&asker, &Lists::new()) != Choice::Keep
        };
        prop_assert_eq!(chosen(reach), bucket("s", &id) <= reach);
        prop_assert!(!chosen(reach) || chosen(more));
    }

    #[test]
    fn a_joined_condition_holds_where_all_hold(parts in prop::collection::vec(whens(), 1..4), device in devices()) {
        let parts: Vec<When> = parts.into_iter().filter_map(|part| serde_json::from_value(part).ok()).collect();
        let parts: Vec<&When> = parts.iter().collect();
        let all = parts.iter().all(|part| fits(part, &device.1));
        prop_assert_eq!(join(&parts).is_some_and(|joined| fits(&joined, &device.1)), all);
    }
}

#[test]
fn conditions_that_nobody_meets_make_no_row() {
    let when = |value: Value| -> When { serde_json::from_value(value).unwrap() };
    let join = |left: Value, right: Value| {
        join(&[&when(left), &when(right)]).map(|joined| serde_json::to_value(joined).unwrap())
    };
    assert_eq!(
        join(json!({"os": ["a", "b"]}), json!({"os": ["b", "c"]})),
        Some(json!({"os": ["b"]}))
    );
    assert_eq!(join(json!({"os": ["a"]}), json!({"os": ["c"]})), None);
    assert_eq!(
        join(json!({"v": ">=1"}), json!({"v": "<3"})),
        Some(json!({"v": ">=1,<3"}))
    );
    assert_eq!(join(json!({"v": ">=3"}), json!({"v": "<3"})), None);
    assert_eq!(
        join(json!({"v": ["1", "2", "x"]}), json!({"v": "<2"})),
        Some(json!({"v": ["1"]}))
    );
    assert_eq!(
        join(json!({"os": ["a"]}), json!({"v": "=1"})),
        Some(json!({"os": ["a"], "v": "=1"}))
    );
    assert_eq!(join(json!({"os": []}), json!({})), None);
}

fn refusal(change: impl FnOnce(&mut Value)) -> String {
    let mut value = json!({
        "v": 1, "scope": "acme/lamp/stable", "buckets": 10000, "withdrawn": ["01Z"],
        "rows": [
            {"release": "01A", "salt": "s", "ranges": [[0, 99, "a.json"], [100, 199, "b.json"]]},
            {"release": "01B", "when": {"os": ["ios"]}, "salt": "s", "devices": ["00000000000000aa"], "config": null},
        ],
        "properties": [{"layer": "base", "rows": [{"release": "01P", "config": "p.json"}]}],
    });
    change(&mut value);
    let table: Table = serde_json::from_value(value).unwrap();
    table
        .check()
        .map_or_else(|error| error.to_string(), |()| String::from("fine"))
}

#[test]
fn a_publisher_refuses_what_devices_would_misread() {
    let row = json!({"release": "01A", "config": "a.json"});
    let layer = json!({"layer": "x", "rows": []});
    type Change<'a> = Box<dyn FnOnce(&mut Value) + 'a>;
    let cases: Vec<(&str, Change)> = vec![
        ("fine", Box::new(|_| {})),
        (
            "256 fit: conclude or abort releases; most rows: 01A (256), 01P (1)",
            Box::new(|t| t["rows"] = json!(vec![row.clone(); 256])),
        ),
        (
            "16 fit",
            Box::new(|t| t["properties"] = json!(vec![layer.clone(); 17])),
        ),
        (
            "layer twice",
            Box::new(|t| t["properties"] = json!(vec![layer.clone(); 2])),
        ),
        (
            "64 fit",
            Box::new(|t| {
                t["withdrawn"] = json!((0..65).map(|n| n.to_string()).collect::<Vec<_>>())
            }),
        ),
        (
            "withdraws a release twice",
            Box::new(|t| t["withdrawn"] = json!(["a", "a"])),
        ),
        ("needs 'x'", Box::new(|t| t["crit"] = json!(["x"]))),
        (
            "row 0 of rows (01A): must have ranges",
            Box::new(|t| t["rows"][0]["ranges"][1][0] = json!(99)),
        ),
        (
            "row 0 of rows (01A): must have ranges",
            Box::new(|t| t["rows"][0]["ranges"].as_array_mut().unwrap().swap(0, 1)),
        ),
        (
            "row 1 of rows (01B): must hold its devices sorted",
            Box::new(|t| t["rows"][1]["devices"] = json!(["00000000000000aa", "00000000000000aa"])),
        ),
        (
            "put them into a device list",
            Box::new(|t| {
                t["rows"][1]["devices"] =
                    json!((0..501).map(|n| format!("{n:016x}")).collect::<Vec<_>>())
            }),
        ),
        (
            "row 1 of rows: is not understood",
            Box::new(|t| t["rows"][1]["geo"] = json!(1)),
        ),
        (
            "row 0 of base: is not understood",
            Box::new(|t| t["properties"][0]["rows"][0]["geo"] = json!(1)),
        ),
        (
            "a value twice",
            Box::new(|t| t["rows"][1]["when"]["os"] = json!(["a", "a"])),
        ),
        (
            "without values",
            Box::new(|t| t["rows"][1]["when"]["os"] = json!([])),
        ),
        (
            "NFC",
            Box::new(|t| t["rows"][1]["when"]["os"] = json!(["e\u{301}"])),
        ),
        (
            "nothing lies within",
            Box::new(|t| t["rows"][1]["when"]["v"] = json!(">2,<1")),
        ),
    ];
    for (wanted, change) in cases {
        let refusal = refusal(change);
        assert!(
            refusal.contains(wanted),
            "wanted {wanted:?}, got {refusal:?}"
        );
    }
}

#[test]
fn a_line_that_is_too_long_names_its_largest_releases() {
    let rows = (0..40).map(|n| {
        let devices: Vec<_> = (0..n * 10).map(|d| format!("{d:016x}")).collect();
        json!({"release": format!("R{n}"), "salt": "s", "devices": devices, "config": "a.json"})
    });
    let table = table(rows.collect());
    assert_eq!(
        table.check_line(wavecast_wire::limit::TARGETS_BYTES),
        Ok(())
    );
    let Err(TableError::Bytes { bytes, largest }) = table.check_line(140_000) else {
        panic!("accepted")
    };
    assert_eq!(bytes, 140_000);
    assert!(largest.starts_with("R39 (7468), R38 ("), "{largest}");
}

#[test]
fn a_layer_reads_like_rows() {
    let rows = vec![Row::try_from(json!({"release": "01P", "config": "p.json"})).unwrap()];
    let layer = Layer {
        layer: "base".parse().unwrap(),
        rows,
    };
    let asker = Asker {
        id: "x",
        attributes: &Attributes::new(),
        active: None,
    };
    let explanation = layer.explain(&asker, &Lists::new());
    assert_eq!(explanation.choice, layer.choose(&asker, &Lists::new()));
    assert_eq!(explanation.rows[0].why, "matches: gets p.json");
}
