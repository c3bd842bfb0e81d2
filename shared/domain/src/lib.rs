//! The rules of a release.
//!
//! [`decide()`] takes what was loaded and a [`Command`] and says what changes, or refuses;
//! [`render()`] turns a channel's state into the publication that devices see. Both are pure: no
//! I/O, no clock, no randomness, so that every rule is a test of two values.

pub mod access;
pub mod app;
pub mod approval;
pub mod audience;
mod audit;
pub mod channel;
pub mod command;
pub mod config;
pub mod coverage;
pub mod decide;
pub mod device_group;
pub mod dimension;
pub mod event;
pub mod experiment;
pub mod explain;
pub mod foreseen;
pub mod head;
pub mod heads;
pub mod id;
pub mod manifest;
pub mod name;
pub mod needs;
pub mod org;
pub mod package;
pub mod permission;
mod plan;
pub mod preview;
pub mod principal;
pub mod record;
pub mod refusal;
pub mod release;
pub mod remote;
pub mod render;
pub mod role;
mod rollout;
pub mod saga;
pub mod schema;
pub mod secret;
pub mod share;
pub mod sighting;
pub mod stamp;
pub mod status;
pub mod trail;
pub mod user;
pub mod vault;
mod verb;

pub use app::App;
pub use command::Command;
pub use decide::{Context, Decision, Facts, decide};
pub use needs::{channels, more, needs};
pub use refusal::Refusal;
pub use render::{Publication, render};
pub use stamp::stamp;
