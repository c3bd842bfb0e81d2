//! Starts that are refused, and leave everything as it is.

use std::fs;

use serde_json::Value;

use crate::world::server::{ANY_PORT, address, refused};
use crate::world::{Kind, Place, own};

/// The one error that a refused start prints: its exit code, and all that it says.
fn told(output: &std::process::Output) -> (i32, String) {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), stderr)
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out_and_nothing_is_touched() {
    let Some(server) = own("a port in use") else {
        return;
    };
    let other = tempfile::TempDir::new().unwrap();
    let data = other.path().join("data");
    let (api, edge) = (&server.deployment.api, &server.deployment.edge);
    for (api, edge, flag) in [
        (address(api), ANY_PORT, "--api"),
        (ANY_PORT, address(edge), "--edge"),
    ] {
        let (code, text) = told(&refused(&data, api, edge));
        assert_eq!(code, 10, "{text}");
        assert!(
            text.contains("the port is in use") && text.contains(flag),
            "{text}"
        );
        assert!(!data.exists(), "a start that can't listen leaves no data");
    }
}

#[tokio::test]
async fn a_data_directory_that_is_held_names_its_holder() {
    let Some(server) = own("a held data directory") else {
        return;
    };
    let (code, text) = told(&refused(server.data(), ANY_PORT, ANY_PORT));
    assert_eq!(code, 10, "{text}");
    assert!(text.contains("held by process"), "{text}");
    let place = Place::new(server.deployment.clone(), "held", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
}

#[tokio::test]
async fn data_of_a_newer_version_is_left_as_it_is() {
    let Some(mut server) = own("newer data") else {
        return;
    };
    let mut place = Place::new(server.deployment.clone(), "newer", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    server.kill();
    let layout = server.data().join("wavecast.json");
    let ours = fs::read_to_string(&layout).unwrap();
    let mut newer: Value = serde_json::from_str(&ours).unwrap();
    newer["layout"] = 1000.into();
    fs::write(&layout, newer.to_string()).unwrap();
    let ledger = fs::read(server.data().join("ledger.redb")).unwrap();
    let (code, text) = told(&refused(server.data(), ANY_PORT, ANY_PORT));
    assert_eq!(code, 10, "{text}");
    assert!(text.contains("newer version"), "{text}");
    assert_eq!(fs::read(server.data().join("ledger.redb")).unwrap(), ledger);
    fs::write(&layout, ours).unwrap();
    server.again();
    place.reconnect();
    place.ship("stable", "1.1.0", None).await;
}

#[test]
fn a_directory_of_somebody_else_is_left_alone() {
    let other = tempfile::TempDir::new().unwrap();
    fs::write(other.path().join("thesis.tex"), "\\begin{document}").unwrap();
    let (code, text) = told(&refused(other.path(), ANY_PORT, ANY_PORT));
    assert_eq!(code, 10, "{text}");
    assert!(text.contains("thesis.tex"), "{text}");
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
}
