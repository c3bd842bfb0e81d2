//! The driver of a device: HTTP, files and slots around the pure core of `wavecast-device`.
//!
//! - [`DeviceFile`] is `wavecast-device.json`, what a device is provisioned with.
//! - [`Driver`] executes the core's actions on a data directory and an edge.
//! - The binary `wavecast-agent` is a command line around it.
//!
//! The data directory, which one process holds at a time:
//!
//! | | |
//! |---|---|
//! | `id` | the device's id, where the configuration gives none |
//! | `state.json` | all that the core remembers, replaced as one piece |
//! | `slots/{n}/` | the files of a release, read-only, built aside and put in place whole |
//! | `slots/{n}.files.json` | what they are, so that a later release can take them over |
//! | `current`, `previous` | links to slots, swapped atomically |
//! | `cache/` | files on their way in: whole ones under their hash, partial ones as `.part` |
//! | `properties.json` | what the app sees |

mod cache;
mod clock;
mod data;
mod disk;
mod driver;
mod error;
mod fetch;
mod file;
mod hooks;
mod http;
mod reading;
mod slots;
mod world;

pub use clock::now;
pub use data::{DataDir, read_state};
pub use disk::{Disk, Stage, Step, Watch};
pub use driver::{Driver, Options, Outcome};
pub use error::AgentError;
pub use file::{DeviceFile, DeviceFileError, ProvisionedRoot};
pub use hooks::Hooks;
pub use world::{Patience, World};
