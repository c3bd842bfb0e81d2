//! Groups at whoever signs people in: which give what, and when they count.

use wavecast_domain::org::{GroupPath, OrgCommand, Settled, Task, Unit, role_of};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::role::{OrgRole, Said};
use wavecast_domain::saga::{Deed, Saga, Seen, Way};
use wavecast_wire::time::Timestamp;

use crate::acme::{Acme, create_app, id, scope, set_account};

const SAGA: &str = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD";
const OTHER: &str = "01KAJ5W3M0Q8Z4T7V2X6Y9B1CE";

fn app(name: &str) -> Unit {
    Unit::App(name.parse().unwrap())
}

fn upkeep() -> Principal {
    Principal::System {
        function: "upkeep".into(),
    }
}

fn stands(unit: Unit) -> OrgCommand {
    let saga = SAGA.parse().unwrap();
    OrgCommand::SettleGroups(Settled::Stands { unit, saga })
}

/// Acme whose own groups stand.
fn acme() -> Acme {
    let mut acme = Acme::new();
    acme.run("ada", OrgCommand::MakeGroups).unwrap();
    acme.run_as(upkeep(), stands(Unit::Org)).unwrap();
    acme
}

fn said(path: &str) -> Said {
    role_of(path).unwrap().1
}

/// What somebody may do in acme who is in one group alone.
fn may(acme: &Acme, path: &str) -> Option<String> {
    let access = acme.org.access_of_person(&id("eve"), &[said(path)])?;
    let names = access.organization.iter().map(|one| one.name());
    Some(names.collect::<Vec<_>>().join(" "))
}

#[test]
fn each_path_stands_for_one_role_and_others_for_none() {
    let (org, admins) = role_of("acme/admins").unwrap();
    assert_eq!(org.as_str(), "acme");
    assert_eq!((admins.role, admins.by), (OrgRole::Admin, Some(Unit::Org)));
    assert_eq!(said("acme/members").role, OrgRole::Member);
    let write = said("acme/apps/lamp/write");
    assert_eq!(write.role, OrgRole::Member);
    assert_eq!(write.grants.to_string(), "lamp: write");
    // An application may have any name.
    assert_eq!(
        said("acme/apps/admins/read").grants.to_string(),
        "admins: read"
    );
    for none in [
        "acme",
        "acme/",
        "/admins",
        "acme/apps",
        "acme/apps/lamp",
        "acme/owners",
        "acme/Admins",
        "acme/apps/lamp/owner",
        "acme/apps/lamp/write/more",
        "acme/admins/more",
        "ACME/admins",
        "",
    ] {
        assert!(role_of(none).is_none(), "{none}");
    }
}

#[test]
fn a_group_counts_only_while_it_stands() {
    let mut acme = Acme::new();
    assert_eq!(may(&acme, "acme/admins"), None);
    acme.run("ada", OrgCommand::MakeGroups).unwrap();
    assert_eq!(may(&acme, "acme/admins"), None);
    acme.run_as(upkeep(), stands(Unit::Org)).unwrap();
    let admin = may(&acme, "acme/admins").unwrap();
    assert_eq!(admin, "see organize members machines");
    assert_eq!(may(&acme, "acme/members").as_deref(), Some("see"));
    assert_eq!(may(&acme, "acme/apps/lamp/write"), None);
    acme.run_as(upkeep(), stands(app("lamp"))).unwrap();
    assert_eq!(may(&acme, "acme/apps/lamp/write").as_deref(), Some("see"));
    // They give nothing from the moment on in which somebody wants them gone.
    acme.run("ada", OrgCommand::RemoveGroups).unwrap();
    assert_eq!(may(&acme, "acme/admins"), None);
    assert_eq!(may(&acme, "acme/apps/lamp/write"), None);
}

#[test]
fn tasks_follow_what_is_wanted() {
    let mut acme = Acme::new();
    assert_eq!(acme.org.next_task(), None);
    acme.run("ada", OrgCommand::MakeGroups).unwrap();
    assert_eq!(acme.org.next_task(), Some(Task::Make(Unit::Org)));
    let refused = acme.run_as(upkeep(), stands(app("lamp"))).unwrap_err();
    assert_eq!(refused.reason, Reason::State);
    acme.run_as(upkeep(), stands(Unit::Org)).unwrap();
    assert_eq!(acme.org.next_task(), Some(Task::Make(app("bulb"))));
    // One that began for another application ends well, too.
    acme.run_as(upkeep(), stands(app("lamp"))).unwrap();
    acme.run_as(upkeep(), stands(app("bulb"))).unwrap();
    assert_eq!(acme.org.next_task(), None);
    acme.run("ada", create_app("sign")).unwrap();
    assert_eq!(acme.org.next_task(), Some(Task::Make(app("sign"))));
    let why = "somebody is in the way".to_owned();
    let refused = Settled::Refused {
        unit: app("sign"),
        saga: OTHER.parse().unwrap(),
        why,
    };
    acme.run_as(upkeep(), OrgCommand::SettleGroups(refused))
        .unwrap();
    assert_eq!(acme.org.next_task(), None);
    acme.run("ada", OrgCommand::MakeGroups).unwrap();
    assert_eq!(acme.org.next_task(), Some(Task::Make(app("sign"))));
    acme.run("ada", OrgCommand::RemoveGroups).unwrap();
    for unit in [app("bulb"), app("lamp"), Unit::Org] {
        let saga: wavecast_domain::id::Ulid = SAGA.parse().unwrap();
        assert_eq!(
            acme.org.next_task(),
            Some(Task::Remove(unit.clone(), saga.clone()))
        );
        let gone = Settled::Gone { unit, saga };
        acme.run_as(upkeep(), OrgCommand::SettleGroups(gone))
            .unwrap();
    }
    assert_eq!(acme.org.next_task(), Some(Task::End));
    acme.run_as(upkeep(), OrgCommand::SettleGroups(Settled::Ended))
        .unwrap();
    assert_eq!(
        (acme.org.next_task(), acme.org.groups.clone()),
        (None, None)
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut acme = acme();
    let again = acme.refused("ada", OrgCommand::MakeGroups);
    assert_eq!(again, "the groups were asked for already");
    acme.run("ada", OrgCommand::RemoveGroups).unwrap();
    let making = acme.refused("ada", OrgCommand::MakeGroups);
    assert_eq!(making, "the groups are being taken away");
    let removing = acme.refused("ada", OrgCommand::RemoveGroups);
    assert_eq!(removing, "the groups are being taken away already");
    let none = Acme::new().refused("ada", OrgCommand::RemoveGroups);
    assert_eq!(none, "groups doesn't exist");
}

#[test]
fn only_who_may_give_roles_has_groups_made_and_nobody_says_that_they_stand() {
    let mut acme = acme();
    acme.join("bob", OrgRole::Member, "*: admin");
    for command in [OrgCommand::MakeGroups, OrgCommand::RemoveGroups] {
        let refused = acme.refused("bob", command);
        assert_eq!(refused, "this needs the permission members");
    }
    let refused = acme.refused("ada", stands(app("lamp")));
    assert_eq!(refused, "this needs the permission tend");
    // A token that holds less than an administrator doesn't make some.
    let mut acme = Acme::new();
    acme.run("ada", set_account("ci", "lamp: write")).unwrap();
    let token = acme.new_token(None, scope("see members", None));
    let token = acme.run("ada", token).unwrap().token.unwrap();
    let by = Principal::User {
        id: id("ada"),
        name: "Ada".into(),
        access: acme.org.access_of_token(&token).unwrap(),
        token: Some(token.id),
        said: std::collections::BTreeMap::new(),
    };
    let refused = acme.run_as(by, OrgCommand::MakeGroups).unwrap_err();
    assert_eq!(refused.reason, Reason::Forbidden);
}

#[test]
fn a_saga_makes_from_without_and_takes_away_from_within() {
    let org = "acme".parse().unwrap();
    let (saga, now) = (SAGA.parse().unwrap(), Timestamp(1000));
    let mut saga = Saga::make(saga, &org, app("lamp"), now);
    let walk = |mut saga: Saga| {
        let mut paths = Vec::new();
        while let Some(path) = saga.step().cloned() {
            saga.did(&path, now);
            paths.push(path.to_string());
        }
        paths
    };
    let there = walk(saga.clone());
    assert_eq!(there[0], "acme/apps/lamp");
    assert_eq!(there.len(), 5);
    saga.turn_back("why", now);
    let back = walk(saga.clone());
    assert_eq!(back, there.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(saga.way, Way::Back { why: "why".into() });
}

#[test]
fn what_a_step_finds_decides() {
    let org = "acme".parse().unwrap();
    let path: GroupPath = Unit::Org.groups(&org)[0].0.clone();
    let (id, now) = (SAGA.parse().unwrap(), Timestamp(1000));
    let make = Saga::make(id, &org, Unit::Org, now);
    let mut back = make.clone();
    back.turn_back("why", now);
    let remove = Saga::remove(
        OTHER.parse().unwrap(),
        &org,
        Unit::Org,
        make.id.clone(),
        now,
    );
    let own = |holds: Option<&str>| Seen::Own {
        holds: holds.map(Into::into),
    };
    assert_eq!(make.deed(&path, Seen::Nothing), Deed::Create);
    assert_eq!(make.deed(&path, own(None)), Deed::Done);
    assert!(matches!(make.deed(&path, Seen::Foreign), Deed::Refuse(_)));
    assert!(matches!(make.deed(&path, Seen::Earlier), Deed::Wait(_)));
    for other in [Seen::Nothing, Seen::Foreign, Seen::Earlier] {
        assert_eq!(back.deed(&path, other), Deed::Done);
    }
    assert_eq!(remove.deed(&path, Seen::Nothing), Deed::Done);
    assert!(matches!(remove.deed(&path, Seen::Foreign), Deed::Wait(_)));
    for saga in [back, remove] {
        assert_eq!(saga.deed(&path, own(None)), Deed::Delete);
        assert!(matches!(saga.deed(&path, own(Some("x"))), Deed::Wait(_)));
    }
}

#[test]
fn who_waits_asks_ever_more_seldom() {
    let org = "acme".parse().unwrap();
    let mut saga = Saga::make(SAGA.parse().unwrap(), &org, Unit::Org, Timestamp(0));
    let mut pauses = Vec::new();
    for _ in 0..12 {
        saga.wait(&"nobody answers ".repeat(100), Timestamp(0));
        pauses.push(saga.next.0);
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    assert_eq!(saga.trouble.as_ref().unwrap().len(), 500);
    let path = saga.step().cloned().unwrap();
    saga.did(&path, Timestamp(7));
    assert_eq!((saga.tries, saga.next.0, saga.trouble), (0, 7, None));
}
