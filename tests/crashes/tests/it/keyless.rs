//! A process without any key: all that it can do is finish what was sealed.

use std::sync::Arc;

use async_trait::async_trait;
use wavecast_engine::local::Ports;
use wavecast_engine::port::{KeyMaker, PortError, SealedKey, Signer};
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

/// Refuses to sign, and to make keys.
struct NoKeys;

fn refused<T>() -> Result<T, PortError> {
    Err(PortError::Setup("there is no key here".to_owned()))
}

#[async_trait]
impl Signer for NoKeys {
    async fn sign(&self, _: &SealedKey, _: &[u8]) -> Result<Vec<u8>, PortError> {
        refused()
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}

#[async_trait]
impl KeyMaker for NoKeys {
    async fn make(&self, _: &Scope, _: Role) -> Result<SealedKey, PortError> {
        refused()
    }

    async fn sign_root(&self, _: &SealedKey, _: &[u8]) -> Result<Vec<u8>, PortError> {
        refused()
    }
}

/// The same ports, without keys.
pub fn without_keys(ports: Ports) -> Ports {
    Ports {
        signer: Arc::new(NoKeys),
        maker: Arc::new(NoKeys),
        ..ports
    }
}
