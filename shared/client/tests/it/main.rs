//! The generated client is what our document says.

mod generated;
mod lower;
