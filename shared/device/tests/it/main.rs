//! The device core against channels that were really signed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "this is all test code")]

mod attacks;
mod channels;
mod crashes;
mod decisions;
#[allow(dead_code, reason = "the agent's tests use the rest of it")]
mod forge;
mod lab;
mod plain;
mod policies;
mod roots;
mod rules;
mod trust;
mod updates;
