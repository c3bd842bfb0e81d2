//! `wavecast completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::error::Result;
use crate::run::Run;

/// Writes a completion script for a shell to stdout
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    shell: Shell,
}

impl Completions {
    pub fn run(self, run: &Run) -> Result {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "wavecast", &mut script);
        run.out.raw(&script);
        Ok(())
    }
}
