//! The keys that must sign packages, parsed.

use std::collections::BTreeMap;

use wavecast_wire::key::PublicKey;
use wavecast_wire::tuf::PackageKeys;

use crate::contract::verb;
use crate::problem::Problem;

/// Keys that may sign packages: as many as a manifest may have signatures.
const MOST_KEYS: usize = 16;

/// Keys that devices can use, and a threshold that they can reach: any other root would strand
/// every device of its channel.
pub(super) fn package_keys(input: verb::PackageKeys) -> Result<PackageKeys, Problem> {
    let mut keys = BTreeMap::new();
    for (place, key) in input.keys.into_iter().enumerate() {
        let key = usable(key).ok_or_else(|| {
            let rule = "must be an Ed25519 key (64 hex digits) or a P-256 key (SPKI PEM)";
            Problem::invalid(format!("package_keys.keys[{place}]"), rule)
        })?;
        keys.insert(key.id(), key);
    }
    if !(1..=MOST_KEYS).contains(&keys.len()) {
        let rule = format!("must be 1 to {MOST_KEYS} keys, not {}", keys.len());
        return Err(Problem::invalid("package_keys.keys", rule));
    }
    if !(1..=keys.len() as u64).contains(&input.threshold) {
        let rule = format!("must be 1 to {}, as many as there are keys", keys.len());
        return Err(Problem::invalid("package_keys.threshold", rule));
    }
    Ok(PackageKeys {
        threshold: input.threshold,
        keys,
    })
}

/// The key in its one form, if devices can use it.
fn usable(key: verb::PackageKey) -> Option<PublicKey> {
    let key = match (key.keytype.as_str(), key.scheme.as_str()) {
        ("ed25519", "ed25519") => {
            let bytes = wavecast_wire::hash::from_hex(&key.keyval.public)?;
            PublicKey::ed25519(&bytes.try_into().ok()?)
        }
        ("ecdsa", "ecdsa-sha2-nistp256") => PublicKey::p256(&key.keyval.public)?,
        _ => return None,
    };
    key.is_usable().then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::verb::{PackageKey, PackageKeyValue};

    /// RFC 8032's first public key.
    const KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    fn said(threshold: u64, keys: &[(&str, &str)]) -> Result<PackageKeys, Problem> {
        let key = |(kind, public): &(&str, &str)| PackageKey {
            keytype: (*kind).to_owned(),
            scheme: (*kind).to_owned(),
            keyval: PackageKeyValue {
                public: (*public).to_owned(),
            },
        };
        package_keys(verb::PackageKeys {
            threshold,
            keys: keys.iter().map(key).collect(),
        })
    }

    #[test]
    fn a_reachable_threshold_of_usable_keys_is_taken() {
        let keys = said(1, &[("ed25519", KEY)]).unwrap();
        assert_eq!((keys.threshold, keys.keys.len()), (1, 1));
    }

    #[test]
    fn what_would_strand_devices_is_refused() {
        let weak = "00".repeat(32);
        for (threshold, keys) in [
            (0, &[("ed25519", KEY)][..]),
            (2, &[("ed25519", KEY)]),
            // One key, however often it is said.
            (2, &[("ed25519", KEY), ("ed25519", &KEY.to_uppercase())]),
            (1, &[]),
            (1, &[("ed25519", "abc")]),
            (1, &[("ed25519", &weak)]),
            (1, &[("rsa", KEY)]),
        ] {
            assert!(said(threshold, keys).is_err(), "{threshold} {keys:?}");
        }
    }
}
