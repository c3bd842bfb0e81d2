//! `wavecast device`.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::explain::Attribute;
use super::init::{device_file, rooted};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::reader::DEVICE_FILE;
use crate::run::Run;

/// What devices are given
#[derive(Debug, Subcommand)]
pub enum Device {
    /// Writes wavecast-device.json: where to poll, what to follow, whom to trust
    Config {
        /// Where to write; - for stdout
        #[arg(long, short, value_name = "FILE", default_value = DEVICE_FILE)]
        output: PathBuf,
        /// The device's id [default: it makes one at its first start]
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// What the device says of itself, such as device_type=lamp-2; may repeat
        #[arg(long = "attribute", value_name = "NAME=VALUE")]
        attributes: Vec<Attribute>,
    },
}

impl Device {
    pub async fn run(self, run: &Run) -> Result {
        let Self::Config {
            output,
            id,
            attributes,
        } = self;
        let (app, channel) = run.place()?;
        let mut file = device_file(&rooted(&app, &channel).await?)?;
        file.id = id;
        file.attributes = attributes.into_iter().map(Attribute::pair).collect();
        if output == Path::new("-") || run.is_dry() {
            return run.out.json(&file);
        }
        file.write(&output)
            .map_err(|error| Failure::new(Exit::Machine, error.to_string()))?;
        let (path, scope) = (output.display().to_string(), file.scope.to_string());
        run.out
            .result(&serde_json::json!({"file": path, "scope": scope}), |out| {
                out.line(format_args!(
                    "wrote {path} for {scope}; next: wavecast-agent run --config {path}"
                ));
            })
    }
}
