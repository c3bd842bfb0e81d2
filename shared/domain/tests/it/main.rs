//! The life of a release, driven as the engine drives it: load what is named, decide, commit.

#[cfg(test)]
mod acme;
#[cfg(test)]
mod approvals;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod channels;
#[cfg(test)]
mod composed;
#[cfg(test)]
mod configs;
#[cfg(test)]
mod content;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod experiments;
#[cfg(test)]
mod fallback;
#[cfg(test)]
mod fleet;
#[cfg(test)]
mod foreseen;
#[cfg(test)]
mod groups;
mod hotfix;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod names;
#[cfg(test)]
mod needs;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod people;
#[cfg(test)]
mod powers;
#[cfg(test)]
mod publication;
#[cfg(test)]
mod quota;
#[cfg(test)]
mod remote;
#[cfg(test)]
mod revert;
#[cfg(test)]
mod schedule;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod stateful;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod story;
#[cfg(test)]
mod targeting;
#[cfg(test)]
mod trail;
#[cfg(test)]
mod transitions;
#[cfg(test)]
mod trusts;
#[cfg(test)]
mod users;
#[cfg(test)]
mod vault;
#[cfg(test)]
mod world;
#[cfg(test)]
mod yank;
