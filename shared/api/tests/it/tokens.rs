//! Tokens: made, shown once, used, expired, revoked.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::Api;

const TOKENS: &str = "/orgs/acme/tokens";

impl Api {
    /// Makes a token as somebody; answers it.
    pub async fn token_for(&self, person: &str, body: Value) -> String {
        let made = self.done(person, Method::POST, TOKENS, body).await;
        made["secret"].as_str().unwrap().to_owned()
    }

    /// A token of a service account of `other`, which may do everything there.
    pub async fn machine_of_other(&self) -> String {
        let account = json!({"grants": {"*": "admin"}});
        self.done("stranger", Method::PUT, "/orgs/other/accounts/ci", account)
            .await;
        let token = json!({"account": "ci", "label": "x", "permissions": ["read", "release"]});
        let made = self
            .done("stranger", Method::POST, "/orgs/other/tokens", token)
            .await;
        made["secret"].as_str().unwrap().to_owned()
    }

    async fn as_token(&self, token: &str, path: &str) -> (StatusCode, String) {
        let reply = self
            .call_as(token, Method::GET, &format!("/api/v1{path}"))
            .send()
            .await;
        (reply.status, reply.text)
    }
}

fn one(permissions: &[&str]) -> Value {
    json!({"label": "builds", "permissions": permissions, "apps": ["lamp"]})
}

#[tokio::test]
async fn a_token_is_shown_once_and_acts_for_its_holder() {
    let api = Api::with_people().await;
    let made = api
        .done("write", Method::POST, TOKENS, one(&["read", "package"]))
        .await;
    let secret = made["secret"].as_str().unwrap();
    let id = made["token"]["id"].as_str().unwrap();
    assert!(secret.starts_with(&format!("wcp_{id}")), "{secret}");
    let list = api
        .call_as("write", Method::GET, "/api/v1/orgs/acme/tokens")
        .send()
        .await;
    assert!(!list.text.contains(secret));
    assert_eq!(list.json()["items"][0]["used"], Value::Null);
    assert_eq!(
        api.as_token(secret, "/orgs/acme/apps/lamp").await.0,
        StatusCode::OK
    );
    let begin = json!({"sha256": "0".repeat(64), "size": 1});
    api.done(secret, Method::POST, "/orgs/acme/apps/lamp/uploads", begin)
        .await;
    let start = api.call_as(secret, Method::POST, "/api/v1/orgs/acme/apps/lamp/releases");
    assert_eq!(
        start.json(&json!({})).send().await.status,
        StatusCode::FORBIDDEN
    );
    let list = api
        .call_as("write", Method::GET, "/api/v1/orgs/acme/tokens")
        .send()
        .await;
    insta::assert_snapshot!(list.show());
}

#[tokio::test]
async fn the_trail_says_which_token_acted() {
    let api = Api::with_people().await;
    let account = json!({"grants": {"lamp": "admin"}});
    api.done("owner", Method::PUT, "/orgs/acme/accounts/ci", account)
        .await;
    let body = json!({"account": "ci", "label": "builds", "permissions": ["read", "configure"]});
    let secret = api.token_for("admin", body).await;
    let channel = json!({"name": "nightly"});
    api.done(
        &secret,
        Method::POST,
        "/orgs/acme/apps/lamp/channels",
        channel,
    )
    .await;
    let path = "/api/v1/orgs/acme/apps/lamp/audit?actor=service:acme/ci";
    let trail = api.call_as("read", Method::GET, path).send().await;
    insta::assert_json_snapshot!(trail.json()["items"][0]["actor"]);
    let org = api
        .call_as("admin", Method::GET, "/api/v1/orgs/acme/audit?limit=2")
        .send()
        .await;
    insta::assert_json_snapshot!(org.json()["items"]);
    assert!(
        !org.text.contains(&secret[20..52]),
        "no secret stands in the trail"
    );
}

#[tokio::test]
async fn a_token_ends_at_once_when_it_is_revoked() {
    let api = Api::with_people().await;
    let secret = api.token_for("write", one(&["read"])).await;
    let id = &secret[4..20];
    assert_eq!(api.as_token(&secret, "/orgs/acme").await.0, StatusCode::OK);
    api.done(
        "write",
        Method::DELETE,
        &format!("{TOKENS}/{id}"),
        json!({}),
    )
    .await;
    let (status, text) = api.as_token(&secret, "/orgs/acme").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(text.contains("was revoked"), "{text}");
    // A member who goes takes their tokens with them.
    let secret = api.token_for("write", one(&["read"])).await;
    api.done(
        "admin",
        Method::DELETE,
        "/orgs/acme/members/write",
        json!({}),
    )
    .await;
    assert_eq!(
        api.as_token(&secret, "/orgs/acme").await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_token_ends_when_it_expires() {
    let api = Api::with_people().await;
    let mut body = one(&["read"]);
    body["expires"] = json!("2026-11-21T13:00:00Z");
    let secret = api.token_for("write", body).await;
    api.world.clock.advance(3599);
    assert_eq!(api.as_token(&secret, "/orgs/acme").await.0, StatusCode::OK);
    api.world.clock.advance(1);
    let (status, text) = api.as_token(&secret, "/orgs/acme").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(text.contains("expired at 2026-11-21T13:00:00Z"), "{text}");
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let api = Api::with_people().await;
    let secret = api.token_for("write", one(&["read"])).await;
    let slip = secret.replacen(
        &secret[30..31],
        if &secret[30..31] == "0" { "1" } else { "0" },
        1,
    );
    let unknown = api.machine_of_other().await.replacen("wcs_", "wcp_", 1);
    let code = api
        .done(
            "owner",
            Method::POST,
            "/orgs/acme/invitations",
            json!({"whom": "x"}),
        )
        .await;
    let code = code["code"].as_str().unwrap();
    let long = "a".repeat(20_000);
    for (token, why) in [
        (slip.as_str(), "checksum"),
        (&unknown, "checksum"),
        (&secret[..40], "checksum"),
        (code, "invitation"),
        (&long, "too long"),
        ("a.b.c", "isn't known"),
        ("wct_0000", "isn't known"),
    ] {
        let (status, text) = api.as_token(token, "/orgs/acme").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{token}");
        assert!(text.contains(why), "{token}: {text}");
    }
}

/// Another secret under a known id, with the right checksum.
/// The id of one token and the secret of another, with the right checksum.
pub fn forged(secret: &str, other: &str) -> String {
    let begin = format!("{}{}", &secret[..20], &other[20..52]);
    let digits = wavecast_wire::hash::Sha256::of(begin.as_bytes());
    let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bits: Vec<u8> = digits
        .0
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1))
        .collect();
    let check = bits
        .chunks(5)
        .take(7)
        .map(|five| five.iter().fold(0, |sum, bit| sum << 1 | bit));
    let check: String = check
        .map(|n: u8| char::from(alphabet[usize::from(n)]))
        .collect();
    format!("{begin}{check}")
}

#[tokio::test]
async fn a_guessed_secret_is_told_as_an_unknown_token() {
    let api = Api::with_people().await;
    let secret = api.token_for("write", one(&["read"])).await;
    let other = api.token_for("write", one(&["read"])).await;
    let forged = forged(&secret, &other);
    let never = api.as_token("wct_never", "/orgs/acme").await;
    let told = api.as_token(&forged, "/orgs/acme").await;
    assert_eq!(told, never);
}

#[tokio::test]
async fn a_repeated_request_makes_one_token_and_keeps_its_secret() {
    let api = Api::with_people().await;
    let ask = async || {
        let call = api.call_as("write", Method::POST, "/api/v1/orgs/acme/tokens");
        call.header("idempotency-key", "once")
            .json(&one(&["read"]))
            .send()
            .await
            .json()
    };
    let (first, second) = (ask().await, ask().await);
    assert!(first["secret"].is_string());
    assert_eq!(second["secret"], Value::Null);
    assert_eq!(
        (&second["replayed"], &second["token"]),
        (&json!(true), &first["token"])
    );
    let list = api
        .call_as("write", Method::GET, "/api/v1/orgs/acme/tokens")
        .send()
        .await;
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
    let dry = api.call_as(
        "write",
        Method::POST,
        "/api/v1/orgs/acme/tokens?dry_run=true",
    );
    let dry = dry.json(&one(&["read"])).send().await;
    assert_eq!(
        (dry.status, &dry.json()["secret"]),
        (StatusCode::OK, &Value::Null)
    );
}

#[tokio::test]
async fn somebody_sees_their_own_tokens_and_an_admin_all() {
    let api = Api::with_people().await;
    let secret = api.token_for("write", one(&["read"])).await;
    api.token_for("read", one(&["read"])).await;
    let count = async |who: &str| {
        let list = api
            .call_as(who, Method::GET, "/api/v1/orgs/acme/tokens")
            .send()
            .await;
        list.json()["items"].as_array().unwrap().len()
    };
    assert_eq!(
        (
            count("write").await,
            count("member").await,
            count("admin").await
        ),
        (1, 0, 2)
    );
    let path = format!("/api/v1/orgs/acme/tokens/{}", &secret[4..20]);
    let other = api
        .call_as("read", Method::DELETE, &path)
        .json(&json!({}))
        .send()
        .await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    api.done("admin", Method::DELETE, &path[7..], json!({}))
        .await;
}
