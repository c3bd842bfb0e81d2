//! Every write of every verb fails, and recovery is the ordinary tick.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod act;
mod clients;
mod content;
mod fate;
mod keyless;
mod prepared;
mod scenes;
mod site;
mod state;
mod stock;
mod sweep;
mod trial;
mod witness;
mod writers;
