//! The driver of a device: HTTP, files and slots around the pure core of `wavecast-device`.

mod file;

pub use file::{DeviceFile, DeviceFileError, ProvisionedRoot};
