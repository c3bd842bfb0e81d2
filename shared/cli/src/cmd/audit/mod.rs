//! `wavecast audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::error::Result;
use crate::remote::Trail;
use crate::run::Run;

mod chain;
mod heads;
mod lines;
mod list;

/// The audit trail: who changed what, when
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Lists what happened, the newest first; --channel narrows it
    List {
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
        #[command(flatten)]
        whose: Whose,
    },
    /// Shows what happened last, and with --follow what happens
    Tail {
        /// Begin with so many
        #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
        lines: usize,
        /// Go on until it is interrupted
        #[arg(long, short)]
        follow: bool,
        #[command(flatten)]
        whose: Whose,
    },
    /// Writes the whole trail, a line for each event, to be kept elsewhere
    Export {
        /// Into this file, which must not exist; to the standard output if not said
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        whose: Whose,
    },
    /// Verifies that nothing of the trail was rewritten, dropped or moved
    Verify {
        /// What was exported; the server's own trail if not said
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        against: chain::Against,
        #[command(flatten)]
        whose: Whose,
    },
    /// Shows where the organization's trails were when they were last signed, or writes all of that
    Heads {
        /// Into this file, which must not exist: every statement, to be kept elsewhere
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Whose trail.
#[derive(Args, Clone, Copy, Debug)]
pub struct Whose {
    /// The organization's own: members, roles, machines, applications
    #[arg(long)]
    organization: bool,
}

impl Whose {
    fn trail(self, run: &Run) -> Result<Trail> {
        let remote = run.remote()?;
        let path = run.config.app()?;
        Ok(if self.organization {
            Trail::of_org(remote, &path.org)
        } else {
            Trail::of_app(remote.app(&path))
        })
    }
}

impl Audit {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::List { limit, whose } => list::list(run, &whose.trail(run)?, limit).await,
            Self::Tail {
                lines,
                follow,
                whose,
            } => list::tail(run, &whose.trail(run)?, lines, follow).await,
            Self::Export { out, whose } => chain::export(run, &whose.trail(run)?, out).await,
            Self::Verify {
                file: Some(file),
                against,
                whose,
            } => chain::verify_file(run, &file, whose.organization, &against),
            Self::Verify {
                file: None,
                against,
                whose,
            } => chain::verify(run, &whose.trail(run)?, &against).await,
            Self::Heads { out } => {
                let org = run.config.app()?.org;
                heads::heads(run, &run.remote()?, &org, out).await
            }
        }
    }
}
