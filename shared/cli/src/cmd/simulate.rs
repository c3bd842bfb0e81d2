//! `wavecast simulate`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use wavecast_domain::share::Share;
use wavecast_wire::name::Scope;
use wavecast_wire::version::Range;

use super::explain::Attribute;
use crate::error::Result;
use crate::fleet::{Board, Checks, Fleet, Pace, Plan, TICK, Weather};
use crate::reader::{Reader, TrustedRoot};
use crate::run::Run;

/// Runs virtual devices against an edge and shows who runs what
///
/// Each is the real core of a device: it verifies, chooses, installs on trial, confirms or goes
/// back. They share one verified publication and one download, and ask more often than the
/// channel wants (--poll), so that a wave lands while you watch.
#[derive(Debug, Args)]
pub struct Simulate {
    /// How many devices
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    devices: u32,
    /// The share that is offline at any time
    #[arg(long, default_value = "10%", value_name = "SHARE")]
    offline: Share,
    /// Milliseconds that a device stays offline, on average
    #[arg(long, default_value_t = 20_000, value_name = "MS")]
    away: u64,
    /// Milliseconds between two polls of a device, at least; up to half more
    #[arg(long, default_value_t = 2_000, value_name = "MS", value_parser = clap::value_parser!(u64).range(50..=86_400_000))]
    poll: u64,
    /// The channel [default: the project's]
    #[arg(long, value_name = "ORG/APP/CHANNEL")]
    scope: Option<Scope>,
    /// A trusted root, or a device's wavecast-device.json [default: the one here, else the edge's first]
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
    /// What every device says of itself
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    attributes: Vec<Attribute>,
    /// Versions that don't work: their devices go back
    #[arg(long, value_name = "RANGE")]
    fails: Option<Range>,
    /// Runs this once per package, in a directory with its files; 0 means that it works
    #[arg(long, value_name = "CMD")]
    health: Option<String>,
    /// Ends after so many seconds; without it, at ctrl-c
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u64>,
    /// Chance is reproducible
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

impl Simulate {
    pub async fn run(self, run: &Run) -> Result {
        let scope = match &self.scope {
            Some(scope) => scope.clone(),
            None => run.config.scope()?,
        };
        let reader = Reader::new(&run.config.edge())?;
        let root = TrustedRoot::find(self.root.as_deref(), &scope, &reader).await?;
        let most = self.seconds.map_or(Duration::MAX, Duration::from_secs);
        let plan = self.plan();
        run.out.note(format_args!(
            "{} devices on {scope} at {}, {} of them offline at any time, each asking every {:.1} s to {:.1} s",
            plan.devices,
            reader.base(),
            plan.weather.count(plan.devices as usize),
            plan.pace.poll as f64 / 1000.0,
            plan.pace.poll as f64 / 1000.0 * 1.5,
        ));
        let mut fleet = Fleet::begin(plan, reader, scope, &root.bytes).await?;
        let mut board = Board::new(run.out);
        loop {
            fleet.tick().await?;
            board.show(fleet.elapsed(), &fleet.census());
            let end = tokio::select! {
                () = tokio::time::sleep(TICK) => fleet.elapsed() >= most,
                _ = tokio::signal::ctrl_c() => true,
            };
            if end {
                board.settle(fleet.elapsed(), &fleet.census());
                return Ok(());
            }
        }
    }

    fn plan(self) -> Plan {
        let attributes: BTreeMap<_, _> = self.attributes.into_iter().map(Attribute::pair).collect();
        Plan {
            devices: self.devices,
            attributes,
            pace: Pace {
                poll: self.poll,
                staging: 600,
                trial: 400,
            },
            weather: Weather {
                offline: self.offline.value(),
                away: self.away,
            },
            checks: Checks {
                fails: self.fails,
                command: self.health,
            },
            seed: self.seed,
        }
    }
}
