//! Random tables and devices. Most are what a publisher writes; some hold what only a newer or a
//! broken one would.

use serde_json::{Map, Value, json};
use wavecast_wire::bucket::{bucket, list_hash};

use crate::random::Random;

const RELEASES: [&str; 6] = ["01A", "01B", "01C", "01D", "01E", "01F"];
const SALTS: [&str; 4] = ["s", "01J8", "with space ~", "salt-4"];
const IDS: [&str; 4] = ["3f9c2b7ad1e04c6d8b5a90713e2f4d6c", "gerät-ü", "日本", "A"];
const LISTS: [&str; 3] = ["devices-1.json", "devices-2.json", "devices-3.json"];
const LAYERS: [&str; 3] = ["base", "experiment.1", "toString"];
const WORDS: [&str; 8] = [
    "ios",
    "android",
    "lamp-1",
    "lamp-2",
    "__proto__",
    "",
    "ö",
    "1.2",
];
const DIMENSIONS: [&str; 6] = [
    "os",
    "device_type",
    "app_version",
    "package_version",
    "constructor",
    "__proto__",
];
const VERSIONS: [&str; 14] = [
    "1",
    "1.0",
    "1.2.3.4",
    "1.2.4",
    "2-rc.1",
    "2-rc.9",
    "2-rc.10",
    "2-rc.a",
    "2+build",
    "0-0",
    "10",
    "999999999999999999.1",
    "3-99999999999999999999",
    "2.0.0.0",
];
const NO_VERSIONS: [&str; 6] = ["", "v1", "01", "1.2.3.4.5", "1-01", "1 "];
const OPERATORS: [&str; 5] = [">=", ">", "<=", "<", "="];

/// One case, without its answer.
pub fn make(random: &mut Random) -> Value {
    let id = match random.below(3) {
        0 => (*random.one_of(&IDS)).to_owned(),
        _ => format!("{:032x}", u128::from(random.below(u64::MAX)) << 7),
    };
    let mut case = json!({
        "table": table(random, &id),
        "device": {"id": id, "attributes": attributes(random), "active": active(random)},
        "lists": lists(random, &id),
    });
    if random.once_in(3) {
        case["layer"] = json!(random.one_of(&LAYERS));
    }
    case
}

fn table(random: &mut Random, id: &str) -> Value {
    let mut table = json!({
        "v": 1, "scope": "acme/lamp/stable", "buckets": 10000, "rows": rows(random, id),
    });
    if random.once_in(3) {
        let layers = LAYERS.iter().take(usize::from(random.once_in(2)) + 1);
        let layers = layers.map(|layer| json!({"layer": layer, "rows": rows(random, id)}));
        table["properties"] = layers.collect();
    }
    if random.once_in(4) {
        table["withdrawn"] = json!([random.one_of(&RELEASES)]);
    }
    let odd: [(&str, Value); 16] = [
        ("v", json!(2)),
        ("v", json!(0)),
        ("buckets", json!(1000)),
        ("buckets", json!("10000")),
        ("buckets", json!(true)),
        ("crit", json!(["transparency"])),
        ("crit", json!([])),
        ("moved", json!("acme/lamp/beta")),
        ("moved", json!("nowhere")),
        ("moved", Value::Null),
        ("retired", json!(true)),
        ("retired", json!(1)),
        ("retired", Value::Null),
        ("withdrawn", json!(["01A", ".."])),
        ("properties", json!([{"layer": "a/b", "rows": []}])),
        ("rows", json!({})),
    ];
    if random.once_in(8) {
        let (key, value) = random.one_of(&odd).clone();
        table[key] = value;
    }
    table
}

fn rows(random: &mut Random, id: &str) -> Vec<Value> {
    (0..random.below(6)).map(|_| row(random, id)).collect()
}

fn row(random: &mut Random, id: &str) -> Value {
    let mut row = Map::new();
    let release = *random.one_of(&RELEASES);
    let salt = *random.one_of(&SALTS);
    row.insert("release".into(), json!(release));
    if random.once_in(2) {
        let dimensions = (0..=random.below(2)).map(|_| *random.one_of(&DIMENSIONS));
        let when = dimensions.collect::<Vec<_>>().into_iter();
        let when: Map<_, _> = when
            .map(|name| (name.to_owned(), condition(random)))
            .collect();
        row.insert("when".into(), Value::Object(when));
    }
    if random.once_in(4) {
        row.insert("devices".into(), devices(random, salt, id));
    }
    if random.once_in(6) {
        row.insert("hold".into(), json!(!random.once_in(4)));
    }
    let target = format!("release-{release}.json");
    match random.below(8) {
        0 => row.insert("config".into(), Value::Null),
        1 => row.insert("embedded".into(), json!(true)),
        2 | 3 => row.insert("config".into(), json!(target)),
        _ => row.insert("ranges".into(), ranges(random, salt, id, &target)),
    };
    let needs_salt = row.contains_key("devices") || row.contains_key("ranges");
    if needs_salt || random.once_in(4) {
        row.insert("salt".into(), json!(salt));
    }
    if random.once_in(12) {
        break_it(random, &mut row);
    }
    if random.once_in(200) {
        return json!(random.one_of(&["row", "skip"]));
    }
    Value::Object(row)
}

/// What a newer publisher may write, or a broken one.
fn break_it(random: &mut Random, row: &mut Map<String, Value>) {
    let odd: [(&str, Value); 18] = [
        ("future", json!(1)),
        ("toString", json!(1)),
        ("__proto__", json!({})),
        ("salt", json!("ü")),
        ("salt", json!("")),
        ("salt", Value::Null),
        ("hold", json!("yes")),
        ("when", json!({"os": {"not": ["ios"]}})),
        ("when", json!({"os": ["ios", 1]})),
        ("when", json!({"app version": ["1"]})),
        ("when", Value::Null),
        ("devices", json!(["F00D"])),
        ("ranges", json!([[5, 4, "x"]])),
        ("ranges", json!([[0, 10000, "x"]])),
        ("ranges", json!([[0, 1]])),
        ("embedded", json!(false)),
        ("config", json!("a/b")),
        ("release", json!("")),
    ];
    let (key, value) = random.one_of(&odd).clone();
    row.insert(key.to_owned(), value);
    match random.below(4) {
        0 => drop(row.insert("skip".into(), json!(true))),
        1 => drop(row.insert("skip".into(), json!(1))),
        _ => {}
    }
}

fn condition(random: &mut Random) -> Value {
    match random.below(10) {
        0..5 => (0..random.below(4)).map(|_| json!(word(random))).collect(),
        9 => json!(random.one_of(&["^1", "", ">=1, <2", "1", ">=", "=01"])),
        _ => {
            let mut comparison =
                || format!("{}{}", random.one_of(&OPERATORS), random.one_of(&VERSIONS));
            let first = comparison();
            let second = comparison();
            json!(if random.once_in(2) {
                first
            } else {
                format!("{first},{second}")
            })
        }
    }
}

/// Among them one of just as many bytes as an attribute may have, and one of more.
fn word(random: &mut Random) -> String {
    match random.below(10) {
        0 => "é".repeat(128),
        1 => "é".repeat(129),
        _ => (*random.one_of(&WORDS)).to_owned(),
    }
}

fn devices(random: &mut Random, salt: &str, id: &str) -> Value {
    if random.once_in(3) {
        return json!(random.one_of(&LISTS));
    }
    json!(hashes(random, salt, id))
}

fn hashes(random: &mut Random, salt: &str, id: &str) -> Vec<String> {
    let mut hashes = vec![list_hash(salt, "another"), list_hash(salt, "third")];
    if random.once_in(2) {
        hashes.push(list_hash(salt, id));
    }
    hashes.sort();
    hashes
}

/// Ranges whose ends lie near the device's own bucket half of the time.
fn ranges(random: &mut Random, salt: &str, id: &str, target: &str) -> Value {
    let own = u64::from(bucket(salt, id));
    let mut ranges = Vec::new();
    for part in 0..random.below(4) {
        let near = (own + random.below(3)).saturating_sub(1).min(9999);
        let low = if random.once_in(2) {
            near
        } else {
            random.below(10_000)
        };
        let width = if random.once_in(2) { 2 } else { 5_000 };
        let high = (low + random.below(width)).min(9999);
        ranges.push(json!([low, high, format!("{part}-{target}")]));
    }
    json!(ranges)
}

fn attributes(random: &mut Random) -> Value {
    let mut attributes = Map::new();
    for name in DIMENSIONS {
        let value = match random.below(8) {
            0 => continue,
            1 => (*random.one_of(&NO_VERSIONS)).to_owned(),
            2..5 => word(random),
            _ => (*random.one_of(&VERSIONS)).to_owned(),
        };
        attributes.insert(name.to_owned(), json!(value));
    }
    Value::Object(attributes)
}

fn active(random: &mut Random) -> Value {
    if random.once_in(4) {
        Value::Null
    } else {
        json!(random.one_of(&RELEASES))
    }
}

fn lists(random: &mut Random, id: &str) -> Value {
    let mut lists = Map::new();
    for name in LISTS {
        if random.once_in(2) {
            let salt = *random.one_of(&SALTS);
            lists.insert(name.to_owned(), json!(hashes(random, salt, id)));
        }
    }
    Value::Object(lists)
}
