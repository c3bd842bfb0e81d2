//! Signing keys by KMS: seeds that one KMS key seals, or a KMS key for each.

mod native;
mod sealed;

pub use native::KmsKeys;
pub use sealed::SealedKeys;

use wavecast_engine::port::{PortError, SealedKey};
use wavecast_wire::tuf::Role;

/// Refuses a root key where roots aren't signed, and any other where they are.
fn check_role(key: &SealedKey, for_roots: bool) -> Result<(), PortError> {
    match (key.role == Role::Root, for_roots) {
        (true, false) => Err(PortError::Setup(String::from(
            "role root: only the key maker signs roots",
        ))),
        (false, true) => Err(PortError::Setup(format!(
            "role {}: the key maker signs roots only",
            key.role.as_str()
        ))),
        _ => Ok(()),
    }
}
