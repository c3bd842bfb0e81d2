//! The life of a release, as its admin and its devices see it.

use wavecast_client::types::{self, ReleaseStatus};

use crate::world::place::{refused, verb};
use crate::world::{Agent, Fleet, Kind, Place, shared};

/// Devices of a fleet: a few hundred tell shares apart, and take no time.
const DEVICES: usize = 400;

fn ramp(to: &str) -> types::RampRelease {
    types::RampRelease {
        to: to.to_owned(),
        keep_open: None,
        only: Default::default(),
    }
}

#[tokio::test]
async fn a_release_is_created_ramped_paused_resumed_and_concluded() {
    let place = Place::new(shared(), "life", Kind::Bundle).await;
    let mut fleet = Fleet::follow(&place, "stable", DEVICES).await;
    let first = place.ship("stable", "1.0.0", None).await;
    assert_eq!(first.status, ReleaseStatus::Concluded);
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), DEVICES);

    let second = place.ship("stable", "2.0.0", Some("10%")).await;
    let id = &second.id;
    assert_eq!(
        (second.status, second.share.as_str()),
        (ReleaseStatus::Active, "10%")
    );
    let mut reached = fleet.update().await;
    let tenth = fleet.run(Some("2.0.0"));
    assert!((DEVICES / 20..DEVICES / 5).contains(&tenth), "{tenth}");

    place.done(verb!(place, pause_release, id)).await;
    let mut newcomers = Fleet::follow(&place, "stable", DEVICES).await;
    newcomers.update().await;
    fleet.update().await;
    assert_eq!(fleet.run(Some("2.0.0")), tenth, "who has it keeps it");
    assert_eq!(newcomers.run(Some("2.0.0")), 0, "nobody new gets it");

    place.done(verb!(place, resume_release, id)).await;
    newcomers.update().await;
    assert_eq!(
        newcomers.run(Some("2.0.0")),
        tenth,
        "the same devices, by their ids"
    );

    for share in ["25%", "50%"] {
        place
            .done(verb!(place, ramp_release, id, ramp(share)))
            .await;
        let before = fleet.run(Some("2.0.0"));
        let seq = fleet.update().await;
        assert!(seq > reached && fleet.run(Some("2.0.0")) > before);
        reached = seq;
    }
    let concluded = place
        .done(verb!(place, ramp_release, id, ramp("100%")))
        .await;
    assert_eq!(concluded.status, ReleaseStatus::Concluded);
    fleet.update().await;
    assert_eq!(fleet.run(Some("2.0.0")), DEVICES);
    let down = refused(verb!(place, ramp_release, id, ramp("50%")));
    assert_eq!(down, (409, "state".to_owned()));
}

#[tokio::test]
async fn a_real_agent_installs_what_was_shipped_and_confirms() {
    for kind in [Kind::Bundle, Kind::Firmware] {
        let place = Place::new(shared(), "agent", kind).await;
        let agent = Agent::provision(&place, "stable").await;
        place.ship("stable", "1.0.0", None).await;
        let ran = agent.update();
        assert_eq!((ran.code, ran.version()), (0, Some("1.0.0")), "{ran:?}");
        assert!(ran.told("confirmed"));
        assert_eq!(agent.current().unwrap(), "1.0.0 ");
        place.ship("stable", "1.1.0", Some("100%")).await;
        assert_eq!(agent.update().version(), Some("1.1.0"));
    }
}
