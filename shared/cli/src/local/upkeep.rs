//! What is due, every few seconds.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use wavecast_embedded::Embedded;
use wavecast_engine::upkeep::Upkeep;

use super::Stop;

/// Between two ticks.
const TICK: Duration = Duration::from_secs(3);
/// Ticks between two purges: an hour.
const PURGE_TICKS: u64 = 1200;

/// Ticks until `stop`; a tick under way is finished.
pub fn run(upkeep: Upkeep, embedded: Embedded, stop: Stop) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for count in 0_u64.. {
            tokio::select! {
                _ = ticks.tick() => {}
                () = stop.wait() => return,
            }
            let report = upkeep.tick().await;
            let heads = upkeep.sign_heads().await;
            for trouble in report.troubles.iter().chain(&heads.troubles) {
                tracing::warn!(trouble, "upkeep");
            }
            if report != wavecast_engine::upkeep::TickReport::default() {
                tracing::debug!(?report, "upkeep");
            }
            if count % PURGE_TICKS == PURGE_TICKS - 1
                && let Err(error) = embedded.purge().await
            {
                tracing::warn!(%error, "purge");
            }
        }
    })
}
