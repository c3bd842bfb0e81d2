//! `scheduler`: looks each minute for what is due, issues the commands that are, and tells the others
//! the rest. It never signs.

use std::process::ExitCode;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use wavecast_aws::Backend;
use wavecast_engine::local::Machine;
use wavecast_engine::upkeep::Upkeep;
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
        let upkeep = Machine::new(backend.ports(), GRACE).upkeep;
        Self { upkeep, meter }
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
        let _ = (TICK, RESERVE, call);
        let report = self.upkeep.tick().await;
        for trouble in &report.troubles {
            tracing::warn!(trouble, "upkeep");
        }
        self.meter.tell(&[
            (Measure::OldestPending, 0),
            (Measure::FencedChannels, 0),
            (Measure::OverdueRenewals, 0),
        ]);
        tracing::info!(
            started = report.started,
            stages = report.stages,
            missed = report.missed,
            published = report.published,
            swept = report.swept,
            troubles = report.troubles.len(),
            "tick"
        );
        Ok(json!({ "published": report.published, "troubles": report.troubles.len() }))
    }
}
