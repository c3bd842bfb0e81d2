//! The page to sign in on, in a real browser: at the real Keycloak, at a stand-in for GitHub, by a password.

use std::path::Path;

use serde_json::Value;
use wavecast_identity::testing::{GITHUB_CLIENT, GITHUB_SECRET, GitHubStandIn};

use crate::browser::Browser;
use crate::keycloak::PASSWORD;
use crate::login::{Server, text, wavecast};
use crate::server::issuer;

const OWN: &str = "four violet lamps";

/// A server with all ways to sign in.
fn server(home: &Path, github: &GitHubStandIn) -> Server {
    let secret = home.join("secret");
    std::fs::write(&secret, GITHUB_SECRET).unwrap();
    let flags = [
        "--oidc-browser-client",
        "wavecast-console",
        "--github-client",
        GITHUB_CLIENT,
        "--github-url",
        &github.url,
        "--github-secret-file",
        secret.to_str().unwrap(),
    ];
    Server::start(home, &flags)
}

/// The installation's own token does it.
fn administer(home: &Path, server: &Server, arguments: &[&str]) -> String {
    let done = wavecast(home)
        .args(arguments)
        .args(["--url", &server.api, "--token-file", &server.token_file])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", text(&done));
    text(&done)
}

/// What a page of the site gets when it asks the API for something.
fn status(browser: &mut Browser, script: &str) -> Value {
    browser.value(&format!("fetch({script}).then((answer) => answer.status)"))
}

const MAKE: &str = r#""/api/v1/orgs", {method: "POST", headers: {"content-type": "application/json"}, body: '{"name":"acme"}'}"#;
const MAKE_AS_OURS: &str = r#""/api/v1/orgs", {method: "POST", headers: {"content-type": "application/json", "x-wavecast-request": "1"}, body: '{"name":"acme"}'}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_on_the_page_by_every_way() {
    let home = tempfile::tempdir().unwrap();
    let github = GitHubStandIn::start().await;
    github.signed_in(583_231, "octocat");
    let server = server(home.path(), &github);
    administer(home.path(), &server, &["user", "add", "github-583231"]);
    let page = format!("{}/sign-in", server.api);

    // At the issuer, and out again: its session there is over too, so the password is asked for.
    let mut browser = Browser::new();
    browser.go(&page);
    browser.see(&format!("Sign in at {}", issuer()));
    browser.submit(&[], "a[href*=oidc]");
    let who = [("username", "ada"), ("password", PASSWORD)];
    browser.submit(&who, "[name=login]");
    let shown = browser.see("You are signed in as Ada Lovelace.");
    assert!(shown.starts_with(&page), "{shown}");
    // No script reads the tokens; a change needs the header that no form can send.
    assert_eq!(browser.value("document.cookie"), "");
    assert_eq!(status(&mut browser, MAKE), 403);
    assert_eq!(status(&mut browser, MAKE_AS_OURS), 201);
    // Another page of the same browser: it goes on with the next tokens.
    browser.go(&page);
    browser.see("You are signed in as Ada Lovelace.");
    browser.see("acme");
    browser.press("#leave");
    browser.see("You are signed out.");
    assert_eq!(status(&mut browser, r#""/api/v1/orgs""#), 401);

    // With an account at GitHub.
    browser.submit(&[], "a[href*=github]");
    browser.see("You are signed in as octocat.");
    browser.see("(this one)");
    assert_eq!(browser.value("document.cookie"), "");
    browser.press("#leave");
    browser.see("You are signed out.");
    // An account that wasn't added is told how it would be, on a page.
    github.signed_in(1, "mallory");
    browser.submit(&[], "a[href*=github]");
    browser.see("wavecast user add github-1");

    // By a password, which is set by the link that they were given.
    let made = administer(home.path(), &server, &["user", "add", "bob", "--json"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let code = made["code"].as_str().unwrap();
    browser.go("about:blank");
    browser.go(&format!("{page}#user=bob&code={code}"));
    browser.see("Welcome, bob.");
    assert_eq!(
        browser.value("location.hash"),
        "",
        "the code leaves the address"
    );
    browser.set(&[("first", OWN), ("second", "another one, mistyped")]);
    browser.press("#accept button");
    browser.see("The two aren't the same.");
    browser.set(&[("second", OWN)]);
    browser.press("#accept button");
    browser.see("Your password is set");
    browser.see("Sign in at GitHub");
    browser.fill(&[("user", "bob"), ("password", "not this one")]);
    browser.press("#password button");
    browser.see("don't belong together");
    browser.fill(&[("user", "bob"), ("password", OWN)]);
    browser.press("#password button");
    browser.see("You are signed in as bob.");
    browser.see("none yet");

    // An invitation by its link: accepted once.
    let invite = ["org", "invite", "bob", "--org", "acme", "--json"];
    let invited = administer(home.path(), &server, &invite);
    let invited: Value = serde_json::from_str(&invited).unwrap();
    let code = invited["code"].as_str().unwrap();
    browser.go("about:blank");
    browser.go(&format!("{page}#org=acme&code={code}"));
    browser.see("You are invited to acme.");
    browser.press("#join");
    browser.until("document.getElementById('invited').hidden");
    browser.see("acme");
    let members = administer(
        home.path(),
        &server,
        &["org", "member", "list", "--org", "acme"],
    );
    assert!(members.contains("bob"), "{members}");
}
