//! The choice once more, naively, on the JSON itself: from the specification's words alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A device that asks.
pub struct Device<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it says of itself.
    pub attributes: &'a BTreeMap<String, String>,
    /// The release that it runs.
    pub active: Option<&'a str>,
    /// The device lists that it has, by target name.
    pub lists: &'a BTreeMap<String, BTreeSet<String>>,
}

/// Whether a row decides.
enum Verdict {
    Decides(String),
    FallsThrough,
}

impl Device<'_> {
    /// The answer of a table that is known to be one: of its rows, or of a layer's.
    #[must_use]
    pub fn choose(&self, table: &Value, layer: Option<&str>) -> String {
        let newer = table["v"] != 1
            || table["buckets"] != 10_000
            || table
                .get("crit")
                .is_some_and(|names| names != &Value::Array(vec![]));
        if newer {
            return "hold".into();
        }
        if let Some(scope) = table.get("moved").and_then(Value::as_str) {
            return format!("moved {scope}");
        }
        if table.get("retired") == Some(&Value::Bool(true)) {
            return "retired".into();
        }
        let rows = match layer {
            None => &table["rows"],
            Some(name) => {
                let layers = table["properties"].as_array().expect("layers");
                let found = layers.iter().find(|layer| layer["layer"] == name);
                &found.expect("the layer")["rows"]
            }
        };
        for row in rows.as_array().expect("rows") {
            if let Verdict::Decides(answer) = self.ask(row) {
                return answer;
            }
        }
        "keep".into()
    }

    fn ask(&self, row: &Value) -> Verdict {
        if !is_known(row) {
            let skips = row.get("skip") == Some(&Value::Bool(true));
            return if skips {
                Verdict::FallsThrough
            } else {
                Verdict::Decides("hold".into())
            };
        }
        let release = row["release"].as_str().expect("a release");
        if row.get("hold") == Some(&Value::Bool(true)) && self.active != Some(release) {
            return Verdict::FallsThrough;
        }
        let when = row.get("when").and_then(Value::as_object);
        let fits = |(name, wanted): (&String, &Value)| self.attribute_fits(name, wanted);
        if !when.is_none_or(|when| when.iter().all(fits)) {
            return Verdict::FallsThrough;
        }
        let salt = row.get("salt").and_then(Value::as_str).unwrap_or("");
        let hash = self.hash("wavecast.device.v1", salt);
        match row.get("devices") {
            None => {}
            Some(Value::String(target)) => match self.lists.get(target) {
                None => return Verdict::Decides(format!("list {target}")),
                Some(list) if list.contains(&hash) => {}
                Some(_) => return Verdict::FallsThrough,
            },
            Some(listed) if listed.as_array().expect("devices").contains(&hash.into()) => {}
            Some(_) => return Verdict::FallsThrough,
        }
        match (row.get("config"), row.get("ranges")) {
            (Some(Value::Null), _) => Verdict::Decides("keep".into()),
            (Some(target), _) => Verdict::Decides(config(release, target)),
            (None, None) => Verdict::Decides(format!("embedded {release}")),
            (None, Some(ranges)) => {
                let hash = self.hash("wavecast.bucket.v1", salt);
                let bucket = u64::from_str_radix(&hash, 16).expect("eight bytes") % 10_000;
                let inside = |range: &&Value| {
                    (range[0].as_u64() <= Some(bucket)) && (Some(bucket) <= range[1].as_u64())
                };
                let mut ranges = ranges.as_array().expect("ranges").iter();
                let found = ranges.find(inside);
                found.map_or(Verdict::FallsThrough, |range| {
                    Verdict::Decides(config(release, &range[2]))
                })
            }
        }
    }

    fn attribute_fits(&self, name: &str, wanted: &Value) -> bool {
        let Some(value) = self.attributes.get(name).filter(|value| value.len() <= 256) else {
            return false;
        };
        match wanted {
            Value::String(range) => crate::versions::within(range, value),
            values => values
                .as_array()
                .expect("values")
                .contains(&value.clone().into()),
        }
    }

    /// The first eight bytes, in hex.
    fn hash(&self, domain: &str, salt: &str) -> String {
        let digest = Sha256::digest(format!("{domain}\0{salt}\0{}", self.id));
        digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn config(release: &str, target: &Value) -> String {
    format!("config {release} {}", target.as_str().expect("a target"))
}

/// Whether a reader of this version understands every key, operator and type of a row.
fn is_known(row: &Value) -> bool {
    const KEYS: [&str; 9] = [
        "release", "when", "devices", "salt", "hold", "config", "ranges", "embedded", "skip",
    ];
    let Some(members) = row.as_object() else {
        return false;
    };
    let one_answer = ["config", "ranges", "embedded"]
        .iter()
        .filter(|key| members.contains_key(**key))
        .count()
        == 1;
    let salted = members.contains_key("devices") || members.contains_key("ranges");
    one_answer
        && members.contains_key("release")
        && (!salted || members.contains_key("salt"))
        && members.iter().all(|(key, value)| {
            KEYS.contains(&key.as_str())
                && match key.as_str() {
                    "hold" | "skip" => value.is_boolean(),
                    "embedded" => value == true,
                    "release" => value.as_str().is_some_and(is_token),
                    "config" => value.is_null() || is_target(value),
                    "salt" => value.as_str().is_some_and(is_salt),
                    "when" => value.as_object().is_some_and(|when| {
                        when.iter()
                            .all(|(name, wanted)| is_token(name) && is_wanted(wanted))
                    }),
                    "devices" => is_target(value) || is_list(value),
                    _ => value
                        .as_array()
                        .is_some_and(|ranges| ranges.iter().all(is_range)),
                }
        })
}

fn is_token(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    (1..=255).contains(&text.len()) && text.chars().all(fits) && text != "." && text != ".."
}

fn is_target(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| is_token(text) && text.len() <= 190)
}

fn is_salt(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.chars().all(|c| (' '..='~').contains(&c))
}

fn is_wanted(wanted: &Value) -> bool {
    match wanted {
        Value::String(range) => crate::versions::is_range(range),
        Value::Array(values) => values.iter().all(Value::is_string),
        _ => false,
    }
}

fn is_list(value: &Value) -> bool {
    let hash = |value: &Value| {
        value.as_str().is_some_and(|text| {
            text.len() == 16 && text.chars().all(|c| "0123456789abcdef".contains(c))
        })
    };
    value.as_array().is_some_and(|list| list.iter().all(hash))
}

fn is_range(value: &Value) -> bool {
    let Some([low, high, target]) = value.as_array().map(Vec::as_slice) else {
        return false;
    };
    matches!((low.as_u64(), high.as_u64()), (Some(low), Some(high)) if low <= high && high < 10_000)
        && is_target(target)
}
