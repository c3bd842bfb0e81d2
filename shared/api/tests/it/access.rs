//! Every route with every role, and the document and the page that say the same.

use std::fmt::Write as _;
use std::path::Path;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use wavecast_domain::permission::table::{Level, TABLE};

use crate::api::Api;
use crate::people::PEOPLE;
use crate::talk::Reply;

/// With this set, what is generated is written instead of compared.
const REWRITE: &str = "WAVECAST_REWRITE";

/// The guarded operations: method, path, id, and whether the document says what it needs.
fn operations() -> Vec<(Method, String, String, String)> {
    let document: Value = serde_json::from_str(&wavecast_api::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/v1/") {
            continue;
        }
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            let text = |field: &str| operation[field].as_str().unwrap_or_default().to_owned();
            found.push((
                method,
                path.clone(),
                text("operationId"),
                text("description"),
            ));
        }
    }
    assert!(found.len() > 80, "{}", found.len());
    found
}

/// A path of `acme/lamp/stable`; what else it names doesn't exist.
pub fn concrete(path: &str) -> String {
    [
        ("{org}", "acme"),
        ("{app}", "lamp"),
        ("{channel}", "stable"),
        ("{version}", "1.0"),
        ("/invitations/{id}", "/invitations/0123456789abcdef"),
        ("/sessions/{id}", "/sessions/0123456789abcdef"),
        ("/tokens/{id}", "/tokens/0123456789abcdef"),
        ("{id}", "01KAJ5W3M0Q8Z4T7V2X6Y9B1CD"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (name, value)| {
        path.replace(name, value)
    })
    .replace(['{', '}'], "")
}

/// Whether somebody gets through to an operation: `yes`, `no` (403), or `-` where they are told
/// that there is no such thing.
fn verdict(reply: &Reply) -> &'static str {
    let field = |reply: &Reply| reply.json()["field"].as_str().map(str::to_owned);
    match reply.status {
        StatusCode::FORBIDDEN => "no",
        StatusCode::UNAUTHORIZED => panic!("{}", reply.show()),
        StatusCode::NOT_FOUND => match field(reply).as_deref() {
            Some("organization acme" | "application acme/lamp") => "-",
            _ => "yes",
        },
        _ => "yes",
    }
}

#[tokio::test]
async fn every_route_with_every_role() {
    let api = Api::with_people().await;
    let mut walk = format!("{:25} {}\n", "operation", PEOPLE.join(" "));
    for (method, path, id, _) in operations() {
        write!(walk, "{id:25}").unwrap();
        for person in PEOPLE {
            // Decided only: what somebody may do must not change what the next one is asked.
            let dry = if method == Method::GET {
                ""
            } else {
                "?dry_run=true"
            };
            let path = format!("{}{dry}", concrete(&path));
            let call = api.call_as(person, method.clone(), &path);
            let call = match method {
                Method::GET => call,
                _ => call.json(&json!({})),
            };
            let width = person.len();
            write!(walk, " {:width$}", verdict(&call.send().await)).unwrap();
        }
        walk = walk.trim_end().to_owned() + "\n";
    }
    insta::assert_snapshot!(walk);
}

#[test]
fn every_operation_says_what_it_needs() {
    for (method, path, id, description) in operations() {
        let says = description.contains("Needs the permission `")
            || description.contains("Anybody who is known may call it");
        assert!(
            says,
            "{method} {path}: give {id} its line in shared/api/src/need.rs"
        );
    }
}

#[tokio::test]
async fn permissions_are_told() {
    let api = Api::with_people().await;
    let table = api
        .call_as("stranger", Method::GET, "/api/v1/permissions")
        .send()
        .await;
    insta::assert_json_snapshot!(table.json());
    let path = "/api/v1/orgs/acme/access";
    insta::assert_snapshot!(api.call_as("write", Method::GET, path).send().await.show());
    let own = api.get(path).await.json();
    assert_eq!(own["organization"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_somebody_may_not_read_is_not_listed() {
    let api = Api::with_people().await;
    let lists = async |who: &str, path: &str, list: &str| -> Vec<String> {
        let reply = api
            .call_as(who, Method::GET, &format!("/api/v1{path}"))
            .send()
            .await;
        let names = reply.json()[list].as_array().unwrap().clone();
        names
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    for (who, orgs, apps) in [
        ("owner", vec!["acme"], vec!["bulb", "lamp"]),
        ("write", vec!["acme"], vec!["lamp"]),
        ("member", vec!["acme"], vec![]),
    ] {
        assert_eq!(lists(who, "/orgs", "items").await, orgs, "{who}");
        assert_eq!(lists(who, "/orgs/acme/apps", "items").await, apps, "{who}");
        assert_eq!(lists(who, "/orgs/acme", "apps").await, apps, "{who}");
        let all = api.call_as(who, Method::GET, "/api/v1/orgs").send().await;
        assert_eq!(
            all.json()["items"][0]["apps"].as_array().unwrap().len(),
            apps.len()
        );
    }
    assert_eq!(lists("stranger", "/orgs", "items").await, ["other"]);
}

/// The table of docs/identity.md, as the code has it.
#[test]
fn the_page_has_the_table() {
    let mut table = String::from(
        "| permission | about | lets its holder | in an organization | in an application |\n|---|---|---|---|---|\n",
    );
    for row in TABLE.iter().filter(|row| row.level != Level::Wavecast) {
        let level = match row.level {
            Level::Organization => "organization",
            _ => "application",
        };
        let org: Vec<_> = row.org_roles.iter().map(|role| role.name()).collect();
        let app: Vec<_> = row.app_roles.iter().map(|role| role.name()).collect();
        let (name, about) = (row.name, row.about);
        let (org, app) = (org.join(", "), app.join(", "));
        writeln!(table, "| `{name}` | {level} | {about} | {org} | {app} |").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/identity.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        "<!-- the table: written by a test -->\n",
        "<!-- end of the table -->",
    );
    let (before, rest) = page.split_once(begin).unwrap();
    let (present, after) = rest.split_once(end).unwrap();
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, format!("{before}{begin}{table}{end}{after}")).unwrap();
        return;
    }
    assert!(
        present == table,
        "docs/identity.md is stale: run this test with {REWRITE}=1"
    );
}

#[tokio::test]
async fn neither_a_cursor_nor_a_role_tells_of_an_application_that_one_may_not_read() {
    let api = Api::with_people().await;
    let get = async |who: &str, path: &str| {
        let path = format!("/api/v1/orgs/acme{path}");
        api.call_as(who, Method::GET, &path).send().await.json()
    };
    let page = get("write", "/apps?limit=1").await;
    assert_eq!(page["items"][0]["name"], "lamp");
    assert_eq!(page["next"], Value::Null);
    let page = get("owner", "/apps?limit=1&sort=-name").await;
    assert_eq!(page["next"], "lamp");
    let page = get("owner", "/apps?limit=1&sort=-name&cursor=lamp").await;
    assert_eq!(page["items"][0]["name"], "bulb");
    for (who, grants) in [
        ("admin", json!({"lamp": "write"})),
        ("read", json!({"lamp": "write"})),
        ("member", json!({})),
    ] {
        let members = get(who, "/members").await;
        let all = members["items"].as_array().unwrap();
        let write = all.iter().find(|one| one["id"] == "write").unwrap();
        assert_eq!(write["grants"], grants, "{who}");
    }
}
