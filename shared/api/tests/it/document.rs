//! The OpenAPI document is committed, and says what the router does.

use std::path::Path;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::api::Api;

/// With this set, what is generated is written instead of compared.
const REWRITE: &str = "WAVECAST_REWRITE";

/// What an operation may be.
const METHODS: [Method; 5] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
];

fn document() -> Value {
    serde_json::from_str(&wavecast_api::document()).unwrap()
}

#[test]
fn the_committed_document_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let document = wavecast_api::document();
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &document).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        document == committed,
        "shared/api/openapi.json is stale: run this test with {REWRITE}=1"
    );
}

/// The router and the document are built from one list; here each documented path is asked with
/// every method, and what isn't documented must not be served.
#[tokio::test]
async fn the_router_serves_what_the_document_says_and_nothing_else() {
    let api = Api::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        let concrete = path
            .replace("{channel}", "stable")
            .replace("{version}", "1.0")
            .replace("{number}", "1")
            .replace(['{', '}'], "");
        for method in METHODS {
            let name = method.as_str().to_ascii_lowercase();
            let reply = api.call(method, &concrete).send().await;
            let served = reply.status != StatusCode::METHOD_NOT_ALLOWED
                && (reply.status != StatusCode::NOT_FOUND || reply.problem() != "no-route");
            assert_eq!(served, item.get(&name).is_some(), "{}", reply.show());
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 100);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            references.extend(reference.map(str::to_owned));
            members.values().for_each(|one| collect(one, references));
        }
        Value::Array(items) => items.iter().for_each(|one| collect(one, references)),
        _ => {}
    }
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    for item in document()["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let id = &operation["operationId"];
            assert!(
                operation["summary"]
                    .as_str()
                    .is_some_and(|text| text.len() > 10),
                "{id}"
            );
            assert!(operation["responses"]["default"].is_object(), "{id}");
        }
    }
}

#[tokio::test]
async fn every_order_that_the_document_offers_is_one() {
    let api = Api::with_channels().await;
    let document = document();
    let mut offered = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
        for sort in parameters.filter(|one| one["name"] == "sort") {
            let names = [
                ("{org}", "acme"),
                ("{app}", "lamp"),
                ("{channel}", "stable"),
            ];
            let path = names.iter().fold(path.clone(), |path, (name, value)| {
                path.replace(name, value)
            });
            for order in sort["schema"]["enum"].as_array().unwrap() {
                let order = order.as_str().unwrap();
                let reply = api.get(&format!("{path}?sort={order}")).await;
                assert!(!reply.text.contains("unknown variant"), "{}", reply.show());
                offered += 1;
            }
        }
    }
    assert!(offered >= 10, "the listings offer orders: {offered}");
}
