//! Sign-in at the real Keycloak: the flows, their tokens, and the command line.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod admin;
mod browser;
mod groups;
mod keycloak;
mod login;
mod made;
mod page;
mod server;
