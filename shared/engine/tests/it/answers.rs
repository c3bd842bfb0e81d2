//! What an idempotency key finds again, of applications and of organizations.

use std::sync::atomic::{AtomicBool, Ordering};

use wavecast_domain::Refusal;
use wavecast_domain::access::Scope as Reach;
use wavecast_domain::org::{NewToken, OrgCommand};
use wavecast_domain::permission::Permission;
use wavecast_domain::refusal::Reason;
use wavecast_domain::role::Grants;
use wavecast_domain::secret::{Kind as SecretKind, Secret};
use wavecast_engine::control::{ControlError, Request};
use wavecast_engine::port::{Clock as _, Ids as _};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Kind;
use wavecast_wire::name::OrgName;

use crate::elsewhere::{Call, First, rigged};
use crate::stage::{Stage, share};

fn keyed(key: &str, body: &[u8]) -> Request {
    Request {
        idempotency: Some((key.to_owned(), Sha256::of(body))),
        ..request()
    }
}

fn expecting(revision: u64) -> Request {
    Request {
        expected: Some(revision),
        ..request()
    }
}

#[tokio::test]
async fn an_earlier_answer_is_found_by_its_key_alone() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let (org, app) = (stage.scope.org.clone(), stage.scope.app.clone());
    let control = &stage.world.control;
    let asked = async |request: Request| control.answered(&org, &app, &request).await;
    assert!(asked(keyed("k", b"body")).await.unwrap().is_none());
    let create = stage.new_release("1.1.0", Some(share(1000)));
    let first = control
        .execute(&org, &app, keyed("k", b"body"), create)
        .await
        .unwrap();
    let found = asked(keyed("k", b"body")).await.unwrap().expect("answered");
    assert!(found.replayed);
    assert_eq!(
        (found.outcome, found.revision, found.publications),
        (first.outcome, first.revision, first.publications)
    );
    // Without a key there is nothing to find, and what is only tried never happened.
    assert!(asked(request()).await.unwrap().is_none());
    let tried = Request {
        dry_run: true,
        ..keyed("k", b"body")
    };
    assert!(asked(tried).await.unwrap().is_none());
    let reused = asked(keyed("k", b"another")).await;
    assert!(matches!(reused, Err(ControlError::KeyReused)), "{reused:?}");
    let elsewhere = "another".parse().unwrap();
    let other = control
        .answered(&org, &elsewhere, &keyed("k", b"body"))
        .await;
    assert!(
        other.unwrap().is_none(),
        "a key counts within one application"
    );
}

#[tokio::test]
async fn an_organization_is_made_once_per_key_and_at_the_revision_that_was_read() {
    let world = World::of(&Memory::default());
    let control = &world.control;
    let name: OrgName = "meadow".parse().unwrap();
    let create = || OrgCommand::CreateOrg {
        name: name.clone(),
        title: "Meadow".into(),
    };
    let add = |app: &str| OrgCommand::CreateApp {
        name: app.parse().unwrap(),
        kind: Kind::Bundle,
        settings: None,
        dimensions: None,
    };
    let tried = Request {
        dry_run: true,
        ..keyed("o", b"x")
    };
    control.execute_org(&name, tried, create()).await.unwrap();
    assert!(control.org(&name).await.unwrap().is_none(), "only tried");

    assert!(!control.answered_new_org(&keyed("o", b"x")).await.unwrap());
    let made = control.execute_org(&name, keyed("o", b"x"), create()).await;
    let made = made.unwrap();
    assert!(control.answered_new_org(&keyed("o", b"x")).await.unwrap());
    let again = control.execute_org(&name, keyed("o", b"x"), create()).await;
    assert_eq!(again.unwrap(), made, "answered, not made twice");
    let other = control.execute_org(&name, keyed("p", b"x"), create()).await;
    assert!(matches!(other, Err(ControlError::Refused(_))), "{other:?}");

    assert!(
        !control
            .answered_org(&name, &keyed("a", b"x"))
            .await
            .unwrap()
    );
    control
        .execute_org(&name, keyed("a", b"x"), add("lamp"))
        .await
        .unwrap();
    assert!(
        control
            .answered_org(&name, &keyed("a", b"x"))
            .await
            .unwrap()
    );
    let reused = control.answered_org(&name, &keyed("a", b"y")).await;
    assert!(matches!(reused, Err(ControlError::KeyReused)), "{reused:?}");

    let stale = control
        .execute_org(&name, expecting(made.revision), add("bulb"))
        .await;
    let Err(ControlError::Refused(refusal)) = stale else {
        panic!("{stale:?}");
    };
    assert_eq!(
        (refusal.reason, refusal.field.as_str()),
        (Reason::Stale, "organization meadow")
    );
    let dry = Request {
        dry_run: true,
        ..expecting(made.revision)
    };
    let tried = control.execute_org(&name, dry, add("bulb")).await;
    let is_stale = |refusal: &Refusal| refusal.reason == Reason::Stale;
    assert!(
        matches!(&tried, Err(ControlError::Refused(refusal)) if is_stale(refusal)),
        "what is only tried is refused as the change would be: {tried:?}"
    );
    let present = control.org(&name).await.unwrap().unwrap().revision;
    control
        .execute_org(&name, expecting(present), add("bulb"))
        .await
        .unwrap();
    let asked = ["lamp", "none", "bulb"].map(|app| app.parse().unwrap());
    let heads = control.heads(&name, &asked).await.unwrap();
    let names: Vec<_> = heads.iter().map(|app| app.name.as_str()).collect();
    assert_eq!(
        names,
        ["lamp", "bulb"],
        "in the order in which they are asked"
    );
}

/// A secret is shown once: an answer that needed the ledger after the commit would lose it.
#[tokio::test]
async fn what_is_told_once_needs_nothing_after_the_commit() {
    let stage = Stage::new().await;
    let (org, now) = (&stage.scope.org, stage.world.clock.now());
    let account = OrgCommand::SetAccount {
        name: "ci".parse().unwrap(),
        title: "Builds".to_owned(),
        grants: Grants {
            every: Some("read".parse().unwrap()),
            ..Grants::default()
        },
    };
    let control = &stage.world.control;
    control.execute_org(org, request(), account).await.unwrap();
    let is_committed = AtomicBool::new(false);
    let after = rigged(&stage, move |call| match call {
        Call::Commit(_) => {
            is_committed.store(true, Ordering::SeqCst);
            First::Nothing
        }
        _ if is_committed.load(Ordering::SeqCst) => First::Fail,
        _ => First::Nothing,
    });
    let secret = Secret::make(SecretKind::Service, &stage.memory.ids.fresh(now)).unwrap();
    let create = OrgCommand::CreateToken(NewToken {
        id: secret.id().clone(),
        hash: secret.hash(),
        account: Some("ci".parse().unwrap()),
        label: "builds".to_owned(),
        scope: Reach {
            permissions: [Permission::Read].into(),
            apps: None,
        },
        expires: now.plus(86_400),
    });
    let control = &after.world.control;
    let done = control.change_org(org, request(), create).await.unwrap();
    assert_eq!(done.about.as_ref(), Some(secret.id()));
    assert_eq!(done.token.map(|token| token.hash), Some(secret.hash()));
    assert!(done.org.tokens.contains_key(secret.id()), "{:?}", done.org);
}
