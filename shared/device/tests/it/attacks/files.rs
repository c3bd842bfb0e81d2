//! Targets and files that are not those that were signed.

use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::FileRole;
use wavecast_wire::tuf::PackageKeys;

use super::{Edge, endures, offered, repels, stranger};
use crate::forge::{key, public};
use crate::lab::Lab;
use crate::updates::{now, running, site};

/// The path of an object whose name contains a text.
fn path(edge: &Edge, part: &str) -> String {
    edge.keys()
        .find(|path| path.contains(part))
        .unwrap()
        .clone()
}

/// Serves other bytes in the place of an object of `r2`; what was told after it was verified.
fn swapped(part: &str, swap: impl FnOnce(&mut Vec<u8>)) -> (Lab, Vec<String>) {
    let (mut lab, _) = offered();
    let part = match part {
        "index.html" => Sha256::of(b"<h1>2.0.0</h1>").to_string(),
        part => part.into(),
    };
    let told = endures(
        &mut lab,
        |edge| {
            let path = path(edge, &part);
            swap(edge.get_mut(&path).unwrap());
        },
        |lab| assert!(lab.agent.state().staged.is_none()),
    );
    assert_eq!(told[0], "verified 3");
    assert_eq!(lab.runs(), Some("r2"));
    (lab, told[1..].to_vec())
}

#[test]
fn arbitrary_software_attack_with_a_strangers_channel() {
    let (mut lab, _) = offered();
    let evil = stranger(&lab.forge);
    let told = repels(&mut lab, |edge| {
        edge.extend(evil.edge);
        edge.remove("acme/site/stable/2.root.json");
    });
    assert_eq!(
        told,
        ["poll_failed timestamp: timestamp has 0 of 1 signatures"]
    );
}

#[test]
fn arbitrary_software_attack_with_a_strangers_root() {
    let (mut lab, _) = offered();
    let evil = stranger(&lab.forge);
    let told = repels(&mut lab, |edge| edge.extend(evil.edge));
    assert_eq!(told, ["poll_failed root: root has 0 of 1 signatures"]);
}

#[test]
fn arbitrary_software_attack_with_every_online_key_needs_the_package_keys_too() {
    let mut lab = running();
    let keys = PackageKeys {
        threshold: 1,
        keys: [(public(&key(7)).id(), public(&key(7)))].into(),
    };
    lab.forge.package_keys = Some(keys);
    lab.forge.rotate(&[]);
    let evil = site(&mut lab.forge, "6.6.6");
    lab.forge.ship("evil", &evil, now());
    lab.poll();
    let told = lab.told();
    assert_eq!(lab.runs(), Some("r1"));
    let why = told.last().unwrap();
    assert!(
        why.starts_with("poll_failed package-lamp-6.6.6.json"),
        "{told:?}"
    );
}

#[test]
fn wrong_software_attack_with_an_older_file_in_its_place() {
    let (_, told) = swapped("index.html", |bytes| *bytes = b"<h1>1.0.0</h1>".to_vec());
    let found = Sha256::of(b"<h1>1.0.0</h1>");
    let wanted = Sha256::of(b"<h1>2.0.0</h1>");
    let why = format!("install_failed its SHA-256 is {found}, not {wanted}");
    assert_eq!(told, ["available r2", "downloading r2", &why]);
}

#[test]
fn wrong_software_attack_with_another_releases_config_in_its_place() {
    let (lab, _) = offered();
    let older = lab.forge.edge[&path(&lab.forge.edge, "release-r1")].clone();
    let (_, told) = swapped("release-r2", |bytes| *bytes = older);
    assert_eq!(
        told,
        [
            "poll_failed release-r2.json: its bytes are not the ones that the channel signed; \
            fetch it again"
        ]
    );
}

#[test]
fn wrong_hash_of_a_file_never_reaches_a_slot() {
    let (lab, told) = swapped("index.html", |bytes| bytes[4] ^= 1);
    assert!(
        told[2].starts_with("install_failed its SHA-256 is "),
        "{told:?}"
    );
    assert_eq!(lab.slots.len(), 2, "none was built for it");
}

#[test]
fn wrong_length_of_a_file_never_reaches_a_slot() {
    let (_, told) = swapped("index.html", |bytes| bytes.truncate(5));
    assert_eq!(told[2], "install_failed 5 of 14 bytes came");
    let (_, told) = swapped("index.html", |bytes| bytes.push(b'!'));
    assert_eq!(
        told[2],
        "install_failed more than the announced 14 bytes came"
    );
}

#[test]
fn endless_data_attack_on_targets_and_files_stops_at_the_signed_length() {
    let endless = |bytes: &mut Vec<u8>| bytes.resize(4 << 20, 0);
    let (_, told) = swapped("index.html", endless);
    assert_eq!(
        told[2],
        "install_failed more than the announced 14 bytes came"
    );
    for part in ["release-r2", "package-lamp-2.0.0"] {
        let (lab, told) = swapped(part, endless);
        assert!(
            told[0].starts_with("poll_failed more than the allowed "),
            "{told:?}"
        );
        assert!(lab.most_read <= 512 << 10);
    }
}

#[test]
fn extraneous_dependencies_attack_cannot_add_a_file() {
    let (lab, _) = offered();
    let mut forge = lab.forge;
    // The manifest of the same package with one more file, as an attacker would have it.
    let files = [
        ("app.js", FileRole::Important, b"run()".as_slice()),
        ("index.html", FileRole::Index, b"<h1>2.0.0</h1>"),
        ("miner.js", FileRole::Important, b"mine()"),
    ];
    let more = forge.bundle("2.0.0", &files);
    let bytes = more.manifest.seal(&[]).unwrap();
    let (lab, told) = swapped("package-lamp-2.0.0", |honest| *honest = bytes);
    assert!(told[0].starts_with("poll_failed "), "{told:?}");
    let paths = &lab.slots[&lab.current.unwrap()];
    assert!(!paths.contains("miner.js"));
}

#[test]
fn another_apps_package_is_refused_though_the_channel_names_it() {
    let mut lab = running();
    let files = [("index.html", FileRole::Index, b"x".as_slice())];
    let foreign = lab.forge.bundle_with("2.0.0", &files, |manifest| {
        manifest.app = "other".parse().unwrap();
    });
    lab.forge.ship("r2", &foreign, now());
    lab.poll();
    assert_eq!(lab.runs(), Some("r1"));
    assert_eq!(
        lab.told().last().map(String::as_str),
        Some("poll_failed package-lamp-2.0.0.json: it belongs to another application")
    );
    let two = site(&mut lab.forge, "2.0.1");
    lab.forge.ship("r3", &two, now());
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r3"));
}

#[test]
fn malicious_mirror_that_hides_an_object_only_delays() {
    for part in ["latest.ndjson", "release-r2", "package-lamp-2.0.0"] {
        let (mut lab, _) = offered();
        let told = endures(
            &mut lab,
            |edge| {
                let path = path(edge, part);
                edge.remove(&path);
            },
            |_| (),
        );
        let why = told.last().unwrap();
        assert!(why.ends_with("the edge answered 404"), "{told:?}");
        assert_eq!(lab.runs(), Some("r2"));
    }
}
