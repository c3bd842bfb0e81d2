//! Channels that moved: their root keys vouch for the channel where their devices go on.
//!
//! A device enters another channel only through a root that a threshold of the keys it trusts now
//! has signed. So the next root of that channel carries the signatures of every channel that moved
//! there; which ones those are is read from the state, so nothing can be forgotten by a crash.

use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::{Keys, roots};
use crate::port::{PortError, SealedKey};
use crate::record::own::StoredRoot;

impl Keys {
    /// Whether every channel that moved here has signed this root.
    pub(super) async fn is_vouched_for(
        &self,
        scope: &Scope,
        root: &StoredRoot,
    ) -> Result<bool, PortError> {
        let vouching = self.vouching(scope).await?;
        if vouching.is_empty() {
            return Ok(true);
        }
        let signers = roots::signers(root)?;
        let signed = |key: &SealedKey| signers.contains(&key.public.id().to_string());
        Ok(vouching.iter().all(signed))
    }

    /// The root keys of the channels that moved here.
    pub(super) async fn vouching(&self, scope: &Scope) -> Result<Vec<SealedKey>, PortError> {
        let mut vouching = Vec::new();
        for from in roots::moved_to(&*self.ledger, scope).await? {
            let newest = self.newest(&from).await?;
            let mut listed = self.listed(&from, newest.as_ref()).await?;
            let keys = listed.remove(&Role::Root).unwrap_or_default();
            vouching.extend(keys.into_iter().map(|key| key.key));
        }
        Ok(vouching)
    }
}
