//! Signing in with a browser at a provider elsewhere. The provider here says what a test wants it to; the
//! real ones are in shared/identity and tests/identity.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use wavecast_api::{Auth, SignInPlace, Way};
use wavecast_domain::user::GitHubPerson;
use wavecast_engine::port::{Begun, Callback, IdentityError, IdentityProvider, Issued, Proven};
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use crate::api::{Api, TOKEN};
use crate::cookies::{sent, set};
use crate::sessions::Quick;
use crate::sightings::INSTALLATION;
use crate::sign_in::Said;
use crate::talk::Reply;

const SITE: &str = "https://wavecast.example.com";
const GITHUB: &str = "https://github.com";
const PROOF: &str = "what only the terminal knows, 43 characters";

/// A provider whose codes say what comes of them.
struct Pretend(Way);

fn issued(name: &str) -> Issued {
    Issued {
        access: format!("person.{name}").into(),
        refresh: Some(format!("refresh.{name}").into()),
        expires_in: 300,
        person: Some(format!("p-{name}").parse().unwrap()),
    }
}

#[async_trait]
impl IdentityProvider for Pretend {
    fn title(&self) -> &str {
        "Pretend"
    }

    fn issuer(&self) -> &str {
        GITHUB
    }

    async fn begin(&self, redirect: &str) -> Result<(String, Begun), IdentityError> {
        let begun = Begun {
            state: "the-state".to_owned(),
            nonce: String::new(),
            verifier: "the-verifier".to_owned(),
        };
        Ok((
            format!("https://id.example.com/authorize?back={redirect}"),
            begun,
        ))
    }

    async fn finish(
        &self,
        begun: &Begun,
        redirect: &str,
        back: &Callback,
        _: Timestamp,
    ) -> Result<Proven, IdentityError> {
        let refused = |why: &str| Err(IdentityError::Refused(why.to_owned()));
        assert_eq!(
            redirect,
            format!("{SITE}/api/sign-in/{}/callback", way(self.0))
        );
        if back.state.as_ref() != Some(&begun.state) {
            return refused("its state is another one");
        }
        let code = back.code.as_deref().unwrap_or_default();
        match code.split(':').collect::<Vec<_>>().as_slice() {
            ["github", number, login] => {
                let number = number.parse().unwrap();
                Ok(Proven::GitHub(
                    GitHubPerson::new(GITHUB, number, login).unwrap(),
                ))
            }
            ["person", name] => Ok(Proven::Tokens(issued(name))),
            ["two", name] => Ok(Proven::Tokens(Issued {
                person: Some("p-another".parse().unwrap()),
                ..issued(name)
            })),
            ["long", name] => Ok(Proven::Tokens(Issued {
                refresh: Some("x".repeat(4000).into()),
                ..issued(name)
            })),
            ["down"] => Err(IdentityError::Unavailable("for this test".to_owned())),
            _ => refused("for this test"),
        }
    }

    async fn go_on(&self, refresh: &str) -> Result<Issued, IdentityError> {
        match refresh.split_once('.') {
            Some(("refresh", name)) => Ok(Issued {
                person: None,
                ..issued(name)
            }),
            _ => Err(IdentityError::Refused("for this test".to_owned())),
        }
    }

    async fn end(&self, _: &str) -> Result<(), IdentityError> {
        Ok(())
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::GitHub => "github",
        Way::Oidc => "oidc",
    }
}

fn auth() -> Auth {
    let place = SignInPlace {
        issuer: "https://id.example.com".to_owned(),
        client: "wavecast-cli".to_owned(),
    };
    Auth::bootstrap(TOKEN)
        .with_passwords(Arc::new(Quick::default()), SITE)
        .with_identity(Arc::new(Said), place)
        .with_provider(Way::GitHub, Arc::new(Pretend(Way::GitHub)), SITE)
        .with_provider(Way::Oidc, Arc::new(Pretend(Way::Oidc)), SITE)
}

fn api() -> Api {
    Api::with_auth(World::memory(), auth())
}

fn location(reply: &Reply) -> &str {
    let place = reply.headers.get("location");
    place.map_or("", |place| place.to_str().unwrap())
}

impl Api {
    /// Begins; answers the cookie that the browser keeps.
    async fn begin(&self, path: &str) -> String {
        let reply = self.browse("", Method::GET, path).send().await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.show());
        sent(&set(&reply))
    }

    async fn back(&self, way: &str, cookie: &str, code: &str) -> Reply {
        let path = format!("/api/sign-in/{way}/callback?code={code}&state=the-state");
        self.browse(cookie, Method::GET, &path).send().await
    }

    /// Signs in with an account.
    async fn by_github(&self, query: &str, code: &str) -> Reply {
        let cookie = self.begin(&format!("/api/sign-in/github{query}")).await;
        self.back("github", &cookie, code).await
    }

    async fn admit(&self, name: &str) -> Reply {
        let call = self.call(Method::POST, "/api/v1/users");
        call.json(&json!({"name": name})).send().await
    }

    async fn sessions_of(&self, cookies: &str) -> Reply {
        self.browse(cookies, Method::GET, "/api/v1/sessions")
            .send()
            .await
    }
}

#[tokio::test]
async fn the_ways_to_sign_in_are_told() {
    let told = api().call(Method::GET, "/api/sign-in").send().await;
    insta::assert_snapshot!(told.show());
    let alone = Api::with_auth(World::memory(), Auth::bootstrap(TOKEN));
    let told = alone.call(Method::GET, "/api/sign-in").send().await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    let none = alone.call(Method::GET, "/api/sign-in/github").send().await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_browser_goes_and_comes_back_signed_in() {
    let api = api();
    assert_eq!(api.admit("github-583231").await.status, StatusCode::CREATED);
    let path = "/api/sign-in/github?to=/orgs%3Fa=b";
    let begun = api.browse("", Method::GET, path).send().await;
    let back = format!("{SITE}/api/sign-in/github/callback");
    assert_eq!(
        location(&begun),
        format!("https://id.example.com/authorize?back={back}")
    );
    let kept = set(&begun);
    assert!(
        kept[0].starts_with("__Host-wavecast-sign-in=")
            && kept[0].ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
        "{kept:?}"
    );
    let reply = api
        .back("github", &sent(&kept), "github:583231:octocat")
        .await;
    assert_eq!(
        (reply.status, location(&reply)),
        (StatusCode::SEE_OTHER, "/orgs?a=b")
    );
    let cookies = set(&reply);
    let (session, cleared) = cookies.split_at(2);
    assert!(
        session
            .iter()
            .all(|one| one.contains("HttpOnly; SameSite=Strict; Secure"))
    );
    assert!(
        cleared[0].starts_with("__Host-wavecast-sign-in=; Path=/; Max-Age=0"),
        "{cleared:?}"
    );
    let list = api.sessions_of(&sent(session)).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.show());
    // What they do stands under their account's name.
    let make = api.at_home(&sent(session), Method::POST, "/api/v1/orgs");
    let made = make.json(&json!({"name": "acme"})).send().await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.show());
    let trail = api
        .call(Method::GET, "/api/v1/orgs/acme/audit")
        .send()
        .await;
    assert!(trail.text.contains("octocat"), "{}", trail.show());
    // The same cookies go on, and end.
    let refresh = "/api/session/cookie/refresh";
    let on = api
        .at_home(&sent(session), Method::POST, refresh)
        .send()
        .await;
    assert_eq!(on.json()["user"], "octocat");
    let end = "/api/session/cookie/end";
    let ended = api
        .at_home(&sent(&set(&on)), Method::POST, end)
        .send()
        .await;
    assert_eq!(ended.json()["ended"], true);
}

#[tokio::test]
async fn only_accounts_that_were_added_come_in_unless_anybody_may() {
    let api = api();
    let refused = api.by_github("", "github:583231:octocat").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    insta::assert_snapshot!(refused.show());
    assert!(set(&refused).is_empty(), "{:?}", set(&refused));
    api.admit("github-583231").await;
    let twice = api.admit("github-583231").await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.show());
    let let_in = api.by_github("", "github:583231:octocat").await;
    assert_eq!(let_in.status, StatusCode::SEE_OTHER);
    let cookies = sent(&set(&let_in)[..2]);
    let path = "/api/v1/users/github-583231";
    let removed = api.call(Method::DELETE, path).send().await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.show());
    assert_eq!(
        api.sessions_of(&cookies).await.status,
        StatusCode::UNAUTHORIZED
    );
    let out = api.by_github("", "github:583231:octocat").await;
    assert_eq!(out.status, StatusCode::FORBIDDEN);
    let users = api.call(Method::GET, "/api/v1/users").send().await;
    insta::assert_snapshot!(users.show());
    let open = Api::with_auth(World::memory(), auth().with_anybody());
    let anybody = open.by_github("", "github:7:ada").await;
    assert_eq!(anybody.status, StatusCode::SEE_OTHER);
    open.call(Method::DELETE, "/api/v1/users/github-7")
        .send()
        .await;
    let out = open.by_github("", "github:7:ada").await;
    assert_eq!(out.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_account_gets_no_password_and_no_code() {
    let api = api();
    let made = api.admit("github-583231").await;
    assert!(made.json().get("code").is_none(), "{}", made.show());
    let expires = json!({"name": "github-8", "expires": "2026-12-01T00:00:00Z"});
    let call = api.call(Method::POST, "/api/v1/users").json(&expires);
    assert_eq!(call.send().await.json()["field"], "expires");
    let reset = api.call(Method::POST, "/api/v1/users/github-583231/reset");
    let reset = reset.json(&json!({})).send().await;
    assert_eq!(reset.status, StatusCode::CONFLICT, "{}", reset.show());
    for name in ["github-01", "github-x", "github-"] {
        let refused = api.admit(name).await;
        assert!(
            refused.status.is_client_error(),
            "{name}: {}",
            refused.show()
        );
    }
    let tokenless = api
        .call(Method::POST, "/api/v1/users")
        .without("authorization");
    let refused = tokenless.json(&json!({"name": "github-9"})).send().await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn only_the_browser_that_began_is_taken_back_once_and_in_time() {
    let api = api();
    api.admit("github-7").await;
    let cookie = api.begin("/api/sign-in/github").await;
    let code = "github:7:ada";
    let mut tried = Vec::new();
    for (way, cookie, code) in [
        // Another browser: an attacker's link, which would sign somebody in as the attacker.
        ("github", "", code),
        ("github", "__Host-wavecast-sign-in=", code),
        ("github", "__Host-wavecast-sign-in=bm9uc2Vuc2U", code),
        // Two of a name: somebody else may have set one.
        ("github", &format!("{cookie}; {cookie}"), code),
        // Begun for another provider.
        ("oidc", &cookie, "person:ada"),
        ("github", &cookie, "nonsense"),
        ("github", &cookie, ""),
    ] {
        let reply = api.back(way, cookie, code).await;
        assert!(
            !set(&reply)
                .iter()
                .any(|one| one.starts_with("__Host-wavecast="))
        );
        tried.push((
            reply.status.as_u16(),
            reply.json()["detail"].as_str().unwrap().to_owned(),
        ));
    }
    let path = "/api/sign-in/github/callback?code=github:7:ada&state=other";
    let other = api.browse(&cookie, Method::GET, path).send().await;
    tried.push((other.status.as_u16(), other.json()["detail"].to_string()));
    let down = api.back("github", &cookie, "down").await;
    tried.push((down.status.as_u16(), down.json()["detail"].to_string()));
    api.world.clock.advance(601);
    let late = api.back("github", &cookie, code).await;
    tried.push((late.status.as_u16(), late.json()["detail"].to_string()));
    insta::assert_json_snapshot!(tried);
    api.world.clock.advance(-601);
    // Back at a server whose clock is somewhat behind, but not at one of a day before.
    api.world.clock.advance(-86_400);
    let before = api.back("github", &cookie, code).await;
    assert_eq!(before.status, StatusCode::CONFLICT, "{}", before.show());
    api.world.clock.advance(86_400 - 30);
    assert_eq!(
        api.back("github", &cookie, code).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_browser_is_sent_to_no_other_site() {
    let api = api();
    for to in [
        "//example.com",
        "https://example.com",
        "/%5Cexample.com",
        "/%09/example.com",
        "x",
        "%0d%0a",
    ] {
        let path = format!("/api/sign-in/github?to={to}");
        let reply = api.browse("", Method::GET, &path).send().await;
        assert_eq!(reply.json()["field"], "to", "{}", reply.show());
        assert!(location(&reply).is_empty() && set(&reply).is_empty());
    }
    // What a browser keeps is its own: one that was forged leads it nowhere but where its owner wanted it.
    for path in [
        "/api/sign-in/elsewhere",
        "/api/sign-in/github?next=/x",
        "/api/sign-in/github?port=8080",
    ] {
        let reply = api.browse("", Method::GET, path).send().await;
        assert!(reply.status.is_client_error(), "{}", reply.show());
    }
}

#[tokio::test]
async fn who_reads_pages_is_told_on_one_and_nothing_in_it_is_markup() {
    let api = api();
    let path =
        "/api/sign-in/github/callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=the-state";
    let cookie = api.begin("/api/sign-in/github").await;
    let call = api.browse(&cookie, Method::GET, path);
    let page = call.header("accept", "text/html").send().await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!page.text.contains("<script"), "{}", page.text);
    let call = api.browse("", Method::GET, "/sign-in").send().await;
    assert_eq!(call.status, StatusCode::OK);
}

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::of(PROOF.as_bytes()).0)
}

impl Api {
    async fn claim(&self, code: &str, verifier: &str) -> Reply {
        let call = self
            .call(Method::POST, "/api/session/claim")
            .without("authorization");
        call.json(&json!({"code": code, "verifier": verifier}))
            .send()
            .await
    }

    /// The code that the browser brings to the port.
    async fn code(&self) -> String {
        let query = format!("?challenge={}&port=8081&device=lathe", challenge());
        let reply = self.by_github(&query, "github:7:ada").await;
        assert_eq!(
            set(&reply).len(),
            1,
            "a terminal's session isn't the browser's"
        );
        assert!(location(&reply).is_empty(), "not without a word");
        assert!(reply.text.contains("lathe"), "{}", reply.text);
        let code = reply.text.split("http://127.0.0.1:8081/?code=").nth(1);
        let code = code.and_then(|rest| rest.split('"').next());
        code.unwrap_or_else(|| panic!("{}", reply.show()))
            .to_owned()
    }
}

#[tokio::test]
async fn a_terminal_takes_its_session_up_by_what_it_alone_knows() {
    let api = api();
    api.admit("github-7").await;
    let code = api.code().await;
    for verifier in ["", "guessed", &challenge()] {
        let refused = api.claim(&code, verifier).await;
        assert_eq!(
            refused.status,
            StatusCode::UNAUTHORIZED,
            "{}",
            refused.show()
        );
    }
    // Whoever reads the code in the browser's history can't go on by it either.
    let body = json!({"refresh_token": code});
    let plain = api
        .call(Method::POST, "/api/session/refresh")
        .json(&body)
        .send()
        .await;
    assert_eq!(plain.status, StatusCode::UNAUTHORIZED);
    let made = api.claim(&code, PROOF).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.show());
    assert_eq!(made.json()["user"], "ada");
    let again = api.claim(&code, PROOF).await;
    let token = |reply: &Reply| reply.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(token(&again), token(&made));
    let list = api
        .call_as(&token(&made), Method::GET, "/api/v1/sessions")
        .send()
        .await;
    let items = list.json();
    assert_eq!(items["items"].as_array().map(Vec::len), Some(1), "{items}");
    assert_eq!(items["items"][0]["device"], "lathe");
}

#[tokio::test]
async fn a_code_for_a_terminal_is_shown_where_none_waits_and_expires() {
    let api = api();
    api.admit("github-7").await;
    let query = format!("?challenge={}", challenge());
    let page = api.by_github(&query, "github:7:ada").await;
    assert_eq!(page.status, StatusCode::OK);
    let code = page
        .text
        .split("<code>")
        .nth(1)
        .and_then(|rest| rest.split("</code>").next());
    let code = code.unwrap_or_else(|| panic!("{}", page.text)).to_owned();
    api.world.clock.advance(300);
    assert_eq!(
        api.claim(&code, PROOF).await.status,
        StatusCode::UNAUTHORIZED
    );
    for (query, field) in [
        ("?challenge=short".to_owned(), "challenge"),
        (format!("?challenge={}&port=80", challenge()), "port"),
    ] {
        let path = format!("/api/sign-in/github{query}");
        let reply = api.browse("", Method::GET, &path).send().await;
        assert_eq!(reply.json()["field"], field, "{}", reply.show());
    }
    let path = format!("/api/sign-in/oidc?challenge={}", challenge());
    let reply = api.browse("", Method::GET, &path).send().await;
    assert_eq!(reply.json()["field"], "challenge");
}

#[tokio::test]
async fn an_issuers_tokens_are_judged_at_every_request_of_the_browser() {
    let api = api();
    let cookie = api.begin("/api/sign-in/oidc").await;
    let reply = api.back("oidc", &cookie, "person:ada").await;
    assert_eq!(
        (reply.status, location(&reply)),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    let cookies = set(&reply);
    assert!(
        cookies[0].starts_with("__Host-wavecast=person.ada; Path=/; Max-Age=300;"),
        "{cookies:?}"
    );
    let cookies = sent(&cookies[..2]);
    let make = api.at_home(&cookies, Method::POST, "/api/v1/orgs");
    let made = make.json(&json!({"name": "acme"})).send().await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.show());
    // A change by a cookie is for this site's pages alone, whoever's cookie it is.
    let foreign = api.browse(&cookies, Method::POST, "/api/v1/orgs");
    let foreign = foreign.json(&json!({"name": "other"})).send().await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let refresh = "/api/session/cookie/refresh";
    let on = api.at_home(&cookies, Method::POST, refresh).send().await;
    assert_eq!(
        (on.status, on.json()),
        (StatusCode::OK, json!({"user": "ada", "expires_in": 300}))
    );
    let end = "/api/session/cookie/end";
    let ended = api.at_home(&cookies, Method::POST, end).send().await;
    assert_eq!(ended.json()["ended"], true);
    let spent = "__Host-wavecast=down.ada; __Secure-wavecast-refresh=junk";
    let refused = api.at_home(spent, Method::POST, refresh).send().await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let down = api.browse(spent, Method::GET, "/api/v1/orgs").send().await;
    assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn tokens_of_two_people_or_too_long_ones_sign_nobody_in() {
    let api = api();
    for code in ["two:ada", "long:ada", "person:down"] {
        let cookie = api.begin("/api/sign-in/oidc").await;
        let reply = api.back("oidc", &cookie, code).await;
        let signed_in = set(&reply)
            .iter()
            .any(|one| one.starts_with("__Host-wavecast="));
        assert_eq!(signed_in, code == "person:down", "{code}: {}", reply.show());
    }
}

#[tokio::test]
async fn what_is_refused_is_seen_and_counted() {
    let api = api();
    for _ in 0..2 {
        api.by_github("", "github:583231:octocat").await;
    }
    api.admit("github-7").await;
    api.by_github("", "github:7:ada").await;
    let (_, seen) = api.seen_at(INSTALLATION, TOKEN).await;
    let has = |text: &str| seen.contains(text);
    assert!(
        has("account octocat at GitHub isn't one of this server's people"),
        "{seen}"
    );
    let path = "GET /api/sign-in/github/callback";
    assert!(has(path) && has("sign_in"), "{seen}");
    assert!(!has("the-state") && !has("the-verifier"), "{seen}");
}
