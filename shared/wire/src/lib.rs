//! The bytes at the edge, as `docs/wire.md` specifies them.
//!
//! Everything a device trusts is parsed, chosen and verified here, and everything the publisher
//! writes is composed here, so that both sides share one reading of each byte. The crate has no
//! I/O, no clock and no randomness, and builds without `std`.
#![no_std]
extern crate alloc;

mod base64;
pub mod bucket;
pub mod config;
pub mod envelope;
pub mod hash;
pub mod json;
pub mod key;
pub mod latest;
pub mod limit;
pub mod manifest;
pub mod name;
pub mod object;
pub mod schema;
pub mod table;
pub mod time;
pub mod tuf;
pub mod version;

pub use schema::SCHEMAS;
