//! Handing over what is due, and hearing what came of it.

use super::Upkeep;
use super::tick::Tick;
use crate::port::{Handed, Wake, Work};
use crate::publisher::Published;

/// Things that are handed over together. Between them the tick looks whether its time is over.
pub(super) const TOGETHER: usize = 100;

/// How something is handed over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// So that it is begun soon.
    Soon,
    /// Behind everything that waits already.
    Queued,
}

/// What was done of all that was handed over.
#[derive(Default)]
pub(super) struct Tally {
    /// Channels whose edge shows their state.
    pub shown: u32,
    /// Packages checked.
    pub checked: u32,
    /// Objects mended.
    pub mended: u32,
    /// Organizations whose heads were signed.
    pub signed: u32,
    /// Things that weren't handed over, for want of time or room.
    pub left: usize,
}

impl Upkeep {
    /// Hands over what somebody waits for.
    pub(super) async fn hand(&self, tick: &mut Tick, wakes: Vec<Wake>) -> Tally {
        let room = tick.room;
        self.hand_some(tick, wakes, Way::Soon, room).await
    }

    /// Hands over what may wait, until as many things wait as may.
    pub(super) async fn hand_bulk(&self, tick: &mut Tick, wakes: Vec<Wake>) -> Tally {
        self.queue_up_to(tick, wakes, self.pace.queued).await
    }

    /// Hands over publications of a backlog: half of what may wait is kept for everything else.
    pub(super) async fn hand_backlog(&self, tick: &mut Tick, wakes: Vec<Wake>) -> Tally {
        self.queue_up_to(tick, wakes, self.pace.queued / 2).await
    }

    async fn queue_up_to(&self, tick: &mut Tick, wakes: Vec<Wake>, most: usize) -> Tally {
        if wakes.is_empty() {
            return Tally::default();
        }
        let waiting = match tick.waiting {
            Some(waiting) => waiting,
            None => {
                let waiting = self.workers.waiting().await;
                let waiting = tick.note("asking how much is queued", waiting);
                // Where that isn't known, nothing is added in this tick.
                *tick.waiting.insert(waiting.unwrap_or(usize::MAX))
            }
        };
        let room = most.saturating_sub(waiting).min(tick.room);
        self.hand_some(tick, wakes, Way::Queued, room).await
    }

    async fn hand_some(
        &self,
        tick: &mut Tick,
        mut wakes: Vec<Wake>,
        way: Way,
        room: usize,
    ) -> Tally {
        let now = self.control.clock.now();
        wakes.retain(|wake| !self.asked.is_lately(wake, way, now));
        let mut tally = Tally {
            left: wakes.len().saturating_sub(room),
            ..Tally::default()
        };
        wakes.truncate(room);
        tick.report.stopped |= tally.left > 0;
        let mut begun = 0;
        for some in wakes.chunks(TOGETHER) {
            if tick.is_over() {
                break;
            }
            let handed = match way {
                Way::Soon => self.workers.hand(some).await,
                Way::Queued => self.workers.queue(some).await,
            };
            begun += some.len();
            tick.took(some.len(), way);
            for (wake, handed) in some.iter().zip(handed) {
                match tick.note(wake, handed) {
                    Some(Handed::Over) => {
                        tick.report.handed += 1;
                        self.asked.note(wake, way, now);
                    }
                    Some(Handed::Done(work)) => tally.add(tick, wake, work),
                    None => {}
                }
            }
        }
        tally.left += wakes.len() - begun;
        tally
    }
}

impl Tally {
    fn add(&mut self, tick: &mut Tick, wake: &Wake, work: Work) {
        match work {
            Work::Checked => self.checked += 1,
            Work::Signed(is_new) => self.signed += u32::from(is_new),
            Work::Mended(objects) => self.mended += objects,
            Work::Published(work) => self.add_published(tick, wake, work.published),
        }
    }

    fn add_published(&mut self, tick: &mut Tick, wake: &Wake, published: Published) {
        match published {
            Published::At { .. } => self.shown += 1,
            Published::Waiting { why } => {
                tick.report.troubles.push(format!("{wake}: {why}"));
            }
            Published::Fenced { edge } => {
                if let Wake::Publish(scope) | Wake::Renew(scope) | Wake::Repair(scope) = wake {
                    tick.fenced(scope);
                }
                tick.report.troubles.push(format!(
                    "{wake}: the edge is at {edge}, ahead of the ledger; wavecast channel adopt goes on"
                ));
            }
        }
    }
}
