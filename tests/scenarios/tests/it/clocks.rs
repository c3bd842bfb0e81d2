//! Clocks that are wrong.

use wavecast_device::trust::TrustError;

use crate::world::clock::DAY;
use crate::world::{Agent, Fleet, Kind, Place, own, shared};

#[tokio::test]
async fn a_device_that_thinks_it_is_1970_updates() {
    let place = Place::new(shared(), "past", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let mut agent = Agent::provision(&place, "stable").await;
    agent.wrong_by = -100 * 365 * DAY;
    let ran = agent.update();
    assert_eq!((ran.code, ran.version()), (0, Some("1.0.0")), "{ran:?}");
    place.ship("stable", "1.1.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("1.1.0"));
}

#[tokio::test]
async fn a_device_a_month_ahead_finds_all_expired_and_keeps_what_it_runs() {
    let place = Place::new(shared(), "future", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let mut agent = Agent::provision(&place, "stable").await;
    let mut fleet = Fleet::follow(&place, "stable", 5).await;
    agent.update();
    fleet.update().await;
    place.ship("stable", "2.0.0", Some("100%")).await;
    (agent.wrong_by, fleet.ahead) = (30 * DAY, 30 * DAY);
    let ran = agent.update();
    assert_eq!((ran.code, ran.version()), (5, Some("1.0.0")), "{ran:?}");
    assert!(ran.why("expired").contains("timestamp"), "{ran:?}");
    let refused = fleet.try_update().await;
    assert!(
        matches!(refused, Err(TrustError::Expired { .. })),
        "{refused:?}"
    );
    assert_eq!(fleet.run(Some("1.0.0")), 5);
    (agent.wrong_by, fleet.ahead) = (0, 0);
    fleet.update().await;
    assert_eq!(agent.update().version(), Some("2.0.0"));
    assert_eq!(fleet.run(Some("2.0.0")), 5);
}

#[tokio::test]
async fn a_server_whose_clock_is_a_day_off_is_still_followed() {
    for wrong_by in [DAY, -DAY] {
        let Some(mut server) = own("a clock that is a day off") else {
            return;
        };
        let mut place = Place::new(server.deployment.clone(), "day", Kind::Bundle).await;
        place.ship("stable", "1.0.0", None).await;
        let agent = Agent::provision(&place, "stable").await;
        assert_eq!(agent.update().version(), Some("1.0.0"));
        server.kill();
        server.again_at(wrong_by);
        place.reconnect();
        let seq = place.seq("stable").await;
        place.ship("stable", "1.1.0", Some("100%")).await;
        assert!(place.seq("stable").await > seq);
        assert_eq!(agent.update().version(), Some("1.1.0"), "{wrong_by}");
        server.kill();
        server.again();
        place.reconnect();
        place.ship("stable", "1.2.0", Some("100%")).await;
        assert_eq!(
            agent.update().version(),
            Some("1.2.0"),
            "{wrong_by}, and set right"
        );
    }
}
