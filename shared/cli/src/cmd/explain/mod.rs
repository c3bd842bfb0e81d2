//! `wavecast explain`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use wavecast_client::types;
use wavecast_wire::bucket::check_id;
use wavecast_wire::name::{DimensionName, ReleaseId};

use crate::error::{Failure, Result};
use crate::reader::ChannelUrl;
use crate::remote::sent;
use crate::run::Run;

mod published;
mod show;

/// Says what a device gets and which values its app sees, and why, row by row
///
/// From the server's ledger, from an edge (--from-edge), or from a saved latest.ndjson (--offline):
/// the answer is the same. The ledger also knows whose the rows are.
#[derive(Debug, Args)]
pub struct Explain {
    /// The device's id
    #[arg(long, value_name = "ID")]
    device: String,
    /// What the device says of itself, such as os=ios; may repeat
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    attributes: Vec<Attribute>,
    /// The release that the device runs
    #[arg(long, value_name = "RELEASE")]
    active: Option<ReleaseId>,
    /// From this channel at an edge, such as http://127.0.0.1:8090/acme/lamp/stable
    #[arg(long, value_name = "URL", conflicts_with = "offline")]
    from_edge: Option<ChannelUrl>,
    /// From this saved latest.ndjson
    #[arg(long, value_name = "FILE")]
    offline: Option<PathBuf>,
    /// A trusted root, or a device's wavecast-device.json
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
}

/// One attribute of a device.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute(String, String);

impl std::str::FromStr for Attribute {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let rule = "an attribute is written name=value, such as os=ios";
        let (name, value) = text.split_once('=').ok_or(rule)?;
        let name: DimensionName = name.parse().map_err(|error| format!("{error}"))?;
        Ok(Self(name.into(), value.to_owned()))
    }
}

impl Attribute {
    /// As name and value.
    pub fn pair(self) -> (String, String) {
        (self.0, self.1)
    }
}

/// A choice and its reasons, wherever they come from.
#[derive(Serialize)]
struct Explained {
    scope: String,
    device: String,
    attributes: BTreeMap<String, String>,
    choice: types::Choice,
    rows: Vec<types::RowReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package_version: Option<String>,
    layers: Vec<types::LayerReason>,
    values: Vec<types::SeenValue>,
    missing: Vec<String>,
}

impl Explain {
    pub async fn run(self, run: &Run) -> Result {
        self.check()?;
        let explained = match (&self.from_edge, &self.offline) {
            (Some(url), _) => self.of_edge(url).await?,
            (None, Some(file)) => self.of_file(file, run)?,
            (None, None) => self.of_ledger(run).await?,
        };
        run.out
            .result(&explained, |out| show::show(out, &explained))
    }

    async fn of_ledger(&self, run: &Run) -> Result<Explained> {
        let (app, channel) = run.place()?;
        let attributes: Vec<String> = self
            .attributes
            .iter()
            .map(|Attribute(name, value)| format!("{name}={value}"))
            .collect();
        let ask = || {
            let client = &app.remote.client;
            let ask = client
                .explain_device()
                .org(&app.org)
                .app(&app.app)
                .channel(&channel)
                .id(&self.device);
            let ask = ask.attribute(attributes.clone());
            match &self.active {
                Some(active) => ask.active(active.as_str()),
                None => ask,
            }
        };
        let found = app.remote.read(async || sent!(ask())).await?;
        Ok(Explained {
            scope: found.scope,
            device: found.device,
            attributes: found.attributes,
            choice: found.choice,
            rows: found.rows,
            package_version: found.package_version,
            layers: found.layers,
            values: found.values,
            missing: found.missing,
        })
    }

    /// What no device is, and what can't be said twice: refused alike, whatever is asked.
    fn check(&self) -> Result {
        check_id(&self.device).map_err(|error| Failure::usage(format!("--device: {error}")))?;
        let names: BTreeSet<&String> = self.attributes.iter().map(|one| &one.0).collect();
        if names.len() < self.attributes.len() {
            return Err(Failure::usage(
                "--attribute: a device says one value of each dimension",
            ));
        }
        Ok(())
    }

    fn attributes(&self) -> BTreeMap<String, String> {
        self.attributes
            .iter()
            .cloned()
            .map(Attribute::pair)
            .collect()
    }
}
