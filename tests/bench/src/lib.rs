//! What benches and the tests of their counts have in common: a stage, and a heap that counts.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what a bench can't set up ends it"
)]

pub mod heap;
pub mod poll;
pub mod stage;
pub mod web;
