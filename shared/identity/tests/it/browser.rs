//! An issuer's tokens, as a browser's session goes on by them. The whole way is tried at the real Keycloak.

use serde_json::json;
use wavecast_engine::port::{IdentityError, IdentityProvider as _};
use wavecast_identity::testing::{Issuer, Signer};
use wavecast_identity::{Http, OpenId};

#[tokio::test]
async fn an_issuer_that_gives_no_other_token_to_go_on_with_lets_the_old_one() {
    let issuer = Issuer::start(&[&Signer::new("a")]).await;
    let browser = OpenId::new(Http::new().unwrap(), &issuer.url, "wavecast-console", None);
    issuer.give(json!({"access_token": "a.b.c", "expires_in": 300}));
    let kept = browser.go_on("the first").await.unwrap();
    assert_eq!(kept.refresh.unwrap().as_str(), "the first");
    issuer.give(json!({"access_token": "a.b.c", "refresh_token": "the second"}));
    let rotated = browser.go_on("the first").await.unwrap();
    assert_eq!(rotated.refresh.unwrap().as_str(), "the second");
    issuer.give(json!({"error": "invalid_grant"}));
    let refused = browser.go_on("the second").await;
    assert!(
        matches!(refused, Err(IdentityError::Unavailable(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_issuer_that_came_back_is_asked_again() {
    let issuer = Issuer::start(&[&Signer::new("a")]).await;
    let browser = OpenId::new(Http::new().unwrap(), &issuer.url, "wavecast-console", None);
    issuer.give(json!({"access_token": "a.b.c", "refresh_token": "next"}));
    issuer.go_down(true);
    let down = browser.go_on("one").await;
    assert!(
        matches!(down, Err(IdentityError::Unavailable(_))),
        "{down:?}"
    );
    issuer.go_down(false);
    browser.go_on("one").await.unwrap();
}
