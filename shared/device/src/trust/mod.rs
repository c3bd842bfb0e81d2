//! What a device trusts, and how bytes from the edge become trusted (`docs/wire.md`, "What a
//! client does").
//!
//! A device is provisioned with a root. [`TrustedState::poll`] checks a whole `latest.ndjson` and
//! stores all of it or nothing. A client of a plain TUF repository drives the same checks file by
//! file: [`TrustedState::update_root`], then [`TrustedState::settle_roots`], then
//! [`TrustedState::update_timestamp`], [`TrustedState::update_snapshot`] and
//! [`TrustedState::update_targets`].

mod body;
mod error;
mod metadata;
mod plain;
mod poll;
mod root;
mod state;
mod time;

pub use error::TrustError;
pub use poll::Polled;
pub use state::{Source, TrustedState};
pub use time::Clock;
