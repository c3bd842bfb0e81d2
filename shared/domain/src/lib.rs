//! The rules of a release: commands, decisions, and the publication of a channel.
