//! Tests of the published bytes: vectors that every client shares, schemas, whole files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's helpers fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "vectors are files, read and written by their tests"
)]

mod bodies;
mod channel;
mod config;
mod docs;
mod keys;
mod limits;
mod manifest;
mod names;
mod outcome;
mod rows;
mod sample;
mod schema;
mod table;
mod vectors;
