//! What a release does by itself: it starts, grows by stages, or misses its start.

use std::time::UNIX_EPOCH;

use wavecast_client::types::{self, ReleaseStatus};
use wavecast_wire::time::Timestamp;

use crate::world::place::{refused, verb};
use crate::world::{Fleet, Kind, Place, own, shared};

fn stage(share: &str, after: u32) -> types::Stage {
    types::Stage {
        share: share.to_owned(),
        after,
    }
}

/// A schedule that starts so many seconds from now.
fn in_seconds(seconds: i64, stages: Vec<types::Stage>) -> types::ScheduleRelease {
    let now = i64::try_from(UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    types::ScheduleRelease {
        start: Timestamp(now + seconds).to_string(),
        window: Some(60),
        stages,
    }
}

#[tokio::test]
async fn a_scheduled_release_starts_and_grows_by_itself() {
    let place = Place::new(shared(), "schedule", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    place.pack("2.0.0", "").await.unwrap();
    let draft = place.draft("stable", "2.0.0").await;
    let stages = vec![stage("20%", 0), stage("60%", 1), stage("100%", 1)];
    let scheduled = verb!(place, schedule_release, &draft.id, in_seconds(2, stages)).unwrap();
    assert_eq!(scheduled.release.unwrap().status, ReleaseStatus::Scheduled);
    let mut fleet = Fleet::follow(&place, "stable", 100).await;
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), 100);
    let all = async || {
        let release = place.look(&draft.id).await;
        (release.status == ReleaseStatus::Concluded).then_some(release)
    };
    let concluded = place.until("the last stage", all).await;
    assert_eq!(concluded.schedule.unwrap().reached, 3);
    let there =
        async || (fleet.update().await > 0 && fleet.run(Some("2.0.0")) == 100).then_some(());
    place.until("the last stage at the edge", there).await;
}

#[tokio::test]
async fn an_unscheduled_release_is_a_draft_again() {
    let place = Place::new(shared(), "unschedule", Kind::Bundle).await;
    place.pack("1.0.0", "").await.unwrap();
    let draft = place.draft("stable", "1.0.0").await;
    let past = verb!(
        place,
        schedule_release,
        &draft.id,
        in_seconds(-60, Vec::new())
    );
    assert_eq!(refused(past), (422, "invalid".to_owned()));
    let later = in_seconds(3600, vec![stage("50%", 0)]);
    verb!(place, schedule_release, &draft.id, later).unwrap();
    assert_eq!(place.status("stable").await.agenda.len(), 1);
    let change = verb!(place, unschedule_release, &draft.id).unwrap();
    assert_eq!(change.release.unwrap().status, ReleaseStatus::Draft);
    assert!(place.status("stable").await.agenda.is_empty());
}

#[tokio::test]
async fn a_start_that_was_missed_by_more_than_its_window_asks() {
    let Some(mut server) = own("a missed start") else {
        return;
    };
    let mut place = Place::new(server.deployment.clone(), "missed", Kind::Bundle).await;
    place.pack("1.0.0", "").await.unwrap();
    let draft = place.draft("stable", "1.0.0").await;
    let soon = in_seconds(60, Vec::new());
    verb!(place, schedule_release, &draft.id, soon).unwrap();
    server.kill();
    // Down over the start and its window: two hours, as far as its clock tells.
    server.again_at(2 * 60 * 60);
    place.reconnect();
    let missed = async || {
        let release = place.look(&draft.id).await;
        (release.status == ReleaseStatus::Missed).then_some(())
    };
    place.until("the miss", missed).await;
    let start = types::StartRelease {
        share: None,
        replace: None,
        only: Default::default(),
    };
    let started = place
        .done(verb!(place, start_release, &draft.id, start))
        .await;
    assert_eq!(started.status, ReleaseStatus::Concluded);
}
