//! Things that happen to the disk: an older ledger, objects that are deleted or changed by hand.

use std::fs;

use crate::world::{Agent, Fleet, Kind, Place, own, wavecast};

#[tokio::test]
async fn an_older_ledger_is_fenced_until_its_edge_is_adopted() {
    let Some(mut server) = own("a restored ledger") else {
        return;
    };
    let mut place = Place::new(server.deployment.clone(), "restored", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    server.kill();
    let (ledger, backup) = (
        server.data().join("ledger.redb"),
        server.data().join("../backup"),
    );
    fs::copy(&ledger, &backup).unwrap();
    server.again();
    place.reconnect();
    place.ship("stable", "2.0.0", Some("100%")).await;
    place.ship("stable", "3.0.0", Some("100%")).await;
    let mut fleet = Fleet::follow(&place, "stable", 10).await;
    let seen = fleet.update().await;
    assert_eq!(agent.update().version(), Some("3.0.0"));

    server.kill();
    fs::copy(&backup, &ledger).unwrap();
    server.again();
    place.reconnect();
    let fenced = async || place.status("stable").await.edge.unwrap().fence;
    let fence = place.until("the fence", fenced).await;
    assert_eq!(fence.edge, seen);
    assert_eq!(fleet.update().await, seen, "devices notice nothing");
    assert_eq!(agent.update().version(), Some("3.0.0"));

    let app = format!("{}/thing", place.org);
    let adopted = wavecast(&place.at, &["channel", "adopt", "stable", "--app", &app]);
    assert_eq!(adopted.code, 0, "{adopted:?}");
    let lifted = async || {
        place
            .status("stable")
            .await
            .edge
            .unwrap()
            .fence
            .is_none()
            .then_some(())
    };
    place.until("the end of the fence", lifted).await;
    place.ship("stable", "4.0.0", Some("100%")).await;
    assert!(place.seq("stable").await > seen);
    assert!(fleet.update().await > seen);
    assert_eq!(agent.update().version(), Some("4.0.0"));
}

#[tokio::test]
async fn what_was_deleted_or_damaged_at_the_edge_is_mended() {
    let Some(server) = own("a damaged edge") else {
        return;
    };
    let place = Place::new(server.deployment.clone(), "damaged", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let channel = server.at_edge(&place.scope("stable"));
    let seq = place.seq("stable").await;
    let files = [
        channel.join("1.root.json"),
        channel.join(format!("{seq}.targets.json")),
        channel.join("latest.ndjson"),
        channel.join("timestamp.json"),
    ];
    let whole: Vec<_> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    fs::remove_file(&files[0]).unwrap();
    fs::remove_file(&files[2]).unwrap();
    fs::write(&files[1], "{}").unwrap();
    fs::write(&files[3], "damaged").unwrap();
    // The mutable pair comes back under the same number or the next; the others as they were.
    let mended = async || {
        let same = |i: usize| fs::read(&files[i]).is_ok_and(|bytes| bytes == whole[i]);
        let url = format!("{}/{}", place.at.edge, place.scope("stable"));
        (same(0) && same(1) && wavecast(&place.at, &["verify", &url]).code == 0).then_some(())
    };
    place.until("the repair", mended).await;
    assert!(place.seq("stable").await >= seq);
    let mut fleet = Fleet::follow(&place, "stable", 5).await;
    fleet.update().await;
    assert_eq!(fleet.run(Some("1.0.0")), 5);
}

#[tokio::test]
async fn an_older_poll_file_that_was_put_back_by_hand_is_brought_forward() {
    let Some(server) = own("a lowered edge") else {
        return;
    };
    let place = Place::new(server.deployment.clone(), "lowered", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let channel = server.at_edge(&place.scope("stable"));
    let names = ["latest.ndjson", "timestamp.json"];
    let old = names.map(|name| fs::read(channel.join(name)).unwrap());
    place.ship("stable", "2.0.0", Some("100%")).await;
    let agent = Agent::provision(&place, "stable").await;
    let mut fleet = Fleet::follow(&place, "stable", 5).await;
    let seq = fleet.update().await;
    for (name, bytes) in names.iter().zip(&old) {
        fs::write(channel.join(name), bytes).unwrap();
    }
    let forward = async || (fleet.try_update().await.ok()? >= seq).then_some(());
    place.until("the newer poll file", forward).await;
    assert_eq!(agent.update().version(), Some("2.0.0"));
}
