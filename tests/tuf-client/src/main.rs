//! A client of plain TUF repositories around our trust rules, behind the command line that the TUF
//! conformance suite drives. `docs/conformance.md` says how to run the suite.
//!
//! Root, timestamp, snapshot and top-level targets are trusted by
//! [`wavecast_device::trust::TrustedState`], the rules of every device. What a device has no use
//! for, and a stock client must know, lives here: delegations, RSA keys, SHA-512, target names with
//! folders.

mod args;
mod client;
mod delegation;
mod download;
mod http;
mod keys;
mod search;
mod store;
mod targets;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use args::Args;

fn main() -> ExitCode {
    let done = Args::try_parse()
        .map_err(anyhow::Error::from)
        .and_then(args::run);
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "tuf-client: {error:#}");
    ExitCode::FAILURE
}
