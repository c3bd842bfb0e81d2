//! Single signatures: what a client must accept and what it must not.

use serde_json::{Value, json};
use wavecast_wire::hash::{from_hex, to_hex};
use wavecast_wire::key::PublicKey;

use super::{run, same, settle, text};
use crate::keys::Pair;

const DESCRIPTION: &str = "A key as it stands in a root, its key id, a message and a signature (hex), and \
    whether the signature counts. `usable` says whether the client can use the key at all.";

const MESSAGE: &[u8] = b"wavecast";

fn case(name: &str, key: &Value, message: &[u8], signature: &[u8], valid: bool) -> Value {
    let public: PublicKey = serde_json::from_value(key.clone()).unwrap();
    json!({
        "name": name,
        "key": key,
        "keyid": public.id(),
        "usable": public.is_usable(),
        "message": to_hex(message),
        "signature": to_hex(signature),
        "valid": valid,
    })
}

fn ed25519(public: &str) -> Value {
    json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}})
}

/// The same signature with the group's order added to its scalar: valid to a lax verifier.
fn malleated(signature: &[u8]) -> Vec<u8> {
    let order =
        from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let mut other = signature.to_vec();
    let mut carry = 0;
    for (byte, add) in other[32..].iter_mut().zip(order) {
        let [high, low] = (u16::from(*byte) + u16::from(add) + carry).to_be_bytes();
        (*byte, carry) = (low, u16::from(high));
    }
    other
}

fn ed25519_cases() -> Vec<Value> {
    let pair = Pair::ed25519(7);
    let key = serde_json::to_value(pair.public()).unwrap();
    let good = pair.sign(MESSAGE);
    let mut flipped = good.clone();
    flipped[3] ^= 1;
    let identity = format!("01{}", "00".repeat(31));
    let nothing = [from_hex(&identity).unwrap(), vec![0; 32]].concat();
    // R is the identity and S = h·a: the equation holds without the signer's having chosen R.
    let small_r =
        format!("{identity}c4b5deec082baf119fd88fc4a9514966a1a4e6ebf55060205aa763a469980c0a");
    let upper = text(&key["keyval"], "public").to_uppercase();
    vec![
        case("ed25519", &key, MESSAGE, &good, true),
        case(
            "ed25519, the empty message",
            &key,
            b"",
            &pair.sign(b""),
            true,
        ),
        case("another message", &key, b"wavecast.", &good, false),
        case(
            "another key's signature",
            &key,
            MESSAGE,
            &Pair::ed25519(8).sign(MESSAGE),
            false,
        ),
        case("a flipped bit", &key, MESSAGE, &flipped, false),
        case(
            "a malleated signature",
            &key,
            MESSAGE,
            &malleated(&good),
            false,
        ),
        case(
            "a small-order R",
            &key,
            MESSAGE,
            &from_hex(&small_r).unwrap(),
            false,
        ),
        case(
            "a small-order key",
            &ed25519(&identity),
            MESSAGE,
            &nothing,
            false,
        ),
        case(
            "a key that is no point",
            &ed25519(&format!("02{}", "00".repeat(31))),
            MESSAGE,
            &good,
            false,
        ),
        case("a short signature", &key, MESSAGE, &good[..63], false),
        case(
            "a long signature",
            &key,
            MESSAGE,
            &[&good[..], &[0]].concat(),
            false,
        ),
        case("no signature", &key, MESSAGE, &[], false),
        case(
            "a key in upper-case hex",
            &ed25519(&upper),
            MESSAGE,
            &good,
            false,
        ),
        case("a short key", &ed25519("00ff"), MESSAGE, &good, false),
    ]
}

fn p256_cases() -> Vec<Value> {
    let pair = Pair::p256(9);
    let key = serde_json::to_value(pair.public()).unwrap();
    let with_pem = |pem: &str| json!({"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyval": {"public": pem}});
    let good = pair.sign(MESSAGE);
    let parsed = p256::ecdsa::Signature::from_der(&good).unwrap();
    let negated = p256::ecdsa::Signature::from_scalars(*parsed.r(), -*parsed.s()).unwrap();
    let pem = pair.pem().unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    vec![
        case("p256", &key, MESSAGE, &good, true),
        case(
            "p256: ECDSA signatures come in pairs, both count",
            &key,
            MESSAGE,
            negated.to_der().as_bytes(),
            true,
        ),
        case("p256, another message", &key, b"wavecast.", &good, false),
        case("p256, a flipped bit", &key, MESSAGE, &flipped, false),
        case(
            "p256, r and s without DER",
            &key,
            MESSAGE,
            &parsed.to_bytes(),
            false,
        ),
        case(
            "p256, something after the DER",
            &key,
            MESSAGE,
            &[&good[..], &[0]].concat(),
            false,
        ),
        case(
            "p256, a PEM without its last line feed is another key id",
            &with_pem(pem.trim_end()),
            MESSAGE,
            &good,
            true,
        ),
        case(
            "p256, no PEM",
            &with_pem("3059301306072a8648ce3d0201"),
            MESSAGE,
            &good,
            false,
        ),
        case(
            "p256, an empty PEM",
            &with_pem("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"),
            MESSAGE,
            &good,
            false,
        ),
    ]
}

fn foreign_cases() -> Vec<Value> {
    let pair = Pair::ed25519(7);
    let (public, good) = (pair.public().keyval.public, pair.sign(MESSAGE));
    let named = |keytype: &str, scheme: &str| json!({"keytype": keytype, "scheme": scheme, "keyval": {"public": public}});
    vec![
        case(
            "an unknown key type",
            &named("ml-dsa", "ml-dsa-65"),
            MESSAGE,
            &good,
            false,
        ),
        case(
            "an unknown scheme",
            &named("ed25519", "ed25519ph"),
            MESSAGE,
            &good,
            false,
        ),
        case(
            "type and scheme of two kinds",
            &named("ecdsa", "ed25519"),
            MESSAGE,
            &good,
            false,
        ),
    ]
}

#[test]
fn signatures() {
    settle(
        "signatures.json",
        DESCRIPTION,
        &[ed25519_cases(), p256_cases(), foreign_cases()].concat(),
    );
    run("signatures.json", |case| {
        let key: PublicKey = serde_json::from_value(case["key"].clone()).unwrap();
        let bytes = |member| from_hex(text(case, member)).unwrap();
        same(key.id().to_string().as_str(), text(case, "keyid"))?;
        same(Some(key.is_usable()), case["usable"].as_bool())?;
        same(
            Some(key.verifies(&bytes("message"), &bytes("signature"))),
            case["valid"].as_bool(),
        )
    });
}
