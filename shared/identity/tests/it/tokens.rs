//! Tokens that are accepted, and every kind that isn't.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};
use wavecast_engine::port::{Identity as _, IdentityError};
use wavecast_identity::Verifier;
use wavecast_identity::testing::{Issuer, NOW, Signer, unsigned};

/// An issuer with one key, and who judges its tokens.
async fn ready() -> (Issuer, Signer, Verifier) {
    let key = Signer::new("one");
    let issuer = Issuer::start(&[&key]).await;
    let verifier = issuer.verifier();
    (issuer, key, verifier)
}

async fn refused(verifier: &Verifier, token: &str) -> String {
    match verifier.verify(token, NOW).await {
        Err(IdentityError::Refused(why)) => why,
        other => panic!("{other:?}: {token}"),
    }
}

#[tokio::test]
async fn a_good_token_names_the_same_person_every_time() {
    let (issuer, key, verifier) = ready().await;
    let ada = verifier
        .verify(&key.sign(&issuer.claims()), NOW)
        .await
        .unwrap();
    assert_eq!(ada.name, "Ada");
    let renamed = key.sign(&issuer.with("name", json!("Countess")));
    let renamed = verifier.verify(&renamed, NOW).await.unwrap();
    assert_eq!((&renamed.id, renamed.name.as_str()), (&ada.id, "Countess"));
    let other = key.sign(&issuer.with("sub", json!("bob-2")));
    assert_ne!(verifier.verify(&other, NOW).await.unwrap().id, ada.id);
    // The same subject of another issuer is somebody else.
    let (elsewhere, its_key, its_verifier) = ready().await;
    let twin = its_verifier
        .verify(&its_key.sign(&elsewhere.claims()), NOW)
        .await
        .unwrap();
    assert_ne!(twin.id, ada.id);
    let many = key.sign(&issuer.with("aud", json!(["account", "wavecast"])));
    assert_eq!(verifier.verify(&many, NOW).await.unwrap().id, ada.id);
}

#[tokio::test]
async fn a_name_that_cannot_be_shown_is_not() {
    let (issuer, key, verifier) = ready().await;
    for name in ["", "  ", "A\u{7}da", "a\nb", "e\u{301}"] {
        let token = key.sign(&issuer.with("name", json!(name)));
        assert_eq!(
            verifier.verify(&token, NOW).await.unwrap().name,
            "somebody",
            "{name:?}"
        );
    }
    let long = key.sign(&issuer.with("name", json!("x".repeat(500))));
    assert_eq!(verifier.verify(&long, NOW).await.unwrap().name.len(), 100);
}

#[tokio::test]
async fn alg_none_is_refused() {
    let (issuer, _, verifier) = ready().await;
    for alg in ["none", "None", "NONE", "nOnE"] {
        for signature in ["", "AAAA"] {
            let head = json!({"alg": alg, "kid": "one"});
            let token = format!("{}.{signature}", unsigned(&head, &issuer.claims()));
            let why = refused(&verifier, &token).await;
            assert!(why.contains("isn't accepted"), "{alg}: {why}");
        }
    }
}

/// The public key, which everybody knows, used as the secret of an HMAC.
#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let (issuer, key, verifier) = ready().await;
    for (alg, hash) in [
        ("HS256", hmac::HMAC_SHA256),
        ("HS384", hmac::HMAC_SHA384),
        ("HS512", hmac::HMAC_SHA512),
    ] {
        let message = unsigned(&json!({"alg": alg, "kid": "one"}), &issuer.claims());
        let jwk = key.jwk().to_string();
        for secret in [key.public(), jwk.as_bytes(), b""] {
            let tag = hmac::sign(&hmac::Key::new(hash, secret), message.as_bytes());
            let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()));
            let why = refused(&verifier, &token).await;
            assert!(why.contains("isn't accepted"), "{alg}: {why}");
        }
    }
}

#[tokio::test]
async fn an_algorithm_of_another_kind_of_key_is_refused() {
    let (issuer, key, verifier) = ready().await;
    for alg in ["RS256", "PS256", "ES384", "EdDSA", "RS512", "XX999"] {
        let token = key.sign_as(&json!({"alg": alg, "kid": "one"}), &issuer.claims());
        let why = refused(&verifier, &token).await;
        assert!(why.contains("isn't accepted"), "{alg}: {why}");
    }
}

#[tokio::test]
async fn a_foreign_issuer_and_a_wrong_audience_are_refused() {
    let (issuer, key, verifier) = ready().await;
    let slash = format!("{}/", issuer.url);
    for iss in ["https://issuer.example", &slash, ""] {
        let why = refused(&verifier, &key.sign(&issuer.with("iss", json!(iss)))).await;
        assert_eq!(why, "it is of another issuer", "{iss}");
    }
    for iss in [json!(7), json!(null), json!([issuer.url])] {
        refused(&verifier, &key.sign(&issuer.with("iss", iss))).await;
    }
    for aud in [json!("wavecast-cli"), json!("Wavecast"), json!(["account"])] {
        let why = refused(&verifier, &key.sign(&issuer.with("aud", aud.clone()))).await;
        assert_eq!(why, "it is for another audience", "{aud}");
    }
    for aud in [json!([]), json!(null), json!(7), json!({"wavecast": true})] {
        refused(&verifier, &key.sign(&issuer.with("aud", aud))).await;
    }
    let (_, other, _) = ready().await;
    let why = refused(&verifier, &other.sign(&issuer.claims())).await;
    assert_eq!(
        why, "its signature is wrong",
        "another issuer's key under the same id"
    );
}

#[tokio::test]
async fn times_are_kept_to_the_leeway() {
    let (issuer, key, verifier) = ready().await;
    for (name, seconds, accepted) in [
        ("exp", -29, true),
        ("exp", -30, false),
        ("exp", -86_400, false),
        ("nbf", 30, true),
        ("nbf", 31, false),
        ("iat", 31, false),
        ("nbf", 86_400, false),
    ] {
        let token = key.sign(&issuer.with(name, json!(NOW.0 + seconds)));
        let judged = verifier.verify(&token, NOW).await;
        assert_eq!(judged.is_ok(), accepted, "{name} {seconds}: {judged:?}");
    }
    let why = refused(&verifier, &key.sign(&issuer.with("exp", json!(NOW.0 - 60)))).await;
    assert_eq!(why, "it expired at 2026-11-21T11:59:00Z");
    let why = refused(&verifier, &key.sign(&issuer.with("nbf", json!(NOW.0 + 60)))).await;
    assert_eq!(why, "it is not valid before 2026-11-21T12:01:00Z");
    for exp in [
        json!(i64::MAX),
        json!(i64::MIN),
        json!(-1),
        json!("soon"),
        json!(1.5),
        json!(null),
    ] {
        let token = key.sign(&issuer.with("exp", exp.clone()));
        let judged = verifier.verify(&token, NOW).await;
        assert_eq!(judged.is_ok(), exp == json!(i64::MAX), "{exp}: {judged:?}");
    }
}

#[tokio::test]
async fn claims_that_must_be_there_are() {
    let (issuer, key, verifier) = ready().await;
    for name in ["iss", "aud", "sub", "exp"] {
        let why = refused(&verifier, &key.sign(&issuer.without(name))).await;
        assert!(why.contains(name), "{name}: {why}");
    }
    for sub in [json!(""), json!("x".repeat(256)), json!(7)] {
        let why = refused(&verifier, &key.sign(&issuer.with("sub", sub.clone()))).await;
        assert!(
            why.contains("sub") || why.contains("malformed"),
            "{sub}: {why}"
        );
    }
}

#[tokio::test]
async fn huge_and_malformed_tokens_are_refused_unread() {
    let (issuer, key, verifier) = ready().await;
    let good = key.sign(&issuer.claims());
    let huge = key.sign(&issuer.with("groups", json!("x".repeat(20_000))));
    assert!(
        refused(&verifier, &huge)
            .await
            .contains("more than 16384 bytes")
    );
    let parts: Vec<&str> = good.split('.').collect();
    let (head, claims, signature) = (parts[0], parts[1], parts[2]);
    let text = |text: &str| URL_SAFE_NO_PAD.encode(text);
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        format!("{head}.{claims}"),
        format!("{good}.{signature}"),
        format!("{head}.{claims}."),
        format!("{head}.{claims}.!!!!"),
        format!("{head}.{claims}.{}", text("short")),
        format!("{head}..{signature}"),
        format!(".{claims}.{signature}"),
        format!("{head} .{claims}.{signature}"),
        format!("{}.{claims}.{signature}", text("{")),
        format!("{}.{claims}.{signature}", text("[]")),
        format!("{}.{claims}.{signature}", text(r#"{"kid":"one"}"#)),
        format!("{}.{claims}.{signature}", "\u{e9}"),
    ] {
        refused(&verifier, &token).await;
    }
    let bare = key.sign_as(&json!({"alg": "ES256"}), &issuer.claims());
    assert_eq!(refused(&verifier, &bare).await, "it doesn't name its key");
    for claims in [json!([]), json!("x"), json!(null)] {
        let head = json!({"alg": "ES256", "kid": "one"});
        refused(&verifier, &key.sign_as(&head, &claims)).await;
    }
    // Every other content under the same signature.
    let other = issuer.with("sub", json!("root"));
    let forged = unsigned(&json!({"alg": "ES256", "kid": "one"}), &other);
    assert_eq!(
        refused(&verifier, &format!("{forged}.{signature}")).await,
        "its signature is wrong"
    );
}

/// A key that the token itself brings, or names a place for, is never used.
#[tokio::test]
async fn a_token_does_not_bring_its_own_key() {
    let (issuer, _, verifier) = ready().await;
    let mine = Signer::new("mine");
    for (name, value) in [
        ("jwk", mine.jwk()),
        ("jku", json!("https://attacker.example/keys")),
        ("x5u", json!("https://attacker.example/cert")),
        ("kid", json!("../../../../dev/null")),
        ("kid", json!("one' OR '1'='1")),
    ] {
        let mut head = json!({"alg": "ES256", "kid": "one"});
        head[name] = value;
        refused(&verifier, &mine.sign_as(&head, &issuer.claims())).await;
    }
}

#[tokio::test]
async fn the_nonce_is_the_one_that_was_sent() {
    let (issuer, key, verifier) = ready().await;
    let token = key.sign(&issuer.with("nonce", json!("n-1")));
    assert!(verifier.claims_of(&token, "n-1", NOW).await.is_ok());
    for (claims, nonce) in [
        (issuer.with("nonce", json!("n-1")), "n-2"),
        (issuer.claims(), "n-1"),
        (issuer.with("nonce", Value::Null), "n-1"),
    ] {
        let judged = verifier.claims_of(&key.sign(&claims), nonce, NOW).await;
        assert!(judged.is_err(), "{claims} {nonce}");
    }
}
