//! Package manifests: the bytes as an envelope, and as the payload of one that is truly signed.
//!
//! - Every path of an accepted manifest stays inside a folder, on any system, and names one file.
//! - Its sizes are within their limits, and a sum of them can't overflow.
//! - Sealed and opened again, it is the same manifest; package keys that didn't sign open nothing.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wavecast_fuzz::keys::Key;
use wavecast_fuzz::text;
use wavecast_wire::manifest::{DsseSignature, Kind, Manifest, PAYLOAD_TYPE, check_path, fold_path};
use wavecast_wire::name::TargetName;
use wavecast_wire::tuf::PackageKeys;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::open(bytes, None) {
        check(&manifest);
    }
    let payload = base64(bytes);
    let key = Key::of(2);
    let message = [
        format!(
            "DSSEv1 {} {PAYLOAD_TYPE} {} ",
            PAYLOAD_TYPE.len(),
            bytes.len()
        )
        .as_bytes(),
        bytes,
    ]
    .concat();
    let signature = base64(&key.sign(&message));
    let file = format!(
        r#"{{"payload":"{payload}","payloadType":"{PAYLOAD_TYPE}","signatures":[{{"keyid":"{}","sig":"{signature}"}}]}}"#,
        key.id()
    );
    let open = Manifest::open(file.as_bytes(), None);
    assert_eq!(Manifest::open(file.as_bytes(), Some(&keys(2))), open);
    assert!(Manifest::open(file.as_bytes(), Some(&keys(4))).is_err());
    if let Ok(manifest) = open {
        check(&manifest);
    }
    if let Some(path) = text(bytes).filter(|path| check_path(path).is_ok()) {
        inside(path);
    }
});

fn keys(seed: u8) -> PackageKeys {
    let key = Key::of(seed).public();
    PackageKeys {
        threshold: 1,
        keys: BTreeMap::from([(key.id(), key.clone())]),
    }
}

fn check(manifest: &Manifest) {
    assert_eq!(manifest.check(), Ok(()));
    let files = || manifest.variants.iter().flat_map(|variant| &variant.files);
    assert!(files().map(|file| u128::from(file.size)).sum::<u128>() <= 64 << 30);
    for variant in &manifest.variants {
        let paths: BTreeSet<_> = variant
            .files
            .iter()
            .map(|file| fold_path(&file.path))
            .collect();
        assert_eq!(paths.len(), variant.files.len());
        for path in &paths {
            inside(path);
            let above: Vec<_> = Path::new(path).ancestors().skip(1).collect();
            assert!(
                !above
                    .iter()
                    .any(|folder| paths.contains(&folder.to_string_lossy().into_owned()))
            );
        }
    }
    assert!(files().all(|file| file.target.is_some() == (manifest.kind == Kind::Firmware)));
    let named = files()
        .filter_map(|file| file.target.clone())
        .chain([manifest.target_name()]);
    for name in named {
        assert_eq!(name.as_str().parse::<TargetName>(), Ok(name.clone()));
    }

    let key = Key::of(2);
    let signature = DsseSignature::new(
        key.public().id(),
        &key.sign(&manifest.message().expect("canonical")),
    );
    let sealed = manifest
        .seal(&[signature])
        .expect("what was read is written");
    assert_eq!(
        Manifest::open(&sealed, Some(&keys(2))).as_ref(),
        Ok(manifest)
    );
    assert!(serde_json::from_slice::<Value>(&sealed).is_ok());
}

/// Joined to any folder, it lies below it; and Windows sees neither drive, stream nor device in it.
fn inside(path: &str) {
    let plain = |part| matches!(part, Component::Normal(_));
    assert!(Path::new(path).components().all(plain), "{path:?}");
    assert!(!path.contains(['\\', ':', '\0']) && !path.ends_with('/') && path.len() <= 512);
    for part in path.split('/') {
        let stem = part
            .split('.')
            .next()
            .unwrap_or("")
            .trim_end()
            .to_lowercase();
        assert!(
            !matches!(
                stem.as_str(),
                "con" | "prn" | "aux" | "nul" | "com1" | "lpt1"
            ),
            "{path:?}"
        );
        assert!(!part.ends_with(['.', ' ']) && part.len() <= 255);
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(group);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            out.push(if place <= chunk.len() {
                char::from(DIGITS[digit as usize])
            } else {
                '='
            });
        }
    }
    out
}
