//! What a channel can do to a device: rotate, hold, end, move, configure, and misbehave.

use std::collections::BTreeMap;

use ed25519_dalek::Signer as _;
use wavecast_device::agent::{Answer as Came, Gate, Input, Report};
use wavecast_device::{Decision, Keep};
use wavecast_wire::bucket::list_hash;
use wavecast_wire::config::{Activate, Policy, Properties};
use wavecast_wire::manifest::{DsseSignature, FileRole, Manifest};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{Answer, DeviceList, Devices, Layer, Row};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{PackageKeys, Role};

use crate::forge::{Forge, everyone, key, public, row};
use crate::lab::Lab;
use crate::updates::{now, running, site};

const DAY: i64 = 86_400;

#[test]
fn a_fast_forward_is_recovered_without_anybody_at_the_device() {
    let mut lab = running();
    let honest = (lab.forge.seq, lab.forge.now);
    (lab.forge.seq, lab.forge.now) = (1_000_000, Timestamp(honest.1.0 + 300 * DAY));
    lab.forge.publish();
    lab.poll();
    (lab.forge.seq, lab.forge.now) = honest;
    lab.forge
        .rotate(&[(Role::Timestamp, 12), (Role::Snapshot, 13)]);
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert!(lab.reports.contains(&Report::Root { version: 2 }));
}

#[test]
fn roots_are_asked_for_once_a_day() {
    let mut lab = running();
    let root = |lab: &mut Lab| {
        let asked = lab
            .requests
            .iter()
            .filter(|path| path.ends_with("root.json"))
            .count();
        lab.requests.clear();
        asked
    };
    lab.pass(600);
    assert_eq!(root(&mut lab), 0);
    lab.pass(DAY);
    assert_eq!(root(&mut lab), 1);
    lab.pass(600);
    assert_eq!(root(&mut lab), 0);
}

#[test]
fn a_hinted_root_that_is_not_there_yet_is_waited_for() {
    let mut lab = running();
    lab.forge.rotate(&[]);
    let hidden = ObjectKey::Root(lab.forge.scope.clone(), 2).path();
    let root = lab.forge.edge.remove(&hidden).unwrap();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    assert!(lab.wake_at.unwrap() <= lab.now + 900);
    lab.forge.edge.insert(hidden, root);
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn an_expired_channel_installs_nothing_but_lets_the_device_go_back() {
    let mut lab = running();
    lab.now += 15 * DAY;
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    assert!(
        lab.reports
            .iter()
            .any(|report| matches!(report, Report::Expired { .. }))
    );
}

#[test]
fn a_row_that_is_newer_than_this_client_holds_unless_it_may_be_skipped() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let target = lab.forge.release("r2", &two, now());
    let unknown = |skip| Row::Unknown {
        skip,
        raw: serde_json::json!({ "release": "r3", "moon": "full", "skip": skip }),
    };
    lab.forge.table.rows = vec![unknown(false), Row::Known(everyone("r2", target))];
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    assert!(matches!(lab.agent.decision(), Some(Decision::Hold { .. })));
    lab.forge.table.rows[0] = unknown(true);
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn a_retired_channel_leaves_what_runs() {
    let mut lab = running();
    lab.forge.table.retired = true;
    lab.forge.publish();
    lab.poll();
    assert_eq!(
        (lab.runs(), lab.agent.decision()),
        (Some("r1"), Some(&Decision::Retired))
    );
}

#[test]
fn a_moved_channel_is_entered_only_through_a_root_that_the_present_one_vouches_for() {
    for (vouched, expected) in [(true, "r2"), (false, "r1")] {
        let mut lab = running();
        let mut next = Forge::new("acme/site/next", lab.now);
        if !vouched {
            next.keys.insert(Role::Root, key(66));
            next.root = 0;
            next.rotate(&[]);
        }
        let two = site(&mut next, "2.0.0");
        next.ship("r2", &two, now());
        lab.forge.edge.extend(next.edge);
        lab.forge.table.moved = Some(next.scope.clone());
        lab.forge.publish();
        lab.poll();
        assert_eq!(lab.runs(), Some(expected));
        let scope = if vouched {
            &next.scope
        } else {
            &lab.forge.scope
        };
        assert_eq!(&lab.agent.state().scope, scope);
    }
}

#[test]
fn a_device_list_is_fetched_before_it_decides() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let target = lab.forge.release("r2", &two, now());
    let id = lab.agent.state().device.id.clone();
    let list = "devices-1.json".parse().unwrap();
    lab.forge.add_target(
        &list,
        DeviceList::new(vec![list_hash("s1", &id)]).write().unwrap(),
    );
    let mut listed = everyone("r2", target);
    listed.salt = Some("s1".parse().unwrap());
    listed.devices = Some(Devices::Listed(list));
    lab.forge.place(vec![listed]);
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
}

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

#[test]
fn a_package_for_other_devices_is_not_installed_even_if_a_row_says_so() {
    let mut lab = running();
    let files = [("index.html", FileRole::Index, b"two".as_slice())];
    let two = lab.forge.bundle_with("2.0.0", &files, |manifest| {
        manifest.requires = [("app_version".parse().unwrap(), ">=5".parse().unwrap())].into();
    });
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(
        lab.agent.decision(),
        Some(&Decision::Keep(Keep::DoesNotFit))
    );
}
