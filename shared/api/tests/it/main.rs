//! The API as its clients see it: requests in, whole answers out, over the engine in memory.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod api;
mod auth;
mod bad_json;
mod bad_values;
mod changes;
mod document;
mod faults;
mod pages;
mod probes;
mod recovery;
mod remote;
mod resources;
mod talk;
mod targeting;
mod uploads;
mod verbs;
mod watch;
