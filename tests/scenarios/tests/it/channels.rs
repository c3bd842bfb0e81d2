//! Channels: promoted between, cloned into, moved, ended, opened again; their keys replaced.

use wavecast_client::types::{self, KeyRole, ReleaseStatus};

use crate::world::place::{channel_verb, refused, verb};
use crate::world::{Agent, Fleet, Kind, Place, shared, wavecast};

#[tokio::test]
async fn what_beta_concluded_is_promoted_to_stable() {
    let place = Place::new(shared(), "promote", Kind::Bundle).await;
    place.open("beta").await;
    let tried = place.ship("beta", "1.0.0", None).await;
    let body = types::PromoteChannel {
        to: "stable".to_owned(),
        share: Some("25%".to_owned()),
        replace: None,
    };
    let promoted = place
        .done(channel_verb!(place, promote_channel, "beta", body))
        .await;
    assert_eq!(
        (promoted.channel.as_str(), promoted.share.as_str()),
        ("stable", "25%")
    );
    assert_eq!(promoted.origin.as_ref(), Some(&tried.id));
    let mut fleet = Fleet::follow(&place, "stable", 200).await;
    fleet.update().await;
    let reached = fleet.run(Some("1.0.0"));
    assert!((20..90).contains(&reached), "{reached}");
}

#[tokio::test]
async fn a_release_is_cloned_into_another_channel_as_a_draft() {
    let place = Place::new(shared(), "clone", Kind::Bundle).await;
    place.open("beta").await;
    let original = place.ship("stable", "1.0.0", None).await;
    let before = place.seq("beta").await;
    let into = Some("beta".to_owned());
    let body = types::CloneRelease { into };
    let draft = place
        .done(verb!(place, clone_release, &original.id, body))
        .await;
    assert_eq!(
        (draft.channel.as_str(), draft.status),
        ("beta", ReleaseStatus::Draft)
    );
    assert_ne!((&draft.id, &draft.salt), (&original.id, &original.salt));
    assert_eq!(
        place.seq("beta").await,
        before,
        "a draft is not at the edge"
    );
    let start = types::StartRelease {
        share: None,
        replace: None,
        only: Default::default(),
    };
    place
        .done(verb!(place, start_release, &draft.id, start))
        .await;
    let mut fleet = Fleet::follow(&place, "beta", 10).await;
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), 10);
}

#[tokio::test]
async fn devices_follow_a_channel_that_moved() {
    let place = Place::new(shared(), "moved", Kind::Bundle).await;
    place.open("next").await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    assert_eq!(agent.update().version(), Some("1.0.0"));
    place.ship("next", "2.0.0", None).await;
    let to = place.scope("next");
    let body = types::MoveChannel { to: to.clone() };
    let change = channel_verb!(place, move_channel, "stable", body).unwrap();
    place.published(&change.publications).await;
    let mut told = agent.update();
    let moved = told
        .events
        .iter()
        .any(|told| told["event"] == "moved" && told["to"] == *to);
    assert!(moved, "{told:?}");
    if told.version() != Some("2.0.0") {
        told = agent.update();
    }
    assert_eq!(told.version(), Some("2.0.0"), "{told:?}");
    let closed = refused(place.create(place.release("stable", "2.0.0")).await);
    assert_eq!(closed, (409, "state".to_owned()));
}

#[tokio::test]
async fn devices_of_a_retired_channel_keep_what_they_run() {
    let place = Place::new(shared(), "retired", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    agent.update();
    let change = channel_verb!(place, retire_channel, "stable").unwrap();
    place.published(&change.publications).await;
    let ran = agent.update();
    assert!(ran.told("retired"), "{ran:?}");
    assert_eq!((ran.code, ran.version()), (0, Some("1.0.0")));
}

#[tokio::test]
async fn a_deleted_name_keeps_its_number_when_it_is_made_again() {
    let place = Place::new(shared(), "deleted", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    agent.update();
    let retired = channel_verb!(place, retire_channel, "stable").unwrap();
    let last = place.published(&retired.publications).await;
    let deleted = channel_verb!(place, delete_channel, "stable").unwrap();
    let last = last.max(place.published(&deleted.publications).await);
    let gone = refused(channel_verb!(place, get_channel, "stable"));
    assert_eq!(gone, (404, "not-found".to_owned()));

    assert!(place.open("stable").await > last);
    place.ship("stable", "1.1.0", None).await;
    let ran = agent.update();
    assert_eq!(
        ran.version(),
        Some("1.1.0"),
        "the old device goes on: {ran:?}"
    );
}

#[tokio::test]
async fn a_device_that_is_rotations_behind_walks_the_chain_of_roots() {
    let place = Place::new(shared(), "rotation", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    assert_eq!(agent.update().version(), Some("1.0.0"));
    let all = [
        KeyRole::Root,
        KeyRole::Timestamp,
        KeyRole::Snapshot,
        KeyRole::Targets,
    ];
    for roles in [Vec::new(), all.to_vec(), vec![KeyRole::Root], all.to_vec()] {
        let body = types::RotateKeys::builder().roles(roles);
        let change = channel_verb!(place, rotate_channel_keys, "stable", body).unwrap();
        place.published(&change.publications).await;
    }
    let rotated = async || {
        place
            .status("stable")
            .await
            .edge
            .filter(|edge| edge.root >= 5)
    };
    place.until("four rotations at the edge", rotated).await;
    place.ship("stable", "2.0.0", Some("100%")).await;
    let ran = agent.update();
    assert_eq!(ran.version(), Some("2.0.0"), "{ran:?}");
    assert!(ran.told("root"));
    let url = format!("{}/{}", place.at.edge, place.scope("stable"));
    let verified = wavecast(&place.at, &["verify", &url]);
    assert_eq!(
        (verified.code, &verified.json["root"]),
        (0, &5.into()),
        "{verified:?}"
    );
}
