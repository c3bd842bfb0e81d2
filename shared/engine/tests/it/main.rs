//! The engine over the in-memory backends: whole lives, races, faults, repair.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod answers;
mod approvals;
mod backends;
mod counts;
mod elsewhere;
mod fence;
mod groups;
mod handed;
mod heads;
mod keys;
mod life;
mod many;
mod outage;
mod packages;
mod quotas;
mod races;
mod reads;
mod repair;
mod replay;
mod rounds;
mod schedule;
mod secrets;
mod sightings;
mod slow;
mod stage;
mod sweep;
