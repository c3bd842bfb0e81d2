//! Metadata that is old, mixed, foreign, cut or endless.

use wavecast_device::trust::Source;
use wavecast_wire::limit;
use wavecast_wire::tuf::MetaFile;

use super::{latest, lines, mixed, offered, repels, serve, snapshot_over, timestamp_over};
use crate::forge::Forge;
use crate::trust::at;
use crate::updates::{now, running, site};

const DAY: i64 = 86_400;

#[test]
fn rollback_attack_with_an_older_publication() {
    let (mut lab, _) = offered();
    let one = Forge::new("acme/site/stable", lab.now);
    let told = repels(&mut lab, |edge| serve(edge, one.latest()));
    assert_eq!(
        told,
        ["poll_failed timestamp: version 1 is below 2, which this device has seen"]
    );
}

#[test]
fn rollback_attack_with_two_contents_of_one_publication() {
    let (mut lab, before) = offered();
    let seen = lines(&latest(&before)).snapshot.to_vec();
    let twin = timestamp_over(&lab.forge, 2, MetaFile::of(2, &[&seen[..], b" "].concat()));
    let told = repels(&mut lab, |edge| {
        let whole = latest(&before);
        let old = lines(&whole);
        serve(edge, mixed(&twin, old.snapshot, old.targets));
    });
    assert_eq!(
        told,
        ["poll_failed timestamp: version 2 was seen with other bytes"]
    );
}

#[test]
fn indefinite_freeze_attack_ends_with_the_metadata() {
    let (mut lab, before) = offered();
    // For days the edge serves what was there before: nothing shows that it is not the newest.
    let honest = std::mem::replace(&mut lab.forge.edge, before);
    for _ in 0..13 {
        lab.pass(DAY);
        assert_eq!(lab.told(), ["unchanged"]);
    }
    lab.pass(2 * DAY);
    let told = lab.told();
    let expired = "expired timestamp: expired at 2027-01-29T08:00:00Z, it is \
        2027-01-30T08:00:00Z; nothing new is installed until it is renewed";
    assert_eq!(told[0], expired);
    assert_eq!(lab.runs(), Some("r1"));
    // Turning the clock back doesn't help the edge: nothing new arrives from it anyway.
    lab.forge.edge = honest;
    lab.forge.now = lab.forge.now.plus(16 * DAY);
    lab.forge.publish();
    lab.pass(900);
    assert_eq!(lab.runs(), Some("r2"));
}

#[test]
fn mix_and_match_attack_with_lines_of_two_publications() {
    let (_, before) = offered();
    let old = latest(&before);
    // Bit by bit which line is the newer one: timestamp, snapshot, targets.
    for (which, role) in [
        (0b110, "snapshot: "),
        (0b101, "snapshot: "),
        (0b011, "targets: "),
        (0b001, "snapshot: "),
        (0b010, "snapshot: "),
    ] {
        let (mut lab, _) = offered();
        let new = latest(&lab.forge.edge);
        let told = repels(&mut lab, |edge| {
            let (new, old) = (lines(&new), lines(&old));
            let pick = |bit, a, b| if which & bit == 0 { a } else { b };
            let mixture = mixed(
                pick(1, old.timestamp, new.timestamp),
                pick(2, old.snapshot, new.snapshot),
                pick(4, old.targets, new.targets),
            );
            serve(edge, mixture);
        });
        let why = told[0].strip_prefix("poll_failed ").unwrap();
        assert!(why.starts_with(role), "{which:03b}: {why}");
        assert!(why.ends_with(" differs from what was announced"), "{why}");
    }
}

#[test]
fn mix_and_match_attack_with_a_stolen_timestamp_key_cannot_lower_the_snapshot() {
    let mut lab = running();
    let first = Forge::new("acme/site/stable", lab.now).latest();
    let two = site(&mut lab.forge, "2.0.0");
    lab.forge.ship("r2", &two, now());
    let told = repels(&mut lab, |edge| {
        let first = lines(&first);
        let forge = Forge::new("acme/site/stable", 1_800_000_000);
        let timestamp = timestamp_over(&forge, 3, MetaFile::of(1, first.snapshot));
        serve(edge, mixed(&timestamp, first.snapshot, first.targets));
    });
    assert_eq!(
        told,
        ["poll_failed snapshot: version 1 is below 2, which this device has seen"]
    );
}

#[test]
fn mix_and_match_attack_with_stolen_online_keys_cannot_lower_the_targets() {
    let (mut lab, _) = offered();
    let forge = Forge::new("acme/site/stable", lab.now);
    let first = forge.latest();
    let told = repels(&mut lab, |edge| {
        let targets = lines(&first).targets;
        let snapshot = snapshot_over(&forge, 3, MetaFile::of(1, targets));
        let timestamp = timestamp_over(&forge, 3, MetaFile::of(3, &snapshot));
        serve(edge, mixed(&timestamp, &snapshot, targets));
    });
    assert_eq!(
        told,
        ["poll_failed targets: version 1 is below 2, which this device has seen"]
    );
}

#[test]
fn another_channels_metadata_is_refused_though_the_same_keys_signed_it() {
    for scope in ["acme/site/beta", "acme/other/stable", "other/site/stable"] {
        let (mut lab, _) = offered();
        let mut other = Forge::new(scope, lab.now);
        let evil = site(&mut other, "6.6.6");
        other.ship("evil", &evil, now());
        other.publish();
        let bytes = other.latest();
        let told = repels(&mut lab, |edge| serve(edge, bytes));
        let why = format!("timestamp speaks for {scope}, not for acme/site/stable");
        assert_eq!(told, [format!("poll_failed {why}")]);
    }
}

#[test]
fn another_channels_root_is_refused_though_the_same_key_signed_it() {
    let (mut lab, _) = offered();
    let mut other = Forge::new("acme/site/beta", lab.now);
    other.rotate(&[]);
    let root = other.root_bytes(2);
    let told = repels(&mut lab, |edge| {
        edge.insert("acme/site/stable/2.root.json".into(), root);
        serve(edge, Vec::new());
    });
    assert_eq!(
        told,
        ["poll_failed root speaks for acme/site/beta, not for acme/site/stable"]
    );
}

#[test]
fn truncated_lines_are_refused_at_every_byte() {
    let (lab, _) = offered();
    let whole = latest(&lab.forge.edge);
    let ends: Vec<_> = (0..whole.len()).filter(|n| whole[*n] == b'\n').collect();
    let cuts = (0..whole.len())
        .step_by(97)
        .chain(ends.iter().flat_map(|end| [*end, end + 1]));
    let mut trusted = lab.agent.state().trusted().unwrap().clone();
    let before = trusted.clone();
    for cut in cuts.filter(|cut| *cut < whole.len()) {
        let polled = trusted.poll(Source::Network, &whole[..cut], None, at(lab.now));
        let why = polled.unwrap_err().to_string();
        assert!(why.starts_with("latest.ndjson must "), "{cut}: {why}");
        assert_eq!(trusted, before);
    }
    let (mut lab, _) = offered();
    let half = whole[..whole.len() / 2].to_vec();
    let told = repels(&mut lab, |edge| serve(edge, half));
    assert_eq!(
        told,
        ["poll_failed latest.ndjson must end with a line feed: it was cut short"]
    );
}

#[test]
fn endless_data_attack_is_read_to_its_limit_and_no_further() {
    let (mut lab, _) = offered();
    let endless = vec![b'{'; 4 << 20];
    let told = repels(&mut lab, |edge| serve(edge, endless.clone()));
    assert_eq!(
        told,
        ["poll_failed more than the allowed 393216 bytes came"]
    );
    let (mut lab, _) = offered();
    let told = repels(&mut lab, |edge| {
        edge.insert("acme/site/stable/2.root.json".into(), endless);
        serve(edge, Vec::new());
    });
    assert_eq!(
        told,
        ["poll_failed more than the allowed 524288 bytes came"]
    );
    assert_eq!(lab.most_read, limit::ROOT_BYTES_CLIENT as u64);
}
