//! The real publisher, stepped call by call.
//!
//! Publishers share nothing but the ledger and the edge, so a schedule is complete when it orders
//! the calls of these two ports. Between two calls a publisher pauses for as long as the schedule
//! likes.

mod broken;
pub mod chance;
mod end;
pub mod explore;
pub mod gate;
pub mod play;
mod ports;
pub mod scene;
pub mod watch;
mod work;
