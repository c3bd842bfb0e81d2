//! Chains of roots: rotations that hold, and those that don't.

use serde_json::{Value, json};
use wavecast_wire::envelope::{message, seal};
use wavecast_wire::key::Signature;
use wavecast_wire::tuf::Role;

use super::{Scene, changed};
use crate::channel::{ISSUED, Publication, Signers, join, sign_by};
use crate::keys::Pair;

pub fn cases() -> Vec<Value> {
    [rotations(), expiry(), odd_keys(), odd_roles()].concat()
}

fn rotations() -> Vec<Value> {
    let old = Signers::plain();
    let new = old.clone().with(Role::Root, 1, &[Pair::ed25519(11)]).with(
        Role::Timestamp,
        1,
        &[Pair::ed25519(12)],
    );
    let both = [old.0[&Role::Root].1.clone(), new.0[&Role::Root].1.clone()].concat();
    let second = sign_by(&new.root(2), &both);
    let third = new.sign(&new.root(3));
    let (by_new, by_old) = (new.sign(&new.root(2)), old.sign(&new.root(2)));
    let misnamed = sign_by(&new.root(3), &both);
    let publication = Publication::new(7, 3);
    let scene = |name| Scene::new(name, &old);
    let rotated = |name| scene(name).root(2, &second).root(3, &third);
    vec![
        rotated("two rotations")
            .publish(&publication, &new)
            .accepted(3, 7),
        rotated("old keys sign no more")
            .publish(&publication, &old)
            .rejected("signature"),
        scene("the old root didn't sign")
            .root(2, &by_new)
            .publish(&publication, &new)
            .rejected("signature"),
        scene("the new root didn't sign")
            .root(2, &by_old)
            .publish(&publication, &new)
            .rejected("signature"),
        scene("another version than its name")
            .root(2, &misnamed)
            .publish(&publication, &new)
            .rejected("version"),
        scene("a gap: the walk ends before it")
            .root(3, &third)
            .publish(&publication, &new)
            .rejected("signature"),
    ]
}

fn expiry() -> Vec<Value> {
    let signers = Signers::plain();
    let mut lapsed = signers.root(2);
    lapsed.expires = ISSUED;
    let lapsed = signers.sign(&lapsed);
    let third = signers.sign(&signers.root(3));
    let scene = |name| Scene::new(name, &signers).root(2, &lapsed);
    let publication = Publication::new(7, 3);
    vec![
        scene("the newest root has expired")
            .publish(&publication, &signers)
            .rejected("expired"),
        scene("an expired root on the way")
            .root(3, &third)
            .publish(&publication, &signers)
            .accepted(3, 7),
    ]
}

fn odd_keys() -> Vec<Value> {
    let signers = Signers::plain();
    let pairs = &signers.0[&Role::Root].1;
    let body = serde_json::to_value(signers.root(2)).unwrap();
    let future = changed(&body, pairs, |root| {
        let key = json!({"keytype": "ml-dsa", "scheme": "ml-dsa-65", "keyval": {"blob": [1]}});
        root["keys"]["future"] = key;
        root["roles"]["timestamp"]["keyids"]
            .as_array_mut()
            .unwrap()
            .push("future".into());
    });
    // One public key under two ids: two signatures, one signer.
    let doubled = changed(&body, pairs, |root| {
        let id = root["roles"]["timestamp"]["keyids"][0]
            .as_str()
            .unwrap()
            .to_string();
        root["keys"]["again"] = root["keys"][&id].clone();
        root["roles"]["timestamp"] = json!({"keyids": [id, "again"], "threshold": 2});
    });
    let publication = Publication::new(7, 2);
    let [_, snapshot, targets] = publication.lines(&signers);
    let timestamp = publication.timestamp_body(&snapshot);
    let bytes = message(&timestamp).unwrap();
    let one = signers.0[&Role::Timestamp].1[0].signature(&bytes);
    let again = Signature {
        keyid: "again".into(),
        ..one.clone()
    };
    let twice = join(&[seal(&timestamp, &[one, again]).unwrap(), snapshot, targets]);
    let scene = |name| Scene::new(name, &signers);
    vec![
        scene("a key of an unknown type")
            .root(2, &future)
            .publish(&publication, &signers)
            .accepted(2, 7),
        scene("one public key under two ids is one signer")
            .root(2, &doubled)
            .latest(twice)
            .rejected("signature"),
    ]
}

fn odd_roles() -> Vec<Value> {
    let signers = Signers::plain();
    let pairs = &signers.0[&Role::Root].1;
    let body = serde_json::to_value(signers.root(2)).unwrap();
    let missing = changed(&body, pairs, |root| {
        root["roles"].as_object_mut().unwrap().remove("snapshot");
    });
    let zero = changed(&body, pairs, |root| {
        root["roles"]["targets"]["threshold"] = json!(0)
    });
    let repeated = changed(&body, pairs, |root| {
        let id = root["roles"]["targets"]["keyids"][0].clone();
        root["roles"]["targets"]["keyids"] = json!([id, id]);
    });
    let keyless = changed(&body, pairs, |root| {
        root["roles"]["targets"]["keyids"]
            .as_array_mut()
            .unwrap()
            .push("nobody".into());
    });
    let publication = Publication::new(7, 2);
    let case = |name, root: &[u8]| {
        Scene::new(name, &signers)
            .root(2, root)
            .publish(&publication, &signers)
            .rejected("shape")
    };
    vec![
        case("a role is missing", &missing),
        case("a threshold of 0", &zero),
        case("a key id twice in a role", &repeated),
        case("a key id without its key", &keyless),
    ]
}
