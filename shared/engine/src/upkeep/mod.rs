//! What is due, and what a crash left: tick, agenda, repair, sweep.
//!
//! Upkeep holds no signer, no key maker and no edge. It issues the commands that are due as a
//! principal of its own, and hands everything else over to [`Workers`]: on one machine they do it in
//! the same process and the tick's report says how it went; elsewhere they are told, and what stays
//! undone is due at the next tick again.

use std::sync::Arc;

use tokio::time::Instant;

use crate::control::Control;
use crate::port::Workers;

mod agenda;
mod asked;
pub(crate) mod by_itself;
mod due;
mod hand;
mod heads;
mod pace;
mod repair;
mod report;
mod sightings;
mod sweep;
mod tick;
mod wanted;

pub use pace::Pace;
pub use report::TickReport;

/// The scheduler.
#[derive(Clone)]
pub struct Upkeep {
    /// Commands go through it.
    pub control: Control,
    /// Publications, keys, packages and repairs go to them.
    pub workers: Arc<dyn Workers>,
    /// Seconds that unreferenced files are kept.
    pub grace: u32,
    /// How much of everything one tick does.
    pub pace: Pace,
    /// What others were told lately.
    asked: asked::Asked,
}

impl Upkeep {
    /// Upkeep over the other functions; unreferenced files are kept for `grace` seconds.
    #[must_use]
    pub fn new(control: Control, workers: Arc<dyn Workers>, grace: u32, pace: Pace) -> Self {
        Self {
            control,
            workers,
            grace,
            pace,
            asked: asked::Asked::default(),
        }
    }

    /// Does all that is due now; never fails as a whole, and says in its report what didn't work. One
    /// tick does a bounded amount of work, and what is left is still due at the next.
    pub async fn tick(&self) -> TickReport {
        self.run(None).await
    }

    /// The same until a moment, at which it stops: what is left is due at the next tick. Two ticks
    /// at once do no harm, so a tick that is cut off by force doesn't either.
    pub async fn tick_until(&self, deadline: Instant) -> TickReport {
        self.run(Some(deadline)).await
    }

    async fn run(&self, deadline: Option<Instant>) -> TickReport {
        let mut tick = tick::Tick::new(deadline, self.pace.handed);
        let checking = self.due(&mut tick).await;
        let begins = self.next_round(&mut tick).await;
        if begins {
            self.sweep(&mut tick, &checking).await;
        }
        tick.report
    }
}
