//! What tests make of a world, and what they read from it.

use super::*;

impl World {
    /// Creates a package of one variant for everybody, and lets the publisher make it ready.
    pub fn package(&mut self, version: &str) {
        self.package_of(version, &[], &["{}"]);
    }

    /// Creates a package that requires something, with a variant per condition.
    pub fn package_of(&mut self, version: &str, requires: &[(&str, &str)], whens: &[&str]) {
        let new = self.new_package(version, requires);
        self.run(Command::CreatePackage(new));
        self.check(version, whens);
    }

    pub fn new_package(&self, version: &str, requires: &[(&str, &str)]) -> NewPackage {
        let requires = requires.iter().map(|(name, range)| {
            (
                name.parse().expect("a dimension"),
                range.parse().expect("a range"),
            )
        });
        NewPackage {
            name: "app".parse().expect("a name"),
            version: version.parse().expect("a version"),
            requires: requires.collect(),
            rollback_index: 0,
            list: Sha256::of(version.as_bytes()),
            signatures: Vec::new(),
            bytes: Some(0),
        }
    }

    /// What the publisher does with a package that is being checked.
    pub fn check(&mut self, version: &str, whens: &[&str]) {
        let key = package_key(version);
        let mut package = self.package_record(version);
        let variants = whens.iter().map(|text| Variant {
            when: when(text),
            files: self.files(version, text),
        });
        let list = FileList {
            v: 1,
            variants: variants.collect(),
        };
        let (org, name) = (&self.head.org, &self.head.name);
        let manifest = manifest(org, name, self.head.kind, &package, &list).expect("a manifest");
        let (ready, bytes) = ready(&manifest, &package).expect("ready");
        assert_eq!(ready.manifest.length, bytes.len() as u64);
        package.status = PackageStatus::Ready(ready);
        self.records.insert(key, Record::Package(Box::new(package)));
    }

    fn files(&self, version: &str, when: &str) -> Vec<FileEntry> {
        let (path, role, content_type) = match self.head.kind {
            Kind::Bundle => ("index.html", FileRole::Index, "text/html"),
            Kind::Firmware => ("image.bin", FileRole::Image, "application/octet-stream"),
        };
        let bytes = format!("{version} for {when}");
        vec![FileEntry {
            path: path.into(),
            role,
            sha256: Sha256::of(bytes.as_bytes()),
            size: bytes.len() as u64,
            content_type: content_type.into(),
            target: None,
        }]
    }

    pub fn package_record(&self, version: &str) -> Package {
        match self.records.get(&package_key(version)) {
            Some(Record::Package(package)) => package.as_ref().clone(),
            other => panic!("no package {version}: {other:?}"),
        }
    }

    /// A release of a package version in `stable`.
    pub fn new_release(&self, version: &str, start: StartWhen) -> NewRelease {
        NewRelease {
            channel: channel("stable"),
            rule: None,
            package: "app".parse().expect("a name"),
            version: version.parse().expect("a version"),
            edit: ReleaseEdit::default(),
            start,
            replace: false,
            only: None,
        }
    }

    /// Creates a package and a draft of it.
    pub fn draft(&mut self, version: &str) -> ReleaseRef {
        self.package(version);
        let new = self.new_release(version, StartWhen::Draft);
        released(&self.run(Command::CreateRelease(new)))
    }

    /// Creates a package and starts it, with a share if one is said.
    pub fn ship(&mut self, version: &str, to: Option<&str>) -> ReleaseRef {
        self.package(version);
        self.release(version, to)
    }

    /// Starts a package that exists.
    pub fn release(&mut self, version: &str, to: Option<&str>) -> ReleaseRef {
        let new = self.new_release(version, StartWhen::Now(to.map(share)));
        released(&self.run(Command::CreateRelease(new)))
    }

    /// Creates a package that takes the place of what moves.
    pub fn replace(&mut self, version: &str, to: Option<&str>) -> ReleaseRef {
        self.package(version);
        let mut new = self.new_release(version, StartWhen::Now(to.map(share)));
        new.replace = true;
        released(&self.run(Command::CreateRelease(new)))
    }

    pub fn ramp(&mut self, release: &ReleaseRef, to: &str) -> Decision {
        self.run(Command::Ramp {
            release: release.clone(),
            to: share(to),
            keep_open: false,
            only: None,
        })
    }

    pub fn abort(&mut self, release: &ReleaseRef, keep: bool) -> Decision {
        self.run(Command::Abort {
            release: release.clone(),
            keep,
        })
    }

    /// Returns from what `stable` runs.
    pub fn rollback(&mut self, to: Option<&ReleaseRef>) -> Decision {
        self.run(rollback(to))
    }

    pub fn release_record(&self, release: &ReleaseRef) -> Release {
        match self.records.get(&RecordKey::Release(release.id.clone())) {
            Some(Record::Release(release)) => release.as_ref().clone(),
            other => panic!("no release {release:?}: {other:?}"),
        }
    }

    pub fn status(&self, release: &ReleaseRef) -> Status {
        self.release_record(release).status
    }

    pub fn rule(&self) -> &Rule {
        &self.channels[&channel("stable")].rules[0]
    }

    /// The releases of a stack, newest first.
    pub fn stack(&self) -> Vec<ReleaseId> {
        self.rule()
            .stack
            .iter()
            .map(|placement: &Placement| placement.release.clone())
            .collect()
    }

    pub fn withdrawn(&self) -> &[ReleaseId] {
        &self.channels[&channel("stable")].withdrawn
    }

    pub fn render(&self, name: &str) -> Publication {
        let name = channel(name);
        render(&self.app_with(std::slice::from_ref(&name)), &name).expect("rendered")
    }

    /// Changes the application's settings.
    pub fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.head.settings.clone();
        change(&mut settings);
        self.run(Command::ConfigureApp {
            settings: Some(settings),
            dimensions: None,
        });
    }
}
