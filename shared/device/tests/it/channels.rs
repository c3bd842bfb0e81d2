//! What a channel can do to a device: rotate, hold, end, move, configure, and misbehave.

use wavecast_device::Decision;
use wavecast_device::agent::Report;
use wavecast_wire::bucket::list_hash;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::{DeviceList, Devices, Row};
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::forge::{Forge, everyone, key};
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
fn a_moved_channel_is_entered_through_whichever_root_the_present_one_vouches_for() {
    let mut lab = running();
    let mut next = Forge::new("acme/site/next", lab.now);
    assert_eq!(next.keys[&Role::Root].to_bytes(), key(1).to_bytes());
    // The first root is a stranger's; the second is signed by the present channel's key as well.
    next.keys.insert(Role::Root, key(66));
    next.root = 0;
    next.rotate(&[]);
    next.rotate(&[(Role::Root, 1)]);
    let two = site(&mut next, "2.0.0");
    next.ship("r2", &two, now());
    lab.forge.edge.extend(next.edge);
    lab.forge.table.moved = Some(next.scope.clone());
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert_eq!(lab.agent.state().scope, next.scope);
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
