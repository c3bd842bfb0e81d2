//! `wavecast keys`.

use clap::{Subcommand, ValueEnum};
use wavecast_client::types;

use super::channel::report;
use crate::error::Result;
use crate::remote::sent;
use crate::run::Run;

/// Signing keys of a channel
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Replaces keys by new ones; devices follow the chain of roots
    Rotate {
        /// Of which roles [default: timestamp and snapshot and targets]
        #[arg(value_enum)]
        roles: Vec<Role>,
    },
}

/// Who signs.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Says which keys the others have
    Root,
    /// Says what is newest
    Timestamp,
    /// Says which files belong together
    Snapshot,
    /// Says what devices get
    Targets,
}

impl From<Role> for types::KeyRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Root => Self::Root,
            Role::Timestamp => Self::Timestamp,
            Role::Snapshot => Self::Snapshot,
            Role::Targets => Self::Targets,
        }
    }
}

impl Keys {
    pub async fn run(self, run: &Run) -> Result {
        let Self::Rotate { roles } = self;
        let (app, channel) = run.place()?;
        let body = types::RotateKeys {
            roles: roles.into_iter().map(Into::into).collect(),
        };
        let client = &app.remote.client;
        let rotate = || {
            client
                .rotate_channel_keys()
                .org(&app.org)
                .app(&app.app)
                .channel(&channel)
                .body(body.clone())
        };
        if run.is_dry() {
            let verb = async |ask: &crate::remote::Ask| {
                sent!(rotate().dry_run(ask.dry).idempotency_key(&ask.key))
            };
            let plan = app.remote.change(verb).await?;
            return run
                .out
                .result(&plan, |out| out.line("dry run: nothing was changed"));
        }
        let change = app
            .remote
            .change(async |ask| sent!(rotate().idempotency_key(&ask.key)))
            .await?;
        report(run, &change)
    }
}
