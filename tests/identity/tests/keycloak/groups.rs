//! Roles from the groups and roles of Keycloak.

use std::path::Path;
use std::process::Output;

use reqwest::Client;
use serde_json::{Value, json};
use wavecast_engine::port::{Identity as _, Person};
use wavecast_identity::Tokens;

use crate::keycloak::{PASSWORD, client, now, tokens_of, verifier_with};
use crate::login::{Server, login, text, wavecast};
use crate::server::issuer;

/// Of a server.
const ROLES: &str = r#"
[[role]]
claim = "groups"
value = "/acme/admins"
org = "acme"
role = "admin"

[[role]]
claim = "groups"
value = "/acme/lamp"
org = "acme"
grants = { lamp = "write" }

[[role]]
claim = "realm_access.roles"
value = "wavecast-approver"
org = "acme"
grants = { "*" = "approver" }
"#;

/// Keycloak's Admin API, as the administrator of this run.
struct Admin {
    http: Client,
    token: String,
    realm: String,
}

impl Admin {
    async fn new() -> Self {
        let http = Client::new();
        let url = issuer().replace(
            "/realms/wavecast",
            "/realms/master/protocol/openid-connect/token",
        );
        let form =
            format!("grant_type=password&client_id=admin-cli&username=admin&password={PASSWORD}");
        let answer = http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer: Value = answer.send().await.unwrap().json().await.unwrap();
        Self {
            http,
            token: answer["access_token"].as_str().unwrap().to_owned(),
            realm: issuer().replace("/realms/", "/admin/realms/"),
        }
    }

    async fn get(&self, path: &str) -> Value {
        let url = format!("{}/{path}", self.realm);
        let answer = self.http.get(url).bearer_auth(&self.token).send().await;
        answer.unwrap().json().await.unwrap()
    }

    /// Takes somebody out of all their groups.
    async fn out_of_groups(&self, user: &str) {
        let found = self.get(&format!("users?exact=true&username={user}")).await;
        let id = found[0]["id"].as_str().unwrap();
        let groups = self.get(&format!("users/{id}/groups")).await;
        let groups = groups.as_array().unwrap();
        assert!(!groups.is_empty());
        for group in groups {
            let group = group["id"].as_str().unwrap();
            let url = format!("{}/users/{id}/groups/{group}", self.realm);
            let gone = self.http.delete(url).bearer_auth(&self.token).send().await;
            assert!(gone.unwrap().status().is_success());
        }
    }
}

async fn judged(tokens: &Tokens) -> Person {
    let roles = toml_of(ROLES);
    let api = verifier_with("wavecast", serde_json::from_value(roles).unwrap());
    api.verify(&tokens.access, now()).await.unwrap()
}

/// The same as the server reads of its file.
fn toml_of(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

#[tokio::test]
async fn a_group_that_somebody_left_is_gone_with_their_next_token() {
    let (tokens, _) = tokens_of("alan").await;
    let acme = "acme".parse().unwrap();
    let before = judged(&tokens).await;
    assert_eq!(before.roles[&acme][0].role.name(), "admin");
    Admin::new().await.out_of_groups("alan").await;
    let client = client("wavecast-cli", None).await;
    let next = client.refresh(&tokens.refresh.unwrap()).await.unwrap();
    let after = judged(&next).await;
    assert_eq!(after.id, before.id);
    assert!(after.roles.is_empty(), "{:?}", after.roles);
}

#[test]
fn groups_and_roles_of_keycloak_open_what_is_mapped() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("roles.toml");
    std::fs::write(&file, ROLES).unwrap();
    let server = Server::start(place.path(), &["--oidc-roles", file.to_str().unwrap()]);
    let (ada, grace) = (place.path().join("ada"), place.path().join("grace"));
    let run = |home: &Path, arguments: &[&str]| -> Output {
        wavecast(home)
            .args(arguments)
            .args(["--url", &server.api])
            .output()
            .unwrap()
    };
    for (home, person) in [(&ada, "ada"), (&grace, "grace")] {
        std::fs::create_dir(home).unwrap();
        login(home, &server, person);
    }
    for arguments in [
        &["org", "create", "acme"][..],
        &["app", "create", "acme/lamp", "--kind", "firmware"],
        &["app", "create", "acme/bulb", "--kind", "firmware"],
    ] {
        let made = run(&ada, arguments);
        assert!(made.status.success(), "{}", text(&made));
    }
    // Nobody invited her.
    let shown = run(&grace, &["org", "access", "--org", "acme", "--json"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(shown["everywhere"], json!(["read", "approve"]));
    assert_eq!(
        shown["apps"]["lamp"],
        json!(["read", "package", "release", "yank"])
    );
    assert_eq!(shown["organization"], json!(["see"]));
    let refused = run(&grace, &["org", "invite", "bob", "--org", "acme"]);
    assert_eq!(refused.status.code(), Some(8), "{}", text(&refused));
    let listed = run(&grace, &["org", "member", "list", "--org", "acme"]);
    assert!(!text(&listed).contains("Grace"), "{}", text(&listed));
}
