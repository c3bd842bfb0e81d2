//! `scheduler`: looks each minute for what is due, issues the commands that are, and tells the others
//! the rest. It never signs.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use wavecast_aws::Backend;
use wavecast_engine::control::{Control, Founding, Hints, Sightings};
use wavecast_engine::shown::Shown;
use wavecast_engine::system::{OsIds, SystemClock};
use wavecast_engine::upkeep::{Pace, TickReport, Upkeep};
use wavecast_runtime::{Call, Failed, Handler, Measure, Meter, hear, start};

/// How long a tick may take: the next comes after 60 seconds.
const TICK: Duration = Duration::from_secs(45);
/// What a tick leaves of its call, for what it has begun.
const RESERVE: Duration = Duration::from_secs(5);
/// Seconds that files which nothing refers to are kept.
const GRACE: u32 = 24 * 60 * 60;

fn main() -> ExitCode {
    start("scheduler", async |backend: Backend| {
        let meter = Meter::new(&backend.deployment.stage);
        hear(Scheduler::new(&backend, meter.clone()), meter).await
    })
}

struct Scheduler {
    upkeep: Upkeep,
    meter: Meter,
}

impl Scheduler {
    fn new(backend: &Backend, meter: Meter) -> Self {
        let workers = backend.workers();
        let control = Control {
            ledger: Arc::new(backend.ledger()),
            uploads: Arc::new(backend.uploads()),
            bell: workers.clone(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(OsIds),
            shown: Shown::default(),
            hints: Hints::default(),
            secrets: None,
            sightings: Sightings::default(),
            message_limit: backend.message_limit(),
            founding: Founding::default(),
        };
        let upkeep = Upkeep::new(control, workers, GRACE, Pace::BILLED);
        Self { upkeep, meter }
    }
}

/// What the alarms read, with every tick: silence is bad too. What wasn't wholly read is told where it
/// is bad as far as it was; that it isn't, nobody knows.
fn measures(report: &TickReport) -> Vec<(Measure, u64)> {
    let found = [
        (Measure::OldestPending, report.oldest_pending),
        (Measure::FencedChannels, u64::from(report.fenced)),
        (Measure::OverdueRenewals, u64::from(report.overdue)),
    ];
    let is_known = |(_, value): &(Measure, u64)| *value > 0 || report.unread == 0;
    let unread = (Measure::UnreadShards, u64::from(report.unread));
    found.into_iter().filter(is_known).chain([unread]).collect()
}

#[async_trait]
impl Handler for Scheduler {
    fn correlation(&self, _event: &Value) -> Option<String> {
        None
    }

    async fn handle(&self, event: Value, call: &Call) -> Result<Value, Failed> {
        if event != json!({"v": 1, "wake": "tick"}) {
            return Err(Failed::new(
                r#"the event isn't {"v":1,"wake":"tick"}; deploy all functions from one version"#,
            ));
        }
        let most = TICK.min(call.left().saturating_sub(RESERVE));
        let report = self
            .upkeep
            .tick_until(tokio::time::Instant::now() + most)
            .await;
        for trouble in &report.troubles {
            tracing::warn!(trouble, "upkeep");
        }
        let left = call.left().saturating_sub(RESERVE);
        let signed = tokio::time::timeout(left, self.upkeep.sign_heads()).await;
        for trouble in signed.into_iter().flat_map(|signed| signed.troubles) {
            tracing::warn!(trouble, "heads");
        }
        self.meter.tell(&measures(&report));
        tracing::info!(
            started = report.started,
            stages = report.stages,
            missed = report.missed,
            handed = report.handed,
            swept = report.swept,
            stopped = report.stopped,
            unread = report.unread,
            troubles = report.troubles.len(),
            "tick"
        );
        Ok(json!({ "handed": report.handed, "troubles": report.troubles.len() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tick that saw nothing once told the alarms that nothing waits.
    #[test]
    fn what_was_not_read_is_not_told_as_healthy() {
        let report = TickReport {
            fenced: 2,
            ..TickReport::default()
        };
        let whole = [
            (Measure::OldestPending, 0),
            (Measure::FencedChannels, 2),
            (Measure::OverdueRenewals, 0),
            (Measure::UnreadShards, 0),
        ];
        assert_eq!(measures(&report), whole);
        let report = TickReport {
            unread: 3,
            ..report
        };
        let part = [(Measure::FencedChannels, 2), (Measure::UnreadShards, 3)];
        assert_eq!(measures(&report), part);
    }
}
