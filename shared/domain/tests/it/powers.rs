//! Who may do what: each of our own functions does its work and nothing else, and each role what
//! its row of the table says.

use std::collections::BTreeSet;

use wavecast_domain::Command;
use wavecast_domain::access::Place;
use wavecast_domain::command::StartWhen;
use wavecast_domain::permission::table::{Level, TABLE};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::role::OrgRole;
use wavecast_wire::manifest::Kind;

use crate::acme::{Acme, id};
use crate::world::{World, channel, upkeep};

fn all() -> impl Iterator<Item = Permission> {
    TABLE.iter().map(|row| row.permission)
}

#[test]
fn each_function_holds_what_its_work_needs() {
    use Permission::{Keys, Package, Read, Tend};
    let function = |name: &str| Principal::System {
        function: name.into(),
    };
    let (org, app) = ("acme".parse().unwrap(), "lamp".parse().unwrap());
    let people = all().filter(|one| *one != Tend).collect();
    for (principal, held) in [
        (Principal::Bootstrap, people),
        (Principal::person(id("ada"), "Ada"), vec![]),
        (function("upkeep"), vec![Read, Tend]),
        (function("publisher"), vec![Read, Package]),
        (function("keys"), vec![Read, Keys]),
        (function("another"), vec![]),
    ] {
        let place = Place::App(&org, &app);
        let allowed = all().filter(|one| allows(&principal, *one, place));
        assert_eq!(allowed.collect::<Vec<_>>(), held, "{principal}");
    }
}

#[test]
fn the_table_has_each_permission_once_under_its_own_name() {
    let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
    let permissions: BTreeSet<_> = all().collect();
    assert_eq!((names.len(), permissions.len()), (TABLE.len(), TABLE.len()));
    for row in &TABLE {
        assert_eq!(row.permission.name(), row.name);
        let kept = serde_json::to_string(&row.permission).unwrap();
        assert_eq!(kept, format!("\"{}\"", row.name), "records name it so too");
        let read = row.name.parse::<Permission>();
        assert_eq!(read.is_ok(), row.level != Level::Wavecast, "{}", row.name);
    }
}

#[test]
fn each_role_holds_what_its_row_says() {
    let mut acme = Acme::new();
    for (user, role, roles) in [
        ("an-admin", OrgRole::Admin, ""),
        ("a-member", OrgRole::Member, ""),
        ("lamp-admin", OrgRole::Member, "lamp: admin"),
        ("lamp-write", OrgRole::Member, "lamp: write"),
        ("lamp-read", OrgRole::Member, "lamp: read"),
        ("lamp-approver", OrgRole::Member, "lamp: approver"),
        ("all-read", OrgRole::Member, "*: read"),
    ] {
        acme.join(user, role, roles);
    }
    let (org, lamp, bulb) = (
        acme.org.name.clone(),
        "lamp".parse().unwrap(),
        "bulb".parse().unwrap(),
    );
    let mut table = String::new();
    for user in acme.org.members.keys() {
        let by = acme.person(user.as_str());
        for (at, place) in [
            ("acme", Place::Org(&org)),
            ("acme/lamp", Place::App(&org, &lamp)),
            ("acme/bulb", Place::App(&org, &bulb)),
        ] {
            let level = match place {
                Place::Org(_) => Level::Organization,
                Place::App(..) => Level::Application,
            };
            let rows = TABLE.iter().filter(|row| row.level == level);
            let held = rows.filter(|row| allows(&by, row.permission, place));
            let held: Vec<_> = held.map(|row| row.name).collect();
            table += &format!("{user:13} {at:9} {}\n", held.join(" "));
        }
    }
    insta::assert_snapshot!(table);
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
