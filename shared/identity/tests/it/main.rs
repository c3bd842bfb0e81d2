//! Tokens judged, against an issuer whose faults a test sets. The real Keycloak is in tests/identity.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod browser;
mod cache;
mod github;
mod roles;
mod tokens;
mod workflows;
