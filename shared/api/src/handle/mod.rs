//! The handlers: each parses its input into a command, has it carried out, and answers.

pub(crate) mod apps;
pub(crate) mod audit;
pub(crate) mod change;
pub(crate) mod channel_verbs;
pub(crate) mod channel_views;
pub(crate) mod channels;
pub(crate) mod compare;
mod dimensions;
pub(crate) mod docs;
pub(crate) mod experiments;
pub(crate) mod explain;
pub(crate) mod groups;
pub(crate) mod health;
pub(crate) mod orgs;
mod package_keys;
pub(crate) mod packages;
pub(crate) mod parts;
pub(crate) mod pins;
pub(crate) mod publications;
pub(crate) mod release_input;
pub(crate) mod release_verbs;
pub(crate) mod releases;
pub(crate) mod remote;
pub(crate) mod replacements;
pub(crate) mod rules;
pub(crate) mod uploads;
