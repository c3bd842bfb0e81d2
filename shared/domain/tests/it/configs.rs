//! From a ready package to release configs.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::package::{PackageStatus, ready};
use wavecast_domain::record::Record;
use wavecast_domain::release::Status;
use wavecast_wire::config::ReleaseConfig;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{FileRole, Kind};

use crate::packages::{build, checking, file, list, set};
use crate::world::{World, released};

fn configs(records: &wavecast_domain::Facts) -> Vec<(String, ReleaseConfig)> {
    let config = |record: &Record| match record {
        Record::Target(target) => {
            assert_eq!(target.entry.sha256, Sha256::of(&target.bytes));
            assert_eq!(target.entry.length, target.bytes.len() as u64);
            let config = ReleaseConfig::read(&target.bytes).expect("devices read it");
            Some((target.entry.name.to_string(), config))
        }
        _ => None,
    };
    records.values().filter_map(config).collect()
}

#[test]
fn a_bundle_config_lists_its_files_by_role() {
    let mut world = checking(Kind::Bundle);
    let files = vec![
        file("z.css", FileRole::Lazy),
        file("index.html", FileRole::Index),
        file("app.js", FileRole::Important),
        file("legal.txt", FileRole::Resource),
    ];
    let manifest = build(&world, &list(files)).expect("a manifest");
    let (found, _) = ready(&manifest, &world.package_record("1.0")).expect("ready");
    assert_eq!((found.files, found.bytes), (4, 40));
    set(&mut world, PackageStatus::Ready(found));
    let new = world.new_release("1.0", StartWhen::Now(None));
    let decision = world.run(Command::CreateRelease(new));
    let release = released(&decision);
    let configs = configs(&decision.records);
    assert_eq!(configs.len(), 1);
    let (name, config) = &configs[0];
    assert_eq!(*name, format!("release-{}.json", release.id));
    let index = config.package.index.as_ref().expect("an index");
    let hash = Sha256::of(b"index.html");
    assert_eq!(index.url, format!("/acme/site/files/{hash}"));
    assert_eq!(index.checksum, hash.to_string());
    let paths = |files: &[wavecast_wire::config::AppFile]| -> Vec<String> {
        files.iter().map(|file| file.file_path.clone()).collect()
    };
    assert_eq!(paths(&config.package.important), ["app.js"]);
    assert_eq!(paths(&config.package.lazy), ["z.css"]);
    assert_eq!(paths(&config.resources), ["legal.txt"]);
}

#[test]
fn a_longer_list_is_read_from_the_manifest() {
    let mut world = checking(Kind::Bundle);
    let files = (0..257)
        .map(|n| file(&format!("f{n:03}"), FileRole::Lazy))
        .collect();
    let manifest = build(&world, &list(files)).expect("a manifest");
    let (found, _) = ready(&manifest, &world.package_record("1.0")).expect("ready");
    assert_eq!(found.variants[0].inlined, None);
    set(&mut world, PackageStatus::Ready(found));
    let new = world.new_release("1.0", StartWhen::Now(None));
    let decision = world.run(Command::CreateRelease(new));
    let (_, config) = configs(&decision.records).swap_remove(0);
    assert!(config.package.index.is_none() && config.package.lazy.is_empty());
}

#[test]
fn firmware_has_images_as_targets_and_empty_lists() {
    let mut world = World::new(Kind::Firmware);
    let variants = [
        r#"{"device_type":["lamp-1"]}"#,
        r#"{"device_type":["lamp-2"]}"#,
    ];
    world.package_of("1.0+build.7", &[], &variants);
    let new = world.new_release("1.0", StartWhen::Now(None));
    let decision = world.run(Command::CreateRelease(new));
    let names: Vec<_> = world.rule().stack[0]
        .variants
        .iter()
        .map(|v| v.images[0].name.to_string())
        .collect();
    assert_eq!(names, ["image-app-1.0-0-0.bin", "image-app-1.0-1-0.bin"]);
    let configs = configs(&decision.records);
    assert_eq!(configs.len(), 2);
    for (number, (name, config)) in configs.iter().enumerate() {
        assert!(name.ends_with(".json"));
        assert!(config.package.index.is_none() && config.package.important.is_empty());
        assert!(config.manifest.variant < 2, "{number}");
        assert_eq!(config.manifest.target.as_str(), "package-app-1.0.json");
    }
}

#[test]
fn a_variant_that_no_device_can_meet_gets_no_row() {
    let mut world = World::new(Kind::Bundle);
    let variants = [r#"{"app_version":"<2"}"#, r#"{"app_version":">=2"}"#];
    world.package_of("1.0", &[("app_version", ">=2")], &variants);
    let release = world.release("1.0", None);
    assert_eq!(world.status(&release), Status::Concluded);
    let table = world.render("stable").table;
    assert_eq!(table.rows.len(), 1);
    assert!(
        world.rule().stack[0].variants[0]
            .config
            .name
            .as_str()
            .ends_with("-1.json")
    );
    world.package_of(
        "2.0",
        &[("app_version", ">=3")],
        &[r#"{"app_version":"<2"}"#],
    );
    let new = world.new_release("2.0", StartWhen::Draft);
    assert_eq!(world.refused(Command::CreateRelease(new)).field, "package");
}
