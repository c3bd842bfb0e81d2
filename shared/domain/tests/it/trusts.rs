//! Workflows elsewhere that get tokens of a service account.

use wavecast_domain::access::{Access, Place};
use wavecast_domain::name::AccountName;
use wavecast_domain::org::{NewExchange, OrgCommand, Token, Trust, Workflow};
use wavecast_domain::permission::{Permission, allows};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_domain::role::OrgRole::{Admin, Member};

use crate::acme::{Acme, set_account};

const GITHUB: &str = "https://token.actions.githubusercontent.com";

/// Acme with the service account `ci`, which writes `lamp`.
fn acme() -> Acme {
    let mut acme = Acme::new();
    acme.run("ada", set_account("ci", "lamp: write")).unwrap();
    acme
}

/// A rule for `acme/lamp` on a reference, in an environment.
fn trust(reference: Option<&str>, environment: Option<&str>) -> Trust {
    Trust {
        account: "ci".parse().unwrap(),
        issuer: GITHUB.into(),
        repository: "acme/lamp".into(),
        reference: reference.map(Into::into),
        environment: environment.map(Into::into),
        minutes: 15,
    }
}

fn set(name: &str, trust: Trust) -> OrgCommand {
    let name = name.parse().unwrap();
    OrgCommand::SetTrust { name, trust }
}

fn delete(name: &str) -> OrgCommand {
    let name = name.parse().unwrap();
    OrgCommand::DeleteTrust { name }
}

/// A workflow of `acme/lamp` on a reference.
fn on(reference: &str) -> Workflow {
    Workflow {
        issuer: GITHUB.into(),
        repository: "acme/lamp".into(),
        reference: Some(reference.into()),
        environment: None,
        run: Some("42".into()),
    }
}

fn exchange(acme: &mut Acme, workflow: Workflow) -> Result<Token, Refusal> {
    let account: AccountName = "ci".parse().unwrap();
    let (id, hash) = acme.fresh_secret();
    let by = Principal::Service {
        org: acme.org.name.clone(),
        account: account.clone(),
        token: id.clone(),
        access: Access::default(),
    };
    let new = NewExchange {
        id,
        hash,
        account,
        workflow,
    };
    let done = acme.run_as(by, OrgCommand::Exchange(new))?;
    Ok(done.token.unwrap())
}

/// The same with one thing about the workflow changed.
fn after(acme: &mut Acme, change: impl FnOnce(&mut Workflow)) -> Result<Token, Refusal> {
    let mut workflow = on("refs/heads/main");
    change(&mut workflow);
    exchange(acme, workflow)
}

#[test]
fn a_workflow_that_a_rule_takes_gets_a_short_token_of_the_account() {
    let mut acme = acme();
    acme.run("ada", set("main", trust(Some("refs/heads/main"), None)))
        .unwrap();
    let token = exchange(&mut acme, on("refs/heads/main")).unwrap();
    assert_eq!(token.expires, acme.now.plus(15 * 60));
    assert_eq!(token.label, "acme/lamp at refs/heads/main");
    assert_eq!(token.by, "trust main");
    let by = acme.token(&token).unwrap();
    let may = |permission, app: &str| {
        let app = app.parse().unwrap();
        allows(&by, permission, Place::App(&acme.org.name, &app))
    };
    assert!(may(Permission::Release, "lamp") && may(Permission::Package, "lamp"));
    assert!(!may(Permission::Configure, "lamp") && !may(Permission::Read, "bulb"));
    for permission in [Permission::Machines, Permission::Members, Permission::Own] {
        assert!(!allows(&by, permission, Place::Org(&acme.org.name)));
    }
}

#[test]
fn every_other_workflow_gets_nothing() {
    let mut acme = acme();
    let rule = trust(Some("refs/heads/main"), Some("production"));
    acme.run("ada", set("main", rule)).unwrap();
    let changes: [fn(&mut Workflow); 10] = [
        |_| {},
        |one| one.environment = Some("Production".into()),
        |one| one.environment = Some("staging".into()),
        |one| (one.environment, one.reference) = (Some("production".into()), None),
        |one| {
            one.environment = Some("production".into());
            one.reference = Some("refs/heads/main-of-eve".into());
        },
        |one| {
            one.environment = Some("production".into());
            one.reference = Some("refs/tags/main".into());
        },
        |one| {
            one.environment = Some("production".into());
            one.repository = "eve/lamp".into();
        },
        |one| {
            one.environment = Some("production".into());
            one.repository = "acme/lamp2".into();
        },
        |one| {
            one.environment = Some("production".into());
            one.repository = "Acme/lamp".into();
        },
        |one| {
            one.environment = Some("production".into());
            one.issuer = format!("{GITHUB}/");
        },
    ];
    let before = acme.org.clone();
    for (n, change) in changes.into_iter().enumerate() {
        let refusal = after(&mut acme, change).unwrap_err();
        assert_eq!(refusal.reason, Reason::Forbidden, "{n}");
        assert!(
            refusal
                .rule
                .starts_with("no rule of service account ci takes"),
            "{n}: {}",
            refusal.rule
        );
    }
    assert_eq!(acme.org, before);
    after(&mut acme, |one| one.environment = Some("production".into())).unwrap();
}

#[test]
fn a_star_stands_for_all_beneath_a_slash() {
    let mut acme = acme();
    acme.run("ada", set("tags", trust(Some("refs/tags/*"), None)))
        .unwrap();
    for (reference, taken) in [
        ("refs/tags/v1.0.0", true),
        ("refs/tags/a/b", true),
        ("refs/tags", false),
        ("refs/tagsx/v1", false),
        ("refs/heads/refs/tags/v1", false),
    ] {
        let made = exchange(&mut acme, on(reference));
        assert_eq!(made.is_ok(), taken, "{reference}");
    }
}

#[test]
fn a_rule_that_takes_too_much_or_means_nothing_is_refused() {
    let mut acme = acme();
    let refused = |acme: &mut Acme, change: &dyn Fn(&mut Trust)| {
        let mut rule = trust(Some("refs/heads/main"), None);
        change(&mut rule);
        acme.refused("ada", set("main", rule))
    };
    for reference in [
        "",
        "main",
        "*",
        "refs/*/x",
        "refs/heads/main*",
        "refs/**",
        "heads/*",
        "refs/heads/a b",
        "REFS/heads/x",
    ] {
        let told = refused(&mut acme, &|rule| rule.reference = Some(reference.into()));
        assert!(told.contains("whole reference"), "{reference}: {told}");
    }
    let told = refused(&mut acme, &|rule| rule.reference = None);
    assert!(told.contains("a branch, a tag or an environment"), "{told}");
    for repository in [
        "",
        "acme",
        "acme/",
        "/lamp",
        "acme/*",
        "acme/lamp/x",
        "acme lamp/x",
        "*/*",
    ] {
        let told = refused(&mut acme, &|rule| rule.repository = repository.into());
        assert!(told.contains("owner and a name"), "{repository}: {told}");
    }
    for minutes in [0, 4, 61, u16::MAX] {
        let told = refused(&mut acme, &|rule| rule.minutes = minutes);
        assert!(told.contains("5 to 60 minutes"), "{minutes}: {told}");
    }
    for environment in ["", "a\nb"] {
        let told = refused(&mut acme, &|rule| {
            rule.environment = Some(environment.into())
        });
        assert!(told.contains("1 to 255 bytes"), "{environment}: {told}");
    }
    let told = refused(&mut acme, &|rule| rule.account = "attic".parse().unwrap());
    assert!(
        told.contains("service account attic doesn't exist"),
        "{told}"
    );
    for n in 0..100 {
        let rule = trust(Some("refs/heads/main"), None);
        acme.run("ada", set(&format!("rule-{n}"), rule)).unwrap();
    }
    let told = refused(&mut acme, &|_| {});
    assert!(told.contains("100 rules of trust"), "{told}");
}

#[test]
fn rules_are_made_and_ended_with_the_permission_for_machines() {
    let mut acme = acme();
    acme.join("bob", Member, "*: admin");
    acme.join("eve", Admin, "");
    let rule = || trust(Some("refs/heads/main"), None);
    for command in [set("main", rule()), delete("main")] {
        assert_eq!(
            acme.refused("bob", command),
            "this needs the permission machines"
        );
    }
    acme.run("eve", set("main", rule())).unwrap();
    acme.run("eve", delete("main")).unwrap();
    assert!(
        acme.refused("eve", delete("main"))
            .contains("doesn't exist")
    );
    // Somebody who is no workflow exchanges nothing, whatever they may do otherwise.
    acme.run("eve", set("main", rule())).unwrap();
    let (id, hash) = acme.fresh_secret();
    let new = NewExchange {
        id,
        hash,
        account: "ci".parse().unwrap(),
        workflow: on("refs/heads/main"),
    };
    acme.refused("ada", OrgCommand::Exchange(new));
}

#[test]
fn what_a_rule_gave_ends_with_it() {
    let mut acme = acme();
    let rule = || trust(Some("refs/heads/*"), None);
    let give = |acme: &mut Acme| exchange(acme, on("refs/heads/main")).unwrap();
    acme.run("ada", set("main", rule())).unwrap();
    let first = give(&mut acme);
    assert!(acme.token(&first).is_some());
    // Another rule's change leaves it alone.
    acme.run("ada", set("tags", trust(Some("refs/tags/*"), None)))
        .unwrap();
    acme.run("ada", delete("tags")).unwrap();
    assert!(acme.token(&first).is_some());
    acme.run("ada", set("main", rule())).unwrap();
    assert_eq!(acme.token(&first), None);
    let second = give(&mut acme);
    acme.run("ada", delete("main")).unwrap();
    assert_eq!(acme.token(&second), None);
    acme.run("ada", set("main", rule())).unwrap();
    let third = give(&mut acme);
    let name = "ci".parse().unwrap();
    acme.run("ada", OrgCommand::DeleteAccount { name }).unwrap();
    assert_eq!(acme.token(&third), None);
    // Another account of the same name is trusted by nobody.
    acme.run("ada", set_account("ci", "*: admin")).unwrap();
    assert!(exchange(&mut acme, on("refs/heads/main")).is_err());
}

#[test]
fn the_longest_of_several_rules_counts() {
    let mut acme = acme();
    for (name, minutes) in [("a", 5), ("b", 60), ("c", 30)] {
        let mut rule = trust(Some("refs/heads/main"), None);
        rule.minutes = minutes;
        acme.run("ada", set(name, rule)).unwrap();
    }
    let token = exchange(&mut acme, on("refs/heads/main")).unwrap();
    assert_eq!(token.expires, acme.now.plus(3600));
}

#[test]
fn only_what_can_be_kept_is_said_of_a_workflow() {
    let plain = on("refs/heads/main");
    assert!(plain.is_plain());
    for change in [
        |one: &mut Workflow| one.repository = String::new(),
        |one: &mut Workflow| one.reference = Some("refs/heads/a\nb".into()),
        |one: &mut Workflow| one.environment = Some("x".repeat(256)),
        |one: &mut Workflow| one.run = Some("e\u{301}".into()),
    ] {
        let mut workflow = plain.clone();
        change(&mut workflow);
        assert!(!workflow.is_plain(), "{workflow:?}");
    }
}
