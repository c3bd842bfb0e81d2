//! The edge compared with the head, and the fence before an edge that is ahead of the ledger.

use wavecast_domain::head::{Fence, Head};
use wavecast_wire::name::Scope;

use super::state::State;
use super::{PublishError, Publisher, lines};
use crate::port::Found;
use crate::record::own::Adoption;
use crate::record::{entry, key};

/// How the edge stands to the head.
pub(super) enum Edge {
    /// It shows what was sealed; or nothing, and nothing was.
    Same,
    /// It lacks what was sealed, or is damaged.
    Behind,
    /// It shows what this ledger didn't seal.
    Ahead(Fence),
}

/// The two mutable objects as they were found, in the order in which they are written.
pub(super) type Pair = [Option<Found>; 2];

impl Publisher {
    /// The mutable objects. They are read **before** head and state: whatever they show then was
    /// sealed before the head is read, so an edge that is ahead of that head is foreign.
    pub(super) async fn look(&self, scope: &Scope) -> Result<Pair, PublishError> {
        let [timestamp, latest] = lines::mutable(scope);
        let timestamp = self.objects.get(&timestamp).await?;
        Ok([timestamp, self.objects.get(&latest).await?])
    }

    /// How what was found stands to the head.
    pub(super) fn compare(&self, state: &State, pair: &Pair) -> Edge {
        let mut edge = Edge::Same;
        for (key, found) in lines::mutable(&state.scope).iter().zip(pair) {
            let shown = found.as_ref().map(|found| found.bytes.as_ref());
            match self.stands(state, key, shown) {
                Edge::Ahead(fence) => {
                    let higher = |other: &Fence| other.edge >= fence.edge;
                    if !matches!(&edge, Edge::Ahead(other) if higher(other)) {
                        edge = Edge::Ahead(fence);
                    }
                }
                Edge::Behind if matches!(edge, Edge::Same) => edge = Edge::Behind,
                _ => {}
            }
        }
        edge
    }

    fn stands(
        &self,
        state: &State,
        key: &wavecast_wire::object::ObjectKey,
        shown: Option<&[u8]>,
    ) -> Edge {
        let seq = shown.and_then(|shown| lines::seq(key, &state.scope, shown));
        let Some(sealed) = &state.head.sealed else {
            // Nothing sealed: before the first publication, or just adopted.
            return match seq {
                Some(seq) if seq > state.head.seq => Edge::Ahead(self.ahead(state, seq)),
                _ => Edge::Same,
            };
        };
        let wanted = lines::of_sealed(key, sealed);
        match (shown, seq) {
            (Some(shown), _) if *shown == *wanted => Edge::Same,
            (Some(shown), _) if lines::is_ours(key, shown, sealed) => Edge::Behind,
            (_, Some(seq)) if seq >= state.head.seq => Edge::Ahead(self.ahead(state, seq)),
            _ => Edge::Behind,
        }
    }

    pub(super) fn ahead(&self, state: &State, edge: u64) -> Fence {
        let ledger = state.head.seq;
        let why = if edge == ledger {
            format!("the edge shows publication {edge} with other bytes than the ledger sealed")
        } else {
            format!("the edge shows publication {edge}, the ledger knows only {ledger}")
        };
        Fence {
            edge,
            at: self.clock.now(),
            why: format!("{why}: was the ledger restored from a backup?"),
        }
    }

    /// Fences a channel, or goes on above the edge when an admin adopted it. `false` means that
    /// the head moved: look again. Answers the fence that stands.
    pub(super) async fn fence(
        &self,
        state: &State,
        fence: Fence,
    ) -> Result<Option<Fence>, PublishError> {
        if self.is_adopted(state, &fence).await? {
            self.go_above(state, &fence).await?;
            return Ok(None);
        }
        if let Some(standing) = &state.head.fence
            && standing.edge >= fence.edge
        {
            return Ok(Some(standing.clone()));
        }
        let head = Head {
            fence: Some(fence.clone()),
            ..state.head.clone()
        };
        let landed = self.swap_head(state, &head).await?;
        Ok(landed.then_some(fence))
    }

    async fn is_adopted(&self, state: &State, fence: &Fence) -> Result<bool, PublishError> {
        let found = self.ledger.get(&[key::adoption(&state.scope)]).await?;
        let Some(found) = found.into_iter().next().flatten() else {
            return Ok(false);
        };
        let adoption: Adoption = entry::read(&found)?;
        Ok(adoption.edge >= fence.edge)
    }

    /// Lifts the fence: the next `seq` is above both, and nothing of the old seal is used again.
    async fn go_above(&self, state: &State, fence: &Fence) -> Result<bool, PublishError> {
        let head = Head {
            seq: state.head.seq.max(fence.edge),
            sealed: None,
            written: true,
            fence: None,
            ..state.head.clone()
        };
        self.swap_head(state, &head).await
    }
}
