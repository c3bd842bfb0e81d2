//! Makes and seals keys, and signs roots; alone in that.

use std::sync::Arc;

use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use crate::port::{Clock, Ids, KeyMaker, Ledger, PortError};

/// The key maker's function.
#[derive(Clone)]
pub struct Keys {
    /// Where seeds (sealed) and roots lie.
    pub ledger: Arc<dyn Ledger>,
    /// Makes keys.
    pub maker: Arc<dyn KeyMaker>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

impl Keys {
    /// Makes sure that a channel has its first root; answers its newest version.
    ///
    /// # Errors
    /// A failing port; calling again is always safe.
    pub async fn ensure(&self, _scope: &Scope) -> Result<u64, PortError> {
        todo!()
    }

    /// Rotates the keys of these roles and wants a publication; answers the new root's version.
    ///
    /// # Errors
    /// A failing port; nothing is rotated by halves.
    pub async fn rotate(&self, _scope: &Scope, _roles: &[Role]) -> Result<u64, PortError> {
        todo!()
    }
}
