//! The API as its clients see it: requests in, whole answers out, over the engine in memory.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod access;
mod api;
mod approvals;
mod auth;
mod bad_json;
mod bad_values;
mod browser;
mod cdn;
mod changes;
mod cookies;
mod document;
mod exchange;
#[cfg(test)]
mod experiments;
mod factor;
mod faults;
mod injection;
mod invitations;
mod limits;
mod pages;
mod people;
mod probes;
mod quotas;
mod recovery;
mod remote;
mod resources;
mod secrets;
mod sessions;
mod sightings;
mod sign_in;
mod talk;
mod targeting;
mod tenants;
mod tokens;
mod uploads;
mod verbs;
mod watch;
