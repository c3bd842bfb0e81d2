//! Verbs on one release.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ReleaseId;

use super::{Ask, Target, act, sent};
use crate::cmd::approval::Asking;
use crate::cmd::condition::{Condition, matchers, some};
use crate::error::Result;
use crate::run::Run;

/// A verb on one release: who moves is said first, then it is carried out.
macro_rules! verb {
    ($self:ident, $run:ident, $operation:ident $(, $body:expr)? $(; $ask:expr)?) => {{
        let app = $run.app()?;
        let (client, id) = (&app.remote.client, $self.target.release.as_str());
        let send = || {
            let send = client.$operation().org(&app.org).app(&app.app).id(id);
            send$(.body($body))?$(.ask($ask))?
        };
        let verb = async |ask: &Ask| sent!(send().dry_run(ask.dry).idempotency_key(&ask.key));
        act($run, &app, $self.target.wait, verb).await
    }};
}

macro_rules! plain {
    ($(#[$doc:meta])* $name:ident, $operation:ident) => {
        $(#[$doc])*
        #[derive(Debug, Args)]
        pub struct $name {
            #[command(flatten)]
            target: Target,
        }

        impl $name {
            pub async fn run(self, run: &Run) -> Result {
                verb!(self, run, $operation)
            }
        }
    };
}

macro_rules! some_variants {
    ($(#[$doc:meta])* $name:ident, $operation:ident) => {
        $(#[$doc])*
        #[derive(Debug, Args)]
        pub struct $name {
            #[command(flatten)]
            target: Target,
            /// Only the variants for these devices, such as os=ios; may repeat
            #[arg(long, value_name = "NAME=VALUES")]
            only: Vec<Condition>,
        }

        impl $name {
            pub async fn run(self, run: &Run) -> Result {
                let body = some(&self.only);
                verb!(self, run, $operation, body.clone())
            }
        }
    };
}

plain!(
    /// Deletes a draft or a missed release
    Delete,
    delete_release
);
some_variants!(
    /// Stops new installs; who has it keeps it
    Pause,
    pause_release
);
some_variants!(
    /// Opens a paused release again
    Resume,
    resume_release
);
plain!(
    /// Lets devices on which it failed try again
    Retry,
    retry_release
);

/// Says that it reached everybody: what is beneath goes
#[derive(Debug, Args)]
pub struct Conclude {
    #[command(flatten)]
    target: Target,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    #[command(flatten)]
    asking: Asking,
}

impl Conclude {
    pub async fn run(self, run: &Run) -> Result {
        let body = some(&self.only);
        verb!(self, run, conclude_release, body.clone(); self.asking.for_approval)
    }
}

/// Starts a draft or a missed release
#[derive(Debug, Args)]
pub struct Start {
    #[command(flatten)]
    target: Target,
    /// With this share [default: the application's first step, 100% for the first]
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Supersede what moves
    #[arg(long)]
    replace: bool,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    #[command(flatten)]
    asking: Asking,
}

impl Start {
    pub async fn run(self, run: &Run) -> Result {
        let body = types::StartRelease {
            share: self.to.map(|share| share.to_string()),
            only: matchers(&self.only),
            replace: Some(self.replace),
        };
        verb!(self, run, start_release, body.clone(); self.asking.for_approval)
    }
}

/// Reaches more of the audience
#[derive(Debug, Args)]
pub struct Ramp {
    #[command(flatten)]
    target: Target,
    /// The share
    #[arg(long, value_name = "SHARE")]
    to: Share,
    /// 100% stays open instead of concluding
    #[arg(long)]
    keep_open: bool,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    #[command(flatten)]
    asking: Asking,
}

impl Ramp {
    pub async fn run(self, run: &Run) -> Result {
        let body = types::RampRelease {
            to: self.to.to_string(),
            only: matchers(&self.only),
            keep_open: Some(self.keep_open),
        };
        verb!(self, run, ramp_release, body.clone(); self.asking.for_approval)
    }
}

/// Stops it: everybody returns to what is beneath, or --keep
#[derive(Debug, Args)]
pub struct Abort {
    #[command(flatten)]
    target: Target,
    /// Who has it keeps it
    #[arg(long)]
    keep: bool,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
}

impl Abort {
    pub async fn run(self, run: &Run) -> Result {
        let body = types::AbortRelease {
            keep: Some(self.keep),
            only: matchers(&self.only),
        };
        verb!(self, run, abort_release, body.clone())
    }
}

/// Takes a concluded release back
#[derive(Debug, Args)]
pub struct Revert {
    #[command(flatten)]
    target: Target,
    /// To this release [default: the one that it replaced]
    #[arg(long, value_name = "RELEASE")]
    to: Option<ReleaseId>,
    /// Only the variants for these devices, to what they had before; may repeat
    #[arg(long, value_name = "NAME=VALUES", conflicts_with = "to")]
    only: Vec<Condition>,
    /// Ask for the approvals that it needs, instead of doing it
    #[arg(long, requires = "to")]
    for_approval: bool,
}

impl Revert {
    pub async fn run(self, run: &Run) -> Result {
        let body = types::RevertRelease {
            to: self.to.as_ref().map(ToString::to_string),
            only: matchers(&self.only),
        };
        verb!(self, run, revert_release, body.clone(); self.for_approval)
    }
}
