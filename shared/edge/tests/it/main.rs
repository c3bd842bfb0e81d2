//! Real requests over loopback, written and read byte by byte: what a client sees is what counts,
//! and no client library stands between to tidy a path up or to unpack an answer.
#![allow(clippy::expect_used, reason = "a test says by panicking what it found")]

mod aged;
mod caching;
mod client;
mod compression;
mod connections;
mod origin;
mod ranges;
mod replaced;
mod site;
mod strangers;
