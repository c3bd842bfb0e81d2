//! `wavecast explain`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use wavecast_client::types;
use wavecast_wire::name::{DimensionName, ReleaseId};

use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::reader::ChannelUrl;
use crate::remote::sent;
use crate::run::Run;

mod published;

/// Says what a device gets and why, row by row
///
/// From the server's ledger, from an edge (--from-edge), or from a saved latest.ndjson (--offline):
/// the answer is the same.
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
}

impl Explain {
    pub async fn run(self, run: &Run) -> Result {
        let explained = match (&self.from_edge, &self.offline) {
            (Some(url), _) => self.of_edge(url).await?,
            (None, Some(file)) => self.of_file(file, run)?,
            (None, None) => self.of_ledger(run).await?,
        };
        run.out.result(&explained, |out| show(out, &explained))
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
        })
    }

    fn attributes(&self) -> BTreeMap<String, String> {
        self.attributes
            .iter()
            .cloned()
            .map(Attribute::pair)
            .collect()
    }
}

fn show(out: &Out, explained: &Explained) {
    out.line(format_args!(
        "device {} in {}",
        explained.device, explained.scope
    ));
    let mut table = Table::new(&["row", "release", ">bucket", "matches", "why"]);
    for row in &explained.rows {
        let (tone, mark) = if row.matched {
            (Tone::Good, "yes")
        } else {
            (Tone::Faint, "no")
        };
        table.row([
            Cell::from(row.index),
            Cell::from(row.release.as_deref().unwrap_or("?")),
            Cell::from(
                row.bucket
                    .map_or_else(String::new, |bucket| bucket.to_string()),
            ),
            Cell::toned(tone, mark),
            Cell::from(&row.why),
        ]);
    }
    if !table.is_empty() {
        out.table(&table);
    }
    out.line(format_args!(
        "answer: {}",
        out.paint(Tone::Strong, answer(&explained.choice))
    ));
}

/// A choice in a sentence.
fn answer(choice: &types::Choice) -> String {
    use types::ChoiceKind::{Config, Embedded, Hold, Keep, Moved, NeedsList, Retired};
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match choice.kind {
        Config => format!(
            "release {} ({})",
            said(&choice.release),
            said(&choice.target)
        ),
        Keep => "keep what it runs".to_owned(),
        Embedded => format!(
            "back to what shipped in the binary (release {})",
            said(&choice.release)
        ),
        Hold => format!("hold: {}", said(&choice.why)),
        NeedsList => format!("keep, until the list {} was fetched", said(&choice.target)),
        Moved => format!("go on in {}", said(&choice.to)),
        Retired => "keep what it runs: the channel ended".to_owned(),
    }
}
