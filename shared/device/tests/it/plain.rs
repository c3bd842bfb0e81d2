//! Plain TUF repositories: followed file by file, without scopes, under names that ours never have.

use serde_json::Value;
use wavecast_device::trust::{Source, TrustError, TrustedState};
use wavecast_wire::key::OurKeys;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Role, Snapshot, TimestampBody};

use crate::forge::{Forge, sign};
use crate::trust::{DAY, NOW, at, channel};

type Plain = TrustedState<OurKeys>;

#[test]
fn a_plain_repository_is_followed_file_by_file() {
    let forge = channel();
    let mut trusted = Plain::stock(&forge.root_bytes(1)).unwrap();
    let [timestamp, snapshot, targets] = forge.sign_publication();
    let order = trusted.update_snapshot(Source::Network, &snapshot, at(NOW));
    assert_eq!(
        order,
        Err(TrustError::Order {
            role: Role::Snapshot
        })
    );
    assert_eq!(
        trusted.update_timestamp(Source::Network, &timestamp, at(NOW)),
        Ok(true)
    );
    trusted
        .update_snapshot(Source::Network, &snapshot, at(NOW))
        .unwrap();
    trusted
        .update_targets(Source::Network, &targets, at(NOW))
        .unwrap();
    assert_eq!(
        trusted.stored(Source::Network, Role::Targets),
        Some(&*targets)
    );
}

/// The publication as a stranger would write it: no `x-wavecast`, and a target in a folder.
fn strangers(forge: &Forge) -> [Vec<u8>; 3] {
    let [_, _, targets] = forge.sign_publication();
    let mut envelope: Value = serde_json::from_slice(&targets).unwrap();
    let mut body = envelope["signed"].take();
    body.as_object_mut().unwrap().remove("x-wavecast");
    let hash = "00".repeat(32);
    body["targets"]["folder/file name"] =
        serde_json::json!({"hashes": {"sha256": hash}, "length": 1});
    let targets = sign(&body, &[&forge.keys[&Role::Targets]]);
    let expires = Timestamp(NOW + DAY);
    let meta = MetaFile::of(forge.seq, &targets);
    let mut snapshot = Snapshot::new(forge.scope.clone(), forge.seq, expires, meta);
    snapshot.wavecast = None;
    let snapshot = sign(&snapshot, &[&forge.keys[&Role::Snapshot]]);
    let timestamp = TimestampBody {
        kind: "timestamp".into(),
        spec_version: "1.0.31".into(),
        version: forge.seq,
        expires,
        meta: [("snapshot.json".into(), MetaFile::of(forge.seq, &snapshot))].into(),
        wavecast: None,
    };
    let timestamp = sign(&timestamp, &[&forge.keys[&Role::Timestamp]]);
    [timestamp, snapshot, targets]
}

fn follow(trusted: &mut Plain, files: &[Vec<u8>; 3]) -> Result<(), TrustError> {
    let [timestamp, snapshot, targets] = files;
    trusted.update_timestamp(Source::Network, timestamp, at(NOW))?;
    trusted.update_snapshot(Source::Network, snapshot, at(NOW))?;
    trusted.update_targets(Source::Network, targets, at(NOW))
}

#[test]
fn a_plain_repository_may_name_its_targets_as_it_likes() {
    let forge = channel();
    let files = strangers(&forge);
    let mut trusted = Plain::stock(&forge.root_bytes(1)).unwrap();
    assert_eq!(follow(&mut trusted, &files), Ok(()));
    // Under a scope the same files are nobody's.
    let mut device = crate::trust::device(&forge);
    assert!(matches!(
        follow(&mut device, &files),
        Err(TrustError::Body(_))
    ));
}

#[test]
fn a_client_of_files_resumes_where_it_was() {
    let mut forge = channel();
    let files = strangers(&forge);
    let root = forge.root_bytes(1);
    let mut trusted = Plain::stock(&root).unwrap();
    follow(&mut trusted, &files).unwrap();
    let roles = [Role::Timestamp, Role::Snapshot, Role::Targets];
    let stored: Vec<_> = roles
        .into_iter()
        .map(|role| (role, trusted.stored(Source::Network, role).unwrap()))
        .collect();
    assert_eq!(Plain::resume(&root, &stored).as_ref(), Ok(&trusted));
    // What a new root no longer vouches for is left out; so are bytes that were never verified.
    forge.rotate(&[(Role::Snapshot, 33)]);
    let resumed = Plain::resume(&forge.root_bytes(2), &stored).unwrap();
    let left = roles.map(|role| resumed.stored(Source::Network, role).is_some());
    assert_eq!(left, [true, false, true]);
    let damaged = [(Role::Timestamp, b"\xff".as_slice())];
    assert_eq!(Plain::resume(&root, &damaged), Plain::stock(&root));
}
