//! `wavecast doctor`.

use clap::Args;
use serde::Serialize;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::Tone;
use crate::run::Run;

#[cfg(feature = "aws")]
mod aws;
mod data;
mod server;

/// Looks for what is wrong, and says what to mend
///
/// Configuration, server and token, the clock, the edge against the server, and the data
/// directory where there is one.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Looks at a deployment on AWS instead, as docs/aws.md describes it: table, buckets, keys,
    /// queues, functions. WAVECAST_TABLE and its like name them
    #[arg(long)]
    aws: bool,
    /// The stage whose deployed function `control` names them, such as dev
    #[arg(long, requires = "aws", value_name = "NAME")]
    stage: Option<String>,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct Check {
    what: String,
    state: State,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// How it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Well.
    Ok,
    /// Worth a look.
    Warn,
    /// Broken.
    Bad,
    /// Could not be looked at.
    Skipped,
}

impl Check {
    fn ok(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Ok,
            found: found.into(),
            hint: None,
        }
    }

    fn warn(what: impl Into<String>, found: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Warn,
            found: found.into(),
            hint: Some(hint.into()),
        }
    }

    /// It works, and should be better; the text says both.
    #[cfg(feature = "aws")]
    fn advice(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Warn,
            found: found.into(),
            hint: None,
        }
    }

    fn bad(what: impl Into<String>, failure: Failure) -> Self {
        Self {
            what: what.into(),
            state: State::Bad,
            found: failure.message,
            hint: failure.hint,
        }
    }

    fn skipped(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Skipped,
            found: why.into(),
            hint: None,
        }
    }
}

impl Doctor {
    pub async fn run(self, run: &Run) -> Result {
        let checks = if self.aws {
            of_aws(self.stage.as_deref()).await?
        } else {
            let mut checks = vec![configuration(run)];
            checks.extend(server::checks(run).await);
            checks.extend(data::checks());
            checks
        };
        let width = checks.iter().map(|check| check.what.len()).max();
        let width = width.unwrap_or(0).max(14);
        run.out.result(&checks, |out| {
            for check in &checks {
                let (tone, word) = match check.state {
                    State::Ok => (Tone::Good, "ok  "),
                    State::Warn => (Tone::Warn, "look"),
                    State::Bad => (Tone::Bad, "bad "),
                    State::Skipped => (Tone::Faint, "--  "),
                };
                out.line(format_args!(
                    "{}  {:<width$}  {}",
                    out.paint(tone, word),
                    check.what,
                    check.found
                ));
                if let Some(hint) = &check.hint {
                    out.line(format_args!("      {:<width$}  {hint}", ""));
                }
            }
        })?;
        match checks
            .iter()
            .filter(|check| check.state == State::Bad)
            .count()
        {
            0 => Ok(()),
            n => Err(Failure::new(
                Exit::Failure,
                format!("{n} things are broken"),
            )),
        }
    }
}

#[cfg(feature = "aws")]
async fn of_aws(stage: Option<&str>) -> Result<Vec<Check>> {
    Ok(aws::checks(stage).await)
}

/// Six SDKs would double what everybody builds and downloads.
#[cfg(not(feature = "aws"))]
async fn of_aws(_stage: Option<&str>) -> Result<Vec<Check>> {
    let message = "this wavecast was built without AWS, so it can't look there";
    let hint = "build one that can: cargo build --release -p wavecast-cli --features aws";
    Err(Failure::usage(message).hint(hint))
}

fn configuration(run: &Run) -> Check {
    let what = "configuration";
    match (&run.config.path, run.config.app()) {
        (Some(path), Ok(app)) => Check::ok(what, format!("{} names {app}", path.display())),
        (None, Ok(app)) => Check::ok(what, format!("{app}, by flag or environment")),
        (_, Err(_)) => Check::warn(
            what,
            "no application is named here",
            "wavecast init sets a project up",
        ),
    }
}
