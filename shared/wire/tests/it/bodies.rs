//! What a signed body must hold before anything in it is believed.

use serde_json::{Value, json};
use wavecast_wire::hash::Sha256;
use wavecast_wire::tuf::{Body, Root, Snapshot, TargetFile, Targets, TimestampBody};

use crate::channel::{Publication, Signers, scope};

/// What the body says of itself once it was changed: the rule that it breaks, if any.
fn checked<B: Body + serde::de::DeserializeOwned>(
    body: &impl serde::Serialize,
    change: impl FnOnce(&mut Value),
) -> Result<(), String> {
    let mut value = serde_json::to_value(body).unwrap();
    change(&mut value);
    let body: B = serde_json::from_value(value).unwrap();
    body.check(&scope()).map_err(|error| error.to_string())
}

fn root() -> Root {
    Signers::plain().root(1)
}

#[test]
fn every_body_speaks_for_its_own_channel() {
    let publication = Publication::new(7, 1);
    let (timestamp, snapshot) = (
        publication.timestamp_body(b"{}"),
        publication.snapshot_body(b"{}"),
    );
    let targets = publication.targets_body();
    let same: fn(&mut Value) = |_| {};
    assert_eq!(checked::<Root>(&root(), same), Ok(()));
    assert_eq!(checked::<TimestampBody>(&timestamp, same), Ok(()));
    assert_eq!(checked::<Snapshot>(&snapshot, same), Ok(()));
    assert_eq!(checked::<Targets>(&targets, same), Ok(()));
    let other: fn(&mut Value) = |body| body["x-wavecast"]["scope"] = json!("acme/lamp/beta");
    for refused in [
        checked::<Root>(&root(), other),
        checked::<TimestampBody>(&timestamp, other),
        checked::<Snapshot>(&snapshot, other),
        checked::<Targets>(&targets, other),
    ] {
        let error = refused.unwrap_err();
        let wanted = "speaks for acme/lamp/beta, not for acme/lamp/stable";
        assert!(error.contains(wanted), "{error}");
    }
}

#[test]
fn timestamp_and_snapshot_name_the_next_file_and_its_version() {
    let publication = Publication::new(7, 1);
    let timestamp = publication.timestamp_body(b"{}");
    let snapshot = publication.snapshot_body(b"{}");
    let error = checked::<TimestampBody>(&timestamp, |body| body["meta"] = json!({})).unwrap_err();
    assert!(error.contains("names no snapshot.json"), "{error}");
    let error = checked::<TimestampBody>(&timestamp, |body| {
        body["meta"]["snapshot.json"]["version"] = json!(0)
    })
    .unwrap_err();
    assert!(
        error.contains("names version 0 of snapshot.json"),
        "{error}"
    );
    let error = checked::<Snapshot>(&snapshot, |body| body["meta"] = json!({})).unwrap_err();
    assert!(error.contains("names no targets.json"), "{error}");
}

#[test]
fn a_root_gives_each_role_keys_and_a_threshold() {
    type Break = fn(&mut Value);
    let cases: [(&str, Break); 4] = [
        ("has no role snapshot", |root| {
            root["roles"].as_object_mut().unwrap().remove("snapshot");
        }),
        ("has threshold 0 for targets", |root| {
            root["roles"]["targets"]["threshold"] = json!(0)
        }),
        ("names a key of root twice", |root| {
            let ids = root["roles"]["root"]["keyids"].as_array_mut().unwrap();
            ids.push(ids[0].clone());
        }),
        ("and doesn't hold it", |root| {
            let id = root["roles"]["timestamp"]["keyids"][0].clone();
            let keys = root["keys"].as_object_mut().unwrap();
            keys.remove(id.as_str().unwrap());
        }),
    ];
    for (wanted, change) in cases {
        let error = checked::<Root>(&root(), change).unwrap_err();
        assert!(error.contains(wanted), "wanted {wanted:?}, got {error:?}");
    }
}

#[test]
fn package_keys_stand_in_the_root_with_a_threshold() {
    let signers = Signers::plain();
    let with = |threshold: u64| {
        let mut value = serde_json::to_value(signers.root(1)).unwrap();
        value["x-wavecast"]["package_keys"] = json!({"threshold": threshold, "keys": {}});
        serde_json::from_value::<Root>(value).unwrap()
    };
    assert_eq!(signers.root(1).package_keys(), None);
    assert_eq!(with(2).package_keys().map(|keys| keys.threshold), Some(2));
    assert_eq!(with(1).check(&scope()), Ok(()));
    let error = with(0).check(&scope()).unwrap_err().to_string();
    assert!(
        error.contains("has threshold 0 for package keys"),
        "{error}"
    );
}

#[test]
fn a_target_says_its_hash() {
    let hash = Sha256::of(b"lamp");
    let mut target = TargetFile::new(4, hash);
    assert_eq!(target.sha256(), Some(hash));
    target.hashes.insert("sha256".into(), "00".into());
    assert_eq!(target.sha256(), None);
    target.hashes.clear();
    assert_eq!(target.sha256(), None);
}
