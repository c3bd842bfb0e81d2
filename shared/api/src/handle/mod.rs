//! The handlers: each parses its input into a command, has it carried out, and answers.

pub(crate) mod apps;
pub(crate) mod audit;
pub(crate) mod change;
pub(crate) mod channel_verbs;
pub(crate) mod channel_views;
pub(crate) mod channels;
pub(crate) mod docs;
pub(crate) mod explain;
pub(crate) mod health;
pub(crate) mod orgs;
mod package_keys;
pub(crate) mod packages;
pub(crate) mod parts;
pub(crate) mod publications;
pub(crate) mod release_input;
pub(crate) mod release_verbs;
pub(crate) mod releases;
pub(crate) mod replacements;
pub(crate) mod uploads;
