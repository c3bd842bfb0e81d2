//! Versions of a configuration: how large one may be, and how many are kept.

use serde::Serialize;
use serde_json::{Value, json};
use wavecast_domain::refusal::Reason;
use wavecast_domain::remote::ConfigVersion;
use wavecast_wire::manifest::Kind;

use super::{refuses, revert, set};
use crate::world::{World, channel};

/// Bytes of one version, and of all that are kept.
const ONE: usize = 16 * 1024;
const ALL: usize = 48 * 1024;

fn bytes(of: &(impl Serialize + ?Sized)) -> usize {
    serde_json::to_vec(of).expect("written").len()
}

fn history(world: &World) -> &[ConfigVersion] {
    &world.channels[&channel("stable")].config.history
}

/// A text of so many characters.
fn text(length: usize) -> Value {
    json!({"text": "x".repeat(length)})
}

/// With one version of an empty text, and how many bytes it takes.
fn bare() -> (World, usize) {
    let mut world = World::new(Kind::Bundle);
    world.run(set(text(0)));
    let bare = bytes(&history(&world)[0]);
    (world, bare)
}

#[test]
fn a_version_takes_16_kib_at_most() {
    let (mut world, bare) = bare();
    world.run(set(text(ONE - bare)));
    assert_eq!(bytes(&history(&world)[1]), ONE);
    let refusal = world.refused(set(text(ONE - bare + 1)));
    assert_eq!(refusal.reason, Reason::Limit);
    refuses(
        &refusal,
        &["config", "would take 16385 bytes", "16384 are allowed"],
    );
}

#[test]
fn the_last_twenty_versions_are_kept() {
    let mut world = World::new(Kind::Bundle);
    let pages = |world: &World| -> Vec<i64> {
        let page = |version: &ConfigVersion| version.values["page"].as_i64();
        history(world).iter().filter_map(page).collect()
    };
    for page in 1..=20 {
        world.run(set(json!({ "page": page })));
    }
    assert_eq!(pages(&world), (1..=20).collect::<Vec<_>>());
    let first = history(&world)[0].id.clone();
    world.run(set(json!({"page": 21})));
    assert_eq!(pages(&world), (2..=21).collect::<Vec<_>>());
    refuses(
        &world.refused(revert(Some(&first))),
        &[first.as_str(), "doesn't exist"],
    );
}

#[test]
fn versions_of_48_kib_in_all_are_kept() {
    for (beyond, kept) in [(0, 5), (1, 4)] {
        let (mut world, bare) = bare();
        for _ in 0..3 {
            world.run(set(text(12_000)));
        }
        // Of the last one, all but its text, and the comma before it.
        let present = bytes(history(&world)) + 1 + bare;
        world.run(set(text(ALL - present + beyond)));
        let all = history(&world);
        assert_eq!(all.len(), kept, "{beyond} bytes too many");
        let first = all[0].values["text"].as_str().map(str::len);
        assert_eq!(first, Some(if beyond == 0 { 0 } else { 12_000 }));
        assert_eq!(bytes(all) == ALL, beyond == 0);
    }
}

/// A change that leaves a channel as it is makes none of its files anew.
#[test]
fn files_of_a_channel_that_nothing_happens_to_stay_as_they_are() {
    let mut world = super::world();
    world.run(set(json!({"page": 30})));
    let decision = world.run(wavecast_domain::Command::SetGroup {
        group: "testers".parse().expect("a name"),
        devices: wavecast_domain::app::DevicesInput::Ids(vec!["a".into()]),
    });
    assert!(decision.app.channels.len() > 1, "it looks at all of them");
    let made = decision.records.keys();
    let files = made.filter(|key| matches!(key, wavecast_domain::record::RecordKey::Target(..)));
    assert_eq!(files.count(), 0);
}
