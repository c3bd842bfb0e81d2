//! How much an organization may hold, and who says so.

use wavecast_domain::Command;
use wavecast_domain::command::NewPackage;
use wavecast_domain::org::{Founders, Founding, Held, Org, OrgCommand, Quota, Usage, decide_org};
use wavecast_domain::package::PackageStatus;
use wavecast_domain::principal::Principal;
use wavecast_domain::record::{Record, RecordKey};
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_domain::role::OrgRole::Member;
use wavecast_wire::manifest::Kind;
use wavecast_wire::time::Timestamp;

use crate::acme::{Acme, accept, context, create_app, id, remove, scope, set_account};
use crate::world::{World, package_key};

fn quota(text: &str) -> Quota {
    text.parse().unwrap()
}

/// Sets the limits with the installation's own token.
fn limit(acme: &mut Acme, text: &str) {
    let set = OrgCommand::SetQuota(quota(text));
    acme.run_as(Principal::Bootstrap, set).unwrap();
}

fn limited(refused: Result<impl Sized, Refusal>) -> Refusal {
    let Err(refusal) = refused else {
        panic!("it was let in");
    };
    assert_eq!(refusal.reason, Reason::Limit, "{refusal:?}");
    refusal
}

#[test]
fn limits_are_read_as_they_are_written() {
    let text = "apps=20,members=50,storage=50GB";
    let read = quota(text);
    assert_eq!(read.limit(Held::Apps), Some(20));
    assert_eq!(read.limit(Held::Storage), Some(50_000_000_000));
    assert_eq!(read.limit(Held::Tokens), None);
    assert_eq!(quota(&read.to_string()), read);
    assert_eq!(quota(""), Quota::default());
    assert_eq!(quota("apps=20, apps=none"), Quota::default());
    for (size, bytes) in [
        ("7", 7),
        ("7B", 7),
        ("7kB", 7_000),
        ("7 MB", 7_000_000),
        ("1TiB", 1 << 40),
        ("3gib", 3 << 30),
    ] {
        assert_eq!(Held::Storage.limit(size), Ok(Some(bytes)), "{size}");
    }
}

#[test]
fn what_is_no_limit_is_told() {
    for (text, told) in [
        ("apps", "a limit such as apps=20"),
        ("rooms=1", "there are apps, members"),
        ("apps=-1", "apps must be a number"),
        ("apps=1kB", "apps must be a number"),
        ("storage=many", "storage must be bytes"),
        ("storage=1PB", "storage must be bytes"),
        ("storage=99999999999TB", "storage must be bytes"),
        ("storage=9007199254740992", "at most 9007199254740991"),
        ("apps=1001", "at most 1000"),
        ("members=501", "at most 500"),
        ("accounts=201", "at most 200"),
        ("tokens=1001", "at most 1000"),
    ] {
        let error = text.parse::<Quota>().unwrap_err();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn only_the_installations_own_token_sets_limits() {
    let mut acme = Acme::new();
    acme.join("bob", Member, "*: admin");
    let set = OrgCommand::SetQuota(quota("apps=3"));
    for who in ["ada", "bob"] {
        let refusal = acme.run(who, set.clone()).unwrap_err();
        assert_eq!(refusal.reason, Reason::Forbidden);
        assert!(refusal.rule.contains("quotas"), "{refusal:?}");
        assert!(refusal.hint.contains("own token"), "{refusal:?}");
    }
    limit(&mut acme, "apps=3,storage=1kB");
    let set = OrgCommand::SetQuota(quota("apps=2,members=9"));
    let made = acme.run_as(Principal::Bootstrap, set).unwrap();
    assert_eq!(made.event.verb, "quota.set");
    insta::assert_debug_snapshot!(made.event.changes);
    let beyond = Quota::default().with(Held::Accounts, Some(201));
    let refusal = acme
        .run_as(Principal::Bootstrap, OrgCommand::SetQuota(beyond))
        .unwrap_err();
    let told = (refusal.reason, refusal.field.as_str());
    assert_eq!(told, (Reason::Invalid, "accounts"));
}

#[test]
fn an_organization_from_before_quotas_has_none() {
    let acme = Acme::new();
    let json = serde_json::to_value(&acme.org).unwrap();
    assert!(json.get("quota").is_none(), "{json}");
    let read: Org = serde_json::from_value(json).unwrap();
    assert_eq!(read.quota, Quota::default());
}

#[test]
fn applications_are_limited() {
    let mut acme = Acme::new();
    limit(&mut acme, "apps=3");
    acme.run("ada", create_app("third")).unwrap();
    let refusal = limited(acme.run("ada", create_app("fourth")));
    insta::assert_debug_snapshot!(refusal);
    // Lower than what is there: nothing goes, and nothing comes.
    limit(&mut acme, "apps=1");
    assert_eq!(acme.org.apps.len(), 3);
    limited(acme.run("ada", create_app("fourth")));
    limit(&mut acme, "");
    acme.run("ada", create_app("fourth")).unwrap();
}

#[test]
fn members_are_limited_with_those_who_are_invited() {
    let mut acme = Acme::new();
    limit(&mut acme, "members=3");
    acme.join("bob", Member, "");
    let (waiting, invite) = acme.invitation(Member, "");
    acme.run("ada", invite).unwrap();
    let (_, fourth) = acme.invitation(Member, "");
    let refusal = limited(acme.run("ada", fourth));
    assert!(refusal.rule.contains("has 3"), "{refusal:?}");
    // It was counted when it was made, so it can be accepted; not above a limit that is lower by now.
    limit(&mut acme, "members=2");
    let code = accept(&waiting);
    limited(acme.run("eve", code.clone()));
    limit(&mut acme, "members=3");
    acme.run("eve", code).unwrap();
    let (_, again) = acme.invitation(Member, "");
    limited(acme.run("ada", again));
    acme.run("ada", remove("bob")).unwrap();
    // An invitation that expired takes no place.
    let (_, late) = acme.invitation(Member, "");
    acme.run("ada", late).unwrap();
    acme.now = acme.now.plus(8 * 86_400);
    let (_, next) = acme.invitation(Member, "");
    acme.run("ada", next).unwrap();
}

#[test]
fn service_accounts_are_limited() {
    let mut acme = Acme::new();
    limit(&mut acme, "accounts=1");
    acme.run("ada", set_account("ci", "*: write")).unwrap();
    let refusal = limited(acme.run("ada", set_account("cd", "*: write")));
    assert_eq!(refusal.field, "accounts");
    acme.run("ada", set_account("ci", "*: read")).unwrap();
}

#[test]
fn tokens_are_limited_while_they_work() {
    let mut acme = Acme::new();
    limit(&mut acme, "tokens=2");
    for _ in 0..2 {
        let token = acme.new_token(None, scope("read", None));
        acme.run("ada", token).unwrap();
    }
    let third = acme.new_token(None, scope("read", None));
    let refusal = limited(acme.run("ada", third));
    assert!(refusal.hint.contains("--tokens 3"), "{refusal:?}");
    acme.now = acme.now.plus(2 * 86_400);
    let later = acme.new_token(None, scope("read", None));
    acme.run("ada", later).unwrap();
}

/// A world whose organization may hold so much.
fn world(text: &str) -> World {
    let mut world = World::new(Kind::Firmware);
    open(&mut world, text);
    world
}

fn open(world: &mut World, text: &str) {
    let mut org = Acme::new().org;
    org.quota = quota(text);
    world
        .records
        .insert(RecordKey::Org, Record::Org(Box::new(org)));
}

fn sized(world: &World, version: &str, bytes: u64) -> NewPackage {
    NewPackage {
        bytes: Some(bytes),
        ..world.new_package(version, &[])
    }
}

fn create(world: &mut World, version: &str, bytes: u64) -> Result<(), Refusal> {
    let new = sized(world, version, bytes);
    let made = world.run_as(Principal::Bootstrap, Command::CreatePackage(new));
    made.map(drop)
}

fn usage(world: &World) -> (u64, u64) {
    match world.records.get(&RecordKey::Usage) {
        Some(Record::Usage(usage)) => (usage.packages, usage.bytes),
        _ => (0, 0),
    }
}

#[test]
fn storage_is_limited_to_the_byte() {
    let mut world = world("storage=1000");
    create(&mut world, "1.0", 900).unwrap();
    let refusal = limited(create(&mut world, "1.1", 101));
    insta::assert_debug_snapshot!(refusal);
    create(&mut world, "1.1", 100).unwrap();
    assert_eq!(usage(&world), (2, 1000));
    limited(create(&mut world, "1.2", 1));
    limited(create(&mut world, "1.2", u64::MAX));
    // The same content again is nothing more.
    create(&mut world, "1.1", 100).unwrap();
    open(&mut world, "storage=10");
    assert_eq!(usage(&world), (2, 1000), "nothing goes");
    limited(create(&mut world, "1.2", 1));
    open(&mut world, "");
    create(&mut world, "1.2", 1 << 40).unwrap();
}

#[test]
fn packages_are_limited_and_a_yanked_one_stays() {
    let mut world = world("packages=2");
    create(&mut world, "1.0", 5).unwrap();
    create(&mut world, "1.1", 5).unwrap();
    world.check("1.1", &["{}"]);
    world.run(Command::YankPackage {
        name: "app".parse().unwrap(),
        version: "1.1".parse().unwrap(),
        reason: "broken".into(),
        now: Vec::new(),
    });
    assert_eq!(usage(&world), (2, 10));
    let refusal = limited(create(&mut world, "1.2", 5));
    assert_eq!(refusal.field, "packages");
}

#[test]
fn what_a_package_takes_is_told_by_where_it_stands() {
    let mut world = world("");
    create(&mut world, "1.0", 700).unwrap();
    let kept = |world: &World| Usage::of(&world.package_record("1.0")).bytes;
    assert_eq!(kept(&world), 700);
    world.check("1.0", &["{}"]);
    assert_eq!(kept(&world), 700);
    let mut package = world.package_record("1.0");
    // From before bytes were counted.
    package.bytes = None;
    let PackageStatus::Ready(ready) = package.status.clone() else {
        panic!("{:?}", package.status);
    };
    let found = ready.bytes + ready.manifest.length;
    assert_eq!(package.kept(), Some(found));
    package.status = PackageStatus::Refused {
        reason: "broken".into(),
    };
    assert_eq!(Usage::of(&package), Usage::default());
    let record = Record::Package(Box::new(package));
    world.records.insert(package_key("1.0"), record);
    // Whoever refused it gave its bytes back; created anew it is counted anew.
    world
        .records
        .insert(RecordKey::Usage, Record::Usage(Usage::default()));
    create(&mut world, "1.0", 300).unwrap();
    assert_eq!(usage(&world), (1, 300));
}

fn found(by: Principal, founding: &Founding) -> Result<Org, Refusal> {
    let create = OrgCommand::CreateOrg {
        name: "acme".parse().unwrap(),
        title: "Acme".into(),
    };
    let cx = wavecast_domain::Context {
        founding: founding.clone(),
        ..context(Timestamp(1_767_225_600), 1, by)
    };
    Ok(decide_org(None, &cx, create)?.org)
}

#[test]
fn an_organization_of_a_person_begins_with_what_the_installation_says() {
    let ada = Principal::person(id("ada"), "Ada");
    let mut founding = Founding {
        by: Founders::Anyone,
        quota: quota("apps=2,storage=1GB"),
    };
    let org = found(ada.clone(), &founding).unwrap();
    assert_eq!(org.quota, founding.quota);
    let org = found(Principal::Bootstrap, &founding).unwrap();
    assert_eq!(org.quota, Quota::default(), "whoever runs it sets its own");
    founding.by = Founders::Installation;
    let refusal = found(ada, &founding).unwrap_err();
    assert_eq!(refusal.reason, Reason::Forbidden);
    assert!(refusal.hint.contains("wavecast org create"), "{refusal:?}");
    found(Principal::Bootstrap, &founding).unwrap();
}
