//! Tables and devices made of arbitrary bytes: small alphabets, so that things meet.

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Arbitrary;
use serde_json::{Value, json};

/// A table and a device.
#[derive(Arbitrary, Debug)]
pub struct Case {
    rows: Vec<Row>,
    layers: Vec<(u8, Vec<Row>)>,
    head: Head,
    id: Id,
    attributes: Vec<(u8, Attribute)>,
    active: Option<u8>,
    lists: Vec<(u8, Vec<u8>)>,
}

#[derive(Arbitrary, Debug)]
struct Head {
    rare: u8,
    flag: u8,
}

#[derive(Arbitrary, Debug)]
enum Id {
    Few(u8),
    Text(String),
}

#[derive(Arbitrary, Debug)]
enum Attribute {
    Few(u8),
    Version(u8, u8, u8),
    Text(String),
    Long,
}

#[derive(Arbitrary, Debug)]
struct Row {
    release: u8,
    when: Vec<(u8, Wanted)>,
    devices: Option<Devices>,
    salt: Option<u8>,
    hold: Option<bool>,
    skip: Option<bool>,
    answer: Answer,
    odd: Option<Odd>,
}

#[derive(Arbitrary, Debug)]
enum Wanted {
    Among(Vec<u8>),
    Within(Vec<(u8, u8, u8)>),
    Text(String),
    Number(u32),
}

#[derive(Arbitrary, Debug)]
enum Devices {
    Inline(Vec<u8>),
    Listed(u8),
    Raw(Vec<String>),
    Wrong,
}

#[derive(Arbitrary, Debug)]
enum Answer {
    Config(u8),
    Keep,
    Embedded,
    Ranges(Vec<(u16, u16, u8)>),
    Two(u8),
    Nothing,
}

/// What this version of the grammar doesn't have.
#[derive(Arbitrary, Debug)]
enum Odd {
    Key(String),
    Type(u8),
    NoObject,
    Null(u8),
}

const DIMENSIONS: [&str; 4] = ["app_version", "device_type", "os", "package_version"];
const VALUES: [&str; 6] = ["lamp-1", "lamp-2", "1.4.0", "2-rc.1", "", "é"];
const SIGNS: [&str; 6] = [">=", "<", "=", ">", "<=", "~"];
const KEYS: [&str; 9] = [
    "release", "when", "devices", "salt", "hold", "config", "ranges", "embedded", "skip",
];

fn pick<'a>(from: &[&'a str], number: u8) -> &'a str {
    from[usize::from(number) % from.len()]
}

fn release(number: u8) -> String {
    format!("01{}", number % 4)
}

fn target(number: u8) -> String {
    format!("t{}.json", number % 4)
}

fn id(number: u8) -> String {
    format!("device-{}", number % 8)
}

fn version(parts: (u8, u8, u8)) -> String {
    let (major, minor, pre) = parts;
    let pre = if pre.is_multiple_of(3) {
        format!("-{pre}")
    } else {
        String::new()
    };
    format!("{}.{}{pre}", major % 4, minor % 4)
}

/// A device's list hash, by the specification.
fn hash(salt: &str, id: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(format!("wavecast.device.v1\0{salt}\0{id}"));
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Row {
    fn json(&self) -> Value {
        let mut row = json!({"release": release(self.release)});
        let mut put = |key: &str, value: Value| row[key] = value;
        let when = self
            .when
            .iter()
            .map(|(name, wanted)| (pick(&DIMENSIONS, *name).to_owned(), wanted.json()));
        if !self.when.is_empty() {
            put("when", Value::Object(when.collect()));
        }
        let salt = self.salt.map(|salt| format!("s{}", salt % 4));
        if let Some(devices) = &self.devices {
            put("devices", devices.json(salt.as_deref().unwrap_or("")));
        }
        for (key, flag) in [("hold", self.hold), ("skip", self.skip)] {
            flag.into_iter().for_each(|flag| put(key, flag.into()));
        }
        salt.into_iter().for_each(|salt| put("salt", salt.into()));
        match &self.answer {
            Answer::Config(number) => put("config", target(*number).into()),
            Answer::Keep => put("config", Value::Null),
            Answer::Embedded => put("embedded", true.into()),
            Answer::Ranges(ranges) => {
                // Mostly within the buckets, now and then not.
                let one = |(low, high, to): &(u16, u16, u8)| {
                    json!([low % 10_050, high % 10_050, target(*to)])
                };
                put("ranges", ranges.iter().map(one).collect());
            }
            Answer::Two(number) => {
                put("config", target(*number).into());
                put("embedded", true.into());
            }
            Answer::Nothing => {}
        }
        match &self.odd {
            Some(Odd::Key(key)) => put(key, 1.into()),
            Some(Odd::Type(key)) => put(pick(&KEYS, *key), json!({"x": 1})),
            Some(Odd::Null(key)) => put(pick(&KEYS, *key), Value::Null),
            Some(Odd::NoObject) => return json!([row]),
            None => {}
        }
        row
    }
}

impl Wanted {
    fn json(&self) -> Value {
        match self {
            Self::Among(values) => values.iter().map(|value| pick(&VALUES, *value)).collect(),
            Self::Within(terms) => {
                let term = |(sign, major, minor): &(u8, u8, u8)| {
                    format!(
                        "{}{}",
                        pick(&SIGNS, *sign),
                        version((*major, *minor, *sign))
                    )
                };
                terms.iter().map(term).collect::<Vec<_>>().join(",").into()
            }
            Self::Text(text) => text.clone().into(),
            Self::Number(number) => (*number).into(),
        }
    }
}

impl Devices {
    fn json(&self, salt: &str) -> Value {
        match self {
            Self::Inline(ids) => ids.iter().map(|number| hash(salt, &id(*number))).collect(),
            Self::Listed(number) => format!("list-{}.json", number % 4).into(),
            Self::Raw(texts) => texts.iter().cloned().collect(),
            Self::Wrong => 7.into(),
        }
    }
}

impl Case {
    /// The table as it stands in targets.
    #[must_use]
    pub fn table(&self) -> Value {
        let rows = |rows: &[Row]| rows.iter().take(256).map(Row::json).collect::<Value>();
        let mut table = json!({
            "v": 1, "scope": "acme/lamp/stable", "buckets": 10_000, "rows": rows(&self.rows),
        });
        let mut names = BTreeSet::new();
        let layers = self
            .layers
            .iter()
            .filter(|(name, _)| names.insert(name % 4));
        let layers: Vec<_> = layers
            .map(|(name, of_layer)| json!({"layer": format!("l{}", name % 4), "rows": rows(of_layer)}))
            .collect();
        if !layers.is_empty() {
            table["properties"] = layers.into();
        }
        match self.head.rare {
            1 => table["v"] = self.head.flag.into(),
            2 => table["buckets"] = (u32::from(self.head.flag) * 1000).into(),
            3 => table["crit"] = json!(["later"]),
            4 => table["crit"] = json!([]),
            5 => table["moved"] = json!("acme/lamp/next"),
            6 => table["retired"] = (self.head.flag % 2 == 0).into(),
            7 => table["withdrawn"] = json!([release(self.head.flag)]),
            _ => {}
        }
        table
    }

    /// The lists that the device has fetched, each under one salt.
    #[must_use]
    pub fn lists(&self) -> BTreeMap<String, BTreeSet<String>> {
        let one = |(number, ids): &(u8, Vec<u8>)| {
            let salts = ["s0", "s1", "s2", "s3"];
            let hashes = ids
                .iter()
                .flat_map(|number| salts.map(|salt| hash(salt, &id(*number))));
            (format!("list-{}.json", number % 4), hashes.collect())
        };
        self.lists.iter().map(one).collect()
    }
}

/// The device of a case: its id, what it says of itself, and the release that it runs.
#[must_use]
pub fn device(case: &Case) -> (String, BTreeMap<String, String>, Option<String>) {
    let own = match &case.id {
        Id::Few(number) => id(*number),
        Id::Text(text) => text.clone(),
    };
    let value = |value: &Attribute| match value {
        Attribute::Few(number) => pick(&VALUES, *number).to_owned(),
        Attribute::Version(major, minor, pre) => version((*major, *minor, *pre)),
        Attribute::Text(text) => text.clone(),
        Attribute::Long => "1".repeat(257),
    };
    let attributes = case.attributes.iter();
    let attributes = attributes.map(|(name, of)| (pick(&DIMENSIONS, *name).to_owned(), value(of)));
    (own, attributes.collect(), case.active.map(release))
}
