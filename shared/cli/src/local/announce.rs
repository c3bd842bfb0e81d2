//! What a newcomer needs to know of a running stack.

use std::path::Path;

use super::{Place, Stack};
use crate::config::API_URL;
use crate::error::Result;
use crate::output::Tone;
use crate::run::Run;

impl Place {
    /// Says what would be started, where nothing may change.
    ///
    /// # Errors
    /// Stdout can't be written.
    pub fn foretell(&self, run: &Run) -> Result {
        let json = serde_json::json!({
            "api": self.api,
            "edge": self.edge,
            "data": self.data,
            "dry_run": true,
        });
        run.out.result(&json, |out| {
            out.line(format_args!(
                "dry run: the API would listen on {}, the edge on {}, with the data in {}",
                self.api,
                self.edge,
                self.data.display()
            ));
        })
    }
}

impl Stack {
    /// Says where everything is.
    ///
    /// # Errors
    /// Stdout can't be written.
    pub fn announce(&self, run: &Run) -> Result {
        let json = serde_json::json!({
            "api": self.api_url,
            "edge": self.edge_url,
            "token_file": self.token_file,
            "data": self.data,
        });
        run.out.result(&json, |out| {
            out.line(out.paint(Tone::Strong, "Wavecast is up."));
            out.line(format_args!(
                "  API    {}   (to read: {}/api/docs)",
                self.api_url, self.api_url
            ));
            out.line(format_args!("  edge   {}", self.edge_url));
            out.line(format_args!("  token  {}", self.token_file.display()));
        })
    }

    /// The two commands with which a newcomer ships something.
    pub fn show_commands(&self, run: &Run) {
        let wavecast = command();
        let url = if self.api_url == API_URL {
            String::new()
        } else {
            format!(" --url {}", self.api_url)
        };
        run.out
            .line("Ship your own, from your project's directory:");
        run.out.line(format_args!(
            "  {wavecast} init --app acme/shop --kind bundle --token-file {}{url}",
            self.token_file.display()
        ));
        run.out.line(format_args!("  {wavecast} ship ./dist"));
        run.out.line(format_args!(
            "Stop with ctrl-c; {} keeps everything.",
            self.data.display()
        ));
    }
}

/// How this binary is called: by its name, where the shell finds it.
pub fn command() -> String {
    let own = std::env::current_exe().unwrap_or_else(|_| "wavecast".into());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|place| place.join("wavecast"))
        .find(|file| file.is_file());
    let same = |found: &Path| found.canonicalize().ok() == own.canonicalize().ok();
    if found.is_some_and(|found| same(&found)) {
        "wavecast".to_owned()
    } else {
        // A binary that was built anew while it ran still has its old name, and a mark behind it.
        let name = own.display().to_string();
        name.trim_end_matches(" (deleted)").to_owned()
    }
}
