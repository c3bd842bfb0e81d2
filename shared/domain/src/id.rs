//! Ids: sortable, made from a seed so that a retried command makes the same ones.

use serde::{Deserialize, Serialize};
use wavecast_wire::time::Timestamp;

/// 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 of hash (the ULID form).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Ulid(pub String);

/// The seed of every id that one command makes. Kept over the retries of that command.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// When the command first arrived.
    pub at: Timestamp,
    /// 32 random bytes.
    pub seed: [u8; 32],
}

impl Fresh {
    /// The id for a purpose, such as `release` or `event`; the same purpose gives the same id.
    #[must_use]
    pub fn id(&self, _purpose: &str) -> Ulid {
        todo!()
    }
}
