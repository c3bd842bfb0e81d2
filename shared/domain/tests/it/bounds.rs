//! Limits of the published bytes refuse before anything is written, naming the largest.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::refusal::Reason;
use wavecast_domain::release::Status;
use wavecast_wire::manifest::Kind;

use crate::world::World;

fn variants(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!(r#"{{"device_type":["type-{number}"]}}"#))
        .collect()
}

fn package(world: &mut World, version: &str, count: usize) {
    let variants = variants(count);
    let variants: Vec<_> = variants.iter().map(String::as_str).collect();
    world.package_of(version, &[], &variants);
}

#[test]
fn a_table_of_too_many_rows_is_refused_by_its_largest_release() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 128);
    world.release("1.0", None);
    package(&mut world, "2.0", 120);
    let second = world.release("2.0", Some("10%"));
    world.abort(&second, true);
    package(&mut world, "3.0", 20);
    let new = world.new_release("3.0", StartWhen::Now(None));
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Limit, "channel stable")
    );
    assert!(
        refusal.rule.contains("268") && refusal.rule.contains("256"),
        "{refusal:?}"
    );
    assert!(
        refusal.rule.contains("(128)"),
        "the largest contributor: {refusal:?}"
    );
}

#[test]
fn a_targets_line_that_is_too_long_is_refused() {
    let mut world = World::new(Kind::Firmware);
    let values: Vec<_> = (0..40)
        .map(|n| format!("\"a-rather-long-device-type-name-{n}\""))
        .collect();
    let values = values.join(",");
    let variants: Vec<_> = (0..100)
        .map(|n| format!(r#"{{"device_type":[{values}],"group":["g{n}"]}}"#))
        .collect();
    let variants: Vec<_> = variants.iter().map(String::as_str).collect();
    world.package_of("1.0", &[], &variants);
    let new = world.new_release("1.0", StartWhen::Now(None));
    let refusal = world.refused(Command::CreateRelease(new));
    assert_eq!(refusal.reason, Reason::Limit);
}

#[test]
fn as_many_rows_as_allowed_are_published() {
    let mut world = World::new(Kind::Bundle);
    package(&mut world, "1.0", 128);
    world.release("1.0", None);
    package(&mut world, "2.0", 128);
    let release = world.release("2.0", Some("10%"));
    assert_eq!(world.status(&release), Status::Active);
    assert_eq!(world.render("stable").table.rows.len(), 256);
}
