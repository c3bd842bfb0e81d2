//! The API as its clients see it: requests in, whole answers out, over the engine in memory.

mod api;
mod auth;
mod bad_input;
mod changes;
mod document;
mod faults;
mod pages;
mod probes;
mod resources;
mod uploads;
mod verbs;
mod watch;
