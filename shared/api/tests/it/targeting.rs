//! Rules, groups, dimensions, pins and previews.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::{APP, Api};
use crate::talk::Reply;

fn stable(rest: &str) -> String {
    format!("{APP}/channels/stable/{rest}")
}

async fn put_group(api: &Api, body: &Value) -> Reply {
    let path = format!("{APP}/groups/testers");
    api.call(Method::PUT, &path).json(body).send().await
}

/// A whole answer without what is made anew each time.
fn shown(reply: &Reply) -> String {
    let mut text = reply.show();
    let json = reply.json();
    for name in ["salt", "id", "release", "device"] {
        let mut found = Vec::new();
        collect(&json, name, &mut found);
        for value in found {
            text = text.replace(&value, &format!("[{name}]"));
        }
    }
    text
}

fn collect(value: &Value, name: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(text) if key == name && text.len() >= 16 => found.push(text.to_owned()),
                    _ => collect(value, name, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|one| collect(one, name, found)),
        _ => {}
    }
}

#[tokio::test]
async fn a_rule_has_an_audience_a_place_and_an_end() {
    let api = Api::with_packages(&["1.0.0", "2.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    let tier = json!({"type": "derived", "of": "os", "groups": [{"name": "phones", "among": ["ios", "android"]}]});
    let head = api.get(APP).await.json();
    let mut dimensions = head["dimensions"].clone();
    dimensions["tier"] = tier;
    let edit = api
        .call(Method::PATCH, APP)
        .json(&json!({ "dimensions": dimensions }));
    assert_eq!(edit.send().await.status, StatusCode::OK);
    let body = json!({"name": "phones", "audience": {"tier": ["phones"], "app_version": ">=2"}});
    let made = api.post(&stable("rules"), body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.show());
    let wide = json!({"name": "ios", "audience": {"os": ["ios"]}});
    api.make(&stable("rules"), wide).await;
    api.release("2.0.0", json!({"rule": "ios", "share": "50%"}))
        .await;
    insta::assert_snapshot!("rules", shown(&api.get(&stable("rules")).await));
    let moved = api
        .post(&stable("rules/ios/move"), json!({"before": "phones"}))
        .await;
    assert_eq!(moved.json()["channel"]["rules"][0]["name"], "ios");
    let path = stable("rules/ios");
    insta::assert_snapshot!(
        "rule-moves",
        shown(&api.call(Method::DELETE, &path).send().await)
    );
    let path = stable("rules/phones");
    let gone = api.call(Method::DELETE, &path).send().await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.show());
}

#[tokio::test]
async fn a_group_is_hashed_here_or_elsewhere() {
    let api = Api::with_channels().await;
    let made = put_group(&api, &json!({"ids": ["lamp-1", "lamp-2"]})).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.show());
    insta::assert_snapshot!("groups", shown(&api.get(&format!("{APP}/groups")).await));
    let hashes: Vec<String> = (0..100_000)
        .map(|number| format!("{number:016x}"))
        .collect();
    let many = put_group(&api, &json!({"hashes": hashes, "salt": "2026-11"})).await;
    assert_eq!(many.status, StatusCode::OK, "{}", many.status);
    let listed = api.get(&format!("{APP}/groups")).await.json();
    assert_eq!(
        (&listed["items"][0]["devices"], &listed["items"][0]["lists"]),
        (&json!(100_000), &json!(7))
    );
    let neither = put_group(&api, &json!({"hashes": ["5dc3c016091f8ff4"]})).await;
    assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!("group-without-salt", neither.show());
    let path = format!("{APP}/groups/testers");
    assert_eq!(
        api.call(Method::DELETE, &path).send().await.status,
        StatusCode::OK
    );
    assert_eq!(
        api.call(Method::DELETE, &path).send().await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_pin_is_set_shown_and_ended() {
    let api = Api::with_packages(&["1.0.0", "2.0.0"]).await;
    let old = api.release("1.0.0", json!({})).await;
    api.release("2.0.0", json!({"share": "100%"})).await;
    let until = api.world.control.clock.now().plus(86_400).to_string();
    let pin = json!({"device": "lamp-1", "release": old, "until": until, "reason": "looks closer"});
    let made = api.post(&stable("pins"), pin).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.show());
    let status = api.get(&stable("status")).await.json();
    assert_eq!(status["pins"][0]["reason"], "looks closer");
    assert_eq!(status["pins"][0]["release"]["version"], "1.0.0");
    let explained = api.get(&stable("explain?id=lamp-1")).await.json();
    assert_eq!(explained["choice"]["release"], old.as_str());
    let both = json!({"device": "a", "group": "b"});
    assert_eq!(
        api.post(&stable("pins/end"), both).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let end = json!({"device": "lamp-1"});
    assert_eq!(
        api.post(&stable("pins/end"), end.clone()).await.status,
        StatusCode::OK
    );
    assert_eq!(
        api.post(&stable("pins/end"), end).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_dry_run_says_what_a_uniform_fleet_and_a_list_would_do() {
    let api = Api::with_packages(&["1.0.0", "2.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    let id = api.release("2.0.0", json!({"share": "5%"})).await;
    let path = format!("{APP}/releases/{id}/ramp?dry_run=true");
    let dry = api.make(&path, json!({"to": "100%"})).await;
    let preview = &dry["previews"][0];
    assert_eq!(preview["uniform"]["asked"], 10_000);
    assert_eq!(preview["uniform"]["cohorts"][0]["from"]["version"], "1.0.0");
    assert_eq!(preview["uniform"]["cohorts"][0]["to"]["version"], "2.0.0");
    let devices: Vec<Value> = (0..50)
        .map(|number| json!({"id": format!("lamp-{number}")}))
        .collect();
    let body = json!({"after": preview["after"], "devices": devices});
    let counted = api.make(&stable("compare"), body.clone()).await;
    let on_new = counted["asked"].as_u64().unwrap() - counted["moved"].as_u64().unwrap();
    assert!(on_new < 20, "{counted}");
    let other = format!("{APP}/channels/beta/compare");
    assert_eq!(
        api.post(&other, body).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let many = vec![json!({"id": "a"}); 20_001];
    let body = json!({"after": preview["after"], "devices": many});
    insta::assert_snapshot!("too-many-devices", {
        let reply = api.post(&stable("compare"), body).await;
        format!("{}\n{}", reply.status, reply.text)
    });
}

#[tokio::test]
async fn back_to_embedded_is_refused_for_firmware() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    let reply = api.post(&stable("rules/everyone/embed"), json!({})).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    insta::assert_snapshot!("firmware-has-nothing-embedded", reply.show());
}

#[tokio::test]
async fn what_no_dimension_can_be_is_refused_by_name() {
    let api = Api::with_channels().await;
    let refused = async |dimension: Value| {
        let body = json!({"dimensions": {"x": dimension}});
        let reply = api.call(Method::PATCH, APP).json(&body).send().await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            reply.show()
        );
        reply.json()["detail"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let cases = [
        json!({"type": "version", "patterns": ["a*"]}),
        json!({"type": "enum", "values": ["a"], "of": "os"}),
        json!({"type": "derived", "of": "os", "groups": [{"name": "a"}]}),
        json!({"type": "derived", "of": "os", "groups": [{"name": "a", "within": ">=x"}]}),
        json!({"type": "derived", "of": "nothing", "groups": [{"name": "a", "among": ["b"]}]}),
    ];
    let mut said = Vec::new();
    for case in cases {
        said.push(refused(case).await);
    }
    insta::assert_snapshot!("refused-dimensions", said.join("\n"));
}
