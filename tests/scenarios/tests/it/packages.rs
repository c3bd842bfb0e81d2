//! Packages: made again, failed on a device, yanked.

use wavecast_client::types::{self, PackageStatus, ReleaseStatus};

use crate::world::place::{Answered, refused, sent, verb};
use crate::world::{Agent, Fleet, Kind, Place, shared};

/// A hook that fails where this version is activated.
const BREAKS: &str = "test \"$WAVECAST_VERSION\" != 2.0.0";

async fn yank(place: &Place, version: &str, now: &[&str]) -> Answered<types::PackageChange> {
    let body = types::YankPackage {
        reason: "drains the battery".to_owned(),
        now: now.iter().map(|channel| (*channel).to_owned()).collect(),
    };
    let call = place.client.yank_package().org(&place.org).app(&place.app);
    sent!(call.name("thing").version(version).body(body))
}

#[tokio::test]
async fn the_same_content_is_a_success_and_other_content_a_conflict() {
    let place = Place::new(shared(), "content", Kind::Bundle).await;
    let first = place.pack("1.0.0", "one").await.unwrap();
    let again = place.pack("1.0.0", "one").await.unwrap();
    assert_eq!(
        (first.status, &first.list),
        (PackageStatus::Ready, &again.list)
    );
    assert_eq!(first.created, again.created);
    let other = refused(place.pack("1.0.0", "two").await);
    assert_eq!(other, (409, "exists".to_owned()));
    let same_version = refused(place.pack("1.0", "two").await);
    assert_eq!(same_version, (409, "exists".to_owned()));
}

#[tokio::test]
async fn a_list_that_some_device_could_not_hold_is_refused_whoever_made_it() {
    let place = Place::new(shared(), "paths", Kind::Bundle).await;
    let lists: [&[&str]; 6] = [
        &["../index.html"],
        &["/index.html"],
        &["a/../../index.html"],
        &["con.txt"],
        &["cafe\u{301}.html"],
        &["Index.html", "index.html"],
    ];
    for (number, paths) in lists.iter().enumerate() {
        let version = format!("1.0.{number}");
        let package = place.pack_paths(&version, paths).await.unwrap();
        assert_eq!(package.status, PackageStatus::Refused, "{paths:?}");
        let reason = package.reason.unwrap();
        assert!(reason.contains("path"), "{paths:?}: {reason}");
    }
    let good = place.pack_paths("1.1.0", &["index.html"]).await.unwrap();
    assert_eq!(good.status, PackageStatus::Ready);
}

#[tokio::test]
async fn a_release_that_failed_on_a_device_is_tried_again_after_retry() {
    let place = Place::new(shared(), "retry", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    let mut fleet = Fleet::follow(&place, "stable", 50).await;
    agent.update();
    fleet.update().await;
    let second = place.ship("stable", "2.0.0", Some("100%")).await;
    fleet.sick = Some("2.0.0".to_owned());
    fleet.update().await;
    let ran = agent.run(&["run", "--once", "--on-activate", BREAKS]);
    assert_eq!((ran.code, ran.version()), (6, Some("1.0.0")), "{ran:?}");
    assert_eq!(fleet.run(Some("1.0.0")), 50, "all went back");

    fleet.sick = None;
    fleet.update().await;
    let ran = agent.update();
    assert!(ran.why("keep").contains("failed on this device before"));
    assert_eq!(fleet.run(Some("1.0.0")), 50, "and remember it");

    let retried = place.done(verb!(place, retry_release, &second.id)).await;
    assert_eq!(
        (retried.attempt, retried.status),
        (2, ReleaseStatus::Concluded)
    );
    fleet.update().await;
    assert_eq!(agent.update().version(), Some("2.0.0"));
    assert_eq!(fleet.run(Some("2.0.0")), 50);
}

#[tokio::test]
async fn a_yanked_package_starts_nothing_new_and_now_replaces_it() {
    let place = Place::new(shared(), "yank", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    place.ship("stable", "2.0.0", Some("100%")).await;
    let mut fleet = Fleet::follow(&place, "stable", 20).await;
    fleet.update().await;

    let listed = yank(&place, "2.0.0", &[]).await.unwrap();
    assert_eq!(listed.package.unwrap().status, PackageStatus::Yanked);
    assert_eq!(listed.uses.len(), 1);
    assert!(!listed.uses[0].replaced);
    fleet.update().await;
    assert_eq!(fleet.run(Some("2.0.0")), 20, "live uses are only listed");
    place.open("beta").await;
    let unusable = refused(place.create(place.release("beta", "2.0.0")).await);
    assert_eq!(unusable, (409, "state".to_owned()));

    let replaced = yank(&place, "2.0.0", &["stable"]).await.unwrap();
    assert!(replaced.uses[0].replaced);
    place.published(&replaced.publications).await;
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), 20);
}
