//! Manifests and release configs: written, read back, refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wavecast_wire::config::{
    Activate, AppConfig, AppFile, AppPackage, ConfigError, ManifestRef, Policy, ReleaseConfig,
    overlay, read_properties, write_properties,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json::{canonical, read};
use wavecast_wire::limit;
use wavecast_wire::manifest::{
    Dsse, DsseSignature, FileEntry, FileRole, Kind, Manifest, ManifestError, Variant,
};
use wavecast_wire::table::{Attributes, DeviceList, Matcher};
use wavecast_wire::tuf::PackageKeys;

use crate::keys::Pair;

/// A firmware package with a variant per device type, the first of two images.
pub fn firmware() -> Manifest {
    let (name, version) = ("lamp-fw".parse().unwrap(), "1.4.0+7".parse().unwrap());
    let image = |variant: usize, n: usize, path: &str| FileEntry {
        path: path.into(),
        role: FileRole::Image,
        sha256: Sha256::of(path.as_bytes()),
        size: 4096,
        content_type: "application/octet-stream".into(),
        target: Some(Manifest::image_name(&name, &version, variant, n)),
    };
    let fits = |device: &str| {
        BTreeMap::from([(
            "device_type".parse().unwrap(),
            Matcher::Among(vec![device.into()]),
        )])
    };
    Manifest {
        v: 1,
        crit: Vec::new(),
        org: "acme".parse().unwrap(),
        app: "lamp".parse().unwrap(),
        kind: Kind::Firmware,
        requires: BTreeMap::from([
            ("bootloader".parse().unwrap(), ">=2".parse().unwrap()),
            ("package_version".parse().unwrap(), ">=1.2".parse().unwrap()),
        ]),
        rollback_index: 3,
        variants: vec![
            Variant {
                when: fits("lamp-1"),
                files: vec![image(0, 0, "a.bin"), image(0, 1, "b.bin")],
            },
            Variant {
                when: fits("lamp-2"),
                files: vec![image(1, 0, "a.bin")],
            },
        ],
        name,
        version,
    }
}

/// A bundle of three web files.
pub fn bundle() -> Manifest {
    let file = |path: &str, role, content_type: &str| FileEntry {
        path: path.into(),
        role,
        sha256: Sha256::of(path.as_bytes()),
        size: 12,
        content_type: content_type.into(),
        target: None,
    };
    let files = vec![
        file("app.js", FileRole::Important, "text/javascript"),
        file("index.html", FileRole::Index, "text/html"),
        file("photo.jpg", FileRole::Lazy, "image/jpeg"),
    ];
    Manifest {
        v: 1,
        crit: Vec::new(),
        org: "acme".parse().unwrap(),
        app: "site".parse().unwrap(),
        name: "site".parse().unwrap(),
        version: "2.0-rc.1".parse().unwrap(),
        kind: Kind::Bundle,
        requires: BTreeMap::new(),
        rollback_index: 0,
        variants: vec![Variant {
            when: BTreeMap::new(),
            files,
        }],
    }
}

/// A release of [`bundle`].
pub fn config() -> ReleaseConfig {
    let manifest = bundle();
    let sealed = manifest.seal(&[]).unwrap();
    let file = |path: &str| AppFile {
        file_path: path.into(),
        url: format!(
            "https://edge.example/acme/site/files/{}",
            Sha256::of(path.as_bytes())
        ),
        checksum: Sha256::of(path.as_bytes()).into(),
        size: 12,
    };
    ReleaseConfig {
        v: 1,
        crit: Vec::new(),
        release: "01A".parse().unwrap(),
        attempt: 1,
        manifest: ManifestRef {
            target: manifest.target_name(),
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            sha256: Sha256::of(&sealed),
            size: sealed.len() as u64,
            variant: 0,
        },
        policy: Policy {
            activate: Activate::Idle,
            window: Some("23:30-04:00".into()),
            confirm_seconds: 300,
            ..Policy::default()
        },
        notes: BTreeMap::from([
            ("en".into(), "Warmer light.".into()),
            ("de".into(), "Wärmeres Licht.".into()),
        ]),
        version: "1".into(),
        config: AppConfig {
            version: "01A".into(),
            boot_timeout: 3000,
            release_config_timeout: 2000,
            properties: BTreeMap::from([
                ("colour".into(), json!("amber")),
                ("limit".into(), json!(-3)),
            ]),
        },
        package: AppPackage {
            version: manifest.version.as_str().into(),
            name: "site".into(),
            index: Some(file("index.html")),
            important: vec![file("app.js")],
            lazy: vec![file("photo.jpg")],
            properties: BTreeMap::new(),
        },
        resources: vec![file("extra/font.woff2")],
    }
}

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

#[test]
fn configs_read_what_they_write() {
    assert_eq!(
        ReleaseConfig::read(&config().write().unwrap()),
        Ok(config())
    );
}

#[test]
fn configs_that_break_a_rule_are_refused() {
    type Break = fn(&mut ReleaseConfig);
    let cases: &[(&str, Break)] = &[
        ("config.version", |c| c.config.version = "01B".into()),
        ("package.name", |c| c.package.name = "other".into()),
        ("package.version", |c| c.package.version = "2.0".into()),
        ("policy.window", |c| {
            c.policy.window = Some("24:00-01:00".into())
        }),
        ("policy.window", |c| {
            c.policy.window = Some("01:00-01:00".into())
        }),
        ("policy.window", |c| {
            c.policy.window = Some("1:00-02:00".into())
        }),
        ("policy.store_url", |c| {
            c.policy.store_url = Some("https://a b".into())
        }),
        ("notes have 4098 bytes", |c| {
            drop(c.notes.insert("en".into(), "x".repeat(4078)))
        }),
        ("notes must stand under language tags", |c| {
            drop(c.notes.insert("e n".into(), String::new()))
        }),
        ("notes.en", |c| {
            drop(c.notes.insert("en".into(), "e\u{301}".into()))
        }),
        ("config.properties.a b", |c| {
            drop(c.config.properties.insert("a b".into(), json!(1)))
        }),
        ("config.properties.x must have integers", |c| {
            drop(c.config.properties.insert("x".into(), json!(0.5)))
        }),
        ("config.properties.x must be flat", |c| {
            drop(c.config.properties.insert("x".into(), json!([])))
        }),
        ("package.properties.x", |c| {
            drop(c.package.properties.insert("x".into(), json!("a\nb")))
        }),
        ("package.index.file_path", |c| {
            c.package.index.as_mut().unwrap().file_path = "/a".into()
        }),
        ("resources.checksum", |c| {
            c.resources[0].checksum = String::new()
        }),
        ("package.lazy.url", |c| {
            c.package.lazy[0].url = String::new()
        }),
        ("at most 256 files", |c| {
            c.resources = vec![c.resources[0].clone(); 254]
        }),
    ];
    for (wanted, change) in cases {
        let mut broken = config();
        change(&mut broken);
        let written = broken.write().unwrap_err().to_string();
        assert!(
            written.contains(wanted),
            "wanted {wanted:?}, got {written:?}"
        );
        let bytes = serde_json::to_vec(&broken).unwrap();
        assert!(ReleaseConfig::read(&bytes).is_err(), "{wanted:?} is read");
    }
}

#[test]
fn a_newer_config_is_told_from_a_broken_one() {
    let read_with = |change: fn(&mut Value)| {
        let mut value = serde_json::to_value(config()).unwrap();
        change(&mut value);
        ReleaseConfig::read(&canonical(&value).unwrap())
    };
    assert!(matches!(
        read_with(|c| c["v"] = json!(2)),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| *c = json!({"v": 2, "another": "shape"})),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| c["crit"] = json!(["delta"])),
        Err(ConfigError::Newer(_))
    ));
    assert!(matches!(
        read_with(|c| c["policy"]["activate"] = json!("soon")),
        Err(ConfigError::Json(_))
    ));
    assert_eq!(read_with(|c| c["hint"] = json!("ignored")), Ok(config()));
}

#[test]
fn properties_are_flat_and_overlaid_by_key() {
    let base = BTreeMap::from([("a".into(), json!(1)), ("b".into(), json!("x"))]);
    assert_eq!(
        read_properties(&write_properties(&base).unwrap()),
        Ok(base.clone())
    );
    let layers = [
        BTreeMap::from([("b".into(), json!(null))]),
        BTreeMap::from([("c".into(), json!(true))]),
    ];
    let seen = overlay(&base, &layers);
    assert_eq!(
        serde_json::to_value(seen).unwrap(),
        json!({"a": 1, "b": null, "c": true})
    );
    for text in [
        "[]",
        "{\"a\":{}}",
        "{\"a\":1.5}",
        "{\"a\":[1]}",
        "{\"\":1}",
        "{\"a\":1,\"a\":2}",
        "null",
    ] {
        assert!(read_properties(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn device_lists_are_sorted_and_bounded() {
    let hash = |number: u64| format!("{number:016x}");
    let list = DeviceList::new(vec![hash(3), hash(1), hash(3)]);
    assert_eq!(list.devices, [hash(1), hash(3)]);
    let bytes = list.write().unwrap();
    assert_eq!(
        bytes,
        br#"{"devices":["0000000000000001","0000000000000003"],"v":1}"#
    );
    assert_eq!(DeviceList::read(&bytes), Ok(list));
    let full = DeviceList::new((0..100_000).map(hash).collect());
    assert!(full.write().unwrap().len() <= limit::DEVICE_LIST_BYTES);
    assert!(
        DeviceList::new((0..100_001).map(hash).collect())
            .write()
            .is_err()
    );
    for text in [
        r#"{"devices":["0000000000000003","0000000000000001"],"v":1}"#,
        r#"{"devices":["0000000000000001","0000000000000001"],"v":1}"#,
        r#"{"devices":["000000000000000G"],"v":1}"#,
        r#"{"devices":[],"v":2}"#,
        r#"{"devices":[]}"#,
    ] {
        assert!(DeviceList::read(text.as_bytes()).is_err(), "{text}");
    }
}
