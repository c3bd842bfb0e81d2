//! The seal protocol under every schedule. `docs/correctness.md` says what is covered, and what
//! isn't.
//!
//! - [`run`] steps the real publisher: a schedule decides who makes the next call of a port, who
//!   dies before it, and whose answer is lost.
//! - [`model`] is the protocol as a state machine, searched exhaustively.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a crate of tests: what it can't do fails the test"
)]

pub mod model;
pub mod run;
