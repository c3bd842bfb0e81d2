//! For tests on real servers: starting them, making deployments on them, and faults between the SDK's
//! clients and them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test's helper can't do fails the test"
)]

pub mod bed;
pub mod http;
pub mod sender;
pub mod servers;
