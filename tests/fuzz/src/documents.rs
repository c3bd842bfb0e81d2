//! TUF metadata made of arbitrary bytes: well-formed at first, then changed anywhere, then signed.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};
use sha2::Digest as _;
use wavecast_wire::hash::{Sha256, to_hex};
use wavecast_wire::json;
use wavecast_wire::time::Timestamp;

use crate::keys::{KEYS, Key};

/// 2026-11-21T12:00:00Z.
pub const NOW: i64 = 1_795_262_400;

/// One file: what it says, how it was changed, who signed it.
#[derive(Arbitrary, Debug)]
pub struct Document {
    version: u8,
    /// Seconds from now, or many of them.
    expires: i16,
    far: bool,
    edits: Vec<Edit>,
    signers: Option<Vec<(u8, Way)>>,
    spaced: bool,
}

/// A root, besides.
#[derive(Arbitrary, Debug)]
pub struct RootDocument {
    roles: [(u8, u8); 4],
    /// Everything else.
    pub document: Document,
}

/// How a file is announced by the one above.
#[derive(Arbitrary, Debug)]
pub struct Pin {
    version: Option<u8>,
    length: Option<i8>,
    hash: Hash,
}

#[derive(Arbitrary, Debug)]
enum Hash {
    Right,
    None,
    Empty,
    Wrong,
    Upper,
    Both(bool),
    Sha512,
}

#[derive(Arbitrary, Debug)]
enum Way {
    Truly,
    Wrongly,
    Upper,
    Empty,
}

/// A change of the n-th value of a body.
#[derive(Arbitrary, Debug)]
struct Edit {
    at: u8,
    with: With,
}

#[derive(Arbitrary, Debug)]
enum With {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    Known(u8),
    List,
    Object,
    Gone,
    /// A member more.
    Member(u8),
    /// Another value of the same body.
    Copy(u8),
}

const TEXTS: [&str; 12] = [
    "1",
    "1.0",
    "1.0.31",
    "2.0.0",
    "root",
    "targets",
    "ed25519",
    "ecdsa",
    "ecdsa-sha2-nistp256",
    "2030-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59Z",
    "acme/lamp/beta",
];
const ROLES: [&str; 4] = ["root", "timestamp", "snapshot", "targets"];

impl RootDocument {
    /// Its version, and the keys of each role by their numbers.
    #[must_use]
    pub fn keys(&self, role: usize) -> Vec<u8> {
        let (first, more) = self.roles[role];
        (0..=more % 3).map(|n| (first % KEYS + n) % KEYS).collect()
    }

    /// The file, signed by its own root keys and those of the root before.
    #[must_use]
    pub fn bytes(&self, version: u64, before: &[u8], plain: bool) -> Option<Vec<u8>> {
        let mut keys = Map::new();
        let mut roles = Map::new();
        for (place, role) in ROLES.into_iter().enumerate() {
            let numbers = self.keys(place);
            for number in &numbers {
                let public = serde_json::to_value(Key::of(*number).public()).expect("JSON");
                keys.insert(Key::of(*number).id().into(), public);
            }
            let ids: Vec<_> = numbers.iter().map(|number| Key::of(*number).id()).collect();
            let threshold = usize::from(self.roles[place].1 / 4 % 2) + 1;
            roles.insert(
                role.into(),
                json!({"keyids": ids, "threshold": threshold.min(ids.len())}),
            );
        }
        let more = json!({"consistent_snapshot": true, "keys": keys, "roles": roles});
        let mut signers = self.keys(0);
        signers.extend(before);
        self.document
            .bytes("root", version, more, (!plain).then(|| json!({})), &signers)
    }
}

impl Document {
    /// The version that it has, near another one.
    #[must_use]
    pub fn version(&self, near: u64) -> u64 {
        // Mostly the next one.
        match self.version % 8 {
            0 => near,
            1 => near.saturating_sub(1),
            2 => near + 2,
            3 => u64::from(self.version / 8),
            _ => near + 1,
        }
    }

    /// The file of a role, around `more`, signed by these keys unless it says otherwise.
    #[must_use]
    pub fn bytes(
        &self,
        role: &str,
        version: u64,
        more: Value,
        extension: Option<Value>,
        signers: &[u8],
    ) -> Option<Vec<u8>> {
        let reach = if self.far { 100_000 } else { 1 };
        // Nearly always in the future.
        let seconds = i64::from(self.expires).rem_euclid(8192) * reach - 16;
        let mut body = json!({
            "_type": role, "spec_version": "1.0.31", "version": version,
            "expires": Timestamp(NOW + seconds).to_string(),
        });
        if let Some(extension) = extension {
            body["x-wavecast"] = json!({"v": 1, "scope": "acme/lamp/stable"});
            merge(&mut body["x-wavecast"], extension);
        }
        merge(&mut body, more);
        self.edits
            .iter()
            .take(4)
            .for_each(|edit| edit.apply(&mut body));
        let message = json::canonical(&body).ok()?;
        let right: Vec<_> = signers.iter().map(|key| (*key, &Way::Truly)).collect();
        let said = self
            .signers
            .as_ref()
            .map(|list| list.iter().map(|(key, way)| (*key, way)).collect());
        let mut signatures: Vec<Value> = Vec::new();
        for (key, way) in said.unwrap_or(right) {
            let key = Key::of(key);
            let sig = match way {
                Way::Truly => to_hex(&key.sign(&message)),
                Way::Upper => to_hex(&key.sign(&message)).to_uppercase(),
                Way::Wrongly => to_hex(&key.sign(b"something else")),
                Way::Empty => String::new(),
            };
            let one = json!({"keyid": key.id(), "sig": sig});
            // Of the right ones each stands once.
            if self.signers.is_some() || !signatures.contains(&one) {
                signatures.push(one);
            }
        }
        let file = json!({"signatures": signatures, "signed": body});
        if self.spaced {
            serde_json::to_vec_pretty(&file).ok()
        } else {
            json::file(&file).ok()
        }
    }
}

impl Pin {
    /// What stands in `meta` for a file of this version.
    #[must_use]
    pub fn of(&self, version: u64, file: &[u8]) -> Value {
        let mut meta = json!({"version": self.version.map_or(version, u64::from)});
        let length = i64::try_from(file.len()).expect("a short file");
        match self.length {
            // Mostly right.
            None | Some(1..) => meta["length"] = length.into(),
            Some(0) => {}
            Some(off) => meta["length"] = (length + i64::from(off)).max(0).into(),
        }
        let (right, wrong) = (Sha256::of(file).to_string(), Sha256::of(b"").to_string());
        let long = to_hex(&sha2::Sha512::digest(file));
        match self.hash {
            Hash::Right => meta["hashes"] = json!({"sha256": right}),
            Hash::None => {}
            Hash::Empty => meta["hashes"] = json!({}),
            Hash::Wrong => meta["hashes"] = json!({"sha256": wrong}),
            Hash::Upper => meta["hashes"] = json!({"sha256": right.to_uppercase()}),
            Hash::Both(true) => meta["hashes"] = json!({"sha256": right, "sha512": long}),
            Hash::Both(false) => meta["hashes"] = json!({"sha256": right, "sha512": wrong}),
            Hash::Sha512 => meta["hashes"] = json!({"sha512": long}),
        }
        meta
    }
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

impl Edit {
    fn apply(&self, body: &mut Value) {
        let copy = match self.with {
            With::Copy(at) => nth(body, &mut usize::from(at)).cloned(),
            _ => None,
        };
        let mut left = usize::from(self.at);
        let Some(place) = nth_mut(body, &mut left) else {
            return;
        };
        match &self.with {
            With::Null => *place = Value::Null,
            With::Bool(bool) => *place = (*bool).into(),
            With::Number(number) => *place = (*number).into(),
            With::Text(text) => *place = text.clone().into(),
            With::Known(number) => *place = TEXTS[usize::from(*number) % TEXTS.len()].into(),
            With::List => *place = json!([]),
            With::Object => *place = json!({}),
            With::Copy(_) => *place = copy.unwrap_or_default(),
            With::Gone => match place {
                Value::Object(members) => {
                    let first = members
                        .keys()
                        .nth(usize::from(self.at) % members.len().max(1))
                        .cloned();
                    first.into_iter().for_each(|key| drop(members.remove(&key)));
                }
                Value::Array(items) => drop(items.pop()),
                other => *other = Value::Null,
            },
            With::Member(number) => match place {
                Value::Object(members) => drop(members.insert(format!("m{number}"), json!(1))),
                Value::Array(items) => items.push(items.first().cloned().unwrap_or_default()),
                other => *other = json!([other.clone()]),
            },
        }
    }
}

fn nth<'a>(value: &'a Value, left: &mut usize) -> Option<&'a Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Object(members) => members.values().find_map(|value| nth(value, left)),
        Value::Array(items) => items.iter().find_map(|value| nth(value, left)),
        _ => None,
    }
}

fn nth_mut<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|value| nth_mut(value, left)),
        Value::Array(items) => items.iter_mut().find_map(|value| nth_mut(value, left)),
        _ => None,
    }
}
