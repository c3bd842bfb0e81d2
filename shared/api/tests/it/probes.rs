//! Probes, the page, and what every answer carries.

use axum::http::Method;

use crate::api::Api;

#[tokio::test]
async fn a_server_says_that_it_lives_and_works() {
    let api = Api::new();
    insta::assert_snapshot!(api.get("/healthz").await.show());
    insta::assert_snapshot!(api.get("/readyz").await.show());
}

#[tokio::test]
async fn every_answer_carries_its_request_id_and_is_not_kept() {
    let api = Api::new();
    let reply = api.get("/api/v1/orgs").await;
    for (name, value) in [
        ("x-request-id", "test"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(reply.headers[name], value);
    }
    assert!(!reply.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn an_unfit_request_id_is_replaced() {
    let api = Api::new();
    let long = "x".repeat(65);
    for unfit in ["a b", "<script>", "", long.as_str()] {
        let call = api
            .call(Method::GET, "/healthz")
            .instead("x-request-id", unfit);
        let reply = call.send().await;
        let id = reply.headers["x-request-id"].to_str().unwrap();
        assert_eq!(id.len(), 26, "{unfit:?} became {id}");
    }
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let page = Api::new().get("/api/docs").await;
    assert!(page.text.contains("<title>Wavecast API</title>"));
    assert!(!page.text.contains("http://") && !page.text.contains("https://"));
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("connect-src 'self'"));
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let api = Api::new();
    insta::assert_snapshot!(api.get("/api/v2").await.show());
    insta::assert_snapshot!(api.call(Method::DELETE, "/api/v1/orgs").send().await.show());
}
