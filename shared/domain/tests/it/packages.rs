//! Packages: created, checked, made ready, and turned into release configs.

use wavecast_domain::Command;
use wavecast_domain::app::Dimension;
use wavecast_domain::command::{NewPackage, StartWhen};
use wavecast_domain::package::{FileList, PackageStatus, Ready, manifest, ready};
use wavecast_domain::record::Record;
use wavecast_domain::refusal::Reason;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{DsseSignature, FileEntry, FileRole, Kind, Manifest, Variant};

use crate::world::{World, package_key, when};

pub fn file(path: &str, role: FileRole) -> FileEntry {
    FileEntry {
        path: path.into(),
        role,
        sha256: Sha256::of(path.as_bytes()),
        size: 10,
        content_type: "text/plain".into(),
        target: None,
    }
}

pub fn list(files: Vec<FileEntry>) -> FileList {
    FileList {
        v: 1,
        variants: vec![Variant {
            when: when("{}"),
            files,
        }],
    }
}

/// A world in which 1.0 is being checked.
pub fn checking(kind: Kind) -> World {
    let mut world = World::new(kind);
    let new = world.new_package("1.0", &[]);
    world.run(Command::CreatePackage(new));
    world
}

pub fn build(world: &World, list: &FileList) -> Result<Manifest, String> {
    let head = &world.head;
    manifest(
        &head.org,
        &head.name,
        head.kind,
        &world.package_record("1.0"),
        list,
    )
}

pub fn set(world: &mut World, status: PackageStatus) {
    let mut package = world.package_record("1.0");
    package.status = status;
    world
        .records
        .insert(package_key("1.0"), Record::Package(Box::new(package)));
}

#[test]
fn the_same_content_is_a_success_and_other_content_exists() {
    let mut world = checking(Kind::Bundle);
    let mut new = world.new_package("1.0.0", &[]);
    new.list = Sha256::of(b"1.0");
    let again = world.run(Command::CreatePackage(new.clone()));
    assert!(
        again.records.is_empty(),
        "1.0.0 is 1.0, and its content the same"
    );
    new.list = Sha256::of(b"other");
    let refusal = world.refused(Command::CreatePackage(new.clone()));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Exists, "package app 1.0")
    );
    assert!(refusal.hint.contains("--version"), "{refusal:?}");
    set(
        &mut world,
        PackageStatus::Refused {
            reason: "a.js is missing".into(),
        },
    );
    world.run(Command::CreatePackage(new));
    assert_eq!(world.package_record("1.0").status, PackageStatus::Checking);
}

#[test]
fn what_it_requires_must_be_a_version() {
    let mut world = World::new(Kind::Bundle);
    for (name, range) in [("os", ">=1"), ("nowhere", ">=1"), ("app_version", ">2,<1")] {
        let new = world.new_package("1.0", &[(name, range)]);
        let refusal = world.refused(Command::CreatePackage(new));
        assert_eq!(refusal.field, format!("requires.{name}"));
    }
    let mut new = world.new_package("1.0", &[("package_version", ">=1")]);
    new.rollback_index = u32::MAX;
    assert_eq!(
        world.refused(Command::CreatePackage(new.clone())).field,
        "rollback_index"
    );
    new.rollback_index = 1_795_251_600;
    world.run(Command::CreatePackage(new));
}

/// A signature in the form of one; nobody checks it here.
fn signature(number: usize) -> DsseSignature {
    DsseSignature {
        keyid: Sha256::of(&number.to_be_bytes()).to_string(),
        sig: "c2lnbmVk".into(),
    }
}

#[test]
fn what_exists_stays_signed_as_it_was() {
    let mut world = World::new(Kind::Bundle);
    let mut new = world.new_package("1.0", &[]);
    new.signatures = vec![signature(1), signature(2)];
    world.run(Command::CreatePackage(new.clone()));
    let before = world.package_record("1.0");
    for fewer in [vec![signature(2)], vec![], vec![signature(2), signature(1)]] {
        new.signatures = fewer;
        world.run(Command::CreatePackage(new.clone()));
        assert_eq!(world.package_record("1.0"), before);
    }
    new.signatures = vec![signature(1), signature(3)];
    let refusal = world.refused(Command::CreatePackage(new.clone()));
    assert!(
        refusal.rule.contains("exists without these signatures"),
        "{refusal:?}"
    );
    // Whatever else differs, it is other content.
    new.rollback_index = 1;
    let refusal = world.refused(Command::CreatePackage(new));
    assert!(refusal.rule.contains("other content"), "{refusal:?}");
}

#[test]
fn a_yanked_version_never_comes_back() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    world.run(Command::YankPackage {
        name: "app".parse().expect("a name"),
        version: "1.0".parse().expect("a version"),
        reason: "it drains batteries".into(),
        now: Vec::new(),
    });
    let same = world.new_package("1.0", &[]);
    let refusal = world.refused(Command::CreatePackage(same));
    assert_eq!(refusal.reason, Reason::Exists);
    assert!(
        refusal.rule.contains("was yanked: it drains batteries"),
        "{refusal:?}"
    );
}

#[test]
fn a_package_at_each_bound_is_created_and_none_beyond() {
    let mut world = World::new(Kind::Bundle);
    let mut dimensions = world.head.dimensions.clone();
    for n in 0..17 {
        let name = format!("part{n}").parse().expect("a name");
        dimensions.insert(name, Dimension::Version);
    }
    world.run(Command::ConfigureApp {
        settings: None,
        dimensions: Some(dimensions),
    });
    let mut count = 0;
    let mut check = |field: &str, fits: bool, change: &dyn Fn(&mut NewPackage)| {
        count += 1;
        let mut new = world.new_package(&format!("1.{count}"), &[]);
        change(&mut new);
        let create = Command::CreatePackage(new);
        if fits {
            world.run(create);
        } else {
            let refusal = world.refused(create);
            assert_eq!(refusal.field, field, "{refusal:?}");
        }
    };
    let requires = |count: usize| {
        move |new: &mut NewPackage| {
            let part = |n| format!("part{n}").parse().expect("a name");
            let range = || ">=1".parse().expect("a range");
            new.requires = (0..count).map(|n| (part(n), range())).collect();
        }
    };
    check("requires", true, &requires(16));
    check("requires", false, &requires(17));
    check("rollback_index", true, &|new| {
        new.rollback_index = 4_000_000_000;
    });
    check("rollback_index", false, &|new| {
        new.rollback_index = 4_000_000_001;
    });
    check("version", true, &|new| {
        new.version = format!("1-{}", "a".repeat(98)).parse().expect("100 bytes");
    });
    check("version", false, &|new| {
        new.version = format!("1-{}", "a".repeat(99)).parse().expect("101 bytes");
    });
    let signed = |count: usize| {
        move |new: &mut NewPackage| new.signatures = (0..count).map(signature).collect()
    };
    check("signatures", true, &signed(16));
    check("signatures", false, &signed(17));
    let with = |keyid: String, sig: String| {
        move |new: &mut NewPackage| {
            let odd = DsseSignature {
                keyid: keyid.clone(),
                sig: sig.clone(),
            };
            new.signatures = vec![signature(1), odd];
        }
    };
    let keyid = signature(2).keyid;
    check("signatures", true, &with(keyid.clone(), "A+/=".into()));
    check("signatures", true, &with(keyid.clone(), "A".repeat(512)));
    check("signatures", false, &with(keyid.clone(), "A".repeat(513)));
    check("signatures", false, &with(keyid.clone(), String::new()));
    check("signatures", false, &with(keyid, "A-_=".into()));
    check("signatures", false, &with("lamp".into(), "AAAA".into()));
}

#[test]
fn only_a_ready_package_is_released() {
    let mut world = checking(Kind::Bundle);
    let create = |world: &World| Command::CreateRelease(world.new_release("1.0", StartWhen::Draft));
    let command = create(&world);
    let refusal = world.refused(command.clone());
    assert!(
        refusal.rule.contains("is still being checked"),
        "{refusal:?}"
    );
    set(
        &mut world,
        PackageStatus::Refused {
            reason: "a.js is missing".into(),
        },
    );
    let refusal = world.refused(command);
    assert!(
        refusal.rule.contains("was refused: a.js is missing"),
        "{refusal:?}"
    );
    let unknown = world.new_release("9.9", StartWhen::Draft);
    assert_eq!(
        world.refused(Command::CreateRelease(unknown)).reason,
        Reason::NotFound
    );
}

#[test]
fn a_list_that_devices_would_refuse_is_refused() {
    let world = checking(Kind::Bundle);
    let twice = |a: &str, b: &str| list(vec![file(a, FileRole::Lazy), file(b, FileRole::Lazy)]);
    let mut named = file("a", FileRole::Lazy);
    named.target = Some("image-app-1.0-0-0.bin".parse().expect("a name"));
    let mut large = file("a", FileRole::Lazy);
    large.size = (16 << 30) + 1;
    let mut by_version = list(vec![file("a", FileRole::Lazy)]);
    by_version.variants[0].when = when(r#"{"package_version":"<2"}"#);
    let cases = [
        (
            FileList {
                v: 2,
                ..list(vec![])
            },
            "version 2",
        ),
        (
            FileList {
                v: 1,
                variants: vec![],
            },
            "1 to 128 variants",
        ),
        (list(vec![]), "must have a file"),
        (
            list(vec![file("../etc/passwd", FileRole::Lazy)]),
            "../etc/passwd",
        ),
        (
            list(vec![file("/etc/passwd", FileRole::Lazy)]),
            "/etc/passwd",
        ),
        (list(vec![file("nul", FileRole::Lazy)]), "nul"),
        (twice("a.js", "a.js"), "each path once"),
        (twice("A.js", "a.js"), "case"),
        (twice("a", "a/b"), "both a file and a folder"),
        (list(vec![named]), "names a target"),
        (list(vec![large]), "16 GiB"),
        (list(vec![file("a.bin", FileRole::Image)]), "a.bin"),
        (by_version, "depends on package_version"),
    ];
    for (list, part) in cases {
        let error = build(&world, &list).expect_err(part);
        assert!(error.contains(part), "{error}");
    }
    let firmware = checking(Kind::Firmware);
    let error = build(&firmware, &list(vec![file("a.txt", FileRole::Lazy)])).expect_err("no image");
    assert!(error.contains("a.txt"), "{error}");
}

#[test]
fn ready_tells_the_manifest_as_it_will_stand_at_the_edge() {
    let world = checking(Kind::Firmware);
    let manifest = build(
        &world,
        &list(vec![
            file("b.bin", FileRole::Image),
            file("a.bin", FileRole::Image),
        ]),
    );
    let manifest = manifest.expect("a manifest");
    let (found, bytes): (Ready, Vec<u8>) =
        ready(&manifest, &world.package_record("1.0")).expect("ready");
    assert_eq!(found.manifest.sha256, Sha256::of(&bytes));
    assert_eq!(
        Manifest::open(&bytes, None).expect("devices open it"),
        manifest
    );
    let images: Vec<_> = found.variants[0]
        .images
        .iter()
        .map(|i| (i.name.as_str(), i.sha256))
        .collect();
    assert_eq!(
        images,
        [
            ("image-app-1.0-0-0.bin", Sha256::of(b"a.bin")),
            ("image-app-1.0-0-1.bin", Sha256::of(b"b.bin")),
        ]
    );
}
