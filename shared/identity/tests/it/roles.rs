//! Roles from an issuer's claims.

use serde_json::{Value, json};
use wavecast_domain::role::Said;
use wavecast_engine::port::Identity as _;
use wavecast_identity::RoleMap;
use wavecast_identity::testing::{Issuer, NOW, Signer};

/// What is mapped: groups, roles within an object, and a claim whose own name has dots.
fn map() -> Value {
    json!({"role": [
        {"claim": "groups", "value": "/acme/admins", "org": "acme", "role": "admin"},
        {"claim": "groups", "value": "/acme/lamp", "org": "acme", "grants": {"lamp": "write", "*": "read"}},
        {"claim": "realm_access.roles", "value": "globex", "org": "globex", "grants": {"bulb": "releaser"}},
        {"claim": "https://example.com/role", "value": "owner", "org": "acme", "role": "owner"},
    ]})
}

/// What the issuer's claims give, as `org role grants`.
async fn given(claim: &str, value: Value) -> Vec<String> {
    let key = Signer::new("one");
    let issuer = Issuer::start(&[&key]).await;
    let token = key.sign(&issuer.with(claim, value));
    let verifier = issuer.verifier_with(map());
    let person = verifier.verify(&token, NOW).await.unwrap();
    let tell =
        |org: &dyn std::fmt::Display, said: &Said| format!("{org} {} {}", said.role, said.grants);
    let all = person.roles.iter();
    all.flat_map(|(org, roles)| roles.iter().map(move |said| tell(org, said)))
        .collect()
}

#[tokio::test]
async fn groups_roles_and_other_claims_give_what_is_mapped() {
    let both = json!(["/acme/lamp", "/elsewhere", "/acme/admins"]);
    let admin = "acme admin none";
    let writer = "acme member *: read, lamp: write";
    assert_eq!(given("groups", both).await, [admin, writer]);
    assert_eq!(given("groups", json!("/acme/lamp")).await, [writer]);
    let nested = json!({"roles": ["globex", "offline_access"]});
    let releaser = "globex member bulb: releaser";
    assert_eq!(given("realm_access", nested).await, [releaser]);
    let owner = given("https://example.com/role", json!("owner")).await;
    assert_eq!(owner, ["acme owner none"]);
}

/// A value is meant as it stands, and nothing but text is one.
#[tokio::test]
async fn what_is_not_mapped_gives_nothing() {
    for groups in [
        json!([]),
        json!(null),
        json!(7),
        json!(true),
        json!(["/acme/Admins", "/acme/admins/", "acme/admins", "/acme", ""]),
        json!([["/acme/admins"]]),
        json!([{"name": "/acme/admins"}]),
        json!({"/acme/admins": true}),
    ] {
        assert!(given("groups", groups.clone()).await.is_empty(), "{groups}");
    }
    assert!(given("realm_access", json!("globex")).await.is_empty());
    assert!(given("other", json!("/acme/admins")).await.is_empty());
}

#[tokio::test]
async fn made_groups_give_roles_by_their_whole_path_alone() {
    let key = Signer::new("one");
    let issuer = Issuer::start(&[&key]).await;
    let map: RoleMap = serde_json::from_value(map()).unwrap();
    let groups = json!([
        "/wavecast/acme/admins",
        "/wavecast/acme/apps/lamp/write",
        "/acme/admins",
        "/wavecast/acme",
        "/wavecastle/acme/admins",
        "/wavecast//acme/admins",
        "/other/wavecast/acme/admins",
        "wavecast/acme/admins",
        7,
    ]);
    let token = key.sign(&issuer.with("groups", groups));
    let verifier = issuer.verifier_by(map.with_groups("/wavecast"));
    let person = verifier.verify(&token, NOW).await.unwrap();
    let said = &person.roles[&"acme".parse().unwrap()];
    let told = said.iter().map(|one| (one.role.name(), one.by.is_some()));
    // The file's own row comes first.
    let wanted = [("admin", false), ("admin", true), ("member", true)];
    assert_eq!(told.collect::<Vec<_>>(), wanted);
    assert_eq!(said[2].grants.to_string(), "lamp: write");
}

#[test]
fn a_map_with_a_slip_is_refused() {
    for row in [
        json!({"claim": "groups", "value": "a", "org": "acme", "roles": "admin"}),
        json!({"claim": "groups", "value": "a", "org": "acme", "role": "root"}),
        json!({"claim": "groups", "value": "a", "org": "Acme!"}),
        json!({"claim": "groups", "value": "a", "org": "acme", "grants": {"Lamp!": "read"}}),
        json!({"claim": "groups", "value": "a", "org": "acme", "grants": {"lamp": "owner"}}),
        json!({"claim": "groups", "value": "a"}),
        json!({"value": "a", "org": "acme"}),
    ] {
        let read = serde_json::from_value::<RoleMap>(json!({ "role": [row.clone()] }));
        assert!(read.is_err(), "{row}");
    }
    assert!(serde_json::from_value::<RoleMap>(json!({"roles": []})).is_err());
}
