//! A full disk under the whole server: a clear error, nothing half done, and on it goes.

use crate::world::place::refused;
use crate::world::small::{mounted, on_a_disk_of_its_own};
use crate::world::{Agent, Kind, Place, Server, wavecast};

/// More than what is left of the disk.
const LARGE: usize = 15 << 20;

#[test]
fn a_full_disk_refuses_changes_by_name_and_work_goes_on_when_there_is_room() {
    on_a_disk_of_its_own("disk::on_a_small_disk");
}

#[tokio::test]
#[ignore = "runs in a mount namespace that another test makes"]
async fn on_a_small_disk() {
    let disk = mounted("24m");
    let server = Server::start_in(&disk.join("data"));
    let place = Place::new(server.deployment.clone(), "full", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    assert_eq!(agent.update().version(), Some("1.0.0"));

    // A file that doesn't fit leaves nothing behind but what the sweep takes.
    let filler = disk.join("filler");
    std::fs::write(&filler, vec![0; 12 << 20]).unwrap();
    let large = vec![7; LARGE];
    let said = refused(place.pack_bytes("2.0.0", &large).await);
    assert_eq!(said.0, 503, "{said:?}");
    let _ = std::fs::write(disk.join("rest"), vec![0; 24 << 20]);

    // To the last byte: reading goes on, changing is refused by name.
    let seq = place.seq("stable").await;
    let url = format!("{}/{}", place.at.edge, place.scope("stable"));
    assert_eq!(wavecast(&place.at, &["verify", &url]).code, 0);
    let mut body = place.release("stable", "1.0.0");
    body.start = Some(true);
    let said = place.create(body).await;
    assert!(said.is_err(), "{said:?}");
    let said = said.unwrap_err().to_string();
    assert!(said.contains("free some space"), "{said}");
    assert_eq!(place.seq("stable").await, seq);
    assert_eq!(agent.update().version(), Some("1.0.0"));

    std::fs::remove_file(disk.join("rest")).unwrap();
    std::fs::remove_file(filler).unwrap();
    place.ship("stable", "3.0.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("3.0.0"));
    assert_eq!(wavecast(&place.at, &["verify", &url]).code, 0);
}
