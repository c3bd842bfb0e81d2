//! The files of a package on disk: found, checked, given roles, hashed.

mod glob;
mod hash;
mod kind;
mod walk;

pub use glob::Glob;
pub use hash::{Hashed, hash_all};
pub use kind::{Roles, content_type};
pub use walk::{LocalFile, walk};
