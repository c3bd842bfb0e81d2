//! A row that the publisher makes itself, past the reader's grammar, meets the same rules.

use serde_json::json;
use wavecast_wire::limit;
use wavecast_wire::name::Salt;
use wavecast_wire::table::{
    Answer, Asker, Attributes, Devices, KnownRow, Lists, Matcher, Row, Table, When,
};

fn row() -> KnownRow {
    KnownRow {
        release: "01A".parse().unwrap(),
        when: When::new(),
        devices: None,
        salt: Some("s".parse().unwrap()),
        hold: false,
        answer: Answer::Config(Some("a.json".parse().unwrap())),
    }
}

fn of(rows: Vec<KnownRow>) -> Table {
    Table {
        rows: rows.into_iter().map(Row::Known).collect(),
        ..Table::new("acme/lamp/stable".parse().unwrap())
    }
}

/// What the publisher says of one row; empty when it is fine.
fn verdict(change: impl FnOnce(&mut KnownRow)) -> String {
    let mut row = row();
    change(&mut row);
    let checked = of(vec![row]).check();
    checked.map_or_else(|error| error.to_string(), |()| String::new())
}

fn ranges(ranges: &[(u16, u16)]) -> Answer {
    let named = |(low, high): &(u16, u16)| (*low, *high, "r.json".parse().unwrap());
    Answer::Ranges(ranges.iter().map(named).collect())
}

fn hashes(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{n:016x}")).collect()
}

#[test]
fn devices_and_ranges_need_a_salt_and_nothing_else_does() {
    let salted = |salt: Option<Salt>, devices: bool, in_ranges: bool| {
        verdict(|row| {
            row.salt = salt;
            row.devices = devices.then(|| Devices::Inline(hashes(1)));
            if in_ranges {
                row.answer = ranges(&[(0, 1)]);
            }
        })
    };
    for (devices, in_ranges) in [(false, false), (true, false), (false, true), (true, true)] {
        assert_eq!(salted(Some("s".parse().unwrap()), devices, in_ranges), "");
        let without = salted(None, devices, in_ranges);
        assert_eq!(
            without.contains("needs a salt"),
            devices || in_ranges,
            "{without}"
        );
    }
}

#[test]
fn ranges_lie_within_the_buckets_and_beside_each_other() {
    let fine = [
        &[(0, 9_999)][..],
        &[(9_999, 9_999)],
        &[(0, 0), (1, 1)],
        &[(3, 4), (9, 9_999)],
    ];
    for of in fine {
        assert_eq!(verdict(|row| row.answer = ranges(of)), "", "{of:?}");
    }
    let wrong = [
        &[(0, 10_000)][..],
        &[(10_000, 10_000)],
        &[(2, 1)],
        &[(2, 1), (3, 4)],
        &[(0, 1), (1, 2)],
        &[(3, 4), (1, 2)],
    ];
    for of in wrong {
        let said = verdict(|row| row.answer = ranges(of));
        assert!(said.contains("sorted and disjoint"), "{of:?}: {said}");
    }
}

#[test]
fn devices_in_place_are_at_most_500_sorted_hashes() {
    let with = |hashes: Vec<String>| verdict(|row| row.devices = Some(Devices::Inline(hashes)));
    assert_eq!(with(hashes(2)), "");
    assert_eq!(with(hashes(limit::DEVICES_INLINE)), "");
    let many = with(hashes(limit::DEVICES_INLINE + 1));
    assert!(many.contains("more than 500 devices in place"), "{many}");
    let mut reversed = hashes(2);
    reversed.reverse();
    for unsorted in [reversed, vec![format!("{:016x}", 7); 2]] {
        let said = with(unsorted);
        assert!(said.contains("sorted, each once"), "{said}");
    }
    for other in [
        "",
        "00000000000000A0",
        "000000000000000",
        "00000000000000000",
    ] {
        let said = with(vec![other.into()]);
        assert!(said.contains("16 lower-case hex digits"), "{other}: {said}");
    }
}

#[test]
fn values_of_a_condition_are_short_and_signable() {
    let among = |values: &[String]| {
        let matcher = Matcher::Among(values.to_vec());
        verdict(|row| drop(row.when.insert("os".parse().unwrap(), matcher)))
    };
    assert_eq!(among(&["x".repeat(256), String::from("y")]), "");
    for value in ["x".repeat(257), "e\u{301}".into(), "a\n".into()] {
        let said = among(&[String::from("y"), value]);
        assert!(said.contains("more than 256 bytes"), "{said}");
    }
}

#[test]
fn a_table_takes_as_much_as_it_says() {
    let full = |rows: usize, layers: usize, withdrawn: usize| {
        let layer = |n: usize| json!({"layer": format!("l{n}"), "rows": []});
        let value = json!({
            "v": 1, "scope": "acme/lamp/stable", "buckets": 10000,
            "rows": vec![json!({"release": "01A", "config": "a.json"}); rows],
            "properties": (0..layers).map(layer).collect::<Vec<_>>(),
            "withdrawn": (0..withdrawn).map(|n| format!("w{n}")).collect::<Vec<_>>(),
        });
        serde_json::from_value::<Table>(value).unwrap().check()
    };
    let most = (limit::ROWS, limit::LAYERS, limit::WITHDRAWN);
    assert_eq!(full(most.0, most.1, most.2), Ok(()));
    for (rows, layers, withdrawn) in [(most.0 + 1, 0, 0), (0, most.1 + 1, 0), (0, 0, most.2 + 1)] {
        assert!(full(rows, layers, withdrawn).is_err());
    }
}

#[test]
fn lists_that_rows_and_layers_name_are_named_once() {
    let row = |list: &str| json!({"release": "01A", "salt": "s", "devices": list, "config": null});
    let inline = json!({"release": "01B", "salt": "s", "devices": [], "config": null});
    let table: Table = serde_json::from_value(json!({
        "v": 1, "scope": "acme/lamp/stable", "buckets": 10000,
        "rows": [row("m"), inline, row("l"), {"release": "01C", "config": null}],
        "properties": [{"layer": "x", "rows": [row("n"), row("m")]}],
    }))
    .unwrap();
    let named: Vec<_> = table
        .lists()
        .into_iter()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(named, ["l", "m", "n"]);
}

#[test]
fn an_explanation_names_the_bucket_where_buckets_decide() {
    let mut ramped = row();
    ramped.answer = ranges(&[(0, 2_000)]);
    let table = of(vec![ramped, row()]);
    // The worked example of `wavecast_wire::bucket`: 3381, outside of the ramp.
    let mut first = table.clone();
    if let Row::Known(row) = &mut first.rows[0] {
        row.salt = Some("01J8".parse().unwrap());
    }
    let asker = Asker {
        id: "3f9c2b7a",
        attributes: &Attributes::new(),
        active: None,
    };
    let explanation = first.explain(&asker, &Lists::new());
    let said: Vec<_> = explanation
        .rows
        .iter()
        .map(|row| (row.bucket, row.why.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                Some(3_381),
                "doesn't match: bucket 3381 lies outside the ramp"
            ),
            (None, "matches: gets a.json"),
        ]
    );
}
