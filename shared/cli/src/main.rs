//! `wavecast`: ships releases, watches them land, and runs the whole stack on one machine.
mod config;
mod error;
mod exit;
mod files;
mod output;
mod version;
fn main() {}
