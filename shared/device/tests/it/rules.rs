//! The rules that protect a device, whatever the table says.

use wavecast_device::agent::Input;
use wavecast_device::{Decision, Device, Keep};
use wavecast_wire::config::Policy;
use wavecast_wire::manifest::FileRole;
use wavecast_wire::table::{Answer, KnownRow, Matcher, Row};

use crate::forge::{everyone, release, row};
use crate::updates::{lab, now, running, site};

#[test]
fn a_lower_version_needs_withdrawal_or_leave() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    lab.poll();
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r1", &one, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    lab.forge.table.withdrawn = vec![release("r2")];
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    lab.forge.ship("r2", &two, now());
    lab.poll();
    lab.forge.table.withdrawn.clear();
    lab.forge.ship(
        "r1",
        &one,
        Policy {
            downgrade: true,
            ..now()
        },
    );
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
}

#[test]
fn nothing_goes_below_a_confirmed_rollback_index() {
    let mut lab = running();
    let files = [("index.html", FileRole::Index, b"two".as_slice())];
    let two = lab
        .forge
        .bundle_with("2.0.0", &files, |manifest| manifest.rollback_index = 7);
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.agent.state().device.floor, 7);
    let three = site(&mut lab.forge, "3.0.0");
    lab.forge.table.withdrawn = vec![release("r2")];
    lab.forge.ship(
        "r3",
        &three,
        Policy {
            downgrade: true,
            ..now()
        },
    );
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    assert!(matches!(
        lab.agent.decision(),
        Some(Decision::Keep(Keep::Lower(_)))
    ));
}

#[test]
fn what_no_longer_fits_is_left_at_once_even_without_a_network() {
    let mut lab = lab();
    lab.attributes.insert("app_version".into(), "1.0".into());
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r1", &one, now());
    lab.start();
    let files = [("index.html", FileRole::Index, b"two".as_slice())];
    let two = lab.forge.bundle_with("2.0.0", &files, |manifest| {
        let requires = ("app_version".parse().unwrap(), ">=1,<2".parse().unwrap());
        manifest.requires = [requires].into();
    });
    lab.forge.ship("r2", &two, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r2"));
    lab.online = false;
    lab.attributes.insert("app_version".into(), "2.1".into());
    lab.start();
    assert_eq!(
        (lab.runs(), lab.current),
        (Some("r1"), Some(1)),
        "the newest confirmed one that fits"
    );
}

#[test]
fn an_embedded_row_goes_back_to_what_shipped_in_the_binary() {
    let mut lab = running();
    lab.forge.place(vec![row("r0", Answer::Embedded)]);
    lab.poll();
    assert_eq!((lab.runs(), lab.current), (None, None));
    lab.poll();
    assert!(lab.agent.is_settled());
}

#[test]
fn the_same_package_under_another_release_installs_nothing() {
    let mut lab = running();
    let one = site(&mut lab.forge, "1.0.0");
    lab.forge.ship("r9", &one, now());
    lab.poll();
    assert_eq!((lab.runs(), lab.current), (Some("r9"), Some(1)));
    assert!(!lab.requests.iter().any(|path| path.contains("/files/")));
}

#[test]
fn variants_and_audiences_follow_attributes() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let target = lab.forge.release("r2", &two, now());
    let mut only = everyone("r2", target);
    only.when.insert(
        "group".parse().unwrap(),
        Matcher::Among(vec!["beta".into()]),
    );
    let below = lab.forge.table.rows.clone();
    lab.forge.table.rows = [vec![Row::Known(only)], below].concat();
    lab.forge.publish();
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    lab.attributes.insert("group".into(), "beta".into());
    lab.feed(Input::Attributes(lab.attributes.clone()));
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn many_devices_share_one_verified_publication() {
    let mut lab = running();
    let two = site(&mut lab.forge, "2.0.0");
    let target = lab.forge.release("r2", &two, now());
    let ramp = KnownRow {
        salt: Some("r2".parse().unwrap()),
        ..row("r2", Answer::Ranges(vec![(0, 2499, target)]))
    };
    lab.forge.table.rows.insert(0, Row::Known(ramp));
    lab.forge.publish();
    lab.poll();
    let verified = lab.agent.verified().unwrap();
    let attributes = lab.attributes.clone();
    let mut reached = 0;
    for n in 0..2000 {
        let mut device = Device::new(format!("device-{n}"));
        match device.decide(verified, &attributes) {
            Decision::Install(install) => {
                reached += usize::from(install.release == release("r2"));
                device.begin(*install, 1);
                device.confirm();
                assert_eq!(
                    device.decide(verified, &attributes),
                    Decision::Keep(Keep::Current)
                );
            }
            // The config of the ramp may not have been learned by the one device of the lab.
            Decision::Needs(need) => assert_eq!(need.target.as_str(), "release-r2.json"),
            other => panic!("{other:?}"),
        }
    }
    assert!(reached == 0 || (400..600).contains(&reached), "{reached}");
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
