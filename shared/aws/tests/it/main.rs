//! The backend on AWS, on MiniStack and DynamoDB Local, with faults on the wire.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod calls;
mod cdn;
mod conformance;
mod doctor;
mod faults;
mod ledger;
mod objects;
mod setup;
mod stage;
mod uploads;
mod workers;
