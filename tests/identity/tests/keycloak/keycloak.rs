//! The flows, and their tokens, at the real Keycloak.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};
use wavecast_engine::port::{Identity as _, IdentityError};
use wavecast_identity::{
    Callback, DeviceCode, FlowError, Http, Poll, RoleMap, Settings, SignIn, Tokens, Verifier,
};
use wavecast_wire::time::Timestamp;

use crate::browser::{BACK, Browser, Place};
use crate::server::issuer;

pub const PASSWORD: &str = "only-for-this-machine";

pub fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp(i64::try_from(since.as_secs()).unwrap())
}

fn verifier(audience: &str) -> Verifier {
    verifier_with(audience, RoleMap::default())
}

/// One that gives roles by claims.
pub fn verifier_with(audience: &str, roles: RoleMap) -> Verifier {
    let settings = Settings {
        issuer: issuer().to_owned(),
        audience: audience.to_owned(),
        roles,
    };
    Verifier::new(settings, Http::new().unwrap())
}

pub async fn client(id: &str, secret: Option<&str>) -> SignIn {
    let (issuer, secret) = (issuer(), secret.map(str::to_owned));
    let http = Http::new().unwrap();
    SignIn::at(http, issuer, id, secret).await.unwrap()
}

/// Signs somebody in on Keycloak's page.
fn sign_in(browser: &mut Browser, url: &str, user: &str) -> Place {
    browser.go(url);
    let who = [("username", user), ("password", PASSWORD)];
    browser.submit(&who, "[name=login]")
}

/// Signs somebody in for another device, and agrees.
pub fn agree(url: &str, user: &str) {
    let mut browser = Browser::new();
    sign_in(&mut browser, url, user);
    let end = browser.submit(&[], "[name=accept]");
    assert!(
        matches!(&end, Place::Page(text) if text.contains("Device Login Successful")),
        "{end:?}"
    );
}

/// What the browser brings back to the client.
fn brought(place: Place) -> Callback {
    let Place::Away(url) = &place else {
        panic!("{place:?}");
    };
    let mut back = Callback::default();
    for (name, value) in url.query_pairs() {
        let value = Some(value.into_owned());
        match &*name {
            "code" => back.code = value,
            "state" => back.state = value,
            "iss" => back.iss = value,
            "error" => back.error = value,
            _ => {}
        }
    }
    back
}

pub async fn tokens_of(user: &str) -> (Tokens, String) {
    let client = client("wavecast-cli", None).await;
    let begun = client.authorize(&BACK, "openid profile").unwrap();
    let nonce = begun.nonce.clone();
    let back = brought(sign_in(&mut Browser::new(), &begun.url, user));
    (client.exchange(begun, &back).await.unwrap(), nonce)
}

#[tokio::test]
async fn a_person_signs_in_with_a_browser() {
    let (tokens, nonce) = tokens_of("ada").await;
    let api = verifier("wavecast");
    let ada = api.verify(&tokens.access, now()).await.unwrap();
    assert_eq!(ada.name, "Ada Lovelace");
    // The ID token is for the client, with the nonce of this sign-in; the API doesn't take it.
    let id = tokens.id.unwrap();
    let own = verifier("wavecast-cli");
    own.claims_of(&id, &nonce, now()).await.unwrap();
    assert!(own.claims_of(&id, "another", now()).await.is_err());
    let judged = api.verify(&id, now()).await;
    assert_eq!(
        judged,
        Err(IdentityError::Refused(
            "it is for another audience".to_owned()
        ))
    );
    let (again, _) = tokens_of("ada").await;
    assert_eq!(api.verify(&again.access, now()).await.unwrap().id, ada.id);
    let (bob, _) = tokens_of("bob").await;
    assert_ne!(api.verify(&bob.access, now()).await.unwrap().id, ada.id);
}

#[tokio::test]
async fn a_code_works_once_for_who_began() {
    let client = client("wavecast-cli", None).await;
    let begun = client.authorize(&BACK, "openid").unwrap();
    let other = client.authorize(&BACK, "openid").unwrap();
    let back = brought(sign_in(&mut Browser::new(), &begun.url, "ada"));
    assert!(back.iss.is_some(), "Keycloak says who answers");
    // Brought to another sign-in of ours.
    let swapped = client.exchange(other.clone(), &back).await;
    assert!(matches!(swapped, Err(FlowError::NotOurs(_))), "{swapped:?}");
    let foreign = Callback {
        iss: Some("https://issuer.example".to_owned()),
        ..back.clone()
    };
    let foreign = client.exchange(begun.clone(), &foreign).await;
    assert!(matches!(foreign, Err(FlowError::NotOurs(_))), "{foreign:?}");
    client.exchange(begun.clone(), &back).await.unwrap();
    let replayed = client.exchange(begun, &back).await;
    let Err(FlowError::Refused { code, .. }) = replayed else {
        panic!("{replayed:?}");
    };
    assert_eq!(code, "invalid_grant");
}

/// Whoever stole a code lacks what it was begun with.
#[tokio::test]
async fn a_stolen_code_is_worth_nothing_without_its_verifier() {
    let client = client("wavecast-cli", None).await;
    let begun = client.authorize(&BACK, "openid").unwrap();
    let thief = client.authorize(&BACK, "openid").unwrap();
    let stolen = brought(sign_in(&mut Browser::new(), &begun.url, "ada"));
    let own = brought(sign_in(&mut Browser::new(), &thief.url, "bob"));
    let mixed = Callback {
        code: stolen.code,
        ..own
    };
    let refused = client.exchange(thief, &mixed).await;
    assert!(
        matches!(refused, Err(FlowError::Refused { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_redirect_elsewhere_is_refused() {
    let client = client("wavecast-cli", None).await;
    for back in [
        "https://attacker.example/callback".to_owned(),
        "http://127.0.0.1.attacker.example/callback".to_owned(),
        format!("{}/../other", *BACK),
        BACK.replace("/callback", "/other"),
    ] {
        let begun = client.authorize(&back, "openid").unwrap();
        let Place::Page(text) = Browser::new().go(&begun.url) else {
            panic!("{back}: sent away");
        };
        assert!(text.contains("Invalid parameter: redirect_uri"), "{back}");
    }
}

#[tokio::test]
async fn a_device_gets_tokens_once_a_person_agreed() {
    let client = client("wavecast-cli", None).await;
    let begun = client.device("openid profile").await.unwrap();
    assert!(matches!(client.poll(&begun).await.unwrap(), Poll::Pending));
    agree(&begun.verification_uri_complete.clone().unwrap(), "ada");
    let tokens = agreed(&client, &begun).await;
    let ada = verifier("wavecast")
        .verify(&tokens.access, now())
        .await
        .unwrap();
    assert_eq!(ada.name, "Ada Lovelace");
    // The code is spent, and a refresh token is good for one refresh.
    assert!(client.poll(&begun).await.is_err());
    let spent = tokens.refresh.unwrap();
    let next = client.refresh(&spent).await.unwrap();
    verifier("wavecast")
        .verify(&next.access, now())
        .await
        .unwrap();
    assert!(client.refresh(&spent).await.is_err());
}

/// Asks as seldom as the issuer wants it, which may be more seldom than it said.
async fn agreed(client: &SignIn, begun: &DeviceCode) -> Tokens {
    let mut pause = begun.interval;
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        match client.poll(begun).await.unwrap() {
            Poll::Done(tokens) => return tokens,
            Poll::Pending => {}
            Poll::SlowDown => pause += 5,
        }
    }
    panic!("the person agreed, and no tokens came");
}

#[tokio::test]
async fn a_service_signs_in_by_itself() {
    let service = client("wavecast-service", Some(PASSWORD)).await;
    let tokens = service.service("openid").await.unwrap();
    let api = verifier("wavecast");
    assert!(api.verify(&tokens.access, now()).await.is_ok());
    let wrong = client("wavecast-service", Some("wrong")).await;
    assert!(matches!(
        wrong.service("openid").await,
        Err(FlowError::Refused { .. })
    ));
    // The same issuer's token for somebody else.
    let another = client("another-service", Some(PASSWORD)).await;
    let tokens = another.service("openid").await.unwrap();
    let judged = api.verify(&tokens.access, now()).await;
    assert!(
        matches!(judged, Err(IdentityError::Refused(_))),
        "{judged:?}"
    );
}

#[tokio::test]
async fn a_token_of_keycloak_is_good_for_its_time_and_unchanged_alone() {
    let service = client("wavecast-service", Some(PASSWORD)).await;
    let token = service.service("openid").await.unwrap().access;
    let api = verifier("wavecast");
    api.verify(&token, now()).await.unwrap();
    let later = api.verify(&token, now().plus(300 + 31)).await;
    let Err(IdentityError::Refused(why)) = later else {
        panic!("{later:?}");
    };
    assert!(why.starts_with("it expired at"), "{why}");
    let earlier = api.verify(&token, now().plus(-120)).await;
    assert!(
        matches!(earlier, Err(IdentityError::Refused(_))),
        "{earlier:?}"
    );
    let parts: Vec<&str> = token.split('.').collect();
    let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    let mut claims: Value = serde_json::from_slice(&claims).unwrap();
    claims["sub"] = json!("another");
    let changed = URL_SAFE_NO_PAD.encode(claims.to_string());
    let forged = format!("{}.{changed}.{}", parts[0], parts[2]);
    let judged = api.verify(&forged, now()).await;
    assert_eq!(
        judged,
        Err(IdentityError::Refused("its signature is wrong".to_owned()))
    );
}

/// Keycloak's RSA key, which everybody can read, used as the secret of an HMAC.
#[tokio::test]
async fn the_rsa_key_of_keycloak_is_no_shared_secret() {
    let service = client("wavecast-service", Some(PASSWORD)).await;
    let token = service.service("openid").await.unwrap().access;
    let head = URL_SAFE_NO_PAD
        .decode(token.split('.').next().unwrap())
        .unwrap();
    let mut head: Value = serde_json::from_slice(&head).unwrap();
    assert_eq!(head["alg"], "RS256");
    head["alg"] = json!("HS256");
    let url = format!("{}/protocol/openid-connect/certs", issuer());
    let keys: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let mine = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"] == head["kid"])
        .unwrap();
    let modulus = URL_SAFE_NO_PAD.decode(mine["n"].as_str().unwrap()).unwrap();
    let certificate = mine["x5c"][0].as_str().unwrap().as_bytes();
    let claims = token.split('.').nth(1).unwrap();
    let message = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(head.to_string()));
    for secret in [modulus.as_slice(), certificate] {
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret),
            message.as_bytes(),
        );
        let forged = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()));
        let judged = verifier("wavecast").verify(&forged, now()).await;
        let Err(IdentityError::Refused(why)) = judged else {
            panic!("{judged:?}");
        };
        assert!(why.contains("isn't accepted"), "{why}");
    }
}
