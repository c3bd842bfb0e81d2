//! Several admins at once, and requests that are sent again.

use wavecast_client::types::{self, ReleaseStatus};

use crate::world::place::{channel_verb, refused, sent, verb};
use crate::world::{Kind, Place, shared};

fn ramp(to: &str) -> types::RampRelease {
    types::RampRelease {
        to: to.to_owned(),
        keep_open: None,
        only: Default::default(),
    }
}

async fn moving(scenario: &str) -> (Place, types::Release) {
    let place = Place::new(shared(), scenario, Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let second = place.ship("stable", "2.0.0", Some("10%")).await;
    (place, second)
}

/// How often a verb stands in the application's trail.
async fn events(place: &Place, verb: &str) -> Vec<types::Event> {
    let call = place.client.list_events().org(&place.org).app(&place.app);
    sent!(call.verb(verb)).unwrap().items
}

#[tokio::test]
async fn of_two_admins_who_saw_the_same_state_one_is_told_that_it_changed() {
    let (place, release) = moving("if-match").await;
    for round in 1..=8 {
        let seen = channel_verb!(place, get_channel, "stable")
            .unwrap()
            .revision;
        let tag = format!("\"{seen}\"");
        let to = async |percent: u32| {
            let call = place.client.ramp_release().org(&place.org).app(&place.app);
            let body = ramp(&format!("{percent}%"));
            sent!(call.id(&release.id).if_match(&tag).body(body))
        };
        let (one, other) = tokio::join!(to(9 + 2 * round), to(10 + 2 * round));
        assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
        let late = if one.is_ok() { other } else { one };
        assert_eq!(refused(late), (412, "stale".to_owned()));
    }
}

#[tokio::test]
async fn without_a_revision_all_changes_are_one_history() {
    let (place, release) = moving("race").await;
    let shares: Vec<String> = (11..=20).map(|percent| format!("{percent}%")).collect();
    let mut racing = tokio::task::JoinSet::new();
    for share in shares {
        let (client, org, app) = (place.client.clone(), place.org.clone(), place.app.clone());
        let id = release.id.clone();
        racing.spawn(async move {
            let call = client.ramp_release().org(org).app(app).id(id);
            sent!(call.body(ramp(&share)))
        });
    }
    let mut landed = 0;
    for answered in racing.join_all().await {
        match answered {
            Ok(_) => landed += 1,
            // Another had gone further already: a ramp only grows.
            error => assert_eq!(refused(error), (409, "state".to_owned())),
        }
    }
    assert_eq!(place.look(&release.id).await.share, "20%");
    let ramps = events(&place, "release.ramp").await;
    assert_eq!(ramps.len(), landed);
    assert!(ramps.is_sorted_by(|newer, older| newer.revision > older.revision));
}

#[tokio::test]
async fn a_repeated_request_is_done_once_and_its_key_stands_for_it_alone() {
    let (place, release) = moving("replay").await;
    let send = async |to: &str| {
        let call = place.client.ramp_release().org(&place.org).app(&place.app);
        sent!(
            call.id(&release.id)
                .idempotency_key("the-same")
                .body(ramp(to))
        )
    };
    let first = send("20%").await.unwrap();
    let again = send("20%").await.unwrap();
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.publications[0].id, again.publications[0].id);
    assert_eq!(events(&place, "release.ramp").await.len(), 1);
    assert_eq!(refused(send("30%").await), (422, "key-reused".to_owned()));
    assert_eq!(place.look(&release.id).await.share, "20%");
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_tells_who_would_move() {
    let (place, release) = moving("dry").await;
    let before = place.seq("stable").await;
    let call = place.client.ramp_release().org(&place.org).app(&place.app);
    let told = sent!(call.id(&release.id).dry_run(true).body(ramp("60%"))).unwrap();
    assert!(told.dry_run);
    assert_eq!(told.movements[0].share, "50%");
    let after = verb!(place, get_release, &release.id).unwrap();
    assert_eq!(
        (after.share.as_str(), after.status),
        ("10%", ReleaseStatus::Active)
    );
    assert_eq!(place.seq("stable").await, before);
}
