//! `wavecast channel`.

use clap::Subcommand;
use wavecast_wire::name::ChannelName;

use crate::error::Result;
use crate::remote::sent;
use crate::run::Run;

mod named;
mod place;
mod settings;
mod show;

use named::Named;
use place::Place;
pub use place::{carry_out, changed};
use settings::SettingsFlags;
pub use show::report;
use show::{list, show};

/// Channels: what devices follow
#[derive(Debug, Subcommand)]
pub enum Channel {
    /// Opens a channel
    Create {
        /// Its name
        name: ChannelName,
        #[command(flatten)]
        settings: Box<SettingsFlags>,
    },
    /// Lists channels
    List,
    /// Shows a channel's settings and rules
    Show {
        /// Which [default: the project's]
        name: Option<ChannelName>,
    },
    /// Changes a channel's settings
    Set {
        /// Which [default: the project's]
        name: Option<ChannelName>,
        #[command(flatten)]
        settings: Box<SettingsFlags>,
    },
    /// Sends a channel's devices to another channel of the application
    Move {
        /// From
        from: ChannelName,
        /// To
        to: ChannelName,
    },
    /// Ends a channel; its devices keep what they run
    Retire {
        /// Which
        name: ChannelName,
    },
    /// Forgets an ended channel; its name keeps its number and root
    Delete {
        /// Which
        name: ChannelName,
    },
    /// Goes on with a channel whose edge is ahead of the ledger (after a restored backup)
    Adopt {
        /// Which, such as stable or acme/lamp/stable [default: the project's]
        name: Option<Named>,
    },
}

impl Channel {
    pub async fn run(self, run: &Run) -> Result {
        let app = match &self {
            Self::Adopt { name: Some(named) } if named.app.is_some() => named.app.clone(),
            _ => None,
        };
        let app = match app {
            Some(named) => run.remote()?.app(&named),
            None => run.app()?,
        };
        let at = Place { run, app: &app };
        match self {
            Self::Create { name, settings } => at.create(&name, &settings).await,
            Self::List => {
                let channels = app.channels(10_000).await?;
                run.out.result(&channels, |out| list(out, &channels))
            }
            Self::Show { name } => {
                let name = at.name(name)?;
                let get = || {
                    app.remote
                        .client
                        .get_channel()
                        .org(&app.org)
                        .app(&app.app)
                        .channel(name.as_str())
                };
                let channel = app.remote.read(async || sent!(get())).await?;
                run.out.result(&channel, |out| show(out, &channel))
            }
            Self::Set { name, settings } => at.set(&at.name(name)?, &settings).await,
            Self::Move { from, to } => at.move_to(&from, to).await,
            Self::Retire { name } => at.retire(&name).await,
            Self::Delete { name } => at.delete(&name).await,
            Self::Adopt { name } => {
                let name = name.map(|named| named.channel);
                at.adopt(&at.name(name)?).await
            }
        }
    }
}
