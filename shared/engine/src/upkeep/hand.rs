//! Handing over what is due, and hearing what came of it.

use super::Upkeep;
use super::tick::Tick;
use crate::port::{Handed, Wake, Work};
use crate::publisher::Published;

/// Things that are handed over together. Between them the tick looks whether its time is over.
const TOGETHER: usize = 100;

/// What was done of all that was handed over.
#[derive(Default)]
pub(super) struct Tally {
    /// Channels whose edge shows their state.
    pub shown: u32,
    /// Packages checked.
    pub checked: u32,
    /// Objects mended.
    pub mended: u32,
}

impl Upkeep {
    /// Hands over what somebody waits for.
    pub(super) async fn hand(&self, tick: &mut Tick, wakes: Vec<Wake>) -> Tally {
        let room = tick.room;
        self.hand_some(tick, wakes, room).await
    }

    /// Hands over what may wait: no more than the workers have room for.
    pub(super) async fn hand_bulk(&self, tick: &mut Tick, wakes: Vec<Wake>) -> Tally {
        if wakes.is_empty() {
            return Tally::default();
        }
        let room = self.workers.room().await;
        let room = tick.note("asking how much is queued", room).unwrap_or(0);
        let room = room.min(tick.room);
        self.hand_some(tick, wakes, room).await
    }

    async fn hand_some(&self, tick: &mut Tick, mut wakes: Vec<Wake>, room: usize) -> Tally {
        let now = self.control.clock.now();
        wakes.retain(|wake| !self.asked.is_lately(wake, now));
        if wakes.len() > room {
            wakes.truncate(room);
            tick.report.stopped = true;
        }
        let mut tally = Tally::default();
        for some in wakes.chunks(TOGETHER) {
            if tick.is_over() {
                break;
            }
            let handed = self.workers.hand(some).await;
            tick.room = tick.room.saturating_sub(some.len());
            for (wake, handed) in some.iter().zip(handed) {
                match tick.note(wake, handed) {
                    Some(Handed::Over) => {
                        tick.report.handed += 1;
                        self.asked.note(wake, now);
                    }
                    Some(Handed::Done(work)) => tally.add(tick, wake, work),
                    None => {}
                }
            }
        }
        tally
    }
}

impl Tally {
    fn add(&mut self, tick: &mut Tick, wake: &Wake, work: Work) {
        match work {
            Work::Checked => self.checked += 1,
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
