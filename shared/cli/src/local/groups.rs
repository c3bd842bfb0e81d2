//! Groups in Keycloak, every few seconds: apart from upkeep, which waits for nobody elsewhere.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use wavecast_engine::groups::GroupKeeper;

use super::Stop;

/// Between two ticks.
const TICK: Duration = Duration::from_secs(2);

/// Ticks until `stop`, where there is something to tick; a tick under way may be cut off anywhere.
pub fn run(keeper: Option<GroupKeeper>, stop: Stop) -> JoinHandle<()> {
    tokio::spawn(async move {
        let Some(keeper) = keeper else { return };
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = stop.wait() => return,
            }
            let report = tokio::select! {
                report = keeper.tick() => report,
                () = stop.wait() => return,
            };
            for trouble in &report.troubles {
                tracing::warn!(trouble, "groups");
            }
        }
    })
}
