//! Packages and releases of the publisher in memory.

use std::collections::BTreeMap;

use wavecast_wire::config::{
    AppConfig, AppPackage, ManifestRef, Policy, Properties, ReleaseConfig, write_properties,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{DsseSignature, FileEntry, FileRole, Kind, Manifest, Variant};
use wavecast_wire::name::{Scope, TargetName};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{KnownRow, Row, When};
use wavecast_wire::tuf::TargetFile;

use super::{Forge, everyone};

/// A package that stands at the edge.
#[derive(Clone)]
pub struct Packed {
    pub manifest: Manifest,
    pub sha256: Sha256,
    pub size: u64,
}

impl Forge {
    pub fn add_target(&mut self, name: &TargetName, bytes: Vec<u8>) -> Sha256 {
        let sha256 = Sha256::of(&bytes);
        self.targets
            .insert(name.clone(), TargetFile::new(bytes.len() as u64, sha256));
        let Scope { org, app, .. } = self.scope.clone();
        self.put(&ObjectKey::Target(org, app, sha256, name.clone()), bytes);
        sha256
    }

    /// A bundle of these files, for every device.
    pub fn bundle(&mut self, version: &str, files: &[(&str, FileRole, &[u8])]) -> Packed {
        self.bundle_with(version, files, |_| {})
    }

    pub fn bundle_with(
        &mut self,
        version: &str,
        files: &[(&str, FileRole, &[u8])],
        change: impl FnOnce(&mut Manifest),
    ) -> Packed {
        let mut files: Vec<_> = files
            .iter()
            .map(|(path, role, bytes)| self.file(path, *role, bytes))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        self.pack(Kind::Bundle, version, files, change)
    }

    /// A bundle whose manifest package keys signed.
    pub fn bundle_signed(
        &mut self,
        version: &str,
        files: &[(&str, FileRole, &[u8])],
        sign: impl FnOnce(&Manifest) -> Vec<DsseSignature>,
    ) -> Packed {
        let Packed { manifest, .. } = self.bundle(version, files);
        let bytes = manifest.seal(&sign(&manifest)).unwrap();
        let size = bytes.len() as u64;
        let sha256 = self.add_target(&manifest.target_name(), bytes);
        Packed {
            manifest,
            sha256,
            size,
        }
    }

    /// A firmware of one image, for every device.
    pub fn firmware(&mut self, version: &str, image: &[u8]) -> Packed {
        let mut file = self.file("firmware.bin", FileRole::Image, image);
        let name = Manifest::image_name(&"lamp".parse().unwrap(), &version.parse().unwrap(), 0, 0);
        self.add_target(&name, image.to_vec());
        file.target = Some(name);
        self.pack(Kind::Firmware, version, vec![file], |_| {})
    }

    fn file(&mut self, path: &str, role: FileRole, bytes: &[u8]) -> FileEntry {
        let sha256 = Sha256::of(bytes);
        if role != FileRole::Image {
            let Scope { org, app, .. } = self.scope.clone();
            self.put(&ObjectKey::File(org, app, sha256), bytes.to_vec());
        }
        let (size, content_type) = (bytes.len() as u64, "application/octet-stream".into());
        FileEntry {
            path: path.into(),
            role,
            sha256,
            size,
            content_type,
            target: None,
        }
    }

    fn pack(
        &mut self,
        kind: Kind,
        version: &str,
        files: Vec<FileEntry>,
        change: impl FnOnce(&mut Manifest),
    ) -> Packed {
        let mut manifest = Manifest {
            v: 1,
            crit: Vec::new(),
            org: self.scope.org.clone(),
            app: self.scope.app.clone(),
            name: "lamp".parse().unwrap(),
            version: version.parse().unwrap(),
            kind,
            requires: BTreeMap::new(),
            rollback_index: 0,
            variants: vec![Variant {
                when: When::new(),
                files,
            }],
        };
        change(&mut manifest);
        let bytes = manifest.seal(&[]).unwrap();
        let size = bytes.len() as u64;
        let sha256 = self.add_target(&manifest.target_name(), bytes);
        Packed {
            manifest,
            sha256,
            size,
        }
    }

    /// A release config of a package's first variant.
    pub fn release(&mut self, id: &str, packed: &Packed, policy: Policy) -> TargetName {
        self.release_with(id, packed, policy, |_| {})
    }

    pub fn release_with(
        &mut self,
        id: &str,
        packed: &Packed,
        policy: Policy,
        change: impl FnOnce(&mut ReleaseConfig),
    ) -> TargetName {
        let manifest = &packed.manifest;
        let mut config = ReleaseConfig {
            v: 1,
            crit: Vec::new(),
            release: id.parse().unwrap(),
            attempt: 1,
            manifest: ManifestRef {
                target: manifest.target_name(),
                name: manifest.name.clone(),
                version: manifest.version.clone(),
                sha256: packed.sha256,
                size: packed.size,
                variant: 0,
            },
            policy,
            notes: BTreeMap::new(),
            version: "1".into(),
            config: AppConfig {
                version: id.into(),
                boot_timeout: 1000,
                release_config_timeout: 1000,
                properties: Properties::new(),
            },
            package: AppPackage {
                version: manifest.version.to_string(),
                name: manifest.name.to_string(),
                index: None,
                important: Vec::new(),
                lazy: Vec::new(),
                properties: Properties::new(),
            },
            resources: Vec::new(),
        };
        change(&mut config);
        let target: TargetName = format!("release-{id}.json").parse().unwrap();
        self.add_target(&target, config.write().unwrap());
        target
    }

    pub fn properties(&mut self, id: &str, properties: &Properties) -> TargetName {
        let target: TargetName = format!("properties-{id}.json").parse().unwrap();
        self.add_target(&target, write_properties(properties).unwrap());
        target
    }

    /// A table of these rows alone, published.
    pub fn place(&mut self, rows: Vec<KnownRow>) {
        self.table.rows = rows.into_iter().map(Row::Known).collect();
        self.publish();
    }

    /// Packs, releases to everybody and publishes.
    pub fn ship(&mut self, id: &str, packed: &Packed, policy: Policy) {
        let target = self.release(id, packed, policy);
        self.place(vec![everyone(id, target)]);
    }
}
