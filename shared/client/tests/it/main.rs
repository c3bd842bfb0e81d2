//! The generated client is what our document says, and the layer by hand works over loopback.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod calls;
mod generated;
mod lower;
mod server;
mod uploads;
