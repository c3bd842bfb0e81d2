//! What the fuzz targets share. Each file of `targets/` says its property.

pub mod choose;
pub mod differences;
pub mod documents;
pub mod fleet;
#[path = "../../../shared/device/tests/it/forge/mod.rs"]
pub mod forge;
pub mod hostile;
pub mod installation;
pub mod keys;
pub mod strict;
pub mod tables;
pub mod versions;

/// The text of the input; nothing that reads text is asked about other bytes.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<&str> {
    core::str::from_utf8(bytes).ok()
}
