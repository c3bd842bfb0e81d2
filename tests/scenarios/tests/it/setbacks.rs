//! A release that went wrong: superseded, aborted, reverted.

use wavecast_client::types::{self, ReleaseStatus};

use crate::world::place::{at_once, refused, verb};
use crate::world::{Fleet, Kind, Place, shared};

const DEVICES: usize = 300;

/// Everybody at 1.0.0, and a share at 2.0.0, which is at work.
async fn two_versions(scenario: &str, share: &str) -> (Place, Fleet, types::Release) {
    let place = Place::new(shared(), scenario, Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let mut fleet = Fleet::follow(&place, "stable", DEVICES).await;
    fleet.update().await;
    let second = place.ship("stable", "2.0.0", Some(share)).await;
    fleet.update().await;
    (place, fleet, second)
}

#[tokio::test]
async fn a_hotfix_reaches_exactly_those_who_may_run_the_bad_release() {
    let (place, mut fleet, bad) = two_versions("supersede", "30%").await;
    let hit = fleet.run(Some("2.0.0"));
    place.pack("2.0.1", "").await.unwrap();
    let body = types::SupersedeRelease {
        package: "thing".to_owned(),
        version: "2.0.1".to_owned(),
        policy: Some(at_once()),
        notes: [].into(),
        properties: serde_json::Map::new(),
        keep_open: None,
    };
    let fix = place
        .done(verb!(place, supersede_release, &bad.id, body))
        .await;
    assert_eq!((&fix.share, &fix.salt), (&bad.share, &bad.salt));
    assert_eq!(place.look(&bad.id).await.status, ReleaseStatus::Superseded);
    fleet.update().await;
    assert_eq!(
        (fleet.run(Some("2.0.0")), fleet.run(Some("2.0.1"))),
        (0, hit)
    );
    assert_eq!(fleet.run(Some("1.0.0")), DEVICES - hit);
}

#[tokio::test]
async fn a_second_release_of_a_rule_is_refused_with_supersede_as_the_way_out() {
    let (place, mut fleet, first) = two_versions("second", "20%").await;
    place.pack("3.0.0", "").await.unwrap();
    let mut body = place.release("stable", "3.0.0");
    body.start = Some(true);
    let occupied = refused(place.create(body.clone()).await);
    assert_eq!(occupied, (409, "state".to_owned()));
    let hit = fleet.run(Some("2.0.0"));
    body.replace = Some(true);
    place.done(place.create(body).await).await;
    assert_eq!(
        place.look(&first.id).await.status,
        ReleaseStatus::Superseded
    );
    fleet.update().await;
    assert_eq!(fleet.run(Some("3.0.0")), hit);
}

#[tokio::test]
async fn an_abort_returns_everybody_or_keeps_who_has_it() {
    for keep in [false, true] {
        let (place, mut fleet, second) = two_versions("abort", "40%").await;
        let hit = fleet.run(Some("2.0.0"));
        let body = types::AbortRelease {
            keep: Some(keep),
            only: Default::default(),
        };
        let aborted = place
            .done(verb!(place, abort_release, &second.id, body))
            .await;
        assert_eq!(aborted.status, ReleaseStatus::Aborted);
        fleet.update().await;
        let left = if keep { hit } else { 0 };
        assert_eq!(fleet.run(Some("2.0.0")), left, "keep: {keep}");
        assert_eq!(fleet.run(Some("1.0.0")), DEVICES - left);
        let mut newcomers = Fleet::follow(&place, "stable", DEVICES).await;
        newcomers.update().await;
        assert_eq!(newcomers.run(Some("1.0.0")), DEVICES, "nobody new gets it");
    }
}

#[tokio::test]
async fn a_concluded_release_is_taken_back() {
    let (place, mut fleet, second) = two_versions("revert", "100%").await;
    assert_eq!(second.status, ReleaseStatus::Concluded);
    assert_eq!(fleet.run(Some("2.0.0")), DEVICES);
    let body = types::RevertRelease {
        to: None,
        only: Default::default(),
    };
    place
        .done(verb!(place, revert_release, &second.id, body))
        .await;
    assert_eq!(place.look(&second.id).await.status, ReleaseStatus::Reverted);
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), DEVICES);
}

#[tokio::test]
async fn with_nothing_beneath_a_bundle_goes_back_to_the_binary_and_firmware_stays() {
    let body = || types::RevertRelease {
        to: None,
        only: Default::default(),
    };
    for kind in [Kind::Bundle, Kind::Firmware] {
        let place = Place::new(shared(), "embedded", kind).await;
        let only = place.ship("stable", "1.0.0", None).await;
        let mut fleet = Fleet::follow(&place, "stable", DEVICES).await;
        fleet.update().await;
        let reverted = verb!(place, revert_release, &only.id, body());
        let goes_back = match kind {
            Kind::Bundle => {
                place.done(reverted).await;
                DEVICES
            }
            Kind::Firmware => {
                assert_eq!(refused(reverted), (409, "state".to_owned()));
                0
            }
        };
        fleet.update().await;
        assert_eq!(fleet.run(None), goes_back);
        assert_eq!(fleet.run(Some("1.0.0")), DEVICES - goes_back);
    }
}
