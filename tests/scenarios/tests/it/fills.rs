//! The disk fills at one moment after another, while the server publishes and takes uploads.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::world::deeds::{Deed, Deeds};
use crate::world::small::{mounted, on_a_disk_of_its_own};
use crate::world::{Agent, Fleet, Kind, Place, Server, announce};

/// How often it fills.
const FILLS: u64 = 24;
/// Bytes that are left of it, fill after fill: a file may fit, or nothing.
const LEFT: [u64; 6] = [0, 4 << 10, 40 << 10, 160 << 10, 600 << 10, 2 << 20];
/// Bytes of an upload.
const UPLOAD: usize = 300 << 10;
/// In one fill of so many the server is killed meanwhile, and started while there is no room.
const KILLED: u64 = 5;

#[test]
fn a_disk_that_fills_at_any_moment_loses_nothing_that_was_acknowledged() {
    if let Some(said) = on_a_disk_of_its_own("fills::on_a_disk_that_fills") {
        let line = said.lines().find(|line| line.contains("fills: "));
        announce(line.expect("what came of it"));
    }
}

/// Fills the disk but for so many bytes.
fn fill(disk: &Path, left: u64) -> PathBuf {
    let (path, reserve) = (disk.join("filler"), disk.join("reserve"));
    // What is to be left is held back while the rest is taken to the last byte.
    let held = std::fs::write(&reserve, vec![0; usize::try_from(left).unwrap()]);
    let mut file = std::fs::File::create(&path).unwrap();
    for size in [1 << 20, 4096, 1] {
        while std::io::Write::write_all(&mut file, &vec![0; size]).is_ok() {}
    }
    // Where not even that much was free, the little that is stays taken.
    if held.is_ok() {
        std::fs::remove_file(&reserve).unwrap();
    }
    path
}

/// Room again.
fn clear(disk: &Path, filler: &Path) {
    std::fs::remove_file(filler).unwrap();
    let _ = std::fs::remove_file(disk.join("reserve"));
}

#[tokio::test]
#[ignore = "runs in a mount namespace that another test makes"]
async fn on_a_disk_that_fills() {
    let disk = mounted("96m");
    let mut server = Server::start_in(&disk.join("data"));
    let mut place = Place::new(server.deployment.clone(), "fills", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    let mut fleet = Fleet::follow(&place, "stable", 20).await;
    let mut highest = fleet.update().await;
    let (mut all, mut errors) = (Vec::new(), Vec::new());
    for round in 0..FILLS {
        let deeds = Arc::new(Deeds::default());
        let killed = round % KILLED == KILLED - 1;
        let full = async {
            let count = usize::try_from(1 + round * 5 % 11).unwrap();
            deeds.wait(count, |_| true).await;
            tokio::time::sleep(Duration::from_micros(round * 1733 % 15_000)).await;
            let left = LEFT[usize::try_from(round).unwrap() % LEFT.len()];
            let filler = fill(&disk, left);
            if killed {
                server.kill();
            }
            filler
        };
        // Both go on until something is refused for want of room, or the server is gone.
        let ((), (), filler) = tokio::join!(
            place.ship_on(&deeds, round + 2),
            place.upload_on(&deeds, round * 1000, UPLOAD),
            full
        );
        let mut down = killed;
        if killed {
            // It comes up, or says what to do.
            match server.try_again() {
                Ok(()) => down = false,
                Err(why) => errors.push(why),
            }
        } else {
            // Reading goes on, and what devices see is whole.
            let seq = fleet.update().await;
            assert!(seq >= highest, "seq fell from {highest} to {seq}");
            highest = seq;
            errors.extend(deeds.errors());
        }
        clear(&disk, &filler);
        if down {
            server.again();
        }
        place.reconnect();
        place.settled("what the full disk held up").await;
        let done = deeds.done();
        place.must_have(&done).await;
        let seq = fleet.update().await;
        assert!(seq >= highest, "seq fell from {highest} to {seq}");
        highest = seq;
        all.extend(
            done.into_iter()
                .filter(|deed| !matches!(deed, Deed::Part(..))),
        );
    }
    for error in &errors {
        assert!(error.contains("free some space"), "no clear error: {error}");
    }
    assert!(errors.len() > 10, "{errors:?}");
    place.must_have(&all).await;
    let revisions = place.must_be_one_history().await;
    announce(&format!(
        "{FILLS} fills: {} acknowledged changes, publications and uploads, none lost; {} refusals, each naming the full disk; {revisions} revisions without a gap",
        all.len(),
        errors.len(),
    ));
    place.conclude_what_moves(&Deeds::default()).await.unwrap();
    place.ship("stable", "1000.0.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("1000.0.0"));
}
