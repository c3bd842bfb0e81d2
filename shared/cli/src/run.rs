//! What every command is given.

use crate::config::{Config, Globals};
use crate::error::{Failure, Result};
use crate::output::Out;
use crate::remote::{Remote, RemoteApp};

/// One run of the binary.
#[derive(Clone, Debug)]
pub struct Run {
    /// Where results and notes go.
    pub out: Out,
    /// Flags, environment and file.
    pub config: Config,
}

impl Run {
    /// From the flags that every command takes.
    ///
    /// # Errors
    /// A project's file that can't be read or understood.
    pub fn new(globals: Globals) -> Result<Self> {
        let out = Out::new(globals.json, globals.quiet, globals.color);
        Ok(Self {
            out,
            config: Config::load(globals)?,
        })
    }

    /// The server.
    ///
    /// # Errors
    /// No token is known.
    pub fn remote(&self) -> Result<Remote> {
        Remote::of(&self.config)
    }

    /// The application to act on, at the server.
    ///
    /// # Errors
    /// Nobody names one, or no token is known.
    pub fn app(&self) -> Result<RemoteApp> {
        let path = self.config.app()?;
        Ok(self.remote()?.app(&path))
    }

    /// The application and the channel to act on.
    ///
    /// # Errors
    /// As [`Run::app`].
    pub fn place(&self) -> Result<(RemoteApp, String)> {
        Ok((self.app()?, self.config.channel()?.to_string()))
    }

    /// Whether nothing may change.
    pub fn is_dry(&self) -> bool {
        self.config.globals.dry_run
    }

    /// Asks a person before devices move; without one it goes on, as scripts expect.
    ///
    /// # Errors
    /// The person says no.
    pub fn confirm(&self, what: &str) -> Result {
        if self.config.globals.yes || self.is_dry() || !self.out.can_ask() {
            return Ok(());
        }
        let answer = self.out.ask(&format!("{what} Go on? (y/n)"), "n")?;
        if matches!(answer.as_str(), "y" | "Y" | "yes") {
            return Ok(());
        }
        Err(Failure::failed("not done, as you wished"))
    }
}
