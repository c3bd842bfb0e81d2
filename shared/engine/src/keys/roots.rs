//! What the ledger says of a channel's roots. Nothing here needs a key, so that the tick, which holds
//! none, can see when the key maker has work.

use wavecast_domain::app::{AppHead, ChannelState};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Role, Root};

use super::{compose, unreadable};
use crate::port::{Ledger, PortError, Query};
use crate::record::own::{Rotation, StoredRoot};
use crate::record::{entry, key};

/// A root is renewed when less than a quarter of its life is left.
const RENEW_SHARE: i64 = 4;

/// Whether the key maker has something to do for a channel that has a root: it ends soon, or a
/// channel that moved here hasn't signed it.
pub(crate) async fn is_due(
    ledger: &dyn Ledger,
    now: Timestamp,
    scope: &Scope,
) -> Result<bool, PortError> {
    let Some(newest) = newest(ledger, scope).await? else {
        return Ok(false);
    };
    Ok(ends_soon(&newest, now) || !is_vouched_for(ledger, scope, &newest).await?)
}

/// Whether a root does what an admin asked for.
pub(crate) async fn fulfils(ledger: &dyn Ledger, rotation: &Rotation) -> Result<bool, PortError> {
    let newest = newest(ledger, &rotation.scope).await?;
    Ok(newest.and_then(|newest| newest.fulfils).as_ref() == Some(&rotation.id))
}

pub(super) fn ends_soon(root: &StoredRoot, now: Timestamp) -> bool {
    let life = root.expires.0 - root.made.0;
    now >= root.expires.plus(-life / RENEW_SHARE)
}

pub(super) async fn newest(
    ledger: &dyn Ledger,
    scope: &Scope,
) -> Result<Option<StoredRoot>, PortError> {
    let query = Query::Prefix {
        pk: key::roots(scope),
        prefix: String::new(),
    };
    let page = ledger.page(&query, None, 1, true).await?;
    let newest = page.entries.first().map(entry::read).transpose();
    newest.map_err(unreadable)
}

/// The channels that moved here.
pub(super) async fn moved_to(ledger: &dyn Ledger, scope: &Scope) -> Result<Vec<Scope>, PortError> {
    let at = key::app(&scope.org, &scope.app);
    let Some(found) = ledger.get(&[at]).await?.into_iter().next().flatten() else {
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

/// The ids of the keys that signed a root.
pub(super) fn signers(root: &StoredRoot) -> Result<Vec<String>, PortError> {
    let file = Envelope::<Root>::read(root.file.as_bytes(), limit::ROOT_BYTES_CLIENT);
    let file = file.map_err(|error| PortError::Setup(error.to_string()))?;
    let signatures = file.signatures.into_iter();
    Ok(signatures.map(|signature| signature.keyid).collect())
}

/// Whether the root keys of every channel that moved here signed this root, as their own newest
/// roots list them.
async fn is_vouched_for(
    ledger: &dyn Ledger,
    scope: &Scope,
    root: &StoredRoot,
) -> Result<bool, PortError> {
    let moved = moved_to(ledger, scope).await?;
    if moved.is_empty() {
        return Ok(true);
    }
    let signers = signers(root)?;
    for from in moved {
        let Some(newest) = newest(ledger, &from).await? else {
            continue;
        };
        let listed = compose::read(&newest)?.role(Role::Root);
        let mut ids = listed
            .iter()
            .flat_map(|role| role.keys.values())
            .map(|public| public.id().to_string());
        if !ids.all(|id| signers.contains(&id)) {
            return Ok(false);
        }
    }
    Ok(true)
}
