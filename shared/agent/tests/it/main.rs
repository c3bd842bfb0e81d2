//! The real binary against a real HTTP server that serves channels that were really signed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "this is all test code")]

mod crashes;
mod device;
mod faults;
#[allow(
    dead_code,
    unused_imports,
    reason = "the device's tests use the rest of it"
)]
#[path = "../../../device/tests/it/forge/mod.rs"]
mod forge;
mod full;
mod home;
mod hostile;
mod kills;
mod lies;
mod rig;
mod server;
mod updates;
