//! Ports, and the straight line that a change travels through them.
//!
//! [`control`] decides and commits, [`publisher`] seals and writes the edge, [`keys`] makes keys
//! and roots, [`upkeep`] does what is due and mends what a crash left. Backends implement the
//! ports; `testing` holds the suite that each must pass.

pub mod control;
pub mod groups;
pub mod keys;
pub mod local;
pub mod port;
pub mod publisher;
pub mod record;
pub mod shown;
pub mod system;
#[cfg(feature = "testing")]
pub mod testing;
pub mod totp;
pub mod upkeep;
pub mod vault;
