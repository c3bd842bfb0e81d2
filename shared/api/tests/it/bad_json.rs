//! Bodies that can't be read: each kind gets a clear problem, and changes nothing.

use axum::http::{Method, StatusCode};

use crate::api::{APP, Api};
use crate::talk::Reply;

async fn raw(api: &Api, body: impl AsRef<[u8]>) -> Reply {
    let call = api.call(Method::POST, &format!("{APP}/channels"));
    call.raw(body).send().await
}

#[tokio::test]
async fn json_that_is_none_is_refused_where_it_breaks() {
    let api = Api::with_channels().await;
    insta::assert_snapshot!(raw(&api, r#"{"name": "new""#).await.show());
    let control = "{\"name\":\"a\u{1}b\"}";
    let cases: [(&str, &[u8]); 4] = [
        ("cut off", b"{"),
        ("not UTF-8", b"{\"name\":\"\xff\"}"),
        ("two values", br#"{"name":"one"}{"name":"two"}"#),
        ("a control character", control.as_bytes()),
    ];
    for (what, body) in cases {
        refused(&api, what, body, StatusCode::BAD_REQUEST, "malformed").await;
    }
    nothing_was_made(&api).await;
}

/// It fits the document's schemas, which can't say these rules: 400 would be a lie.
#[tokio::test]
async fn json_that_breaks_a_rule_on_json_is_invalid() {
    let api = Api::with_channels().await;
    let deep = format!(
        "{{\"name\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let cases: [(&str, &[u8]); 6] = [
        ("duplicate key", br#"{"name":"one","name":"two"}"#),
        (
            "duplicate key, escaped",
            br#"{"name":"one","n\u0061me":"two"}"#,
        ),
        ("too deep", deep.as_bytes()),
        (
            "a fraction",
            br#"{"name":"one","settings":{"poll_idle":1.5}}"#,
        ),
        (
            "too large a number",
            br#"{"name":"one","settings":{"poll_idle":9007199254740993}}"#,
        ),
        ("an unpaired surrogate", br#"{"name":"\ud800"}"#),
    ];
    for (what, body) in cases {
        refused(
            &api,
            what,
            body,
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
        )
        .await;
    }
    nothing_was_made(&api).await;
}

async fn refused(api: &Api, what: &str, body: &[u8], status: StatusCode, problem: &str) {
    let reply = raw(api, body).await;
    assert_eq!(reply.status, status, "{what}: {}", reply.show());
    assert_eq!(reply.problem(), problem, "{what}");
}

#[tokio::test]
async fn json_of_another_shape_is_refused() {
    let api = Api::with_channels().await;
    insta::assert_snapshot!(raw(&api, r#"{"name":"new","colour":"red"}"#).await.show());
    insta::assert_snapshot!(raw(&api, r#"{"name":7}"#).await.show());
    for body in [
        "[]",
        "null",
        "\"new\"",
        "{}",
        r#"{"name":null}"#,
        r#"{"name":"a","settings":{"poll_idle":-1}}"#,
    ] {
        let reply = raw(&api, body).await;
        assert_eq!(
            reply.status,
            StatusCode::BAD_REQUEST,
            "{body}: {}",
            reply.show()
        );
    }
    nothing_was_made(&api).await;
}

async fn nothing_was_made(api: &Api) {
    let all = api.get(&format!("{APP}/channels")).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_body_is_bounded_and_says_what_it_is() {
    let api = Api::with_channels().await;
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(1 << 20));
    insta::assert_snapshot!(raw(&api, large).await.show());
    let call = api.call(Method::POST, &format!("{APP}/channels"));
    let plain = call
        .bytes(b"{\"name\":\"new\"}")
        .header("content-type", "text/plain");
    insta::assert_snapshot!(plain.send().await.show());
    let call = api.call(Method::POST, &format!("{APP}/channels"));
    let silent = call.bytes(b"{\"name\":\"new\"}").send().await;
    assert_eq!(silent.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let call = api.call(Method::POST, &format!("{APP}/channels"));
    let said = call.bytes(b"{\"name\":\"new\"}");
    let said = said
        .header("content-type", "Application/JSON; charset=utf-8")
        .send()
        .await;
    assert_eq!(said.status, StatusCode::CREATED, "{}", said.show());
}
