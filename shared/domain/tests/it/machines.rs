//! Service accounts and tokens.

use std::collections::BTreeMap;

use wavecast_domain::access::Place;
use wavecast_domain::org::{Holder, LiveToken, OrgCommand, Token, Trust};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::role::OrgRole::{Admin, Member};

use crate::acme::{Acme, id, remove, revoke, scope, set_account, set_member};

/// Acme with Bob, who writes `lamp`, and the service account `ci`, which writes everything.
fn acme() -> Acme {
    let mut acme = Acme::new();
    acme.join("bob", Member, "lamp: write, bulb: read");
    acme.run("ada", set_account("ci", "*: write")).unwrap();
    acme
}

fn make(
    acme: &mut Acme,
    user: &str,
    account: Option<&str>,
    names: &str,
    apps: Option<&[&str]>,
) -> Token {
    let command = acme.new_token(account, scope(names, apps));
    acme.run(user, command).unwrap().token.unwrap()
}

fn may(acme: &Acme, token: &Token, permission: Permission, app: &str) -> bool {
    let app = app.parse().unwrap();
    let place = Place::App(&acme.org.name, &app);
    acme.token(token)
        .is_some_and(|by| allows(&by, permission, place))
}

#[test]
fn a_token_does_what_it_says_where_it_says_and_nothing_else() {
    let mut acme = acme();
    let token = make(
        &mut acme,
        "ada",
        Some("ci"),
        "read release",
        Some(&["lamp"]),
    );
    assert!(may(&acme, &token, Permission::Release, "lamp"));
    assert!(
        !may(&acme, &token, Permission::Package, "lamp"),
        "its holder may, it may not"
    );
    assert!(!may(&acme, &token, Permission::Release, "bulb"));
    let place = Place::Org(&acme.org.name);
    let by = acme.token(&token).unwrap();
    assert!(allows(&by, Permission::See, place));
    for permission in [
        Permission::Organize,
        Permission::Members,
        Permission::Machines,
    ] {
        assert!(!allows(&by, permission, place));
    }
    let other = "other".parse().unwrap();
    assert!(!allows(&by, Permission::See, Place::Org(&other)));
    let lamp = "lamp".parse().unwrap();
    assert!(!allows(&by, Permission::Read, Place::App(&other, &lamp)));
}

#[test]
fn a_token_never_does_more_than_its_holder_by_then() {
    let mut acme = acme();
    let token = make(&mut acme, "bob", None, "read release", None);
    assert!(may(&acme, &token, Permission::Release, "lamp"));
    assert!(
        !may(&acme, &token, Permission::Release, "bulb"),
        "Bob only reads there"
    );
    acme.run("ada", set_member("bob", Member, "lamp: read"))
        .unwrap();
    assert!(!may(&acme, &token, Permission::Release, "lamp"));
    assert!(may(&acme, &token, Permission::Read, "lamp"));
    let ci = make(&mut acme, "ada", Some("ci"), "read release", None);
    acme.run("ada", set_account("ci", "bulb: write")).unwrap();
    assert!(!may(&acme, &ci, Permission::Release, "lamp"));
    assert!(may(&acme, &ci, Permission::Release, "bulb"));
}

#[test]
fn a_token_is_dead_once_it_is_revoked_or_its_holder_is_gone() {
    let mut acme = acme();
    let of_bob = make(&mut acme, "bob", None, "read", None);
    let of_ci = make(&mut acme, "ada", Some("ci"), "read", None);
    assert_eq!(
        acme.refused("bob", revoke(&of_ci.id)),
        "this needs the permission machines"
    );
    acme.run("ada", revoke(&of_ci.id)).unwrap();
    assert_eq!(acme.token(&of_ci), None);
    assert!(
        acme.refused("ada", revoke(&of_ci.id))
            .contains("doesn't exist")
    );
    acme.run("bob", revoke(&of_bob.id)).unwrap();
    assert_eq!(acme.token(&of_bob), None);

    let of_bob = make(&mut acme, "bob", None, "read", None);
    let of_ci = make(&mut acme, "ada", Some("ci"), "read", None);
    acme.run("ada", remove("bob")).unwrap();
    let name = "ci".parse().unwrap();
    acme.run("ada", OrgCommand::DeleteAccount { name }).unwrap();
    // Somebody of the same id, and an account of the same name, don't wake old tokens.
    acme.join("bob", Member, "*: admin");
    acme.run("ada", set_account("ci", "*: admin")).unwrap();
    assert_eq!(acme.token(&of_bob), None);
    assert_eq!(acme.token(&of_ci), None);
}

#[test]
fn only_the_tokens_of_who_goes_end() {
    let mut acme = acme();
    let of_bob = make(&mut acme, "bob", None, "read", None);
    let of_ada = make(&mut acme, "ada", None, "read", None);
    let of_ci = make(&mut acme, "ada", Some("ci"), "read", None);
    acme.run("ada", remove("bob")).unwrap();
    let live: Vec<_> = acme.org.tokens.keys().collect();
    let mut left = [&of_ada.id, &of_ci.id];
    left.sort();
    assert_eq!(live, left, "{}", of_bob.id);
}

/// An account of the same name in another organization, or somebody else, is no holder of it.
#[test]
fn a_token_speaks_for_its_holder_in_its_organization_alone() {
    let mut acme = acme();
    let token = make(&mut acme, "ada", Some("ci"), "read", None);
    assert!(acme.org.access_of_token(&token).is_some());
    let elsewhere = Token {
        org: "other".parse().unwrap(),
        ..token.clone()
    };
    assert_eq!(acme.org.access_of_token(&elsewhere), None);
    let of_ada = Token {
        holder: Holder::User { user: id("ada") },
        ..token.clone()
    };
    assert_eq!(acme.org.access_of_token(&of_ada), None);
    let unknown = Token {
        id: "0123456789abcdef".parse().unwrap(),
        ..token
    };
    assert_eq!(acme.org.access_of_token(&unknown), None);
}

/// Whoever holds anything may see the organization; who holds nothing any more sees nothing.
#[test]
fn a_token_of_which_nothing_is_left_sees_nothing() {
    let mut acme = acme();
    let token = make(&mut acme, "bob", None, "read release", Some(&["lamp"]));
    let access = acme.org.access_of_token(&token).unwrap();
    assert!(!access.is_nothing());
    let place = Place::Org(&acme.org.name);
    assert!(allows(&acme.token(&token).unwrap(), Permission::See, place));
    acme.run("ada", set_member("bob", Member, "bulb: read"))
        .unwrap();
    let access = acme.org.access_of_token(&token).unwrap();
    assert!(access.is_nothing(), "{access:?}");
    let place = Place::Org(&acme.org.name);
    assert!(!allows(
        &acme.token(&token).unwrap(),
        Permission::See,
        place
    ));
}

#[test]
fn nobody_makes_a_token_that_may_more_than_they_do() {
    let mut acme = acme();
    for (names, apps, rule) in [
        ("release", None, "must permit 'read'"),
        ("", None, "some permissions"),
        ("read", Some(&[][..]), "some applications"),
        ("see own", None, "never holds 'own'"),
        ("read configure", None, "doesn't hold 'configure'"),
        (
            "read release",
            Some(&["lamp", "bulb"][..]),
            "doesn't hold 'release'",
        ),
        ("members", None, "doesn't hold 'members'"),
    ] {
        let command = acme.new_token(None, scope(names, apps));
        let told = acme.refused("bob", command);
        assert!(told.contains(rule), "{names}: {told}");
    }
    let command = acme.new_token(Some("ci"), scope("read", None));
    assert_eq!(
        acme.refused("bob", command),
        "this needs the permission machines"
    );
    let command = acme.new_token(Some("attic"), scope("read", None));
    assert!(
        acme.refused("ada", command)
            .contains("service account attic doesn't exist")
    );
    let command = acme.new_token(None, scope("read", None));
    let refusal = acme.run_as(Principal::Bootstrap, command).unwrap_err();
    assert!(refusal.hint.contains("--account"), "{refusal:?}");
}

/// A token for one application must not make one for all of them.
#[test]
fn a_token_passes_on_no_more_than_it_holds() {
    let mut acme = acme();
    acme.join("eve", Admin, "");
    let narrow = make(
        &mut acme,
        "eve",
        None,
        "read release machines",
        Some(&["lamp"]),
    );
    let access = acme.org.access_of_token(&narrow).unwrap();
    let by = Principal::User {
        id: id("eve"),
        name: "Eve".into(),
        token: Some(narrow.id.clone()),
        said: BTreeMap::new(),
        access,
    };
    for (account, apps) in [
        (None, None),
        (None, Some(&["bulb"][..])),
        (Some("ci"), None),
    ] {
        let command = acme.new_token(account, scope("read release", apps));
        let refusal = acme.run_as(by.clone(), command).unwrap_err();
        assert_eq!(refusal.rule, "this needs the permission read");
    }
    for account in [None, Some("ci")] {
        let command = acme.new_token(account, scope("read release", Some(&["lamp"])));
        acme.run_as(by.clone(), command).unwrap();
    }
}

/// Who may invite people and make service accounts through a token must not give them more than the
/// token: it would come back through them.
#[test]
fn nothing_is_given_through_a_token_that_it_does_not_hold() {
    let mut acme = acme();
    acme.join("eve", Admin, "");
    let by = through_token(&mut acme, "eve", "read release members machines");
    let role = |permissions: &str| OrgCommand::SetRole {
        name: "lead".parse().unwrap(),
        title: "Lead".into(),
        permissions: crate::acme::permissions(permissions),
    };
    // A workflow that is trusted gets what the account holds, which writes everything.
    let trust = |account: &str| OrgCommand::SetTrust {
        name: "main".parse().unwrap(),
        trust: Trust {
            account: account.parse().unwrap(),
            issuer: "https://token.actions.githubusercontent.com".into(),
            repository: "acme/lamp".into(),
            reference: Some("refs/heads/main".into()),
            environment: None,
            minutes: 60,
        },
    };
    let refused = [
        (acme.invitation(Admin, "").1, "organize"),
        (acme.invitation(Member, "*: read").1, "read"),
        (acme.invitation(Member, "lamp: write").1, "package"),
        (set_member("bob", Admin, ""), "organize"),
        (set_member("bob", Member, "bulb: read"), "read"),
        (set_account("ci", "lamp: admin"), "package"),
        (role("read configure"), "read"),
        (trust("ci"), "read"),
    ];
    for (command, lacking) in refused {
        let shown = format!("{command:?}");
        let refusal = acme.run_as(by.clone(), command).unwrap_err();
        let rule = format!("this needs the permission {lacking}");
        assert_eq!(refusal.rule, rule, "{shown}");
    }
    let given = [
        acme.invitation(Member, "lamp: read").1,
        set_member("bob", Member, "lamp: read"),
        set_account("ci", "lamp: read"),
        trust("ci"),
    ];
    for command in given {
        acme.run_as(by.clone(), command).unwrap();
    }
    // In person, an admin gives what an admin holds.
    acme.run("eve", set_account("ci", "*: admin")).unwrap();
}

/// Somebody's token for `lamp`, at work.
fn through_token(acme: &mut Acme, user: &str, names: &str) -> Principal {
    let token = make(acme, user, None, names, Some(&["lamp"]));
    Principal::User {
        id: id(user),
        name: user.into(),
        said: BTreeMap::new(),
        access: acme.org.access_of_token(&token).unwrap(),
        token: Some(token.id),
    }
}

/// Between the look at a caller's roles and the change, somebody else may take them away.
#[test]
fn a_change_is_judged_by_what_its_caller_holds_when_it_is_made() {
    let mut acme = acme();
    acme.join("eve", Admin, "");
    let token = through_token(&mut acme, "eve", "read machines");
    let person = acme.person("eve");
    acme.run("ada", revoke(token.token().unwrap())).unwrap();
    let refusal = acme.run_as(token, set_account("ci", "")).unwrap_err();
    assert_eq!(refusal.rule, "this needs the permission see");
    acme.run("ada", set_member("eve", Member, "*: admin"))
        .unwrap();
    let refusal = acme.run_as(person, set_account("ci", "")).unwrap_err();
    assert_eq!(refusal.rule, "this needs the permission machines");
}

#[test]
fn a_token_makes_none_that_works_longer_than_itself() {
    let mut acme = acme();
    let by = through_token(&mut acme, "bob", "read");
    for (seconds, is_made) in [(86_400, true), (86_401, false)] {
        let mut command = acme.new_token(None, scope("read", Some(&["lamp"])));
        if let OrgCommand::CreateToken(new) = &mut command {
            new.expires = acme.now.plus(seconds);
        }
        let told = acme.run_as(by.clone(), command).map_err(|told| told.rule);
        let rule = "a token makes none that works longer than itself, until 2026-01-02T00:00:00Z";
        let refused = told.err().as_deref() == Some(rule);
        assert_eq!(refused, !is_made, "{seconds}");
    }
}

#[test]
fn roles_of_ones_own_in_applications_are_counted() {
    let mut acme = acme();
    let many = |count: u32| {
        let each = (0..count).map(|n| format!("app-{n}: read"));
        set_account("ci", &each.collect::<Vec<_>>().join(", "))
    };
    let told = acme.refused("ada", many(101));
    assert_eq!(told, "names 101 applications; at most 100");
    let told = acme.refused("ada", many(100));
    assert!(told.contains("doesn't exist"), "{told}");
}

#[test]
fn tokens_end_and_are_counted() {
    let mut acme = acme();
    let token = make(&mut acme, "bob", None, "read", None);
    acme.now = token.expires;
    acme.run("ada", set_account("other", "")).unwrap();
    assert_eq!(acme.token(&token), None);
    let mut command = acme.new_token(None, scope("read", None));
    if let OrgCommand::CreateToken(new) = &mut command {
        new.expires = acme.now.plus(367 * 86_400);
    }
    assert!(acme.refused("bob", command).contains("at most 366 days"));
    make(&mut acme, "bob", None, "read", None);
    fill(&mut acme, "bob", 1..50);
    let command = acme.new_token(None, scope("read", None));
    let told = acme.refused("bob", command);
    assert_eq!(told, "bob has 50 tokens, as many as allowed");
    for holder in 1..20 {
        let each = 50 * holder..50 * (holder + 1);
        fill(&mut acme, &format!("somebody-{holder}"), each);
    }
    let command = acme.new_token(None, scope("read", None));
    let told = acme.refused("ada", command);
    assert_eq!(told, "the organization has 1000 tokens, as many as allowed");
    // What ends at this second takes no room any more.
    acme.now = acme.now.plus(60);
    make(&mut acme, "bob", None, "read", None);
}

/// Tokens of somebody, that work.
fn fill(acme: &mut Acme, user: &str, numbers: std::ops::Range<u32>) {
    for n in numbers {
        let live = LiveToken {
            holder: Holder::User { user: id(user) },
            expires: acme.now.plus(60),
            trust: None,
        };
        let id = format!("{n:016}").parse().unwrap();
        acme.org.tokens.insert(id, live);
    }
}

#[test]
fn the_trail_names_a_token_by_its_id_alone() {
    let mut acme = acme();
    let command = acme.new_token(Some("ci"), scope("read release", Some(&["lamp"])));
    let made = acme.run("ada", command).unwrap();
    let hash = made.token.unwrap().hash.to_string();
    let told = serde_json::to_string(&made.event).unwrap();
    assert!(!told.contains(&hash), "{told}");
    insta::assert_debug_snapshot!(made.event.changes);
    // What a principal may do isn't kept with it.
    let by = serde_json::to_string(&acme.person("ada")).unwrap();
    let read: Principal = serde_json::from_str(&by).unwrap();
    assert_eq!(read, Principal::person(id("ada"), "Ada"));
}

/// A service's token is nobody's but itself: what holds for a person's holds for it.
#[test]
fn a_services_token_is_dead_once_it_is_revoked_and_makes_none_that_outlives_it() {
    let mut acme = acme();
    acme.run("ada", set_account("robots", "*: admin")).unwrap();
    let token = make(&mut acme, "ada", Some("ci"), "read", None);
    let by = acme.token(&token).unwrap();
    assert_eq!(by.token(), Some(&token.id));
    acme.run("ada", revoke(&token.id)).unwrap();
    let refusal = acme.run_as(by, set_account("robots", "")).unwrap_err();
    assert_eq!(refusal.rule, "this needs the permission see");
}
