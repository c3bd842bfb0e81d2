//! `wavecast doctor`.

use clap::Args;
use serde::Serialize;

use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::output::Tone;
use crate::run::Run;

mod data;
mod server;

/// Looks for what is wrong, and says what to mend
///
/// Configuration, server and token, the clock, the edge against the server, and the data
/// directory where there is one.
#[derive(Debug, Args)]
pub struct Doctor {}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct Check {
    what: &'static str,
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
    fn ok(what: &'static str, found: impl Into<String>) -> Self {
        Self {
            what,
            state: State::Ok,
            found: found.into(),
            hint: None,
        }
    }

    fn warn(what: &'static str, found: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what,
            state: State::Warn,
            found: found.into(),
            hint: Some(hint.into()),
        }
    }

    fn bad(what: &'static str, failure: Failure) -> Self {
        Self {
            what,
            state: State::Bad,
            found: failure.message,
            hint: failure.hint,
        }
    }

    fn skipped(what: &'static str, why: impl Into<String>) -> Self {
        Self {
            what,
            state: State::Skipped,
            found: why.into(),
            hint: None,
        }
    }
}

impl Doctor {
    pub async fn run(self, run: &Run) -> Result {
        let mut checks = vec![configuration(run)];
        checks.extend(server::checks(run).await);
        checks.extend(data::checks());
        run.out.result(&checks, |out| {
            for check in &checks {
                let (tone, word) = match check.state {
                    State::Ok => (Tone::Good, "ok  "),
                    State::Warn => (Tone::Warn, "look"),
                    State::Bad => (Tone::Bad, "bad "),
                    State::Skipped => (Tone::Faint, "--  "),
                };
                out.line(format_args!(
                    "{}  {:<14}  {}",
                    out.paint(tone, word),
                    check.what,
                    check.found
                ));
                if let Some(hint) = &check.hint {
                    out.line(format_args!("      {:<14}  {hint}", ""));
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
