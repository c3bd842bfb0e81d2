//! `scheduler`: looks each minute for what is due, issues the commands that are, and tells the others
//! the rest. It never signs.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use wavecast_aws::Backend;
use wavecast_engine::control::{Control, Hints};
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
            message_limit: backend.message_limit(),
        };
        let upkeep = Upkeep::new(control, workers, GRACE, Pace::BILLED);
        Self { upkeep, meter }
    }

    /// What the alarms read, with every tick: silence is bad too.
    fn measure(&self, report: &TickReport) {
        self.meter.tell(&[
            (Measure::OldestPending, report.oldest_pending),
            (Measure::FencedChannels, u64::from(report.fenced)),
            (Measure::OverdueRenewals, u64::from(report.overdue)),
        ]);
    }
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
        self.measure(&report);
        tracing::info!(
            started = report.started,
            stages = report.stages,
            missed = report.missed,
            handed = report.handed,
            swept = report.swept,
            stopped = report.stopped,
            troubles = report.troubles.len(),
            "tick"
        );
        Ok(json!({ "handed": report.handed, "troubles": report.troubles.len() }))
    }
}
