//! Signatures against thresholds: an envelope signed in any mixture of ways is trusted exactly when
//! enough different keys of the role really signed it, however often and under whatever id a key
//! stands there.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use wavecast_fuzz::keys::{KEYS, Key};
use wavecast_wire::envelope::{Envelope, EnvelopeError};
use wavecast_wire::hash::to_hex;
use wavecast_wire::tuf::{Role, RoleKeys};

#[derive(Arbitrary, Debug)]
struct Case {
    threshold: u8,
    /// Keys of the role: which key, and under which id it stands.
    keys: Vec<(u8, Name)>,
    signatures: Vec<Signed>,
    /// White space between the members, so that the file isn't canonical.
    spaced: bool,
    body: u32,
}

#[derive(Arbitrary, Debug)]
struct Signed {
    key: u8,
    name: Name,
    way: Way,
}

/// The id that a key or a signature claims.
#[derive(Arbitrary, Clone, Debug)]
enum Name {
    Own,
    Other(u8),
    Free(u16),
}

#[derive(Arbitrary, Debug, PartialEq)]
enum Way {
    Truly,
    OverOtherBytes,
    Damaged(u8),
    Cut(u8),
    NotHex,
    Empty,
}

impl Name {
    fn of(&self, key: u8) -> String {
        match self {
            Self::Own => Key::of(key).id().into(),
            Self::Other(key) => Key::of(*key).id().into(),
            Self::Free(number) => format!("free-{}", number % 8),
        }
    }
}

fuzz_target!(|case: Case| {
    let signed = json!({"body": case.body});
    let message = wavecast_wire::json::canonical(&signed).expect("canonical");
    let signatures: Vec<_> = case
        .signatures
        .iter()
        .map(|one| sign(one, &message))
        .collect();
    let space = if case.spaced { " " } else { "" };
    let list: Vec<_> = signatures
        .iter()
        .map(|(id, sig)| json!({"keyid": id, "sig": sig}))
        .collect();
    let file = format!(
        "{{\"signatures\":{},{space}\"signed\":{signed}}}",
        Value::from(list)
    );

    let read = Envelope::<Value>::read(file.as_bytes(), file.len());
    let ids: BTreeSet<_> = signatures.iter().map(|(id, _)| id).collect();
    let readable = ids.len() == signatures.len() && ids.len() <= 64;
    assert_eq!(read.is_ok(), readable);
    let Ok(read) = read else { return };
    assert_eq!(read.message, message);

    let by_id: BTreeMap<_, _> = case
        .keys
        .iter()
        .map(|(key, name)| (name.of(*key), key % KEYS))
        .collect();
    let truly = case
        .signatures
        .iter()
        .zip(&signatures)
        .filter(|(one, _)| one.way == Way::Truly);
    let signers: BTreeSet<_> = truly
        .filter(|(one, (id, _))| by_id.get(id) == Some(&(one.key % KEYS)))
        .map(|(one, _)| one.key % KEYS)
        .collect();
    let keys = RoleKeys {
        threshold: usize::from(case.threshold),
        keys: by_id
            .iter()
            .map(|(id, key)| (id.clone(), Key::of(*key).public().clone()))
            .collect(),
    };
    let (valid, threshold) = (signers.len(), usize::from(case.threshold).max(1));
    let role = Role::Targets;
    let expected = (valid < threshold).then_some(EnvelopeError::Threshold {
        role,
        valid,
        threshold,
    });
    assert_eq!(read.verify(role, &keys).err(), expected);
});

fn sign(one: &Signed, message: &[u8]) -> (String, String) {
    let key = Key::of(one.key);
    let sig = match one.way {
        Way::Truly => to_hex(&key.sign(message)),
        Way::OverOtherBytes => to_hex(&key.sign(b"other bytes")),
        Way::Damaged(place) => {
            let mut bytes = key.sign(message);
            let place = usize::from(place) % bytes.len();
            bytes[place] ^= 1;
            to_hex(&bytes)
        }
        Way::Cut(length) => {
            let bytes = key.sign(message);
            to_hex(&bytes[..usize::from(length) % bytes.len()])
        }
        Way::NotHex => to_hex(&key.sign(message)).replace(char::is_numeric, "x"),
        Way::Empty => String::new(),
    };
    (one.name.of(one.key), sig)
}
