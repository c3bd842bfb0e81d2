//! Public keys and signatures: a text as the value of a key, and any bytes as a signature.
//!
//! - A key has one form: read from a PEM, it is written as the same key with the same id.
//! - What is usable is so for both ways of asking, and has 32 or 33 bytes.
//! - Nothing but the one true signature of Ed25519 verifies: no second one can be made of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wavecast_fuzz::keys::Key;
use wavecast_fuzz::text;
use wavecast_wire::key::{KeyValue, PublicKey};

const MESSAGE: &[u8] = b"a message";

fuzz_target!(|bytes: &[u8]| {
    signatures(bytes);
    let Some(text) = text(bytes) else { return };
    let json = serde_json::from_str::<PublicKey>(text).ok();
    for (keytype, scheme) in [
        ("ed25519", "ed25519"),
        ("ecdsa", "ecdsa-sha2-nistp256"),
        ("rsa", "x"),
    ] {
        check(&key(keytype, scheme, text), bytes);
    }
    json.iter().for_each(|key| check(key, bytes));
    if let Some(key) = PublicKey::p256(text) {
        assert!(key.is_usable());
        let again = PublicKey::p256(&key.keyval.public).expect("what was written is read");
        assert_eq!((&again, again.id()), (&key, key.id()));
    }
});

fn key(keytype: &str, scheme: &str, public: &str) -> PublicKey {
    PublicKey {
        keytype: keytype.into(),
        scheme: scheme.into(),
        keyval: KeyValue {
            public: public.into(),
        },
    }
}

fn check(key: &PublicKey, signature: &[u8]) {
    assert_eq!(key.is_usable(), key.material().is_some());
    let length = key.material().map(|bytes| bytes.len());
    assert!(matches!(length, None | Some(32 | 33)));
    assert!(key.is_usable() || !key.verifies(MESSAGE, signature));
    let text = serde_json::to_string(key).expect("three texts");
    assert_eq!(
        serde_json::from_str::<PublicKey>(&text).expect("a key"),
        *key
    );
}

/// The first byte says what is done to the true signature; the rest is what it is done with.
fn signatures(bytes: &[u8]) {
    let Some((&way, rest)) = bytes.split_first() else {
        return;
    };
    for seed in [2, 3] {
        let key = Key::of(seed);
        let truth = key.sign(MESSAGE);
        let mut forged = match way % 4 {
            0 => rest.to_vec(),
            1 => [&truth, rest].concat(),
            _ => truth.clone(),
        };
        for (place, byte) in forged.iter_mut().zip(rest) {
            *place ^= if way % 4 == 2 { *byte } else { 0 };
        }
        // The order of the group added to the second half: the classic second signature.
        if way % 4 == 3 && seed == 2 {
            add_order(&mut forged[32..]);
        }
        let verifies = key.public().verifies(MESSAGE, &forged);
        assert!(seed == 3 || verifies == (forged == truth));
        assert!(!key.public().verifies(b"another message", &forged));
    }
}

fn add_order(scalar: &mut [u8]) {
    const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let order = wavecast_wire::hash::from_hex(ORDER).expect("hex");
    let mut carry = 0;
    for (byte, more) in scalar.iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(more) + carry;
        let [low, high] = sum.to_le_bytes();
        (*byte, carry) = (low, u16::from(high));
    }
}
