//! The contract of [`Wrap`] and [`Unwrap`].

use std::sync::Arc;

use wavecast_domain::vault::SecretPlace;

use crate::port::{PortError, Unwrap, Wrap};
use crate::vault::{fresh_key, open, seal};

fn place(org: &str, app: &str, name: &str, version: u32) -> SecretPlace {
    SecretPlace {
        org: org.parse().expect("an organization"),
        app: app.parse().expect("an application"),
        name: name.parse().expect("a secret"),
        version,
    }
}

/// Checks what wraps data keys, and the whole envelope over it. `make` answers a fresh one every time,
/// as both of its ports.
pub async fn vault(make: impl Fn() -> (Arc<dyn Wrap>, Arc<dyn Unwrap>)) {
    let (wrap, unwrap) = make();
    let here = place("acme", "lamp", "hook", 1);
    let key = fresh_key().expect("a key");
    let wrapped = wrap.wrap(&here, &key).await.expect("wrap");
    let again = wrap.wrap(&here, &key).await.expect("wrap");
    assert_ne!(wrapped, again, "the same key never looks the same");
    let opened = unwrap.unwrap(&here, &wrapped).await.expect("unwrap");
    assert_eq!(*opened, *key);
    let elsewhere = [
        place("acme2", "lamp", "hook", 1),
        place("acme", "lamp2", "hook", 1),
        place("acme", "lamp", "hook2", 1),
        place("acme", "lamp", "hook", 2),
    ];
    for there in &elsewhere {
        shut(&*unwrap, there, &wrapped).await;
    }
    let cut = &wrapped[..wrapped.len() - 8];
    let flipped = flip(&wrapped);
    for damaged in ["", "nothing like a wrapped key", cut, &flipped] {
        shut(&*unwrap, &here, damaged).await;
    }
    envelopes(&*wrap, &*unwrap, &here, &elsewhere).await;
}

/// Another character where the ciphertext is.
fn flip(wrapped: &str) -> String {
    let middle = wrapped.len() / 2;
    let other = if wrapped.as_bytes()[middle] == b'0' {
        "1"
    } else {
        "0"
    };
    format!("{}{other}{}", &wrapped[..middle], &wrapped[middle + 1..])
}

async fn shut(unwrap: &dyn Unwrap, of: &SecretPlace, wrapped: &str) {
    let opened = unwrap.unwrap(of, wrapped).await;
    assert!(
        matches!(opened, Err(PortError::Setup(_))),
        "{of}: {wrapped} must not open"
    );
}

async fn envelopes(
    wrap: &dyn Wrap,
    unwrap: &dyn Unwrap,
    here: &SecretPlace,
    elsewhere: &[SecretPlace],
) {
    for value in [&b"x"[..], b"\0\xff", &[7; 8192]] {
        let sealed = seal(wrap, here, value).await.expect("seal");
        let opened = open(unwrap, here, &sealed).await.expect("open");
        assert_eq!(opened.as_slice(), value);
        for there in elsewhere {
            assert!(open(unwrap, there, &sealed).await.is_err(), "{there}");
            // Each half in its own place, and the other from elsewhere.
            let other = seal(wrap, there, value).await.expect("seal");
            let mut swapped = sealed.clone();
            swapped.value.clone_from(&other.value);
            assert!(open(unwrap, here, &swapped).await.is_err(), "{there}");
            let mut swapped = sealed.clone();
            swapped.key.clone_from(&other.key);
            assert!(open(unwrap, here, &swapped).await.is_err(), "{there}");
        }
    }
}
