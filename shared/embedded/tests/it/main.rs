//! The embedded backend, on real files and real processes.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod bed;
mod conformance;
mod crash;
mod full;
mod home;
mod keys;
mod ledger;
mod objects;
mod uploads;
