//! The rules of the house, read from the tree as it is.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says by panicking what it found"
)]

mod documents;
mod floors;
mod purity;
mod robustness;
mod sources;
mod tree;
