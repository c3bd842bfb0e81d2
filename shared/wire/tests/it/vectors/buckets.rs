//! Buckets and list hashes.

use serde_json::{Value, json};
use wavecast_wire::bucket::{bucket, list_hash};

use super::{run, same, settle, text};

const DESCRIPTION: &str = "The bucket (0 to 9999) and the list hash of a device id under a salt. Ids that an \
    agent refuses for itself are hashed like any other.";

/// Ids in which clients have gone wrong: encodings, normal forms, zero bytes, lengths around a block.
fn odd_ids() -> Vec<String> {
    let mut ids: Vec<String> = [
        "",
        " ",
        "0",
        "00000000-0000-0000-0000-000000000000",
        "é",
        "e\u{301}",
        "ﬁ",
        "İ",
        "ß",
        "Ω",
        "Ω",
        "日本語",
        "😀",
        "👩‍👩‍👧‍👦",
        "\u{10ffff}",
        "\u{feff}",
        "a\u{0}b",
        "\u{0}",
        "a b",
        "a\nb",
        "\\",
        "\"",
        "A",
        "a",
        "3F9C2B7AD1E04C6D8B5A90713E2F4D6C",
        "3f9c2b7ad1e04c6d8b5a90713e2f4d6c",
        "ünïcödé-ïd",
        "العربية",
        "עברית",
    ]
    .map(String::from)
    .to_vec();
    ids.extend(
        [1, 27, 28, 35, 36, 43, 44, 63, 64, 65, 127, 128, 200].map(|length| "x".repeat(length)),
    );
    ids.push("ü".repeat(64));
    ids
}

fn cases() -> Vec<Value> {
    let mut cases = Vec::new();
    let mut put = |salt: &str, id: &str| {
        let (bucket, list_hash) = (bucket(salt, id), list_hash(salt, id));
        cases.push(json!({"salt": salt, "id": id, "bucket": bucket, "list_hash": list_hash}));
    };
    let salts = [
        "s",
        "01JD8W3K6T2Q9XZ5V7B4N1M0CR",
        " ",
        "~!\"\\",
        &"s".repeat(64),
    ];
    for salt in salts {
        odd_ids().iter().for_each(|id| put(salt, id));
    }
    for number in 0..600 {
        put("01J8ZK", &format!("device-{number}"));
        put(
            "ring",
            &format!(
                "{:032x}",
                u128::from_be_bytes([0x3d; 16]).wrapping_mul(number)
            ),
        );
    }
    cases
}

#[test]
fn buckets() {
    let cases = cases();
    assert!(cases.len() > 1_000);
    settle("buckets.json", DESCRIPTION, &cases);
    run("buckets.json", |case| {
        let (salt, id) = (text(case, "salt"), text(case, "id"));
        same(Some(u64::from(bucket(salt, id))), case["bucket"].as_u64())?;
        same(list_hash(salt, id).as_str(), text(case, "list_hash"))
    });
}
