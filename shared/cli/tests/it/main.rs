//! The binary as people use it: against a real `wavecast dev`, with a real `wavecast-agent`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml allows them in tests; these are the tests' own helpers"
)]

mod afterwards;
mod approvals;
mod audit;
mod bad_input;
mod contents;
mod daily;
mod dry_run;
mod edge;
mod explain;
mod full_set;
mod github;
mod machine;
mod people;
mod quotas;
mod ran;
mod remote;
mod secrets;
mod shell;
mod signing;
mod simulate;
mod stack;
mod targeting;
mod tour;
mod trust;
mod users;
mod version;
mod workflow;
