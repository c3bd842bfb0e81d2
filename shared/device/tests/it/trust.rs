//! What a device trusts, and what it refuses.

use proptest::prelude::*;
use wavecast_device::trust::{Clock, Polled, Source, TrustError, TrustedState};
use wavecast_wire::table::Row;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::forge::{Forge, everyone};

pub const NOW: i64 = 1_800_000_000;
pub const DAY: i64 = 86_400;

pub fn at(now: i64) -> Clock {
    Clock {
        now: Timestamp(now),
        build: Timestamp(0),
    }
}

pub fn channel() -> Forge {
    Forge::new("acme/lamp/stable", NOW)
}

pub fn device(forge: &Forge) -> TrustedState {
    TrustedState::provision(forge.scope.clone(), &forge.root_bytes(1)).unwrap()
}

pub fn poll(trusted: &mut TrustedState, forge: &Forge, now: i64) -> Result<Polled, TrustError> {
    trusted.poll(Source::Network, &forge.latest(), Some("\"tag\""), at(now))
}

#[test]
fn a_poll_is_trusted_whole_and_its_etag_last() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    assert_eq!(trusted.etag(), None);
    assert_eq!(poll(&mut trusted, &forge, NOW), Ok(Polled::Newer));
    assert_eq!(poll(&mut trusted, &forge, NOW), Ok(Polled::Same));
    assert_eq!(trusted.etag(), Some("\"tag\""));
    forge.publish();
    assert_eq!(poll(&mut trusted, &forge, NOW), Ok(Polled::Newer));
    assert_eq!(trusted.seq(Source::Network), Ok(Some(2)));
}

#[test]
fn what_a_poll_hands_out_is_what_it_stored() {
    let mut forge = channel();
    let row = everyone("01A", "release-01A.json".parse().unwrap());
    forge.table.rows = vec![Row::Known(row)];
    forge.publish();
    let mut trusted = device(&forge);
    let latest = forge.latest();
    let (polled, handed) = trusted
        .poll_verified(Source::Network, &latest, Some("\"tag\""), at(NOW))
        .unwrap();
    assert_eq!((polled, trusted.etag()), (Polled::Newer, Some("\"tag\"")));
    let stored = trusted.verified(Source::Network).unwrap();
    assert_eq!(handed.table(), stored.table());
    assert_eq!(
        (handed.seq(), handed.poll(), handed.expires()),
        (stored.seq(), stored.poll(), stored.expires())
    );
    // Refused, nothing is handed out and nothing changes.
    let before = trusted.clone();
    let late = at(handed.expires().0);
    let refused = trusted.poll_verified(Source::Network, &latest, None, late);
    assert!(refused.is_err_and(|error| error.is_expired()));
    assert_eq!(trusted, before);
}

#[test]
fn after_a_304_the_first_end_of_the_four_files_decides() {
    let forge = channel();
    let mut trusted = device(&forge);
    let missing = TrustError::Order {
        role: Role::Timestamp,
    };
    assert_eq!(trusted.not_modified(Source::Network, at(NOW)), Err(missing));
    poll(&mut trusted, &forge, NOW).unwrap();
    let end = trusted.verified(Source::Network).unwrap().expires();
    assert_eq!(trusted.not_modified(Source::Network, at(end.0 - 1)), Ok(()));
    let ended = trusted.not_modified(Source::Network, at(end.0));
    let expired = TrustError::Expired {
        role: Role::Timestamp,
        expires: end,
        now: end,
    };
    assert_eq!(ended, Err(expired));
}

#[test]
fn seq_never_goes_down_and_never_has_two_contents() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    let first = forge.latest();
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    let before = trusted.clone();
    let lower = trusted.poll(Source::Network, &first, None, at(NOW));
    let rollback = TrustError::Rollback {
        role: Role::Timestamp,
        trusted: 2,
        found: 1,
    };
    assert_eq!(lower, Err(rollback));
    forge.seq -= 1;
    forge.poll.seconds += 1;
    forge.publish();
    let twin = poll(&mut trusted, &forge, NOW);
    assert_eq!(
        twin,
        Err(TrustError::Equivocation {
            role: Role::Timestamp,
            version: 2
        })
    );
    assert_eq!(trusted, before);
}

#[test]
fn another_channel_is_refused_before_anything_is_stored() {
    let forge = channel();
    let other = Forge::new("acme/lamp/beta", NOW);
    let mut trusted = device(&forge);
    let before = trusted.clone();
    let error = poll(&mut trusted, &other, NOW).unwrap_err().to_string();
    assert_eq!(
        error,
        "timestamp speaks for acme/lamp/beta, not for acme/lamp/stable"
    );
    assert_eq!(trusted, before);
    let root = TrustedState::provision(forge.scope.clone(), &other.root_bytes(1));
    assert!(root.is_err());
}

#[test]
fn an_expired_channel_is_genuine_and_installs_nothing() {
    let forge = channel();
    let mut trusted = device(&forge);
    poll(&mut trusted, &forge, NOW).unwrap();
    let late = NOW + 14 * DAY;
    assert_eq!(trusted.not_modified(Source::Network, at(late - 1)), Ok(()));
    assert!(
        trusted
            .not_modified(Source::Network, at(late))
            .unwrap_err()
            .is_expired()
    );
    assert!(poll(&mut trusted, &forge, late).unwrap_err().is_expired());
}

#[test]
fn a_clock_that_was_turned_back_doesnt_bring_old_metadata_to_life() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    forge.now = Timestamp(NOW + 30 * DAY);
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    // The floor of `issued` stands though the clock still says NOW: short-lived metadata of then
    // has expired.
    forge.now = Timestamp(NOW);
    forge.publish();
    assert!(poll(&mut trusted, &forge, NOW).unwrap_err().is_expired());
    assert_eq!(trusted.check_root(at(NOW)), Ok(()));
    assert!(
        trusted
            .check_root(at(NOW + 366 * DAY))
            .unwrap_err()
            .is_expired()
    );
}

#[test]
fn what_is_newer_than_this_client_is_trusted_and_holds() {
    let mut forge = channel();
    let mut trusted = device(&forge);
    forge.crit = vec!["proof".into()];
    forge.publish();
    poll(&mut trusted, &forge, NOW).unwrap();
    let verified = trusted.verified(Source::Network).unwrap();
    let why = "timestamp needs 'proof', which this reader doesn't know";
    assert_eq!(verified.hold(), Some(why));
}

#[test]
fn the_state_survives_being_written_and_read() {
    let forge = channel();
    let mut trusted = device(&forge);
    poll(&mut trusted, &forge, NOW).unwrap();
    let text = serde_json::to_string(&trusted).unwrap();
    assert_eq!(
        serde_json::from_str::<TrustedState>(&text).unwrap(),
        trusted
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever happens to the bytes on the way: all is trusted, or nothing changes.
    #[test]
    fn damaged_bytes_change_nothing(index: prop::sample::Index, xor in 1u8.., cut: bool) {
        let forge = channel();
        let mut trusted = device(&forge);
        let before = trusted.clone();
        let mut bytes = forge.latest();
        let at_byte = index.index(bytes.len());
        if cut { bytes.truncate(at_byte) } else { bytes[at_byte] ^= xor }
        let polled = trusted.poll(Source::Network, &bytes, Some("\"tag\""), at(NOW));
        if polled.is_ok() {
            prop_assert_eq!(trusted.seq(Source::Network), Ok(Some(1)));
        } else {
            prop_assert_eq!(trusted, before);
        }
    }

    /// Whatever is published, served stale or replayed, in any order: `seq` never goes down.
    #[test]
    fn no_order_of_polls_lowers_seq(order in prop::collection::vec(0usize..6, 1..16)) {
        let mut forge = channel();
        let mut seen = vec![forge.latest()];
        for _ in 0..5 {
            forge.publish();
            seen.push(forge.latest());
        }
        let mut trusted = device(&forge);
        let mut highest = 0;
        for index in order {
            let polled = trusted.poll(Source::Network, &seen[index], None, at(NOW));
            let offered = index as u64 + 1;
            prop_assert_eq!(polled.is_ok(), offered >= highest);
            highest = highest.max(offered);
            prop_assert_eq!(trusted.seq(Source::Network), Ok(Some(highest)));
        }
    }
}
