//! Experiments on packages, variants that stop one by one, and edited audiences.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api::{APP, Api};
use crate::talk::Reply;

fn stable(rest: &str) -> String {
    format!("{APP}/channels/stable/{rest}")
}

/// Half of them 1.1.0, the others what everyone has.
fn halves(name: &str) -> Value {
    let package = json!({"name": "lamp", "version": "1.1.0"});
    let variants = json!([
        {"name": "old", "weight": "50%"},
        {"name": "new", "weight": "50%", "package": package},
    ]);
    json!({"name": name, "reserve": "40%", "share": "25%", "variants": variants})
}

/// 1.0.0 at everybody, and 1.1.0 ready.
async fn shipped() -> Api {
    let api = Api::with_packages(&["1.0.0", "1.1.0"]).await;
    api.release("1.0.0", json!({})).await;
    api
}

fn refused(reply: &Reply, status: StatusCode, words: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.show());
    let shown = reply.show();
    for word in words {
        assert!(shown.contains(word), "{word:?} in {shown}");
    }
}

#[tokio::test]
async fn a_package_is_tried_and_chosen() {
    let api = shipped().await;
    let made = api.make(&stable("experiments"), halves("size")).await;
    assert_eq!(made["movements"][0]["share"], "5%");
    assert_eq!(made["movements"][0]["to"]["version"], "1.1.0");
    let shown = api.get(&stable("experiments")).await.json();
    let variant = &shown["running"][0]["variants"][1];
    assert_eq!(variant["reaches"], "5%");
    assert_eq!(variant["release"]["version"], "1.1.0");
    let id = variant["release"]["release"].as_str().unwrap();
    let release = api.get(&format!("{APP}/releases/{id}")).await.json();
    assert_eq!(
        (&release["status"], &release["share"]),
        (&json!("experimental"), &json!("5%"))
    );
    let verb = api.verb(id, "pause", json!({})).await;
    refused(
        &verb,
        StatusCode::CONFLICT,
        &["is experimental", "wavecast experiment ramp"],
    );
    let run = |verb: &str| stable(&format!("experiments/size/{verb}"));
    api.make(&run("pause"), json!({})).await;
    let ramp = api.post(&run("ramp"), json!({"to": "50%"})).await;
    refused(&ramp, StatusCode::CONFLICT, &["is paused"]);
    api.make(&run("resume"), json!({})).await;
    api.make(&run("ramp"), json!({"to": "100%"})).await;
    let status = api.get(&stable("status")).await.json();
    assert_eq!(status["experiments"][0]["variants"][1]["reaches"], "20%");
    // A dry run counts who would move, and changes nothing.
    let path = format!("{}?dry_run=true", run("conclude"));
    let plan = api.make(&path, json!({"variant": "new"})).await;
    assert_eq!(plan["previews"][0]["uniform"]["asked"], 10_000);
    let moved = plan["previews"][0]["uniform"]["moved"].as_u64().unwrap();
    assert!((7800..8200).contains(&moved), "{moved}");
    api.make(&run("conclude"), json!({"variant": "new"})).await;
    let release = api.get(&format!("{APP}/releases/{id}")).await.json();
    assert_eq!(release["status"], "concluded");
}

#[tokio::test]
async fn what_is_no_experiment_on_packages_is_refused() {
    let api = shipped().await;
    let mut bad = halves("size");
    bad["variants"][1]["package"]["version"] = json!("one");
    let reply = api.post(&stable("experiments"), bad).await;
    refused(
        &reply,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["variants[1].package.version"],
    );
    let mut both = halves("size");
    both["variants"][0]["properties"] = json!({"page": 1});
    let reply = api.post(&stable("experiments"), both).await;
    refused(
        &reply,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["variants.old", "is on packages"],
    );
    api.make(&stable("experiments"), halves("size")).await;
    let mut elsewhere = halves("other");
    elsewhere["layer"] = json!("elsewhere");
    let reply = api.post(&stable("experiments"), elsewhere).await;
    refused(&reply, StatusCode::CONFLICT, &["run in layer size"]);
    let reply = api.post(&stable("holdout"), json!({"share": "70%"})).await;
    refused(
        &reply,
        StatusCode::CONFLICT,
        &["experiment size reserves", "60% at most"],
    );
}

/// A package with an image for each of two devices.
async fn two_variants(api: &Api, version: &str) {
    let mut variants = Vec::new();
    for device in ["lamp-1", "lamp-2"] {
        let image = format!("image of {version} for {device}").into_bytes();
        let sha256 = api.upload(&image).await;
        variants.push(json!({"when": {"device_type": [device]}, "files": [{
            "path": "lamp.bin", "role": "image", "sha256": sha256, "size": image.len(),
            "content_type": "application/octet-stream",
        }]}));
    }
    let list = wavecast_wire::json::canonical(&json!({"v": 1, "variants": variants})).unwrap();
    let list = api.upload(&list).await;
    let body = json!({"name": "lamp", "version": version, "list": list});
    api.make(&format!("{APP}/packages"), body).await;
    let path = format!("{APP}/packages/lamp/{version}?wait=5");
    assert_eq!(api.get(&path).await.json()["status"], "ready");
}

#[tokio::test]
async fn variants_stop_one_by_one() {
    let api = Api::with_packages(&["1.0.0"]).await;
    api.release("1.0.0", json!({})).await;
    two_variants(&api, "2.0.0").await;
    let id = api.release("2.0.0", json!({"share": "10%"})).await;
    let only = json!({"device_type": ["lamp-1"]});
    let some = |more: Value| {
        let mut body = json!({ "only": only });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let paused = api.verb(&id, "pause", some(json!({}))).await;
    assert_eq!(paused.status, StatusCode::OK, "{}", paused.show());
    assert_eq!(paused.json()["release"]["status"], "active");
    let ramp = api.verb(&id, "ramp", some(json!({"to": "20%"}))).await;
    refused(
        &ramp,
        StatusCode::CONFLICT,
        &["is paused for these devices"],
    );
    api.verb(&id, "ramp", json!({"to": "50%"})).await;
    let status = api.get(&stable("status")).await.json();
    let variants = &status["rules"][0]["releases"][0]["variants"];
    assert_eq!(
        (&variants[0]["share"], &variants[0]["stopped"]),
        (&json!("10%"), &json!("paused"))
    );
    assert_eq!(
        (&variants[1]["share"], variants[1].get("stopped")),
        (&json!("50%"), None)
    );
    let resumed = api.verb(&id, "resume", some(json!({}))).await;
    assert_eq!(resumed.json()["release"]["share"], "10%");
    let both = json!({"only": only, "to": id});
    let reply = api.post(&stable("revert"), both).await;
    refused(
        &reply,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["some variants go back"],
    );
    let back = api.make(&stable("revert"), some(json!({}))).await;
    assert_eq!(back["movements"][0]["share"], "10%");
    let concluded = api.verb(&id, "conclude", json!({})).await;
    assert_eq!(concluded.json()["release"]["status"], "concluded");
    let rules = api.get(&stable("rules")).await.json();
    assert_eq!(rules["rules"][0]["stack"].as_array().unwrap().len(), 2);
    let other = json!({"only": {"device_type": ["lamp-2"]}});
    let reverted = api.verb(&id, "revert", other).await;
    assert_eq!(reverted.status, StatusCode::OK, "{}", reverted.show());
    assert_eq!(reverted.json()["release"]["version"], "1.0.0");
    let unknown = api.verb(&id, "pause", json!({"some": {}})).await;
    refused(&unknown, StatusCode::BAD_REQUEST, &["some"]);
}

#[tokio::test]
async fn an_audience_is_said_anew() {
    let api = shipped().await;
    let ios = json!({"name": "ios", "audience": {"os": ["ios"]}});
    api.make(&stable("rules"), ios).await;
    let new = json!({"name": "new", "audience": {"app_version": ">=2"}});
    let made = api.make(&stable("rules"), new).await;
    let finding = json!([{"rule": "new", "before": "ios", "kind": "overlaps",
        "shared": [{"app_version": ">=2", "os": ["ios"]}]}]);
    assert_eq!(made["findings"], finding);
    api.release("1.1.0", json!({"rule": "ios", "share": "100%"}))
        .await;
    let put = async |rest: &str, body: Value| {
        let path = stable(rest);
        api.call(Method::PUT, &path).json(&body).send().await
    };
    let android = json!({"audience": {"os": ["android"]}});
    let plan = put("rules/ios?dry_run=true", android.clone()).await;
    let cohorts = plan.json()["previews"][0]["uniform"]["cohorts"].clone();
    assert_eq!(cohorts.as_array().unwrap().len(), 2, "{}", plan.show());
    assert_eq!(cohorts[0]["attributes"]["os"], "android");
    let edited = put("rules/ios", android).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.show());
    let rule = &edited.json()["channel"]["rules"][0];
    assert_eq!(rule["audience"], json!({"os": ["android"]}));
    let nobody = put("rules/ios", json!({"audience": {"os": []}})).await;
    refused(&nobody, StatusCode::UNPROCESSABLE_ENTITY, &["audience.os"]);
    let everybody = put("rules/ios", json!({})).await;
    refused(
        &everybody,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["`everyone`"],
    );
    let gone = put("rules/gone", json!({"audience": {"os": ["ios"]}})).await;
    refused(&gone, StatusCode::NOT_FOUND, &["rule gone"]);
}
