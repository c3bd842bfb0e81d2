//! Scenarios from end to end: the real server, the real edge, real devices.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a scenario says by panicking what went wrong, and prints what the server said"
)]

mod admins;
mod channels;
mod clocks;
mod damage;
mod disk;
mod fills;
mod hostile;
mod kills;
mod life;
mod outage;
mod packages;
mod schedule;
mod setbacks;
mod starts;
mod world;
