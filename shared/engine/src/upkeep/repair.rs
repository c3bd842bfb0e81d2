//! Edge and ledger compared, channel by channel, round after round; and keys that end soon.

use std::sync::PoisonError;

use wavecast_domain::head::Head;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use super::Upkeep;
use super::tick::Tick;
use crate::keys::roots;
use crate::port::{PortError, Query, Wake};
use crate::record::{due, entry, key};

/// Where the last tick stopped. Lost with the process, which only begins a new round.
#[derive(Clone, Debug)]
pub(super) struct Place {
    shard: u8,
    /// Shards that this round has still to see; none: it is over.
    left: u8,
    after: Option<String>,
    /// When the next round may begin.
    next: Timestamp,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            shard: 0,
            left: 0,
            after: None,
            next: Timestamp(i64::MIN),
        }
    }
}

impl Upkeep {
    /// Goes on with the round, or begins the next if it is time: has mended what is missing or
    /// damaged at the edge, fenced what is ahead of the ledger, and renewed roots that end soon.
    /// Says whether it began one.
    pub(super) async fn next_round(&self, tick: &mut Tick) -> bool {
        let begins = self.begin_round();
        if tick.is_over() {
            return begins;
        }
        let scopes = self.next_channels(tick).await;
        let scopes = tick.note("listing channels", scopes).unwrap_or_default();
        let mut keys = Vec::new();
        for scope in &scopes {
            if tick.is_over() {
                break;
            }
            let now = self.control.clock.now();
            let due = roots::is_due(&*self.control.ledger, now, scope).await;
            if tick.note(scope, due) == Some(true) {
                keys.push(Wake::Keys(scope.clone()));
            }
        }
        let repairs = scopes.into_iter().map(Wake::Repair).collect();
        tick.report.mended += self.hand_bulk(tick, repairs).await.mended;
        tick.report.renewed += self.hand(tick, keys).await.shown;
        begins
    }

    /// Begins a round if the last is over and it is time.
    fn begin_round(&self) -> bool {
        let now = self.control.clock.now();
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if place.left > 0 || now < place.next {
            return false;
        }
        place.left = due::SHARDS;
        place.next = now.plus(i64::from(self.pace.round));
        true
    }

    /// The next channels of the round.
    async fn next_channels(&self, tick: &mut Tick) -> Result<Vec<Scope>, PortError> {
        let mut place = self.place();
        let mut scopes = Vec::new();
        while place.left > 0 && scopes.len() < self.pace.channels && !tick.is_over() {
            let room = self.pace.channels - scopes.len();
            let query = Query::By {
                group: due::published_group(place.shard),
            };
            let after = place.after.take();
            let ledger = &self.control.ledger;
            let page = ledger.page(&query, after.as_deref(), room, false).await?;
            for found in &page.entries {
                let Some(scope) = key::scope_of(&found.key) else {
                    continue;
                };
                let head = entry::read::<Head>(found).ok();
                if head.is_some_and(|head| head.fence.is_some()) {
                    tick.fenced(&scope);
                }
                scopes.push(scope);
            }
            place.after = page.next;
            if place.after.is_none() {
                place.shard = (place.shard + 1) % due::SHARDS;
                place.left -= 1;
            }
        }
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
        scopes.sort();
        scopes.dedup();
        Ok(scopes)
    }

    fn place(&self) -> Place {
        let place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }
}
