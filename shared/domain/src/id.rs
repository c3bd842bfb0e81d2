//! Ids: sortable, made from a seed so that a retried command makes the same ones.

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Hasher;
use wavecast_wire::time::Timestamp;

/// 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 of hash (the ULID form).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Ulid(pub String);

impl std::str::FromStr for Ulid {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() == 26 && text.bytes().all(|byte| ALPHABET.contains(&byte)) {
            return Ok(Self(text.to_owned()));
        }
        Err("must be 26 characters of 0-9 and A-Z without I, L, O and U".to_owned())
    }
}

/// The seed of every id that one command makes. Kept over the retries of that command.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// When the command first arrived.
    pub at: Timestamp,
    /// 32 random bytes.
    pub seed: [u8; 32],
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Fresh {
    /// The id for a purpose, such as `release` or `event`; the same purpose gives the same id.
    #[must_use]
    pub fn id(&self, purpose: &str) -> Ulid {
        let mut hasher = Hasher::default();
        hasher.update(&self.seed);
        hasher.update(purpose.as_bytes());
        let random = hasher
            .finish()
            .0
            .iter()
            .take(10)
            .fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
        let millis = u128::from(self.at.0.max(0).unsigned_abs()) * 1000;
        // Bits of the time above 48, of years beyond 10000, fall out on the left.
        let number = millis << 80 | random;
        let digit = |place: u32| char::from(ALPHABET[(number >> (place * 5) & 31) as usize]);
        Ulid((0..26).rev().map(digit).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(at: i64, byte: u8) -> Fresh {
        Fresh {
            at: Timestamp(at),
            seed: [byte; 32],
        }
    }

    #[test]
    fn depends_on_seed_and_purpose_alone() {
        let id = fresh(1_795_251_600, 1).id("release");
        assert_eq!(id, fresh(1_795_251_600, 1).id("release"));
        assert_ne!(id, fresh(1_795_251_600, 1).id("event"));
        assert_ne!(id, fresh(1_795_251_600, 2).id("release"));
        assert_eq!(id.0.len(), 26);
    }

    #[test]
    fn begins_with_the_time_in_the_ulid_form() {
        let millis = fresh(1_795_251_600, 9).id("x").0[..10]
            .bytes()
            .map(|b| {
                ALPHABET
                    .iter()
                    .position(|a| *a == b)
                    .expect("of the alphabet")
            })
            .fold(0u64, |sum, digit| sum << 5 | digit as u64);
        assert_eq!(millis, 1_795_251_600_000);
        assert!(fresh(1, 255).id("x") < fresh(2, 0).id("x"));
    }
}
