//! Channels that moved: their root keys vouch for the channel where their devices go on.
//!
//! A device enters another channel only through a root that a threshold of the keys it trusts now
//! has signed. So the next root of that channel carries the signatures of every channel that moved
//! there; which ones those are is read from the state, so nothing can be forgotten by a crash.

use wavecast_domain::app::{AppHead, ChannelState};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::{Role, Root};

use super::{Keys, unreadable};
use crate::port::{PortError, SealedKey};
use crate::record::own::StoredRoot;
use crate::record::{entry, key};

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
        let file = Envelope::<Root>::read(root.file.as_bytes(), limit::ROOT_BYTES_CLIENT);
        let file = file.map_err(|error| PortError::Setup(error.to_string()))?;
        let signed = |key: &SealedKey| {
            let id = key.public.id().to_string();
            file.signatures
                .iter()
                .any(|signature| signature.keyid == id)
        };
        Ok(vouching.iter().all(signed))
    }

    /// The root keys of the channels that moved here.
    pub(super) async fn vouching(&self, scope: &Scope) -> Result<Vec<SealedKey>, PortError> {
        let mut vouching = Vec::new();
        for from in self.moved_to(scope).await? {
            let newest = self.newest(&from).await?;
            let mut listed = self.listed(&from, newest.as_ref()).await?;
            let keys = listed.remove(&Role::Root).unwrap_or_default();
            vouching.extend(keys.into_iter().map(|key| key.key));
        }
        Ok(vouching)
    }

    async fn moved_to(&self, scope: &Scope) -> Result<Vec<Scope>, PortError> {
        let at = key::app(&scope.org, &scope.app);
        let Some(found) = self.ledger.get(&[at]).await?.into_iter().next().flatten() else {
            return Ok(Vec::new());
        };
        let head: AppHead = entry::read(&found).map_err(unreadable)?;
        let moved = head.channels.into_iter().filter_map(|(channel, state)| {
            matches!(state, ChannelState::Moved { to } if to == *scope).then(|| Scope {
                channel,
                ..scope.clone()
            })
        });
        Ok(moved.collect())
    }
}
