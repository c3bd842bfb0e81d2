//! What a package would do that nobody has uploaded yet.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::foreseen::{Foreseen, ForeseenVariant};
use wavecast_wire::manifest::Kind;

use crate::world::{World, share, when};

fn variant(text: &&str) -> ForeseenVariant {
    ForeseenVariant {
        when: when(text),
        images: 0,
    }
}

fn package(version: &str, whens: &[&str]) -> Foreseen {
    Foreseen {
        name: "app".parse().expect("a name"),
        version: version.parse().expect("a version"),
        requires: Default::default(),
        rollback_index: 0,
        variants: whens.iter().map(variant).collect(),
    }
}

fn create(world: &World, version: &str) -> Command {
    let start = StartWhen::Now(Some(share("20%")));
    Command::CreateRelease(world.new_release(version, start))
}

#[test]
fn a_package_that_isnt_there_counts_as_if_it_were_ready() {
    let mut world = World::new(Kind::Bundle);
    let first = world.ship("1.0", None);
    let command = create(&world, "2.0");
    let refusal = world.refused(command.clone());
    assert!(refusal.rule.contains("doesn't exist"), "{refusal:?}");
    let foreseen = package("2.0", &[r#"{"os":["ios"]}"#]);
    let decision = world.foresee(command, &foreseen).expect("foretold");
    let movement = &decision.movements[0];
    let from = movement.from.as_ref().map(|named| &named.release);
    assert_eq!((movement.share, from), (share("20%"), Some(&first.id)));
    let cohorts = decision.previews[0].uniform().cohorts;
    assert_eq!(cohorts.len(), 1, "{cohorts:?}");
    assert_eq!(cohorts[0].attributes["os"], "ios", "whom its variant fits");
}

#[test]
fn what_is_there_counts_as_it_is() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    world.package_of("2.0", &[], &[r#"{"os":["android"]}"#]);
    let command = create(&world, "2.0");
    let other = package("2.0", &[r#"{"os":["ios"]}"#]);
    let foretold = world.foresee(command.clone(), &other).expect("foretold");
    let cohorts = foretold.previews[0].uniform().cohorts;
    assert_eq!(cohorts[0].attributes["os"], "android");
    assert_eq!(world.run(command).movements, foretold.movements);
}

#[test]
fn a_version_of_which_no_file_can_be_named_is_refused() {
    let mut world = World::new(Kind::Bundle);
    world.ship("1.0", None);
    let version = format!("2.0-{}", "x".repeat(200));
    let command = create(&world, &version);
    let refusal = world.foresee(command, &package(&version, &["{}"]));
    let refusal = refusal.expect_err("too long");
    assert_eq!(refusal.field, "version");
    assert!(
        refusal.rule.contains("the package's manifest"),
        "{refusal:?}"
    );
}
