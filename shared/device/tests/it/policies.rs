//! What a channel configures: properties, package keys, policies, patience.

use std::collections::BTreeMap;

use ed25519_dalek::Signer as _;
use wavecast_device::agent::{Answer as Came, Gate, Input, Report};
use wavecast_wire::config::{Activate, Policy, Properties};
use wavecast_wire::manifest::{DsseSignature, FileRole, Manifest};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{Answer, Layer, Row};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::PackageKeys;

use crate::forge::{everyone, key, public, row};
use crate::lab::Lab;
use crate::updates::{now, running, site};

fn layer(name: &str, rows: Vec<Row>) -> Layer {
    Layer {
        layer: name.parse().unwrap(),
        rows,
    }
}

#[test]
fn layers_overlay_properties_in_order_and_remember_what_they_applied() {
    let mut lab = running();
    let one = site(&mut lab.forge, "1.0.0");
    let target = lab.forge.release_with("r1", &one, now(), |config| {
        config.config.properties =
            Properties::from([("colour".into(), "red".into()), ("n".into(), 1.into())]);
    });
    let blue = lab
        .forge
        .properties("01A", &Properties::from([("colour".into(), "blue".into())]));
    let two = lab
        .forge
        .properties("01B", &Properties::from([("n".into(), 2.into())]));
    lab.forge.table.properties = vec![
        layer("base", vec![Row::Known(everyone("p1", blue))]),
        layer("test", vec![Row::Known(everyone("p2", two))]),
    ];
    lab.forge.place(vec![everyone("r1", target)]);
    lab.poll();
    let seen = |lab: &Lab| serde_json::to_string(&lab.properties).unwrap();
    assert_eq!(seen(&lab), r#"{"colour":"blue","n":2}"#);

    // `null` keeps the present file, a layer without a matching row means no overlay, and one
    // that is held stays with whom it reached.
    let base = &mut lab.forge.table.properties;
    base[0].rows = vec![Row::Known(row("p3", Answer::Config(None)))];
    base[1].rows = Vec::new();
    lab.forge.publish();
    lab.poll();
    assert_eq!(seen(&lab), r#"{"colour":"blue","n":1}"#);
    lab.requests.clear();
    lab.start();
    assert_eq!(lab.requests, ["acme/site/stable/latest.ndjson"]);
    lab.forge.table.properties.clear();
    lab.forge.publish();
    lab.poll();
    assert_eq!(seen(&lab), r#"{"colour":"red","n":1}"#);
}

#[test]
fn package_keys_must_have_signed_whoever_publishes() {
    let mut lab = running();
    let signer = key(9);
    let id = public(&signer).id();
    let keys = PackageKeys {
        threshold: 1,
        keys: BTreeMap::from([(id, public(&signer))]),
    };
    lab.forge.package_keys = Some(keys);
    lab.forge.rotate(&[]);
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    let sign = |manifest: &Manifest| {
        let signature = signer.sign(&manifest.message().unwrap());
        vec![DsseSignature::new(id, &signature.to_bytes())]
    };
    let files = [("index.html", FileRole::Index, b"signed".as_slice())];
    let three = lab.forge.bundle_signed("3.0.0", &files, sign);
    lab.forge.ship("r3", &three, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r3"));
}

#[test]
fn a_question_holds_back_until_its_deadline() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let deadline = Some(Timestamp(lab.now + 3600));
    lab.forge.ship(
        "r2",
        &two,
        Policy {
            ask: true,
            deadline,
            ..now()
        },
    );
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    let waits = Report::Waiting {
        release: "r2".parse().unwrap(),
        gate: Gate::Approval,
    };
    assert!(lab.reports.contains(&waits));
    lab.pass(3600);
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn what_must_update_doesnt_wait_for_a_start() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let policy = Policy {
        activate: Activate::NextStart,
        force_below: Some("1.5".parse().unwrap()),
        least_binary: Some("9".parse().unwrap()),
        ..now()
    };
    lab.attributes.insert("app_version".into(), "8.1".into());
    lab.feed(Input::Attributes(lab.attributes.clone()));
    lab.forge.ship("r2", &two, policy);
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    let told = lab.told();
    assert!(
        told.contains(&"store_update".into()) && told.contains(&"must_update".into()),
        "{told:?}"
    );
}

#[test]
fn a_server_that_asks_for_patience_gets_it() {
    let mut lab = running();
    lab.online = false;
    lab.feed(Input::Poll);
    assert!(
        lab.wake_at.unwrap() <= lab.now + 4,
        "full jitter from two seconds on"
    );
    let object = ObjectKey::Latest(lab.forge.scope.clone());
    let actions = lab.agent.step(Timestamp(lab.now), Input::Poll);
    assert_eq!(actions.len(), 1, "one question at a time");
    let answer = Came {
        status: 503,
        retry_after: Some(500),
        ..Came::default()
    };
    lab.feed(Input::Answer { object, answer });
    assert!(lab.wake_at.unwrap() >= lab.now + 500);
}
