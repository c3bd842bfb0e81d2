//! Keys: cached, rotated, and asked for no more often than they should be.

use serde_json::json;
use wavecast_engine::port::{Identity as _, IdentityError};
use wavecast_identity::testing::{Issuer, NOW, Signer};
use wavecast_identity::{Http, RoleMap, Settings, Verifier};
use wavecast_wire::time::Timestamp;

fn after(seconds: i64) -> Timestamp {
    NOW.plus(seconds)
}

/// A token that is good for long.
fn long(issuer: &Issuer, key: &Signer) -> String {
    key.sign(&issuer.with("exp", json!(NOW.0 + 900_000)))
}

#[tokio::test]
async fn while_the_issuer_is_down_known_keys_work_and_unknown_ones_dont() {
    let (one, two) = (Signer::new("one"), Signer::new("two"));
    let issuer = Issuer::start(&[&one]).await;
    let verifier = issuer.verifier();
    verifier.verify(&long(&issuer, &one), NOW).await.unwrap();
    issuer.go_down(true);
    for seconds in [1, 3_600, 86_399] {
        let judged = verifier.verify(&long(&issuer, &one), after(seconds)).await;
        assert!(judged.is_ok(), "{seconds}: {judged:?}");
    }
    let judged = verifier.verify(&long(&issuer, &two), after(3_700)).await;
    assert!(
        matches!(judged, Err(IdentityError::Unavailable(_))),
        "{judged:?}"
    );
    // After a day nobody can know whether the key still stands.
    let judged = verifier.verify(&long(&issuer, &one), after(86_400)).await;
    assert!(
        matches!(judged, Err(IdentityError::Unavailable(_))),
        "{judged:?}"
    );
    issuer.go_down(false);
    verifier
        .verify(&long(&issuer, &one), after(86_500))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_new_key_is_found_and_an_old_one_forgotten() {
    let (one, two) = (Signer::new("one"), Signer::new("two"));
    let issuer = Issuer::start(&[&one]).await;
    let verifier = issuer.verifier();
    verifier.verify(&long(&issuer, &one), NOW).await.unwrap();
    issuer.rotate(&[&one, &two]);
    verifier
        .verify(&long(&issuer, &two), after(31))
        .await
        .unwrap();
    verifier
        .verify(&long(&issuer, &one), after(31))
        .await
        .unwrap();
    issuer.rotate(&[&two]);
    // It works until the keys are read again, ten minutes later at most.
    verifier
        .verify(&long(&issuer, &one), after(300))
        .await
        .unwrap();
    let judged = verifier.verify(&long(&issuer, &one), after(31 + 600)).await;
    assert!(
        matches!(judged, Err(IdentityError::Refused(_))),
        "{judged:?}"
    );
    verifier
        .verify(&long(&issuer, &two), after(31 + 600))
        .await
        .unwrap();
}

#[tokio::test]
async fn made_up_key_ids_dont_make_us_ask_more_often() {
    let one = Signer::new("one");
    let issuer = Issuer::start(&[&one]).await;
    let verifier = issuer.verifier();
    for n in 0..100 {
        let made_up = Signer::new(&format!("made-up-{n}"));
        let judged = verifier
            .verify(&long(&issuer, &made_up), after(n / 10))
            .await;
        assert!(
            matches!(judged, Err(IdentityError::Refused(_))),
            "{judged:?}"
        );
    }
    assert_eq!(issuer.asked(), 1);
    verifier
        .verify(&long(&issuer, &Signer::new("another")), after(30))
        .await
        .unwrap_err();
    assert_eq!(issuer.asked(), 2);
    // Known keys are used for ten minutes without a question.
    verifier
        .verify(&long(&issuer, &one), after(600))
        .await
        .unwrap();
    assert_eq!(issuer.asked(), 2);
    verifier
        .verify(&long(&issuer, &one), after(631))
        .await
        .unwrap();
    assert_eq!(issuer.asked(), 3);
}

#[tokio::test]
async fn many_at_once_ask_once() {
    let one = Signer::new("one");
    let issuer = Issuer::start(&[&one]).await;
    let verifier = std::sync::Arc::new(issuer.verifier());
    let tasks = (0..50).map(|_| {
        let (verifier, token) = (verifier.clone(), long(&issuer, &one));
        tokio::spawn(async move { verifier.verify(&token, NOW).await.is_ok() })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert!(task.await.unwrap());
    }
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn an_issuer_that_calls_itself_otherwise_is_not_believed() {
    let one = Signer::new("one");
    let issuer = Issuer::start(&[&one]).await;
    issuer.call_itself("https://issuer.example");
    let judged = issuer.verifier().verify(&long(&issuer, &one), NOW).await;
    let Err(IdentityError::Unavailable(why)) = judged else {
        panic!("{judged:?}");
    };
    assert!(
        why.contains("says that it is https://issuer.example"),
        "{why}"
    );
}

#[tokio::test]
async fn keys_that_cannot_be_read_are_none() {
    let one = Signer::new("one");
    let issuer = Issuer::start(&[&one]).await;
    let token = long(&issuer, &one);
    let huge: Vec<_> = (0..3_000).map(|_| one.jwk()).collect();
    for answer in [
        json!("x"),
        json!({}),
        json!({"keys": 7}),
        json!({"keys": huge}),
    ] {
        issuer.answer(answer);
        let judged = issuer.verifier().verify(&token, NOW).await;
        assert!(
            matches!(judged, Err(IdentityError::Unavailable(_))),
            "{judged:?}"
        );
    }
    let other = Signer::new("two").jwk();
    issuer
        .answer(json!({"keys": [{"kty": "oct", "kid": "one", "k": "AQAB"}, {"kty": "?"}, other]}));
    let judged = issuer.verifier().verify(&token, NOW).await;
    assert!(
        matches!(judged, Err(IdentityError::Refused(_))),
        "{judged:?}"
    );
}

#[tokio::test]
async fn an_issuer_that_never_was_there_is_told_apart_from_a_bad_token() {
    let one = Signer::new("one");
    let issuer = Issuer::start(&[&one]).await;
    for (url, why) in [
        ("http://127.0.0.1:9", "doesn't answer"),
        ("http://issuer.example", "must begin with https://"),
    ] {
        let settings = Settings {
            issuer: url.to_owned(),
            audience: "wavecast".to_owned(),
            roles: RoleMap::default(),
        };
        let verifier = Verifier::new(settings, Http::new().unwrap());
        let judged = verifier.verify(&long(&issuer, &one), NOW).await;
        let Err(IdentityError::Unavailable(said)) = judged else {
            panic!("{judged:?}");
        };
        assert!(said.contains(why), "{said}");
    }
}
