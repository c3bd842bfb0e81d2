//! Packages: images, many files, large manifests, reuse.

use wavecast_domain::Command;
use wavecast_domain::package::{Package, PackageStatus};
use wavecast_engine::testing::act::TestFile;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::manifest::{FileEntry, FileRole, Kind, Manifest};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use crate::stage::Stage;

async fn found(stage: &Stage, version: &str) -> Package {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let (name, version) = ("lamp".parse().unwrap(), version.parse().unwrap());
    let found = stage.world.control.package(org, app, &name, &version).await;
    found.unwrap().expect("created")
}

async fn firmware() -> Stage {
    let memory = Memory::default();
    let world = World::of(&memory);
    let scope: Scope = "acme/lamp/stable".parse().unwrap();
    world.open(&scope, Kind::Firmware).await.unwrap();
    Stage {
        memory,
        world,
        scope,
    }
}

#[tokio::test]
async fn images_are_targets_and_can_be_made_again() {
    let stage = firmware().await;
    let files: [TestFile<'_>; 1] = [("lamp.bin", FileRole::Image, b"firmware one")];
    let version = "1.0.0".parse().unwrap();
    stage
        .world
        .package(&stage.scope, &version, &files)
        .await
        .unwrap();
    stage.release("1.0.0", None).await;
    let look = stage.look().await;
    let names: Vec<&str> = look
        .targets
        .targets
        .keys()
        .map(|name| name.as_str())
        .collect();
    assert!(names.contains(&"image-lamp-1.0.0-0-0.bin"), "{names:?}");

    // The same image in another version is reused: nothing is staged for it any more.
    let version = "1.0.1".parse().unwrap();
    stage
        .world
        .package(&stage.scope, &version, &files)
        .await
        .unwrap();
    assert!(matches!(
        found(&stage, "1.0.1").await.status,
        PackageStatus::Ready(_)
    ));

    let whole = stage.memory.objects.dump();
    let image = whole
        .keys()
        .find(|path| path.ends_with("image-lamp-1.0.0-0-0.bin"));
    let key = ObjectKey::parse(image.expect("an image")).unwrap();
    for damage in [None, Some(bytes::Bytes::from_static(b"short"))] {
        stage.memory.objects.tamper(&key, damage);
        let report = stage.world.upkeep.tick().await;
        assert_eq!((report.mended, report.troubles), (1, Vec::new()));
        assert_eq!(stage.memory.objects.dump(), whole);
    }
}

#[tokio::test]
async fn a_package_of_thousands_of_files_is_checked_and_its_manifest_mended() {
    let stage = Stage::new().await;
    let mut files = Vec::new();
    for n in 0..2000 {
        // Many paths, few contents: each content is uploaded and promoted once.
        let bytes = format!("{}", n % 300);
        files.push(FileEntry {
            path: format!("a/folder/with/a/longer/name/file-{n:05}.txt"),
            role: if n == 0 {
                FileRole::Index
            } else {
                FileRole::Lazy
            },
            sha256: stage
                .world
                .upload(&stage.scope, bytes.as_bytes())
                .await
                .unwrap(),
            size: bytes.len() as u64,
            content_type: "text/plain".to_owned(),
            target: None,
        });
    }
    let version = "1.0.0".parse().unwrap();
    let new = stage
        .world
        .new_package(&stage.scope, &version, files)
        .await
        .unwrap();
    stage.run(Command::CreatePackage(new)).await;
    let package = found(&stage, "1.0.0").await;
    let PackageStatus::Ready(ready) = package.status else {
        panic!("{:?}", package.status);
    };
    assert_eq!(ready.files, 2000);
    assert!(ready.manifest.length > 256 * 1024, "too large for a record");
    assert_eq!(
        stage.memory.uploads.counts().0,
        1,
        "only the list is still staged"
    );

    stage.release("1.0.0", None).await;
    let (org, app) = (stage.scope.org.clone(), stage.scope.app.clone());
    let (sha256, name) = (ready.manifest.sha256, ready.manifest.name.clone());
    let key = ObjectKey::Target(org, app, sha256, name);
    let whole = stage.memory.objects.dump();
    let manifest = Manifest::open(&whole[&key.path()], None).unwrap();
    assert_eq!(manifest.variants[0].files.len(), 2000);
    stage.memory.objects.tamper(&key, None);
    assert_eq!(stage.world.upkeep.tick().await.mended, 1);
    assert_eq!(stage.memory.objects.dump(), whole);
}

#[tokio::test]
async fn a_list_that_breaks_a_rule_refuses_the_package() {
    let stage = Stage::new().await;
    let sha256 = stage.world.upload(&stage.scope, b"x").await.unwrap();
    let entry = |path: &str, size| FileEntry {
        path: path.to_owned(),
        role: FileRole::Index,
        sha256,
        size,
        content_type: "text/plain".to_owned(),
        target: None,
    };
    let cases = [
        ("1.0.0", entry("../up.txt", 1), "../up.txt"),
        ("1.0.1", entry("/absolute.txt", 1), "/absolute.txt"),
        (
            "1.0.2",
            entry("size.txt", 2),
            "size.txt has 1 bytes, the file list says 2",
        ),
    ];
    for (version, file, told) in cases {
        let parsed = version.parse().unwrap();
        let new = stage
            .world
            .new_package(&stage.scope, &parsed, vec![file])
            .await
            .unwrap();
        stage.run(Command::CreatePackage(new)).await;
        let PackageStatus::Refused { reason } = found(&stage, version).await.status else {
            panic!("{version} isn't refused");
        };
        assert!(reason.contains(told), "{reason}");
    }
    // A list that isn't one at all.
    let parsed = "1.0.3".parse().unwrap();
    let mut new = stage
        .world
        .new_package(&stage.scope, &parsed, Vec::new())
        .await
        .unwrap();
    new.list = stage.world.upload(&stage.scope, b"[1,2").await.unwrap();
    stage.run(Command::CreatePackage(new)).await;
    assert!(matches!(
        found(&stage, "1.0.3").await.status,
        PackageStatus::Refused { .. }
    ));
    assert!(stage.world.upkeep.tick().await.troubles.is_empty());
}
