//! One mutable object, only ever to a higher `seq`.

use bytes::Bytes;
use wavecast_domain::head::{Fence, Sealed};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::Poll;

use super::state::State;
use super::{PublishError, Publisher, lines};
use crate::port::{ETag, Found, PortError};

/// Readings before it gives up: each follows a lost race or an unknown outcome.
const TRIES: u32 = 6;

/// What became of a mutable object.
pub(super) enum Swapped {
    /// It shows what was sealed.
    Shown(Before),
    /// A later seal goes before this one.
    Superseded,
    /// It shows what this ledger didn't seal.
    Foreign(Fence),
}

/// What the object was before.
pub(super) enum Before {
    /// Nothing.
    Missing,
    /// An older publication; how often its readers ask, where that can be read.
    Older(Option<Poll>),
    /// It showed this one already.
    Same,
}

impl Publisher {
    /// Begins with the object as it was found: stops if its `seq` isn't lower; swaps if it still has
    /// the ETag that was read with it; after a lost race or an unknown answer it reads again.
    pub(super) async fn swap(
        &self,
        state: &State,
        key: &ObjectKey,
        sealed: &Sealed,
        found: Option<Found>,
    ) -> Result<Swapped, PublishError> {
        let wanted = Bytes::from(lines::of_sealed(key, sealed));
        let poll = lines::sealed_poll(&state.scope, sealed).map_or(0, |poll| poll.seconds);
        let mut before = Before::Same;
        let mut there = found;
        for _ in 0..TRIES {
            let written = match there {
                Some(found) if found.bytes == wanted => return Ok(Swapped::Shown(before)),
                Some(found) => {
                    if let Some(other) = self.not_lower(state, key, sealed, &found).await? {
                        return Ok(other);
                    }
                    before = Before::Older(lines::poll(key, &state.scope, &found.bytes));
                    self.replace(key, &wanted, &found.etag, poll).await
                }
                None => {
                    // Only while the head holds this seal: a slow publisher must not bring back
                    // an object that a later one is about to make.
                    let (head, _) = self.read_head(&state.scope).await?;
                    if head.seq != state.head.seq {
                        return Ok(Swapped::Superseded);
                    }
                    before = Before::Missing;
                    let created = self.objects.create(key, wanted.clone(), poll).await;
                    created.map(drop)
                }
            };
            match written {
                Ok(()) => return Ok(Swapped::Shown(before)),
                // Someone was faster, or it may have landed: what stands there now decides.
                Err(PortError::Conflict | PortError::Unknown(_)) => {}
                Err(error) => return Err(error.into()),
            }
            there = self.objects.get(key).await?;
        }
        Err(PortError::Conflict.into())
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        wanted: &Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<(), PortError> {
        self.objects
            .replace(key, wanted.clone(), etag, poll_seconds)
            .await
            .map(drop)
    }

    /// Why an object must not be replaced; `None` when it is older, or damaged.
    async fn not_lower(
        &self,
        state: &State,
        key: &ObjectKey,
        sealed: &Sealed,
        found: &Found,
    ) -> Result<Option<Swapped>, PublishError> {
        if lines::is_ours(key, &found.bytes, sealed) {
            return Ok(None);
        }
        let Some(edge) = lines::seq(key, &state.scope, &found.bytes) else {
            return Ok(None);
        };
        if edge < state.head.seq {
            return Ok(None);
        }
        let (head, _) = self.read_head(&state.scope).await?;
        let superseded = head.seq > state.head.seq && head.seq >= edge;
        Ok(Some(if superseded {
            Swapped::Superseded
        } else {
            Swapped::Foreign(self.ahead(state, edge))
        }))
    }
}
