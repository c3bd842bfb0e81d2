//! `wavecast init`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;
use wavecast_agent::DeviceFile;
use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use crate::config::{AppPath, FILE_NAME};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::Tone;
use crate::reader::DEVICE_FILE;
use crate::remote::RemoteApp;
use crate::run::Run;

pub mod create;
mod project;
mod wizard;

/// Sets up a project: application, channel, wavecast.toml and wavecast-device.json
///
/// Creates at the server what is missing. On a terminal it asks for what isn't said.
#[derive(Debug, Args)]
pub struct Init {
    /// What the packages are
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    kind: Option<Kind>,
    /// What `wavecast ship` ships here, such as ./dist
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// Write files that exist anew
    #[arg(long)]
    force: bool,
}

fn parse_kind(text: &str) -> std::result::Result<Kind, String> {
    match text {
        "bundle" => Ok(Kind::Bundle),
        "firmware" => Ok(Kind::Firmware),
        _ => Err("must be bundle (files of an app) or firmware (images of a device)".to_owned()),
    }
}

/// What init made.
#[derive(Serialize)]
struct Made {
    app: String,
    channel: String,
    created: Vec<String>,
    files: Vec<String>,
    dry_run: bool,
}

impl Init {
    pub async fn run(self, run: &Run) -> Result {
        let remote = run.remote()?;
        let wish = wizard::wish(&self, run, &remote).await?;
        let app = remote.app(&wish.app);
        let created = create::missing(&app, &wish, run).await?;
        let mut files = Vec::new();
        if project::write(&self, run, &wish)? {
            files.push(FILE_NAME.to_owned());
        }
        if !run.is_dry() && self.device_file(&app, &wish.channel).await? {
            files.push(DEVICE_FILE.to_owned());
        }
        let made = Made {
            app: wish.app.to_string(),
            channel: wish.channel,
            created,
            files,
            dry_run: run.is_dry(),
        };
        run.out.result(&made, |out| {
            for created in &made.created {
                out.line(format_args!(
                    "{} {created}",
                    out.paint(Tone::Good, "created")
                ));
            }
            for file in &made.files {
                out.line(format_args!("{} {file}", out.paint(Tone::Good, "wrote")));
            }
            if made.dry_run {
                out.line("dry run: nothing was created or written");
            } else {
                let path = self.path.as_deref().unwrap_or(Path::new("./dist"));
                out.line(format_args!("next: wavecast ship {}", path.display()));
            }
        })
    }

    /// Writes what a device needs, once the channel has its first root.
    async fn device_file(&self, app: &RemoteApp, channel: &str) -> Result<bool> {
        let path = Path::new(DEVICE_FILE);
        if path.exists() && !self.force {
            return Ok(false);
        }
        device_file(&rooted(app, channel).await?)?
            .write(path)
            .map_err(|error| Failure::new(Exit::Machine, error.to_string()))?;
        Ok(true)
    }
}

/// A device's configuration; the keys of a new channel take a moment.
pub async fn rooted(app: &RemoteApp, channel: &str) -> Result<types::DeviceConfig> {
    let begun = Instant::now();
    loop {
        match app.device_config(channel).await {
            Err(failure)
                if failure.reason.as_deref() == Some("state")
                    && begun.elapsed() < Duration::from_secs(20) =>
            {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            found => return found,
        }
    }
}

/// A device's configuration as its file.
///
/// # Errors
/// The server's answer doesn't make one.
pub fn device_file(config: &types::DeviceConfig) -> Result<DeviceFile> {
    let wrong = |why: String| Failure::failed(format!("the server's device configuration: {why}"));
    let scope = config
        .scope
        .parse()
        .map_err(|error| wrong(format!("{error}")))?;
    let root = serde_json::to_vec(&config.root).map_err(|error| wrong(error.to_string()))?;
    DeviceFile::new(&config.base_url, scope, &root).map_err(|error| wrong(error.to_string()))
}

/// What is to be set up.
pub struct Wish {
    /// The application.
    pub app: AppPath,
    /// The channel.
    pub channel: String,
    /// `None` for an application that exists.
    pub kind: Option<Kind>,
}
