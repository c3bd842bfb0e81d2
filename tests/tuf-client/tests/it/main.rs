//! The command line against repositories that were really signed and are really served.
#![allow(clippy::unwrap_used, clippy::panic, reason = "this is all test code")]

mod client;
mod delegations;
mod names;
mod repository;
mod updates;
mod web;
