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
        if run.out.is_json() {
            let script = String::from_utf8_lossy(&script);
            let shell = self.shell.to_string();
            return run
                .out
                .json(&serde_json::json!({"shell": shell, "script": script}));
        }
        run.out.raw(&script);
        Ok(())
    }
}
