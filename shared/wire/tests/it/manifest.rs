//! Manifests: written, read back, refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wavecast_wire::json::{canonical, read};
use wavecast_wire::limit;
use wavecast_wire::manifest::{Dsse, DsseSignature, FileEntry, Kind, Manifest, ManifestError};
use wavecast_wire::table::{Attributes, Matcher};
use wavecast_wire::tuf::PackageKeys;

use crate::keys::Pair;
use crate::sample::{bundle, firmware};

#[test]
fn manifests_read_what_they_write() {
    for manifest in [firmware(), bundle()] {
        assert_eq!(
            Manifest::open(&manifest.seal(&[]).unwrap(), None),
            Ok(manifest)
        );
    }
    assert_eq!(
        firmware().target_name().as_str(),
        "package-lamp-fw-1.4.0.json"
    );
    let image = firmware().variants[0].files[1].target.clone().unwrap();
    assert_eq!(image.as_str(), "image-lamp-fw-1.4.0-0-1.bin");
}

#[test]
fn a_manifest_needs_a_threshold_of_package_keys() {
    let manifest = firmware();
    let (one, two) = (Pair::ed25519(21), Pair::p256(22));
    let keys = [&one, &two].map(|pair| (pair.public().id(), pair.public()));
    let keys = PackageKeys {
        threshold: 2,
        keys: BTreeMap::from(keys),
    };
    let message = manifest.message().unwrap();
    let by = |pair: &Pair| DsseSignature::new(pair.public().id(), &pair.sign(&message));
    let open = |signatures: &[DsseSignature]| {
        Manifest::open(&manifest.seal(signatures).unwrap(), Some(&keys)).map(drop)
    };
    assert_eq!(open(&[by(&one), by(&two)]), Ok(()));
    assert_eq!(
        open(&[by(&one)]),
        Err(ManifestError::Threshold {
            valid: 1,
            threshold: 2
        })
    );
    assert_eq!(
        open(&[by(&one), by(&Pair::ed25519(23))]),
        Err(ManifestError::Threshold {
            valid: 1,
            threshold: 2
        })
    );
    assert!(matches!(
        open(&[by(&one), by(&one)]),
        Err(ManifestError::Rule(_))
    ));
    // A signature over the payload alone, without its type, is none.
    let bare = DsseSignature::new(two.public().id(), &two.sign(&canonical(&manifest).unwrap()));
    assert_eq!(
        open(&[by(&one), bare]),
        Err(ManifestError::Threshold {
            valid: 1,
            threshold: 2
        })
    );
}

#[test]
fn manifests_that_break_a_rule_are_refused() {
    type Break = fn(&mut Manifest);
    let cases: &[(&str, Break)] = &[
        ("must have a variant", |m| m.variants.clear()),
        ("must have a file", |m| m.variants[0].files.clear()),
        ("sorted by path", |m| m.variants[0].files.swap(0, 1)),
        ("differs from another in case", |m| {
            m.variants[0].files[0].path = "B.bin".into()
        }),
        ("both a file and a folder", |m| {
            m.variants[0].files[1].path = "a.bin/b".into()
        }),
        ("path \"../a\"", |m| {
            m.variants[0].files[0].path = "../a".into()
        }),
        ("firmware has images", |m| m.kind = Kind::Bundle),
        ("must have the target image-lamp-fw-1.4.0-1-0.bin", |m| {
            m.variants[1].files[0].target = None
        }),
        ("larger than 16 GiB", |m| {
            m.variants[0].files[0].size = limit::FILE_BYTES + 1
        }),
        ("no version can be", |m| {
            drop(
                m.requires
                    .insert("os".parse().unwrap(), ">2,<1".parse().unwrap()),
            )
        }),
        ("no device can have", |m| {
            m.variants[0]
                .when
                .insert("os".parse().unwrap(), Matcher::Among(Vec::new()));
        }),
        ("media type", |m| {
            m.variants[0].files[0].content_type = "tëxt".into()
        }),
        ("at most 100 bytes", |m| {
            m.version = format!("1-{}", "a".repeat(99)).parse().unwrap()
        }),
        ("more than 255 bytes", |m| {
            m.variants[0].files[0].path = "a".repeat(256)
        }),
        ("no device can have", |m| {
            m.variants[0].when.insert(
                "os".parse().unwrap(),
                Matcher::Within(">2,<1".parse().unwrap()),
            );
        }),
        ("no device can have", |m| {
            m.variants[0].when.insert(
                "os".parse().unwrap(),
                Matcher::Among(vec!["e\u{301}".into()]),
            );
        }),
        ("no device can have", |m| {
            m.variants[0]
                .when
                .insert("os".parse().unwrap(), Matcher::Among(vec!["x".repeat(257)]));
        }),
        ("media type of 1 to 255", |m| {
            m.variants[0].files[0].content_type = String::new()
        }),
        ("media type of 1 to 255", |m| {
            m.variants[0].files[0].content_type = "a".repeat(256)
        }),
        ("media type of 1 to 255", |m| {
            m.variants[0].files[0].content_type = "text/\u{7f}".into()
        }),
        ("sorted by path, each path once", |m| {
            m.variants[0].files[1] = m.variants[0].files[0].clone()
        }),
    ];
    for (wanted, change) in cases {
        let mut manifest = firmware();
        change(&mut manifest);
        let error = Manifest::open(&manifest.seal(&[]).unwrap(), None)
            .unwrap_err()
            .to_string();
        assert!(error.contains(wanted), "wanted {wanted:?}, got {error:?}");
    }
}

#[test]
fn manifests_at_the_edge_of_a_rule_are_read() {
    let mut manifest = bundle();
    manifest.version = format!("1-{}", "a".repeat(98)).parse().unwrap();
    let variant = &mut manifest.variants[0];
    variant.files[0].content_type = "a".repeat(255);
    variant.files[0].size = limit::FILE_BYTES;
    let when = [
        ("os", Matcher::Among(vec!["x".repeat(256), String::new()])),
        ("os_version", Matcher::Within(">=1,<=1".parse().unwrap())),
    ];
    for (name, matcher) in when {
        variant.when.insert(name.parse().unwrap(), matcher);
    }
    assert_eq!(
        Manifest::open(&manifest.seal(&[]).unwrap(), None),
        Ok(manifest)
    );
}

#[test]
fn a_manifest_has_at_most_64_signatures() {
    let manifest = bundle();
    let signer = Pair::ed25519(21);
    let keys = PackageKeys {
        threshold: 1,
        keys: BTreeMap::from([(signer.public().id(), signer.public())]),
    };
    let good = DsseSignature::new(
        signer.public().id(),
        &signer.sign(&manifest.message().unwrap()),
    );
    let open = |count: usize| {
        let mut signatures = vec![good.clone()];
        signatures.extend((1..count).map(|n| DsseSignature {
            keyid: n.to_string(),
            sig: good.sig.clone(),
        }));
        Manifest::open(&manifest.seal(&signatures).unwrap(), Some(&keys)).map(drop)
    };
    assert_eq!(open(64), Ok(()));
    let error = open(65).unwrap_err().to_string();
    assert!(error.contains("at most 64 signatures"), "{error}");
}

#[test]
fn the_largest_manifest_is_read() {
    let mut manifest = bundle();
    let file = manifest.variants[0].files[0].clone();
    let numbered = |number| FileEntry {
        path: format!("assets/{number:06}"),
        ..file.clone()
    };
    manifest.variants[0].files = (0..limit::PACKAGE_FILES).map(numbered).collect();
    let sealed = manifest.seal(&[]).unwrap();
    assert_eq!(Manifest::open(&sealed, None), Ok(manifest.clone()));
    manifest.variants[0]
        .files
        .push(numbered(limit::PACKAGE_FILES));
    let error = manifest.check().unwrap_err();
    assert_eq!(error.to_string(), "manifest must have at most 100000 files");
}

#[test]
fn a_publisher_writes_no_newer_manifest_than_this() {
    let check = |change: fn(&mut Manifest)| {
        let mut manifest = bundle();
        change(&mut manifest);
        manifest.check().map_err(|error| error.to_string())
    };
    assert_eq!(check(|_| {}), Ok(()));
    for change in [(|m| m.v = 2) as fn(&mut Manifest), |m| {
        m.crit = vec!["delta".into()]
    }] {
        assert_eq!(
            check(change),
            Err("manifest must have v 1 and no crit".into())
        );
    }
}

#[test]
fn a_newer_manifest_is_told_from_a_broken_one() {
    let reseal = |change: fn(&mut Value)| {
        let mut payload = serde_json::to_value(bundle()).unwrap();
        change(&mut payload);
        let mut envelope: Dsse = read(&bundle().seal(&[]).unwrap(), limit::MANIFEST_BYTES).unwrap();
        envelope.payload = base64(&canonical(&payload).unwrap());
        Manifest::open(&canonical(&envelope).unwrap(), None)
    };
    let newer = |result| matches!(result, Err(ManifestError::Newer(_)));
    assert!(newer(reseal(|payload| payload["v"] = json!(2))));
    assert!(newer(reseal(|payload| payload["crit"] = json!(["delta"]))));
    assert_eq!(
        reseal(|payload| payload["hint"] = json!("ignored")),
        Ok(bundle())
    );
    assert!(matches!(
        reseal(|payload| payload["kind"] = json!("rom")),
        Err(ManifestError::Json(_))
    ));
}

/// An encoder of its own, so that the crate's is not tested against itself.
fn base64(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['+', '/'])
        .collect();
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let mut text: String = bits
        .as_bytes()
        .chunks(6)
        .map(|digit| format!("{:0<6}", std::str::from_utf8(digit).unwrap()))
        .map(|digit| alphabet[usize::from_str_radix(&digit, 2).unwrap()])
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn the_first_variant_that_fits_counts() {
    let device = |pairs: &[(&str, &str)]| -> Attributes {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    };
    let manifest = firmware();
    let index = |attributes: &Attributes| manifest.variant(attributes).map(|(index, _)| index);
    assert_eq!(index(&device(&[("device_type", "lamp-2")])), Some(1));
    assert_eq!(index(&device(&[("device_type", "lamp-3")])), None);
    assert_eq!(
        bundle().variant(&device(&[])).map(|(index, _)| index),
        Some(0)
    );
    let old = device(&[("bootloader", "2.1"), ("package_version", "1.1")]);
    assert!(!manifest.runs_on(&old) && manifest.still_runs_on(&old));
    assert!(manifest.runs_on(&device(&[
        ("bootloader", "2.1"),
        ("package_version", "1.3")
    ])));
    assert!(!manifest.still_runs_on(&device(&[
        ("bootloader", "1.9"),
        ("package_version", "1.3")
    ])));
}
