//! Releases that start and grow by themselves.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::time::Timestamp;

use super::{Ask, Target, act, sent};
use crate::error::Result;
use crate::run::Run;

/// Lets a draft start and grow by itself
#[derive(Debug, Args)]
pub struct Schedule {
    #[command(flatten)]
    target: Target,
    /// When it starts, such as 2027-01-31T09:00:00Z
    #[arg(long, value_name = "TIME")]
    start: Timestamp,
    /// Seconds by which the start may be late before it asks instead
    #[arg(long, value_name = "SECONDS")]
    window: Option<u32>,
    /// A share, and seconds after the one before, such as 5%@0 50%@3600; may repeat
    #[arg(long = "stage", value_name = "SHARE@SECONDS", required = true)]
    stages: Vec<Stage>,
}

/// Makes a scheduled release a draft again
#[derive(Debug, Args)]
pub struct Unschedule {
    #[command(flatten)]
    target: Target,
}

/// One stage.
#[derive(Clone, Debug)]
pub struct Stage {
    share: Share,
    after: u32,
}

impl std::str::FromStr for Stage {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = || "a stage is written share@seconds, such as 50%@3600".to_owned();
        let (share, after) = text.split_once('@').ok_or_else(rule)?;
        let share = share.parse().map_err(|error| format!("{error}"))?;
        Ok(Self {
            share,
            after: after.parse().map_err(|_| rule())?,
        })
    }
}

impl Schedule {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let stage = |stage: &Stage| types::Stage {
            share: stage.share.to_string(),
            after: stage.after,
        };
        let body = types::ScheduleRelease {
            start: self.start.to_string(),
            window: self.window,
            stages: self.stages.iter().map(stage).collect(),
        };
        let (client, id) = (&app.remote.client, self.target.release.as_str());
        let send = || {
            client
                .schedule_release()
                .org(&app.org)
                .app(&app.app)
                .id(id)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| sent!(send().dry_run(ask.dry).idempotency_key(&ask.key));
        act(run, &app, self.target.wait, verb).await
    }
}

impl Unschedule {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let (client, id) = (&app.remote.client, self.target.release.as_str());
        let send = || {
            client
                .unschedule_release()
                .org(&app.org)
                .app(&app.app)
                .id(id)
        };
        let verb = async |ask: &Ask| sent!(send().dry_run(ask.dry).idempotency_key(&ask.key));
        act(run, &app, self.target.wait, verb).await
    }
}
