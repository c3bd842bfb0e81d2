//! The pure core of a device: what it trusts, and what it does next.
//!
//! Nothing here touches a clock, a network, a disk or a random source, so a phone, a lamp, the
//! agent and a million simulated devices all run the same rules.
//!
//! - [`trust`] checks bytes from the edge: [`trust::TrustedState`] remembers, per scope, what was
//!   verified, and turns it into a [`Verified`] publication.
//! - [`Verified`] is one publication, verified once. It is only read by devices, so any number of
//!   them share one by reference.
//! - [`Device`] is what one device remembers. [`Device::decide`] is the whole choice: table,
//!   lower-version rule, `rollback_index`, failed releases, fit.
//! - [`agent::Agent`] is the state machine around them, for a real device: inputs in, actions out.
//! - [`download`] hashes files as they arrive; only it can say that a file is verified.
//!
//! # Many simulated devices
//!
//! ```no_run
//! # use wavecast_device::{trust::*, Decision, Device, Need};
//! # fn fetch(_: &wavecast_wire::object::ObjectKey) -> Vec<u8> { Vec::new() }
//! # fn simulate(trusted: &mut TrustedState, latest: &[u8], clock: Clock,
//! #     devices: &mut [Device], attributes: &wavecast_wire::table::Attributes)
//! #     -> Result<(), Box<dyn core::error::Error>> {
//! trusted.poll(Source::Network, latest, None, clock)?; // verifies once, for all of them
//! let mut verified = trusted.verified(Source::Network)?;
//! for device in devices {
//!     let install = loop {
//!         match device.decide(&verified, attributes) {
//!             // Small targets are fetched once and shared too; `learn` checks their hash.
//!             Decision::Needs(need) => {
//!                 let bytes = fetch(&verified.object(&need));
//!                 verified.learn(&need, &bytes)?;
//!             }
//!             Decision::Install(install) => break Some(install),
//!             _ => break None,
//!         }
//!     };
//!     if let Some(install) = install {
//!         device.begin(*install, 1); // runs it, on trial
//!         device.confirm(); // or `device.fail()`: back to the previous one, and remembered
//!     }
//! }
//! # Ok(()) }
//! ```
#![cfg_attr(not(test), no_std)]
extern crate alloc;

pub mod agent;
mod catalog;
mod choice;
mod decide;
mod device;
pub mod download;
mod package;
mod properties;
pub mod trust;
mod verified;

pub use catalog::{LearnError, Need, Small};
pub use choice::{Decision, Install, Keep};
pub use device::{Device, Fallback, Previous};
pub use package::{Failure, Installed, Package};
pub use properties::{Applied, LayerDecision};
pub use verified::Verified;
