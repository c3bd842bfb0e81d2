//! Where the tour plays: the application, the fleet, and what the tour says.

use std::path::Path;
use std::time::{Duration, Instant};

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use crate::cmd::init::{create, rooted};
use crate::config::AppPath;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::files::Roles;
use crate::fleet::{Board, Census, Checks, Fleet, Pace, Plan, TICK, Weather};
use crate::local::Stack;
use crate::output::{Out, Tone};
use crate::reader::Reader;
use crate::remote::{Ask, Remote, RemoteApp, sent};
use crate::run::Run;
use crate::ship::{self, Contents, PackageSpec, Recipe};

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

    /// Ships a directory and starts its release.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn ship(
        &self,
        app: &RemoteApp,
        path: &Path,
        (kind, version): (Kind, &str),
        start: Start<'_>,
    ) -> Result<types::Release> {
        let recipe = Recipe {
            kind,
            roles: Roles::default(),
            exclude: Vec::new(),
            variations: Vec::new(),
        };
        let quiet = Out::new(self.out.is_json(), true, crate::output::Colour::Never);
        let contents = Contents::read(path, &recipe, &quiet)?;
        let (list, uploaded) = ship::upload(app, &contents, &quiet).await?;
        self.say(format_args!(
            "{} files, {} bytes; uploaded: {} files, {} bytes",
            contents.count, contents.bytes, uploaded.files, uploaded.bytes
        ));
        let version = version
            .parse()
            .map_err(|error| Failure::failed(format!("{version}: {error}")))?;
        let requires = std::collections::BTreeMap::new();
        let spec = PackageSpec {
            name: app.app.clone(),
            version,
            requires,
            rollback_index: 0,
        };
        let package = ship::create(app, &spec, list).await?;
        let body = types::CreateRelease {
            channel: CHANNEL.to_owned(),
            rule: None,
            package: package.name,
            version: package.version,
            policy: Some(types::Policy {
                activate: Some(types::Activate::Now),
                ..types::Policy::default()
            }),
            notes: std::collections::BTreeMap::new(),
            properties: serde_json::Map::new(),
            keep_open: None,
            start: Some(true),
            share: start.share.map(str::to_owned),
            replace: Some(start.replace),
        };
        let create = || {
            app.remote
                .client
                .create_release()
                .org(&app.org)
                .app(&app.app)
                .body(body.clone())
        };
        self.moved(app, async |ask| sent!(create().idempotency_key(&ask.key)))
            .await
    }

    /// Lets the channel's release reach more.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn ramp(&self, app: &RemoteApp, to: &str) -> Result<types::Release> {
        self.command(&format!("ramp {to}"));
        let id = app.moving(CHANNEL).await?.release;
        let body = types::RampRelease {
            to: to.to_owned(),
            keep_open: None,
        };
        let ramp = || {
            app.remote
                .client
                .ramp_release()
                .org(&app.org)
                .app(&app.app)
                .id(&id)
                .body(body.clone())
        };
        self.moved(app, async |ask| sent!(ramp().idempotency_key(&ask.key)))
            .await
    }

    /// Carries a verb out, and waits until the edge shows it.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn moved(
        &self,
        app: &RemoteApp,
        verb: impl AsyncFn(
            &Ask,
        )
            -> std::result::Result<types::ReleaseChange, wavecast_client::ClientError>,
    ) -> Result<types::Release> {
        let change = app.remote.change(verb).await?;
        let published = app.published(change.publications, PATIENCE).await?;
        crate::cmd::act::settled(&published)?;
        change
            .release
            .ok_or_else(|| Failure::failed("the server doesn't say which release it was"))
    }

    /// Watches until what was published has landed on everybody who is online.
    ///
    /// # Errors
    /// It doesn't land, or the fleet trusts no more what the edge says.
    pub async fn land(&mut self) -> Result<Census> {
        let (begun, seq) = (
            Instant::now(),
            self.app
                .status(CHANNEL)
                .await?
                .edge
                .map_or(0, |edge| edge.seq),
        );
        loop {
            self.tick().await?;
            if self.fleet.has_landed(seq) {
                return Ok(self.settle());
            }
            if begun.elapsed() > PATIENCE {
                let why = format!("publication {seq} doesn't land on the devices");
                return Err(Failure::new(Exit::Pending, why));
            }
        }
    }

    /// Watches for a while.
    ///
    /// # Errors
    /// As [`Stage::land`].
    pub async fn watch(&mut self, span: Duration) -> Result<Census> {
        let begun = Instant::now();
        while begun.elapsed() < span {
            self.tick().await?;
        }
        Ok(self.settle())
    }

    async fn tick(&mut self) -> Result {
        self.fleet.tick().await?;
        self.board.show(self.fleet.elapsed(), &self.fleet.census());
        tokio::time::sleep(TICK).await;
        Ok(())
    }

    fn settle(&mut self) -> Census {
        let census = self.fleet.census();
        self.board.settle(self.fleet.elapsed(), &census);
        census
    }
}

/// How a release of the tour starts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    /// With this share.
    pub share: Option<&'a str>,
    /// In the place of what moves.
    pub replace: bool,
}

/// An application with its channel, created as far as it is missing.
///
/// # Errors
/// As the daily path.
pub async fn application(remote: &Remote, path: &str, kind: Kind) -> Result<RemoteApp> {
    let path: AppPath = path.parse().map_err(Failure::failed)?;
    let app = remote.app(&path);
    create::ensure(&app, kind, CHANNEL).await?;
    Ok(app)
}

/// Whether a channel serves a version to everybody already: an interrupted tour goes on behind it.
///
/// # Errors
/// The server can't be reached.
pub async fn serves(app: &RemoteApp, version: &str) -> Result<bool> {
    let status = app.status(CHANNEL).await?;
    let mut placed = status.rules.iter().flat_map(|rule| &rule.releases);
    Ok(placed.any(|placed| {
        placed.version == version && placed.status == types::ReleaseStatus::Concluded
    }))
}
