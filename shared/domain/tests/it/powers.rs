//! Who may do what: each of our own functions does its work and nothing else.

use wavecast_domain::Command;
use wavecast_domain::command::StartWhen;
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_wire::manifest::Kind;

use crate::world::{World, channel, upkeep};

#[test]
fn each_function_holds_what_its_work_needs() {
    use Permission::{Configure, Keys, Organize, Package, Read, Release, Tend, Yank};
    let all = [
        Read, Package, Release, Yank, Configure, Keys, Organize, Tend,
    ];
    let function = |name: &str| Principal::System {
        function: name.into(),
    };
    let person = Principal::User {
        id: "u1".into(),
        name: "a person".into(),
    };
    let people = vec![Read, Package, Release, Yank, Configure, Keys, Organize];
    for (principal, held) in [
        (Principal::Bootstrap, people.clone()),
        (person, people),
        (function("upkeep"), vec![Read, Tend]),
        (function("publisher"), vec![Read, Package]),
        (function("keys"), vec![Read, Keys]),
        (function("another"), vec![]),
    ] {
        let allowed: Vec<_> = all
            .into_iter()
            .filter(|permission| allows(&principal, *permission))
            .collect();
        assert_eq!(allowed, held, "{principal}");
    }
}

#[test]
fn a_refusal_says_whom_to_ask() {
    let mut world = World::new(Kind::Bundle);
    world.package("1.0");
    let calm = Command::Calm {
        channel: channel("stable"),
    };
    let refusal = world.refused(calm);
    assert_eq!(refusal.reason, Reason::Forbidden);
    assert_eq!(refusal.rule, "this needs the permission tend");
    assert!(refusal.hint.contains("happens by itself"), "{refusal:?}");
    let new = world.new_release("1.0", StartWhen::Draft);
    let refusal = world.refused_as(upkeep(), Command::CreateRelease(new));
    assert_eq!(refusal.reason, Reason::Forbidden);
    assert_eq!(refusal.rule, "this needs the permission release");
    assert!(refusal.hint.contains("administrator"), "{refusal:?}");
}
