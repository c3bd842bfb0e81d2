//! Where the tour plays: the application, the fleet, and what the tour says.

use std::time::Duration;

use wavecast_wire::manifest::Kind;

use crate::cmd::init::rooted;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::fleet::{Board, Checks, Fleet, Pace, Plan, Weather};
use crate::local::Stack;
use crate::output::{Out, Tone};
use crate::reader::Reader;
use crate::remote::{Remote, RemoteApp};
use crate::run::Run;

mod app;
mod verbs;
mod watch;

pub use app::{application, serves};
pub use verbs::Start;

/// The channel of the tour.
pub const CHANNEL: &str = "stable";

/// How long a wave may take to land before the tour says that something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// How simulated devices of the tour go: they ask every 1.5 to 2.3 s.
const PACE: Pace = Pace {
    poll: 1500,
    staging: 500,
    trial: 400,
};

/// A tenth is offline at any time, each for 12 s on average.
const WEATHER: Weather = Weather {
    offline: 1000,
    away: 12_000,
};

/// Where the tour plays.
pub struct Stage {
    /// What the tour says.
    pub out: Out,
    /// The server.
    pub remote: Remote,
    /// The application.
    pub app: RemoteApp,
    /// The devices.
    pub fleet: Fleet,
    board: Board,
}

/// Whether nobody made anything at this server.
///
/// # Errors
/// The server can't be reached.
pub async fn is_empty(stack: &Stack) -> Result<bool> {
    let remote = Remote::new(&stack.api_url, &stack.token, false)?;
    Ok(remote.orgs(1).await?.is_empty())
}

impl Stage {
    /// Creates what is missing, and begins the fleet.
    ///
    /// # Errors
    /// The server or the edge can't be reached.
    pub async fn set(stack: &Stack, run: &Run, devices: u32) -> Result<Self> {
        let remote = Remote::new(&stack.api_url, &stack.token, false)?;
        let app = application(&remote, "acme/lamp", Kind::Firmware).await?;
        if let Some(version) = app::rest(&app).await? {
            run.out.line(format_args!(
                "\nThe interrupted tour left {version} moving: it was taken back."
            ));
        }
        let config = rooted(&app, CHANNEL).await?;
        let root =
            serde_json::to_vec(&config.root).map_err(|error| Failure::failed(error.to_string()))?;
        let scope = config
            .scope
            .parse()
            .map_err(|error| Failure::failed(format!("{error}")))?;
        let plan = Plan {
            devices,
            attributes: [("device_type".to_owned(), "lamp".to_owned())].into(),
            pace: PACE,
            weather: WEATHER,
            checks: Checks {
                fails: None,
                command: Some("./lamp --version".to_owned()),
            },
            seed: 1,
        };
        let fleet = Fleet::begin(plan, Reader::new(&stack.edge_url)?, scope, &root).await?;
        Ok(Self {
            out: run.out,
            remote,
            app,
            fleet,
            board: Board::new(run.out),
        })
    }

    /// A heading.
    pub fn act(&self, number: u32, title: &str) {
        self.out.line("");
        self.out.line(
            self.out
                .paint(Tone::Strong, format_args!("{number}. {title}")),
        );
    }

    /// What happens now.
    pub fn say(&self, text: impl std::fmt::Display) {
        self.out.line(format_args!("   {text}"));
    }

    /// The command that does by hand what the tour does now.
    pub fn command(&self, text: &str) {
        self.out.line(
            self.out
                .paint(Tone::Faint, format_args!("   $ wavecast {text}")),
        );
    }

    /// What the tour claims; it ends where a claim fails.
    ///
    /// # Errors
    /// The claim doesn't hold.
    pub fn claim(&self, holds: bool, claim: impl std::fmt::Display) -> Result {
        if !holds {
            return Err(
                Failure::new(Exit::Untrusted, format!("this should have held: {claim}"))
                    .hint("the log, wavecast.log, may say why"),
            );
        }
        self.out.line(format_args!(
            "   {} {claim}",
            self.out.paint(Tone::Good, "✓")
        ));
        Ok(())
    }
}
