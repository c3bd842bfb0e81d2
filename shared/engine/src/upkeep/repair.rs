//! Edge and ledger compared, channel by channel, round after round.

use std::sync::PoisonError;

use wavecast_wire::name::Scope;

use super::{TickReport, Upkeep};
use crate::port::{PortError, Query};
use crate::record::{due, key};

/// Channels that one tick compares.
const CHANNELS: usize = 200;

/// Where the last tick stopped. Lost with the process, which only begins a new round.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    shard: u8,
    after: Option<String>,
}

impl Upkeep {
    /// Mends what is missing or damaged at the edge, fences what is ahead of the ledger, and
    /// renews roots that end soon.
    pub(super) async fn repair(&self, report: &mut TickReport) {
        let scopes = self.next_channels().await;
        for scope in report.note("listing channels", scopes).unwrap_or_default() {
            let mended = self.publisher.mend(&scope).await;
            report.mended += report.note(&scope, mended).unwrap_or(0);
            let renewed = self.keys.renew(&scope).await;
            if let Some(Some(_)) = report.note(&scope, renewed) {
                report.renewed += u32::from(self.publish(&scope, report).await);
            }
        }
    }

    /// The next channels of the round; at most one whole round.
    async fn next_channels(&self) -> Result<Vec<Scope>, PortError> {
        let mut place = self.place();
        let mut scopes = Vec::new();
        for _ in 0..=due::SHARDS {
            let room = CHANNELS - scopes.len();
            let query = Query::By {
                group: due::published_group(place.shard),
            };
            let after = place.after.take();
            let page = self
                .control
                .ledger
                .page(&query, after.as_deref(), room, false)
                .await?;
            let found = page
                .entries
                .iter()
                .filter_map(|found| key::scope_of(&found.key));
            scopes.extend(found);
            place.after = page.next;
            if place.after.is_none() {
                place.shard = (place.shard + 1) % due::SHARDS;
            }
            if scopes.len() >= CHANNELS {
                break;
            }
        }
        scopes.sort_by_key(ToString::to_string);
        scopes.dedup();
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
        Ok(scopes)
    }

    fn place(&self) -> Place {
        let place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }
}
