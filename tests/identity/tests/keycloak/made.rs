//! Groups that Wavecast makes in the real Keycloak, every step of it failed both ways.

use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use serde_json::{Value, json};
use wavecast_domain::org::{OrgCommand, Unit};
use wavecast_engine::groups::GroupKeeper;
use wavecast_engine::port::Groups;
use wavecast_engine::testing::faulty::Point;
use wavecast_engine::testing::group_trials::{GroupTrial, every_fault};
use wavecast_identity::{Http, Keycloak, KeycloakSettings};
use zeroize::Zeroizing;

use crate::admin::{Admin, PARENT};
use crate::keycloak::PASSWORD;
use crate::login::{Server, login, text, wavecast};
use crate::server::issuer;

/// The client of the realm that may make groups.
const CLIENT: &str = "wavecast-groups";

fn keycloak_as(client: &str, secret: &str, parent: &str) -> Arc<dyn Groups> {
    keycloak_at(issuer(), client, secret, parent)
}

fn keycloak_at(issuer: &str, client: &str, secret: &str, parent: &str) -> Arc<dyn Groups> {
    let settings = KeycloakSettings {
        issuer: issuer.to_owned(),
        client: client.to_owned(),
        secret: Zeroizing::new(secret.to_owned()),
        parent: parent.to_owned(),
    };
    // Whoever asks needs TLS, which the issuer's start has installed.
    Arc::new(Keycloak::new(settings, Http::new().unwrap()).unwrap())
}

fn keycloak() -> Arc<dyn Groups> {
    keycloak_as(CLIENT, PASSWORD, PARENT)
}

async fn seen(org: &str) -> Vec<String> {
    Admin::new().await.paths(org).await
}

#[tokio::test]
async fn every_step_fails_both_ways_and_nothing_is_doubled_or_left() {
    // What only looks, and the commits beside it, fail in `engine::groups`, with groups in memory.
    let changes = |point: &Point| ["create", "delete"].contains(&point.method);
    let look = async |org: &str| seen(org).await;
    let trials = every_fault(keycloak(), changes, look).await;
    println!("{trials} times something failed at Keycloak");
    assert!(trials > 80, "{trials}");
}

#[tokio::test]
async fn a_group_of_somebody_else_is_left_alone_and_named() {
    let trial = GroupTrial::new(keycloak(), "foreign").await;
    let keeper = trial.keeper();
    Admin::new().await.make("foreign").await;
    Admin::new().await.make("foreign/admins").await;
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    assert_eq!(seen("foreign").await, ["foreign", "foreign/admins"]);
    let refused = trial.state().await.groups.unwrap().refused.unwrap();
    assert_eq!(refused.unit, Unit::Org);
    assert!(
        refused.why.contains("a group foreign that isn't ours"),
        "{refused:?}"
    );
    Admin::new().await.delete("foreign").await;
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    assert_eq!(seen("foreign").await, trial.all());
    // One that an administrator put into ours keeps it, until it is gone.
    Admin::new().await.make("foreign/apps/lamp/testers").await;
    trial.order(OrgCommand::RemoveGroups).await;
    for _ in 0..4 {
        keeper.tick().await;
        trial.memory.clock.advance(301);
    }
    let kept = seen("foreign").await;
    assert!(
        kept.contains(&"foreign/apps/lamp/testers".to_owned()),
        "{kept:?}"
    );
    Admin::new().await.delete("foreign/apps/lamp/testers").await;
    trial.settle(&keeper).await;
    assert!(seen("foreign").await.is_empty());
}

#[tokio::test]
async fn two_at_once_make_each_group_once() {
    let trial = GroupTrial::new(keycloak(), "twice").await;
    trial.order(OrgCommand::MakeGroups).await;
    let (one, other) = (trial.keeper(), trial.keeper());
    tokio::join!(trial.settle(&one), trial.settle(&other));
    assert_eq!(seen("twice").await, trial.all());
    trial.order(OrgCommand::RemoveGroups).await;
    tokio::join!(trial.settle(&one), trial.settle(&other));
    assert!(seen("twice").await.is_empty());
}

#[tokio::test]
async fn what_landed_late_is_swept_unless_people_are_in_it() {
    let trial = GroupTrial::new(keycloak(), "late").await;
    let keeper = trial.keeper();
    trial.order(OrgCommand::MakeGroups).await;
    trial.settle(&keeper).await;
    trial.order(OrgCommand::RemoveGroups).await;
    trial.settle(&keeper).await;
    let mark = trial.mark("01KAJ5W3M0Q8Z4T7V2X6Y9B1CD").await;
    for path in ["", "admins", "members"] {
        let path = trial.path(path);
        trial.groups.create(&path, &mark).await.unwrap();
    }
    Admin::new().await.join("linus", "late/admins").await;
    trial.memory.clock.advance(700);
    let report = keeper.tick().await;
    assert_eq!(report.swept, 1, "{report:?}");
    let told = report.troubles.join(" ");
    assert!(
        told.contains("late/admins") && told.contains("people"),
        "{told}"
    );
    assert_eq!(seen("late").await, ["late", "late/admins"]);
    Admin::new().await.out_of_groups("linus").await;
    trial.memory.clock.advance(700);
    assert_eq!(keeper.tick().await.swept, 2);
    assert!(seen("late").await.is_empty());
}

/// What keeps an organization's groups from being made, once it has ticked twice.
async fn trouble(trial: &GroupTrial, keeper: &GroupKeeper) -> String {
    trial.order(OrgCommand::MakeGroups).await;
    for _ in 0..2 {
        keeper.tick().await;
        trial.memory.clock.advance(301);
    }
    let saga = keeper.control.group_saga(&trial.org).await.unwrap();
    let refused = trial.state().await.groups.unwrap().refused;
    let waits = saga.and_then(|saga| saga.trouble);
    waits.or(refused.map(|one| one.why)).unwrap()
}

#[tokio::test]
async fn who_may_not_is_told_what_is_missing_and_an_outage_is_waited_out() {
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let nobody = format!("http://{}/realms/wavecast", closed.local_addr().unwrap());
    drop(closed);
    for (org, groups, why) in [
        (
            "unlet",
            keycloak_as("wavecast-service", PASSWORD, PARENT),
            "needs the role manage-users",
        ),
        (
            "wrong",
            keycloak_as(CLIENT, "wrong", PARENT),
            "doesn't take the client",
        ),
        (
            "nowhere",
            keycloak_as(CLIENT, PASSWORD, "/nowhere"),
            "has no group /nowhere",
        ),
        (
            "down",
            keycloak_at(&nobody, CLIENT, PASSWORD, PARENT),
            "doesn't answer",
        ),
    ] {
        let trial = GroupTrial::new(groups, org).await;
        let told = trouble(&trial, &trial.keeper()).await;
        assert!(told.contains(why), "{org}: {told}");
        assert!(!told.contains(PASSWORD), "{told}");
        assert!(seen(org).await.is_empty());
        // Once that is mended, it goes on by itself, or by being asked again.
        let mended = GroupTrial {
            groups: keycloak(),
            ..trial
        };
        let keeper = mended.keeper();
        mended.settle(&keeper).await;
        if mended.state().await.groups.unwrap().refused.is_some() {
            mended.order(OrgCommand::MakeGroups).await;
            mended.settle(&keeper).await;
        }
        assert_eq!(seen(org).await, mended.all());
    }
}

#[test]
fn a_person_in_a_made_group_has_its_role_until_it_is_taken_away() {
    let place = tempfile::tempdir().unwrap();
    let secret = place.path().join("secret");
    std::fs::write(&secret, PASSWORD).unwrap();
    let more = ["--keycloak-client", CLIENT, "--keycloak-secret-file"];
    let server = Server::start(
        place.path(),
        &[&more[..], &[secret.to_str().unwrap()]].concat(),
    );
    let (ada, linus) = (place.path().join("ada"), place.path().join("linus"));
    let run = |home: &Path, arguments: &[&str]| -> Output {
        wavecast(home)
            .args(arguments)
            .args(["--url", &server.api])
            .output()
            .unwrap()
    };
    let json_of = |output: &Output| -> Value {
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(output)))
    };
    std::fs::create_dir(&ada).unwrap();
    login(&ada, &server, "ada");
    for arguments in [
        &["org", "create", "umbra"][..],
        &["app", "create", "umbra/lamp", "--kind", "firmware"],
        &["app", "create", "umbra/bulb", "--kind", "firmware"],
    ] {
        let made = run(&ada, arguments);
        assert!(made.status.success(), "{}", text(&made));
    }
    let dry = run(
        &ada,
        &["org", "groups", "create", "--org", "umbra", "--dry-run"],
    );
    assert!(text(&dry).contains("nothing was changed"), "{}", text(&dry));
    let shown = run(&ada, &["org", "groups", "show", "--org", "umbra", "--json"]);
    assert_eq!(json_of(&shown)["state"], "none");
    let made = run(
        &ada,
        &["org", "groups", "create", "--org", "umbra", "--json"],
    );
    assert!(made.status.success(), "{}", text(&made));
    assert_eq!(json_of(&made)["state"], "standing");
    assert_eq!(
        json_of(&made)["units"][0]["groups"],
        json!(["/wavecast/umbra/admins", "/wavecast/umbra/members"])
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        Admin::new()
            .await
            .join("linus", "umbra/apps/lamp/write")
            .await;
    });
    std::fs::create_dir(&linus).unwrap();
    login(&linus, &server, "linus");
    let access = ["org", "access", "--org", "umbra", "--json"];
    let held = json_of(&run(&linus, &access));
    let writes = json!(["read", "package", "release", "yank"]);
    assert_eq!(held["apps"], json!({ "lamp": writes }));
    assert_eq!(held["organization"], json!(["see"]));
    let gone = run(&ada, &["org", "groups", "remove", "--org", "umbra"]);
    assert!(gone.status.success(), "{}", text(&gone));
    assert!(text(&gone).contains("has no groups"), "{}", text(&gone));
    assert!(runtime.block_on(seen("umbra")).is_empty());
    // With the same token.
    assert_eq!(run(&linus, &access).status.code(), Some(4));
}
