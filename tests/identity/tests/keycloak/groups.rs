//! Roles from the groups and roles of Keycloak.

use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use wavecast_engine::port::{Identity as _, Person};
use wavecast_identity::Tokens;

use crate::admin::Admin;
use crate::keycloak::{client, now, tokens_of, verifier_with};
use crate::login::{Server, login, text, wavecast};

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
