//! The control side stops, is killed, comes back; devices go on all the while.

use std::time::Duration;

use wavecast_client::types::ReleaseStatus;

use crate::world::place::sent;
use crate::world::{Agent, Fleet, Kind, Place, Server, own, wavecast};

/// How often the server is killed in the middle of a change.
const KILLS: u64 = 8;

/// The whole channel, as a device would check it; answers its `seq`.
fn verified(place: &Place) -> u64 {
    let url = format!("{}/{}", place.at.edge, place.scope("stable"));
    let said = wavecast(&place.at, &["verify", &url]);
    assert_eq!(said.code, 0, "{said:?}");
    said.json["seq"].as_u64().unwrap()
}

#[tokio::test]
async fn devices_update_while_the_control_side_is_gone() {
    let Some(mut server) = own("an edge alone") else {
        return;
    };
    let place = Place::new(server.deployment.clone(), "alone", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let old = Agent::provision(&place, "stable").await;
    assert_eq!(old.update().version(), Some("1.0.0"));
    let mut fleet = Fleet::follow(&place, "stable", 20).await;
    let new = Agent::provision(&place, "stable").await;
    place.ship("stable", "2.0.0", Some("100%")).await;
    server.kill();
    server.edge_alone();
    let unreachable = wavecast(
        &place.at,
        &["status", "--app", &format!("{}/thing", place.org)],
    );
    assert_eq!(unreachable.code, 6, "{unreachable:?}");
    for agent in [&old, &new] {
        assert_eq!(agent.update().version(), Some("2.0.0"));
    }
    fleet.update().await;
    assert_eq!(fleet.run(Some("2.0.0")), 20);
    verified(&place);
}

#[tokio::test]
async fn a_server_that_is_killed_in_the_middle_of_a_change_has_it_wholly_or_not_at_all() {
    let Some(mut server) = own("SIGKILL") else {
        return;
    };
    let mut place = Place::new(server.deployment.clone(), "kills", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    let mut highest = place.seq("stable").await;
    let mut newest = "1.0.0".to_owned();
    for round in 2..2 + KILLS {
        let version = format!("{round}.0.0");
        let answered = killed_while_shipping(&mut server, &place, &version, round * 9).await;
        server.again();
        place.reconnect();
        let landed = settled(&place, &version).await;
        assert!(
            landed || !answered,
            "{version} was answered with success, and is gone"
        );
        if landed {
            newest = version;
        }
        let seq = verified(&place);
        assert!(seq >= highest, "seq fell from {highest} to {seq}");
        highest = seq;
        assert_eq!(agent.update().version(), Some(newest.as_str()));
    }
    place.ship("stable", "100.0.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("100.0.0"));
}

/// Ships a version and kills the server so many milliseconds later, wherever it is by then; says
/// whether the release was answered with success before.
async fn killed_while_shipping(
    server: &mut Server,
    place: &Place,
    version: &str,
    after: u64,
) -> bool {
    let ship = async {
        place.pack(version, "").await?;
        let mut body = place.release("stable", version);
        (body.start, body.share) = (Some(true), Some("100%".to_owned()));
        place.create(body).await
    };
    tokio::select! {
        shipped = ship => {
            server.kill();
            shipped.is_ok()
        }
        () = tokio::time::sleep(Duration::from_millis(after)) => {
            server.kill();
            false
        }
    }
}

/// Waits until nothing is pending; says whether the version's release was committed, which is then
/// what everybody gets.
async fn settled(place: &Place, version: &str) -> bool {
    let quiet = async || {
        let status = place.status("stable").await;
        let edge = status.edge.as_ref()?;
        (status.pending.is_empty() && edge.written).then_some(())
    };
    place.until("the restart's first tick", quiet).await;
    let call = place.client.list_releases().org(&place.org).app(&place.app);
    let releases = sent!(call.channel("stable")).unwrap().items;
    let mut of_version = releases.iter().filter(|release| release.version == version);
    let found = of_version.next();
    assert!(of_version.next().is_none(), "one at most");
    if let Some(release) = found {
        assert_eq!(release.status, ReleaseStatus::Concluded);
    }
    found.is_some()
}
