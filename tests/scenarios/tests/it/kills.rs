//! `wavecast dev` is killed again and again, in the middle of publications and uploads.

use std::sync::Arc;
use std::time::Duration;

use crate::world::deeds::{Deed, Deeds};
use crate::world::{Agent, Fleet, Kind, Place, announce, own, wavecast};

/// How often it is killed.
const KILLS: u64 = 50;
/// Devices that follow the channel.
const DEVICES: usize = 20;
/// Bytes of an upload in two parts.
const LARGE: usize = (16 << 20) + 1;

#[tokio::test]
async fn fifty_kills_lose_nothing_that_was_acknowledged() {
    let Some(mut server) = own("fifty kills") else {
        return;
    };
    let mut place = Place::new(server.deployment.clone(), "kills", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    let mut fleet = Fleet::follow(&place, "stable", DEVICES).await;
    let mut highest = fleet.update().await;
    let mut all = Vec::new();
    for round in 0..KILLS {
        let deeds = Arc::new(Deeds::default());
        let work = async {
            tokio::join!(
                place.ship_on(&deeds, round + 2),
                place.upload_on(&deeds, round * 100, LARGE)
            )
        };
        // Other points of the line each time: after more answers, and some fraction of a write
        // later. Both are still at it then.
        let end = async {
            // In every other round whatever is answered, in the others changes alone.
            let any = round % 2 == 0;
            let count = if any {
                1 + round * 7 % 13
            } else {
                1 + round * 7 % 5
            };
            let count = usize::try_from(count).unwrap();
            deeds.wait(count, |deed| any || deed.is_change()).await;
            tokio::time::sleep(Duration::from_micros(round * 1379 % 20_000)).await;
            server.kill();
        };
        tokio::select! {
            _ = work => panic!("refused before it was killed: {:?}", deeds.errors()),
            () = end => {}
        }
        // What devices find before anybody has mended anything, from an edge alone.
        server.edge_alone();
        let seq = fleet.update().await;
        assert!(seq >= highest, "seq fell from {highest} to {seq}");
        server.kill();

        server.again();
        place.reconnect();
        place.settled("the restart's first tick").await;
        let done = deeds.done();
        place.must_have(&done).await;
        highest = fleet.update().await;
        assert!(highest >= seq, "seq fell from {seq} to {highest}");
        all.extend(
            done.into_iter()
                .filter(|deed| !matches!(deed, Deed::Part(..))),
        );
    }
    let uploads = |deed: &&Deed| matches!(deed, Deed::Uploaded(_));
    let uploaded = all.iter().filter(uploads).count();
    // All of it once more, as it is after the last start.
    let changes: Vec<Deed> = all.iter().filter(|deed| !uploads(deed)).cloned().collect();
    place.must_have(&changes).await;
    let revisions = place.must_be_one_history().await;
    assert!(
        uploaded > 0 && changes.len() > 25,
        "{uploaded}, {}",
        changes.len()
    );
    announce(&format!(
        "{KILLS} kills: {} acknowledged changes and publications, {uploaded} whole uploads, none lost; {revisions} revisions without a gap; seq rose to {highest}",
        changes.len()
    ));
    place.conclude_what_moves(&Deeds::default()).await.unwrap();
    place.ship("stable", "1000.0.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("1000.0.0"));
    fleet.update().await;
    assert_eq!(fleet.run(Some("1000.0.0")), DEVICES);
    let url = format!("{}/{}", place.at.edge, place.scope("stable"));
    assert_eq!(wavecast(&place.at, &["verify", &url]).code, 0);
}
