//! Signing keys in files.

use std::os::unix::fs::PermissionsExt as _;

use wavecast_engine::port::{PortError, SealedKey};
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use crate::bed::open;

fn scope() -> Scope {
    "acme/lamp/stable".parse().unwrap()
}

fn setup(error: PortError) -> String {
    match error {
        PortError::Setup(message) => message,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn keys_sign_for_their_role_and_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut keys = Vec::new();
    {
        let (_embedded, local) = open(dir.path());
        for role in Role::ALL {
            keys.push(local.key_maker.make(&scope(), role).await.unwrap());
        }
    }
    let (_embedded, local) = open(dir.path());
    assert_eq!(local.signer.message_limit(), None);
    for key in &keys {
        let signature = if key.role == Role::Root {
            let refused = local.signer.sign(key, b"m").await.unwrap_err();
            assert!(setup(refused).contains("role root"));
            local.key_maker.sign_root(key, b"m").await.unwrap()
        } else {
            let refused = local.key_maker.sign_root(key, b"m").await.unwrap_err();
            assert!(setup(refused).contains("roots only"));
            local.signer.sign(key, b"m").await.unwrap()
        };
        assert!(key.public.verifies(b"m", &signature));
        assert!(!key.public.verifies(b"n", &signature));
    }
}

#[tokio::test]
async fn a_file_of_a_key_is_0600_and_holds_its_seed_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let key = local.key_maker.make(&scope(), Role::Targets).await.unwrap();
    let path = dir.path().join("keys").join(key.public.id().to_string());
    assert_eq!(key.sealed, format!("file:{}", key.public.id()));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(!key.sealed.contains('/') && !serde_json::to_string(&key).unwrap().contains("seed"));
    for exposed in [0o640, 0o604, 0o660] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(exposed)).unwrap();
        let error = setup(local.signer.sign(&key, b"m").await.unwrap_err());
        assert!(
            error.contains(&format!("chmod 600 {}", path.display())),
            "{error}"
        );
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    local.signer.sign(&key, b"m").await.unwrap();
}

/// A reference is no capability: what a key may sign stands in its own file.
#[tokio::test]
async fn a_root_key_under_a_false_name_signs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let root = local.key_maker.make(&scope(), Role::Root).await.unwrap();
    let targets = local.key_maker.make(&scope(), Role::Targets).await.unwrap();
    let disguised = SealedKey {
        role: Role::Targets,
        ..root.clone()
    };
    let elsewhere = SealedKey {
        scope: "acme/lamp/beta".parse().unwrap(),
        ..targets.clone()
    };
    let swapped = SealedKey {
        sealed: root.sealed,
        ..targets.clone()
    };
    for (false_key, word) in [
        (disguised, "was made for role root"),
        (elsewhere, "signs nothing else"),
        (swapped, "was not made in this data directory"),
        (
            SealedKey {
                sealed: String::from("file:../../token"),
                ..targets
            },
            "was not made",
        ),
    ] {
        let error = setup(local.signer.sign(&false_key, b"m").await.unwrap_err());
        assert!(error.contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_missing_or_broken_key_file_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let key = local
        .key_maker
        .make(&scope(), Role::Timestamp)
        .await
        .unwrap();
    let other = local
        .key_maker
        .make(&scope(), Role::Timestamp)
        .await
        .unwrap();
    let path = |key: &SealedKey| dir.path().join("keys").join(key.public.id().to_string());
    let others = std::fs::read(path(&other)).unwrap();
    for (bytes, word) in [
        (&b""[..], "no key file"),
        (b"\xff", "no text"),
        (b"{\"v\":1}", "no key file"),
        (&others, "another key"),
        (&[b' '; 5000], "too long"),
    ] {
        std::fs::write(path(&key), bytes).unwrap();
        let error = setup(local.signer.sign(&key, b"m").await.unwrap_err());
        assert!(error.contains(word) && error.contains("backup"), "{error}");
    }
    std::fs::remove_file(path(&key)).unwrap();
    let error = setup(local.signer.sign(&key, b"m").await.unwrap_err());
    assert!(error.contains("is missing"), "{error}");
}
