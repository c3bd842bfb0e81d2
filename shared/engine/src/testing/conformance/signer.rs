//! The contract of [`Signer`] and [`KeyMaker`].

use std::sync::Arc;

use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use crate::port::{KeyMaker, SealedKey, Signer};

/// Checks a key store. `make` answers a fresh one every time, as both of its ports.
pub async fn signer(make: impl Fn() -> (Arc<dyn Signer>, Arc<dyn KeyMaker>)) {
    let (signer, maker) = make();
    let scope: Scope = "acme/lamp/stable".parse().expect("a scope");
    let mut made: Vec<SealedKey> = Vec::new();
    for role in Role::ALL.into_iter().chain(Role::ALL) {
        let key = maker.make(&scope, role).await.expect("make");
        assert_eq!((&key.scope, key.role), (&scope, role));
        assert!(key.public.is_usable());
        assert!(
            made.iter().all(|other| other.public != key.public),
            "a key twice"
        );
        made.push(key);
    }
    let message = vec![7; signer.message_limit().unwrap_or(100_000).min(100_000)];
    for key in &made {
        if key.role == Role::Root {
            let signature = maker.sign_root(key, &message).await.expect("sign a root");
            assert!(key.public.verifies(&message, &signature));
            assert!(
                signer.sign(key, &message).await.is_err(),
                "online code signs no root"
            );
        } else {
            let signature = signer.sign(key, &message).await.expect("sign");
            assert!(key.public.verifies(&message, &signature));
            assert!(!key.public.verifies(b"another", &signature));
            assert!(
                maker.sign_root(key, &message).await.is_err(),
                "only root keys sign roots"
            );
        }
    }
    refuses_what_it_did_not_make(&*signer, &made).await;
    if let Some(limit) = signer.message_limit() {
        let online = made
            .iter()
            .find(|key| key.role == Role::Timestamp)
            .expect("made");
        assert!(signer.sign(online, &vec![0; limit + 1]).await.is_err());
    }
}

async fn refuses_what_it_did_not_make(signer: &dyn Signer, made: &[SealedKey]) {
    let one = made
        .iter()
        .find(|key| key.role == Role::Timestamp)
        .expect("made");
    let other = made
        .iter()
        .find(|key| key.role == Role::Snapshot)
        .expect("made");
    let mut broken = one.clone();
    broken.sealed = "nothing like a sealed key".to_owned();
    assert!(signer.sign(&broken, b"x").await.is_err(), "a damaged key");
    let mut foreign = one.clone();
    foreign.public = other.public.clone();
    if let Ok(signature) = signer.sign(&foreign, b"x").await {
        assert!(
            !foreign.public.verifies(b"x", &signature),
            "another's public half"
        );
    }
}
