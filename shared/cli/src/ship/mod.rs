//! From files on disk to a package that may be released: find, hash, upload what is missing,
//! create, wait until the publisher has checked it.

mod contents;
mod package;
mod sign;
mod upload;

pub use contents::{Contents, Recipe, Variation};
pub use package::{PackageSpec, could_create, create};
pub use sign::{SignKey, read_public};
pub use upload::upload;
