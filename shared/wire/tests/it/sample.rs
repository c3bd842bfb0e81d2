//! A package of each kind and a release, as a publisher would make them.

use std::collections::BTreeMap;

use serde_json::json;
use wavecast_wire::config::{
    Activate, AppConfig, AppFile, AppPackage, ManifestRef, Policy, ReleaseConfig,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Manifest, Variant};
use wavecast_wire::table::Matcher;

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
