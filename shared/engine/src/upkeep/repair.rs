//! Edge and ledger compared, channel by channel, round after round; and keys that end soon.
//!
//! The ledger keeps where the round is: where functions come and go, each tick may be another
//! process's, and a round that began anew with each would never reach its later channels.

use wavecast_domain::head::Head;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use super::Upkeep;
use super::tick::Tick;
use crate::control::ControlError;
use crate::keys::roots;
use crate::port::{Entry, Expect, PortError, Query, Wake, Write};
use crate::record::own::Round;
use crate::record::{due, entry, key};

/// The round as the ledger has it, and the entry that holds it.
struct Kept {
    round: Option<Round>,
    expect: Expect,
}

impl Upkeep {
    /// Goes on with the round, or begins the next if it is time: has mended what is missing or
    /// damaged at the edge, fenced what is ahead of the ledger, and renewed roots that end soon.
    /// Says whether it began one.
    pub(super) async fn next_round(&self, tick: &mut Tick) -> bool {
        if tick.is_over() {
            return false;
        }
        let kept = self.kept_round(tick).await;
        let Some(kept) = tick.note("reading where the round is", kept) else {
            return false;
        };
        let (round, begins) = self.round_of(kept.round.clone());
        let mut reached = round.clone();
        let scopes = self.next_channels(&mut reached, tick).await;
        let is_done = match tick.note("listing channels", scopes) {
            Some(scopes) => self.mend(scopes, tick).await,
            None => false,
        };
        // Only what was handed over has had its turn: the rest is looked at again.
        let round = if is_done { reached } else { round };
        let noted = self.keep_round(kept, round).await;
        tick.note("noting where the round is", noted);
        begins
    }

    /// Hands over the channels of this tick; says whether all of them were. One that can't be handed
    /// over, or mended, has had its turn too: it must not hold up the others.
    async fn mend(&self, scopes: Vec<Scope>, tick: &mut Tick) -> bool {
        let mut keys = Vec::new();
        for scope in &scopes {
            if tick.is_over() {
                return false;
            }
            let now = self.control.clock.now();
            let due = roots::is_due(&*self.control.ledger, now, scope).await;
            if tick.note(scope, due) == Some(true) {
                keys.push(Wake::Keys(scope.clone()));
            }
        }
        let repairs = scopes.into_iter().map(Wake::Repair).collect();
        let repaired = self.hand_bulk(tick, repairs).await;
        tick.report.mended += repaired.mended;
        let renewed = self.hand(tick, keys).await;
        tick.report.renewed += renewed.shown;
        repaired.left == 0 && renewed.left == 0
    }

    /// The round that goes on, or the next one if the last is over and it is time, and whether it
    /// begins.
    fn round_of(&self, kept: Option<Round>) -> (Round, bool) {
        let now = self.control.clock.now();
        match kept {
            Some(round) if round.left > 0 || now < round.next => (round, false),
            _ => {
                let round = Round {
                    shard: 0,
                    left: due::SHARDS,
                    after: None,
                    next: now.plus(i64::from(self.pace.round)),
                };
                (round, true)
            }
        }
    }

    /// The next channels of the round.
    async fn next_channels(
        &self,
        round: &mut Round,
        tick: &mut Tick,
    ) -> Result<Vec<Scope>, PortError> {
        let mut scopes = Vec::new();
        while round.left > 0 && scopes.len() < self.pace.channels && !tick.is_over() {
            let room = self.pace.channels - scopes.len();
            let query = Query::By {
                group: due::published_group(round.shard),
            };
            let after = round.after.take();
            let ledger = &self.control.ledger;
            let page = ledger.page(&query, after.as_deref(), room, false).await;
            let page = match page {
                // A place that another version noted: the shard begins anew.
                Err(PortError::Refused(_)) if after.is_some() => continue,
                page => page?,
            };
            scopes.extend(page.entries.iter().filter_map(|found| listed(found, tick)));
            round.after = page.next;
            if round.after.is_none() {
                round.shard = (round.shard + 1) % due::SHARDS;
                round.left -= 1;
            }
        }
        scopes.sort();
        scopes.dedup();
        Ok(scopes)
    }

    /// Where the ledger says that the round is. What can't be read is told, and begun anew.
    async fn kept_round(&self, tick: &mut Tick) -> Result<Kept, PortError> {
        let found = self.control.ledger.get(&[key::round()]).await?;
        let found = found.into_iter().next().flatten();
        let round = found.as_ref().map(entry::read::<Round>);
        let round = round.and_then(|round| tick.note("where the round is", round));
        Ok(Kept {
            round: round.filter(|round| round.shard < due::SHARDS && round.left <= due::SHARDS),
            expect: found.map_or(Expect::Absent, |found| Expect::Revision(found.revision)),
        })
    }

    /// Notes where the round is. A round that is over, after which the next may begin at once, is none
    /// to note.
    async fn keep_round(&self, kept: Kept, round: Round) -> Result<(), ControlError> {
        let now: Timestamp = self.control.clock.now();
        let is_over = round.left == 0 && round.next <= now;
        let write = match (is_over, kept.expect) {
            (true, Expect::Absent) => return Ok(()),
            (true, expect) => Write::Delete(key::round(), expect),
            (false, _) if kept.round.as_ref() == Some(&round) => return Ok(()),
            (false, expect) => Write::Put(entry::plain(key::round(), &round)?, expect),
        };
        match self.control.ledger.commit(vec![write]).await {
            // Another tick at the same time: what both handed over is only looked at twice.
            Err(PortError::Conflict) => Ok(()),
            other => Ok(other?),
        }
    }
}

/// The channel of a head that is listed.
fn listed(found: &Entry, tick: &mut Tick) -> Option<Scope> {
    let scope = key::scope_of(&found.key)?;
    let head = entry::read::<Head>(found).ok();
    if head.is_some_and(|head| head.fence.is_some()) {
        tick.fenced(&scope);
    }
    Some(scope)
}
