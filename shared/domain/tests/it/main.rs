//! The life of a release, driven as the engine drives it: load what is named, decide, commit.

mod bounds;
mod channels;
mod content;
mod devices;
mod fleet;
mod packages;
mod publication;
mod revert;
mod schedule;
mod stateful;
mod steps;
mod transitions;
mod world;
mod yank;
