//! Who gets in.

use axum::http::{Method, StatusCode};

use crate::api::{APP, Api};

#[tokio::test]
async fn without_a_known_token_nobody_gets_in() {
    let api = Api::with_channels().await;
    let path = format!("{APP}/channels");
    let none = api.call(Method::GET, &path).without("authorization");
    insta::assert_snapshot!(none.send().await.show());
    for header in [
        "Bearer wct_wrong",
        "Bearer ",
        "Bearer",
        "Basic d2N0Xw==",
        "wct_0123456789abcdef",
    ] {
        let call = api
            .call(Method::GET, &path)
            .instead("authorization", header);
        let reply = call.send().await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{header}");
        assert!(reply.headers.contains_key("www-authenticate"));
        assert_eq!(reply.problem(), "unauthenticated");
    }
}

#[tokio::test]
async fn a_token_is_asked_for_before_anything_else_is_told() {
    let api = Api::new();
    let call = api.call(Method::POST, &format!("{APP}/releases"));
    let reply = call.without("authorization").raw("{").send().await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn probes_the_document_and_its_page_are_open() {
    let api = Api::new();
    for path in ["/healthz", "/readyz", "/api/openapi.json", "/api/docs"] {
        let reply = api
            .call(Method::GET, path)
            .without("authorization")
            .send()
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
    }
}
