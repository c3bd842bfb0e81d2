//! What is newer than this client, in every place where it may stand: it holds.

use serde_json::json;
use wavecast_wire::latest::split;
use wavecast_wire::manifest::FileRole;
use wavecast_wire::table::Row;
use wavecast_wire::tuf::{MetaFile, Role, Snapshot};

use super::{latest, mixed, offered, serve, timestamp_over};
use crate::forge::sign;
use crate::lab::Lab;
use crate::updates::{now, site};

/// The device holds and says why; nothing else is done, however often it polls. Once the channel
/// is one that it understands, it goes on.
fn holds(mut lab: Lab, why: &str) {
    lab.told();
    lab.poll();
    let told = lab.told();
    assert_eq!(told.last().unwrap(), &format!("hold {why}"), "{told:?}");
    lab.pass(600);
    assert_eq!(lab.told(), ["unchanged"]);
    assert_eq!(lab.runs(), Some("r1"));
    assert!(lab.agent.state().staged.is_none());
    lab.forge.crit.clear();
    lab.forge.table.crit.clear();
    let three = site(&mut lab.forge, "3.0.0");
    lab.forge.ship("r3", &three, now());
    lab.pass(600);
    assert_eq!(lab.runs(), Some("r3"));
}

#[test]
fn unknown_crit_in_the_timestamp_holds() {
    let (mut lab, _) = offered();
    lab.forge.crit = vec!["proof".into()];
    lab.forge.publish();
    holds(
        lab,
        "timestamp needs 'proof', which this reader doesn't know",
    );
}

#[test]
fn unknown_crit_in_the_snapshot_holds() {
    let (mut lab, _) = offered();
    lab.forge.publish();
    let whole = latest(&lab.forge.edge);
    let own = split(&whole).unwrap();
    let envelope = wavecast_wire::envelope::Envelope::<Snapshot>::read(own.snapshot, 1 << 16);
    let mut body = envelope.unwrap().signed;
    body.wavecast.as_mut().unwrap().crit = vec!["proof".into()];
    let snapshot = sign(&body, &[&lab.forge.keys[&Role::Snapshot]]);
    let seq = lab.forge.seq;
    let timestamp = timestamp_over(&lab.forge, seq, MetaFile::of(seq, &snapshot));
    serve(
        &mut lab.forge.edge,
        mixed(&timestamp, &snapshot, own.targets),
    );
    holds(
        lab,
        "snapshot needs 'proof', which this reader doesn't know",
    );
}

#[test]
fn unknown_crit_in_the_table_holds() {
    let (mut lab, _) = offered();
    lab.forge.table.crit = vec!["moons".into()];
    lab.forge.publish();
    holds(lab, "targets needs 'moons', which this reader doesn't know");
}

#[test]
fn unknown_crit_in_the_release_config_holds() {
    let (mut lab, _) = offered();
    let target = "release-r2.json".parse().unwrap();
    let path = lab
        .forge
        .edge
        .keys()
        .find(|path| path.contains("release-r2"));
    let config = &lab.forge.edge[path.unwrap()];
    // No publisher of today writes it.
    let mut config: serde_json::Value = serde_json::from_slice(config).unwrap();
    config["crit"] = json!(["moons"]);
    let config = wavecast_wire::json::canonical(&config).unwrap();
    lab.forge.add_target(&target, config);
    lab.forge.publish();
    holds(lab, "release-r2.json: it needs 'moons'");
}

#[test]
fn unknown_crit_in_the_manifest_holds() {
    let (mut lab, _) = offered();
    let files = [("index.html", FileRole::Index, b"two".as_slice())];
    let two = lab.forge.bundle_with("2.0.0", &files, |manifest| {
        manifest.crit = vec!["moons".into()];
    });
    lab.forge.ship("r2", &two, now());
    holds(lab, "package-lamp-2.0.0.json: it needs 'moons'");
}

#[test]
fn unknown_row_operators_hold_unless_they_may_be_skipped() {
    let rows = [
        json!({"release": "r2", "config": "release-r2.json", "moon": "full"}),
        json!({"release": "r2", "config": "release-r2.json", "when": {"os": 7}}),
        json!({"release": "r2", "config": "release-r2.json", "when": {"os": {"not": ["a"]}}}),
        json!({"release": "r2", "config": "release-r2.json", "when": {"os": "^1.2"}}),
        json!({"release": "r2", "config": "release-r2.json", "when": {"os": "~1 || 2"}}),
        json!({"release": "r2", "config": 7}),
        json!({"release": "r2", "salt": "s", "ranges": [[0, 10_000, "release-r2.json"]]}),
        json!({"release": "r2", "salt": "s", "ranges": [[9, 1, "release-r2.json"]]}),
        json!({"release": "r2", "ranges": [[0, 1, "release-r2.json"]]}),
        json!({"release": "r2", "config": "release-r2.json", "embedded": true}),
        json!({"release": "r2", "embedded": "yes"}),
        json!({"release": "r2", "config": "release-r2.json", "hold": 1}),
        json!({"release": "r2", "config": "release-r2.json", "skip": 1}),
        json!({"release": "r2"}),
        json!("release-r2.json"),
    ];
    for raw in rows {
        let (mut lab, _) = offered();
        let unknown = Row::Unknown {
            skip: false,
            raw: raw.clone(),
        };
        lab.forge.table.rows.insert(0, unknown);
        lab.forge.publish();
        lab.told();
        lab.poll();
        let told = lab.told();
        assert!(told.last().unwrap().starts_with("hold "), "{raw}: {told:?}");
        assert_eq!(lab.runs(), Some("r1"));
        let mut skipped = raw;
        if let Some(row) = skipped.as_object_mut() {
            row.insert("skip".into(), true.into());
            lab.forge.table.rows[0] = Row::Unknown {
                skip: true,
                raw: skipped,
            };
        } else {
            lab.forge.table.rows.remove(0);
        }
        lab.forge.publish();
        lab.pass(600);
        assert_eq!(lab.runs(), Some("r2"), "{:?}", lab.reports);
    }
}
