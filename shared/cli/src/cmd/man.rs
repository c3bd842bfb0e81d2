//! `wavecast man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::cli::Cli;
use crate::error::{Failure, Result};
use crate::run::Run;

/// Writes a man page for each command into a directory
#[derive(Debug, Args)]
pub struct Man {
    /// Where; made if missing
    directory: PathBuf,
}

impl Man {
    pub fn run(self, run: &Run) -> Result {
        let directory = self.directory.display().to_string();
        if run.is_dry() {
            let json = serde_json::json!({"directory": directory, "dry_run": true});
            return run.out.result(&json, |out| {
                out.line(format_args!("dry run: man pages would go to {directory}"));
            });
        }
        let failed = |error: &std::io::Error| Failure::file("write", &self.directory, error);
        std::fs::create_dir_all(&self.directory).map_err(|error| failed(&error))?;
        clap_mangen::generate_to(Cli::command(), &self.directory)
            .map_err(|error| failed(&error))?;
        run.out
            .result(&serde_json::json!({"directory": directory}), |out| {
                out.line(format_args!(
                    "man pages are in {directory}; try: man -l {directory}/wavecast.1"
                ));
            })
    }
}
