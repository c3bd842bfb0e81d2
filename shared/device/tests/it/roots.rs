//! Roots, and the other ways into trust: rotation, recovery, moves, local media.

use wavecast_device::trust::{Polled, Source, TrustError};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::forge::Forge;
use crate::trust::{DAY, NOW, at, channel, device, poll};

#[test]
fn a_fast_forward_is_recovered_by_rotating_timestamp_and_snapshot_keys() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    (forge.seq, forge.now) = (1_000_000, Timestamp(NOW + 300 * DAY));
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    (forge.seq, forge.now) = (1, Timestamp(NOW));
    forge.rotate(&[(Role::Timestamp, 12), (Role::Snapshot, 13)]);
    forge.publish();
    assert!(poll(&mut trusted, &forge, NOW).is_err());
    trusted.update_root(&forge.root_bytes(2)).unwrap();
    assert_eq!(trusted.settle_roots(), Ok(true));
    assert_eq!(
        (trusted.etag(), trusted.seq(Source::Network)),
        (None, Ok(None))
    );
    // The floor of `issued` fell with the keys that had signed it.
    assert_eq!(poll(&mut trusted, &forge, NOW), Ok(Polled::Newer));
    assert_eq!(trusted.seq(Source::Network), Ok(Some(2)));
}

#[test]
fn a_rotation_that_keeps_the_timestamp_key_keeps_its_floor() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    poll(&mut trusted, &forge, NOW).unwrap();
    forge.rotate(&[(Role::Root, 11)]);
    trusted.update_root(&forge.root_bytes(2)).unwrap();
    assert_eq!(trusted.settle_roots(), Ok(false));
    assert_eq!(trusted.seq(Source::Network), Ok(Some(1)));
    assert_eq!(trusted.etag(), Some("\"tag\""));
}

#[test]
fn roots_are_walked_one_by_one_and_never_jumped() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    forge.rotate(&[(Role::Root, 11)]);
    forge.rotate(&[(Role::Root, 21)]);
    assert!(trusted.update_root(&forge.root_bytes(3)).is_err());
    assert_eq!(trusted.root_version(), Ok(1));
    trusted.update_root(&forge.root_bytes(2)).unwrap();
    trusted.update_root(&forge.root_bytes(3)).unwrap();
    assert!(trusted.update_root(&forge.root_bytes(2)).is_err());
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    assert_eq!(trusted.newer_root_hinted(Source::Network), Ok(false));
    forge.rotate(&[]);
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    assert_eq!(trusted.newer_root_hinted(Source::Network), Ok(true));
}

#[test]
fn an_offline_bundle_comes_from_local_media_alone_and_counts_apart() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    forge.seq = 40;
    forge.crit = vec!["offline".into()];
    forge.publish();
    let bundle = forge.latest();
    assert!(matches!(
        poll(&mut trusted, &forge, NOW),
        Err(TrustError::Source(_))
    ));
    trusted
        .poll(Source::LocalMedia, &bundle, None, at(NOW))
        .unwrap();
    assert!(
        trusted
            .verified(Source::LocalMedia)
            .unwrap()
            .hold()
            .is_none()
    );
    (forge.seq, forge.crit) = (4, Vec::new());
    forge.publish();
    assert_eq!(poll(&mut trusted, &forge, NOW), Ok(Polled::Newer));
    let online = forge.latest();
    let refused = trusted.poll(Source::LocalMedia, &online, None, at(NOW));
    assert!(matches!(refused, Err(TrustError::Source(_))));
    assert_eq!(trusted.seq(Source::Network), Ok(Some(5)));
    assert_eq!(trusted.seq(Source::LocalMedia), Ok(Some(41)));
}

#[test]
fn another_channel_is_entered_through_keys_that_are_trusted_now() {
    let forge = channel();
    let beta = Forge::new("acme/lamp/beta", NOW);
    let trusted = device(&forge);
    let entered = trusted.enter(&beta.scope, &beta.root_bytes(1)).unwrap();
    assert_eq!(entered.scope(), Some(&beta.scope));
    let mut stranger = Forge::new("acme/lamp/beta", NOW);
    stranger.rotate(&[(Role::Root, 66)]);
    let refused = trusted.enter(&beta.scope, &stranger.root_bytes(2));
    assert!(
        refused.is_ok(),
        "it is signed by the present key and its own"
    );
    stranger.rotate(&[]);
    let refused = trusted.enter(&beta.scope, &stranger.root_bytes(3));
    assert_eq!(
        refused,
        Err(TrustError::Stranger {
            scope: beta.scope.clone()
        })
    );
    let foreign = Forge::new("other/lamp/beta", NOW);
    assert!(
        trusted
            .enter(&foreign.scope, &foreign.root_bytes(1))
            .is_err()
    );
}
