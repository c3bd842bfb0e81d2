//! The seal protocol under every schedule; see `docs/correctness.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test, and a search says how far it went"
)]

mod broken;
mod honest;
mod model;
mod publishers;
mod scenes;
mod stand;
