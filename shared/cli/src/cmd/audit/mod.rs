//! `wavecast audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use wavecast_domain::trail::Chain;

use crate::config::AppPath;
use crate::error::Result;
use crate::remote::Trail;
use crate::run::Run;

mod access;
mod chain;
mod heads;
mod lines;
mod list;

pub(super) use list::table as events_table;

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
    /// The organization's other one: who signed in, who was refused what, which keys signed
    #[arg(long, conflicts_with = "organization")]
    access: bool,
    /// The installation's: sessions of its own people, and what was refused outside of organizations
    #[arg(long, conflicts_with_all = ["organization", "access"])]
    installation: bool,
}

impl Whose {
    fn trail(self, run: &Run) -> Result<Trail> {
        let remote = run.remote()?;
        if self.installation {
            return Ok(Trail::Installation(remote));
        }
        let path = run.config.app()?;
        Ok(if self.access {
            Trail::of_access(remote, &path.org)
        } else if self.organization {
            Trail::of_org(remote, &path.org)
        } else {
            Trail::of_app(remote.app(&path))
        })
    }

    const fn is_of_installation(self) -> bool {
        self.installation
    }

    /// Whether it is what was seen, and no events.
    const fn is_seen(self) -> bool {
        self.access || self.installation
    }

    /// The chain of a file.
    const fn chain(self) -> Chain {
        match (self.is_seen(), self.organization) {
            (true, _) => Chain::of_sightings(),
            (false, true) => Chain::of_org(),
            (false, false) => Chain::of_app(),
        }
    }

    /// What its chain is called where its head is signed.
    fn name(self, path: &AppPath) -> String {
        match (self.access, self.organization) {
            (true, _) => format!("{}/~access", path.org),
            (false, true) => path.org.to_string(),
            (false, false) => format!("{}/{}", path.org, path.app),
        }
    }
}

impl Audit {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::List { limit, whose } if whose.is_seen() => {
                access::list(run, &whose.trail(run)?, limit).await
            }
            Self::List { limit, whose } => list::list(run, &whose.trail(run)?, limit).await,
            Self::Tail {
                lines,
                follow,
                whose,
            } if whose.is_seen() => access::tail(run, &whose.trail(run)?, lines, follow).await,
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
            } => chain::verify_file(run, &file, whose, &against),
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
