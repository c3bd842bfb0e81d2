//! The rules of a release.
//!
//! [`decide`] takes what was loaded and a [`Command`] and says what changes, or refuses;
//! [`render`] turns a channel's state into the publication that devices see. Both are pure: no
//! I/O, no clock, no randomness, so that every rule is a test of two values.

pub mod app;
pub mod command;
pub mod decide;
pub mod event;
pub mod head;
pub mod id;
pub mod org;
pub mod package;
pub mod permission;
pub mod principal;
pub mod record;
pub mod refusal;
pub mod release;
pub mod render;
pub mod share;
pub mod stamp;

pub use app::App;
pub use command::Command;
pub use decide::{Context, Decision, Facts, decide, needs};
pub use refusal::Refusal;
pub use render::{Publication, render};
pub use stamp::stamp;
