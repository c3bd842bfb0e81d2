//! Writes `wavecast.toml`.

use std::path::Path;

use super::{Init, Wish};
use crate::config::{API_URL, EDGE_URL, FILE_NAME, ProjectFile};
use crate::error::{Failure, Result};
use crate::run::Run;

/// What stands above the fields.
const HEADING: &str = "# What `wavecast` needs to know of this project. Every field: docs/cli.md\n";

/// Writes the project's file here, unless there is one; says whether it did.
pub fn write(init: &Init, run: &Run, wish: &Wish) -> Result<bool> {
    let path = Path::new(FILE_NAME);
    if run.is_dry() || (path.exists() && !init.force) {
        return Ok(false);
    }
    let globals = &run.config.globals;
    let absolute =
        |path: &std::path::PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let other = |url: String, default: &str| (url != default).then_some(url);
    let file = ProjectFile {
        app: Some(wish.app.clone()),
        channel: Some(
            wish.channel
                .parse()
                .map_err(|error| Failure::usage(format!("{error}")))?,
        ),
        path: init.path.clone(),
        url: other(run.config.url(), API_URL),
        edge: other(run.config.edge(), EDGE_URL),
        token_file: globals.token_file.as_ref().map(absolute),
        ..run.config.project.clone()
    };
    let text =
        toml::to_string(&file).map_err(|error| Failure::failed(format!("{FILE_NAME}: {error}")))?;
    std::fs::write(path, format!("{HEADING}{text}"))
        .map_err(|error| Failure::file("write", path, &error))?;
    Ok(true)
}
