//! Sessions of browsers: cookies that no script reads, and whose word counts for this site's pages alone.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::json;
use wavecast_api::Auth;
use wavecast_engine::testing::world::World;

use crate::api::{Api, TOKEN};
use crate::sessions::{PASSWORD, Quick};
use crate::talk::{Call, Reply};

const SITE: &str = "https://wavecast.example.com";
const OURS: &str = "x-wavecast-request";

fn api(site: &str) -> Api {
    let passwords = Arc::new(Quick::default());
    let auth = Auth::bootstrap(TOKEN).with_passwords(passwords, site);
    Api::with_auth(World::memory(), auth)
}

/// What a browser keeps of an answer: its cookies with their attributes.
pub fn set(reply: &Reply) -> Vec<String> {
    let all = reply.headers.get_all("set-cookie").iter();
    all.map(|one| one.to_str().unwrap().to_owned()).collect()
}

/// As it sends them back to `/`, or to where the other is for.
pub fn sent(cookies: &[String]) -> String {
    let pairs = cookies.iter().map(|one| one.split(';').next().unwrap());
    pairs.collect::<Vec<_>>().join("; ")
}

impl Api {
    /// A request that carries cookies and no token.
    pub fn browse(&self, cookies: &str, method: Method, path: &str) -> Call<'_> {
        let call = self.call(method, path).without("authorization");
        call.header("cookie", cookies)
    }

    /// The same, as a page of the site itself makes a browser send it.
    pub fn at_home(&self, cookies: &str, method: Method, path: &str) -> Call<'_> {
        let call = self.browse(cookies, method, path);
        call.header("sec-fetch-site", "same-origin")
            .header(OURS, "1")
    }

    async fn browser(&self, name: &str) -> Vec<String> {
        let body = json!({"user": name, "password": PASSWORD});
        let call = self.at_home("", Method::POST, "/api/session/cookie");
        let reply = call.json(&body).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.show());
        assert_eq!(reply.json(), json!({"user": name, "expires_in": 900}));
        set(&reply)
    }
}

/// Without the values, which are secret and change.
fn masked(cookies: &[String]) -> Vec<String> {
    let mask = |one: &String| {
        let (name, rest) = one.split_once('=').unwrap();
        let (value, rest) = rest.split_once(';').unwrap();
        format!("{name}={}…;{rest}", value.get(..4).unwrap_or(""))
    };
    cookies.iter().map(mask).collect()
}

#[tokio::test]
async fn cookies_promise_what_browsers_keep_them_to() {
    let mut all = Vec::new();
    for site in [SITE, "http://127.0.0.1:8080"] {
        let api = api(site);
        api.person("ada").await;
        all.push(masked(&api.browser("ada").await));
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn a_cookie_acts_goes_on_and_ends() {
    let api = api(SITE);
    api.person("ada").await;
    let first = api.browser("ada").await;
    let list = async |cookies: &str| {
        let call = api.browse(cookies, Method::GET, "/api/v1/sessions");
        call.send().await.status
    };
    assert_eq!(list(&sent(&first)).await, StatusCode::OK);
    // The one to go on with doesn't act, in whichever cookie.
    let refresh = sent(&first[1..]);
    assert_eq!(list(&refresh).await, StatusCode::UNAUTHORIZED);
    let moved = refresh.replace("__Secure-wavecast-refresh", "__Host-wavecast");
    assert_eq!(list(&moved).await, StatusCode::UNAUTHORIZED);
    // One name twice: somebody else may have set the other.
    let twice = format!("{0}; {0}", sent(&first[..1]));
    assert_eq!(list(&twice).await, StatusCode::UNAUTHORIZED);
    let path = "/api/session/cookie/refresh";
    let gone_on = api.at_home(&refresh, Method::POST, path).send().await;
    assert_eq!(gone_on.status, StatusCode::OK, "{}", gone_on.show());
    let second = set(&gone_on);
    assert_ne!(sent(&first), sent(&second));
    assert_eq!(list(&sent(&second)).await, StatusCode::OK);
    let path = "/api/session/cookie/end";
    let ended = api.at_home(&sent(&second), Method::POST, path).send().await;
    assert_eq!(ended.json()["ended"], true, "{}", ended.show());
    assert!(set(&ended).iter().all(|one| one.contains("Max-Age=0")));
    assert_eq!(list(&sent(&second)).await, StatusCode::UNAUTHORIZED);
    let again = api.at_home("", Method::POST, path).send().await;
    assert_eq!(again.json()["ended"], false);
}

#[tokio::test]
async fn a_page_of_another_site_makes_no_browser_change_anything() {
    let api = api(SITE);
    api.person("ada").await;
    let cookies = sent(&api.browser("ada").await);
    let make = async |headers: &[(&str, &str)]| {
        let path = "/api/v1/orgs?dry_run=true";
        let mut call = api.browse(&cookies, Method::POST, path);
        for (name, value) in headers {
            call = call.header(name, value);
        }
        call.json(&json!({"name": "acme"})).send().await.status
    };
    let fetched = "sec-fetch-site";
    let own = (OURS, "1");
    for headers in [
        &[(fetched, "same-origin"), own][..],
        &[("origin", SITE), own],
        &[(fetched, "same-origin"), ("origin", SITE), own],
    ] {
        assert!(make(headers).await.is_success(), "{headers:?}");
    }
    for headers in [
        &[][..],
        &[own],
        &[(fetched, "same-origin")],
        &[("origin", SITE)],
        &[(fetched, "cross-site"), own],
        &[(fetched, "same-site"), ("origin", SITE), own],
        &[(fetched, "none"), own],
        &[("origin", "https://evil.example.com"), own],
        &[("origin", "null"), own],
        &[("origin", "https://wavecast.example.com.evil.example"), own],
        &[("origin", "http://wavecast.example.com"), own],
        &[("referer", SITE), own],
    ] {
        assert_eq!(make(headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
    // Nor signs it anybody in, out, or on.
    for path in ["", "/refresh", "/end"] {
        let path = format!("/api/session/cookie{path}");
        let call = api.browse(&cookies, Method::POST, &path);
        let call = match path.ends_with("cookie") {
            true => call.json(&json!({"user": "ada", "password": PASSWORD})),
            false => call,
        };
        let reply = call.header(fetched, "cross-site").send().await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.show());
        assert!(set(&reply).is_empty());
    }
    // To look is nobody's harm: no other origin may read the answer.
    let call = api.browse(&cookies, Method::GET, "/api/v1/sessions");
    let reply = call
        .header("origin", "https://evil.example.com")
        .send()
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(!reply.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn a_token_that_is_said_goes_before_a_cookie() {
    let api = api(SITE);
    api.person("ada").await;
    let cookies = sent(&api.browser("ada").await);
    let list = async |bearer: &str| {
        let call = api.browse(&cookies, Method::GET, "/api/v1/users");
        let call = call.header("authorization", format!("Bearer {bearer}"));
        call.send().await.status
    };
    assert_eq!(list(TOKEN).await, StatusCode::OK);
    assert_eq!(list("wct_wrong").await, StatusCode::UNAUTHORIZED);
    let alone = api
        .browse(&cookies, Method::GET, "/api/v1/users")
        .send()
        .await;
    assert_eq!(alone.status, StatusCode::FORBIDDEN);
    // What no browser sends by itself needs no word of one.
    let call = api.browse(&cookies, Method::POST, "/api/v1/users?dry_run=true");
    let call = call.header("authorization", format!("Bearer {TOKEN}"));
    let reply = call.json(&json!({"name": "bob"})).send().await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.show());
}
