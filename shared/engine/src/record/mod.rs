//! Domain values as ledger entries: keys, indexes and layout versions.
//!
//! The first letter of a partition is the boundary of powers: which function may write an entry
//! is decided by it alone (`docs/engine.md`, "Entries").

pub mod due;
pub mod entry;
pub mod key;
pub mod layout;
pub mod order;
pub mod own;
pub(crate) mod used;
